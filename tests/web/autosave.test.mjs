// Nothing typed is called saved before the engine said so, and nothing is forgotten that could not be saved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { load } from "./load.mjs";

const { Autosave } = await load("autosave.ts");

/// An engine that answers when told to; `fail` makes it refuse.
function engine() {
  const asked = [];
  const doors = {
    answer: (path, value) => new Promise((done, failed) => asked.push({ path, value, done: () => done({ saved_at: 1000 + asked.length, revision: 1, changed: [] }), failed })),
    saved: () => undefined,
    changed: () => undefined,
  };
  return { asked, autosave: new Autosave(doors) };
}

const turn = () => sleep(0);

test("a choice is sent at once, typing after a pause", async () => {
  const { asked, autosave } = engine();
  autosave.change("role", "", "leader", "now");
  await turn();
  assert.deepEqual(asked.map(({ path }) => path), ["role"]);
  asked[0].done();
  await turn();
  autosave.change("q3", "", "wor", "soon");
  autosave.change("q3", "", "words", "soon");
  await turn();
  assert.equal(asked.length, 1);
  await sleep(450);
  assert.deepEqual(asked.map(({ value }) => value), ["leader", "words"]);
});

test("an answer is saved only once the engine has said so", async () => {
  const { asked, autosave } = engine();
  autosave.change("q3", "", "words", "now");
  await turn();
  assert.deepEqual(autosave.saving, { state: "none" });
  asked[0].done();
  await turn();
  assert.deepEqual(autosave.saving, { state: "saved", at: 1001 });
});

test("a change in the same moment as an empty flush is saved", async () => {
  const { asked, autosave } = engine();
  void autosave.flush();
  autosave.change("role", "", "leader", "now");
  await turn();
  assert.equal(asked.length, 1);
});

test("what is typed while its earlier state is being saved is saved next", async () => {
  const { asked, autosave } = engine();
  autosave.change("q3", "", "wor", "now");
  await turn();
  autosave.change("q3", "", "words", "now");
  const flushed = autosave.flush();
  asked[0].done();
  await turn();
  assert.deepEqual(asked.map(({ value }) => value), ["wor", "words"]);
  asked[1].done();
  assert.equal(await flushed, true);
});

test("an answer that could not be saved stays, is told, and is tried again with the next change", async () => {
  const { asked, autosave } = engine();
  autosave.change("q3", "Question 3", "words", "now");
  await turn();
  asked[0].failed(new Error("no space"));
  assert.equal(await autosave.flush(), false);
  assert.equal(autosave.saving.state, "failed");
  assert.deepEqual(autosave.unsaved().map(({ label, value }) => [label, value]), [["Question 3", "words"]]);
  autosave.change("role", "", "leader", "now");
  await turn();
  assert.deepEqual(asked.slice(1).map(({ path }) => path), ["q3"]);
  asked[1].done();
  await turn();
  assert.deepEqual(asked.slice(2).map(({ path }) => path), ["role"]);
});
