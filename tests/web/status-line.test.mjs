// What the status line says of the hub: the engine's word, never more than it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { withHub } = await load("components/status-line.ts");

const at = Date.now();
const sync = (status, more = {}) => ({ status, waiting: 0, sent: null, reason: "", ...more });
const sent = { at, reference: "4F7K-9QXM-2B", late: false };
const saved = { state: "saved", words: "Saved on this device at 14:32" };
const line = (known, { finished = true, saving = saved, sending = false, stopped = "" } = {}) =>
  withHub(saving, { sync: known, sending, stopped }, finished, "LGA");

test("a finished response waits, is being sent, is sent or is not accepted", () => {
  assert.deepEqual(line(sync("waiting", { waiting: 1 })), { state: "waiting", words: "Waiting to be sent. 1 response on this device" });
  assert.equal(line(sync("waiting", { waiting: 3 })).words, "Waiting to be sent. 3 responses on this device");
  assert.deepEqual(line(sync("waiting", { waiting: 1 }), { sending: true }), { state: "sending", words: "Sending..." });
  const done = line(sync("sent", { sent }));
  assert.equal(done.state, "sent");
  assert.match(done.words, /^Sent to the LGA at \d\d:\d\d\. Reference 4F7K-9QXM-2B$/);
  assert.deepEqual(line(sync("refused", { reason: "closed" })),
    { state: "refused", words: "Not accepted: the consultation has closed. Your answers are still on this device" });
  assert.match(line(sync("refused", { reason: "something new" })).words, /^Not accepted: ask the people named below/);
});

test("of a draft it says both that it is saved and what was sent before", () => {
  const words = line(sync("changed", { sent }), { finished: false }).words;
  assert.match(words, /^Saved on this device at 14:32\. Changed since it was sent at \d\d:\d\d\. Send again to update it$/);
  assert.equal(line(sync("draft"), { finished: false }), saved);
  assert.doesNotMatch(line(sync("changed", { sent }), { finished: false, stopped: "closed" }).words, /Send again/);
});

test("while something is not saved on the device, nothing is said of the hub", () => {
  for (const saving of [{ state: "not-saved", words: "Not saved." }, { state: "saving", words: "Saving..." }]) assert.equal(line(sync("sent", { sent }), { saving }), saving);
});

test("what is not kept on the device is said to be so until it is sent", () => {
  const saving = { state: "memory", words: "Not kept on this device." };
  assert.deepEqual(line(sync("waiting", { waiting: 1 }), { saving }), { state: "memory", words: "Not kept on this device. Waiting to be sent. 1 response on this device" });
  assert.equal(line(sync("sent", { sent }), { saving }).state, "sent");
});

test("before a hub has said anything, only the device is spoken of", () => {
  assert.equal(line(null), saved);
  assert.equal(line(sync("nothing")), saved);
});
