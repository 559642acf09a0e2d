// Nothing typed is called saved before the engine said so, and nothing is forgotten that could not be saved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { load } from "./load.mjs";

const { Autosave } = await load("autosave.ts");
const { Speaker, statusOf } = await load("components/status-line.ts");

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

test("while something typed waits for its pause or for the engine, nothing is called saved, and the page is told once", async () => {
  const { asked, autosave } = engine();
  const status = () => statusOf(autosave.saving, autosave.unsaved().length > 0, true, true).state;
  autosave.remember(1000);
  assert.equal(status(), "saved");
  let told = 0;
  autosave.doors.changed = () => (told += 1);
  autosave.change("q3", "", "wor", "soon");
  autosave.change("q3", "", "words", "soon");
  assert.equal(status(), "saving");
  assert.equal(told, 1);
  await sleep(450);
  assert.equal(status(), "saving");
  asked[0].done();
  await turn();
  assert.equal(status(), "saved");
});

test("the live region says nothing while an answer is on its way, and speaks no more often than every ten seconds", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 100_000 });
  const spoken = [];
  const region = { set textContent(words) { words ? spoken.push(words) : (this.emptied = true); } };
  const speaker = new Speaker(region);
  const saved = (words) => speaker.say({ state: "saved", words });
  const pass = (time) => context.mock.timers.tick(time);
  saved("at 14:31");
  pass(0);
  for (let second = 1; second <= 9; second++) {
    speaker.say({ state: "saving", words: "Saving..." });
    pass(400);
    saved("at 14:32");
    pass(600);
  }
  assert.deepEqual(spoken, ["at 14:31"]);
  assert.ok(region.emptied);
  pass(1000);
  assert.deepEqual(spoken, ["at 14:31", "at 14:32"]);
  speaker.say({ state: "saving", words: "Saving..." });
  saved("at 14:32");
  pass(20_000);
  assert.deepEqual(spoken, ["at 14:31", "at 14:32"]);
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
