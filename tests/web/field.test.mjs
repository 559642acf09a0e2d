// What the fieldwork page decides by itself: which interviews are meant by numbers that were typed, who has the passcode, what became of an
// upload, how far sending is.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { load } from "./load.mjs";

const { numbersIn, makeResultsFile } = await load("field/carrying.ts", ["libsodium-wrappers"]);
const { Lock, makePasscode } = await load("field/lock.ts");
const { upload } = await load("field/uploading.ts");
const { Sending } = await load("field/sending.ts");

// The lock waits five minutes for a touch; the tests do not wait for that to be over.
const later = globalThis.setTimeout;
globalThis.setTimeout = (what, wait, ...given) => {
  const timer = later(what, wait, ...given);
  return wait >= 60_000 ? timer.unref() : timer;
};

test("numbers of interviews are read with commas, blanks and ranges, each once, and anything else is none", () => {
  assert.deepEqual(numbersIn("3, 7, 10-12"), [3, 7, 10, 11, 12]);
  assert.deepEqual(numbersIn(" 5;5  4–5 "), [5, 4]);
  for (const wrong of ["", " ", "all", "3-", "-3", "7-3", "1-99999", "3, x", "1.5"]) assert.equal(numbersIn(wrong), null, wrong);
});

test("a results file is named after the device and the moment", async () => {
  const owner = {
    client: { withBytes: async () => ({ reply: { file: { name: "street.takestock", type: "x", bytes: 1 }, count: 1, digest: "d" }, bytes: new Uint8Array(1) }) },
    round: { id: "r" }, settings: { device: " Tablet № 3 (Fay) " },
  };
  assert.match((await makeResultsFile(owner, {}, "")).name, /^street-tablet-no-3-fay-\d{4}-\d\d-\d\d-\d{6}\.takestock$/);
});

/** A lock with that passcode; `kept` counts how often the settings were made durable. */
async function lockWith(passcode) {
  const doors = { settings: { passcode: await makePasscode(passcode) }, kept: 0, keep: async () => { doors.kept++; }, locked: () => undefined };
  return { lock: new Lock(doors), doors };
}

test("only the passcode unlocks, however its letters are composed; a wrong try is remembered before it is told", async () => {
  const { lock, doors } = await lockWith("caf\u00e9 1");
  lock.now();
  assert.equal(lock.locked, true);
  assert.equal(await lock.unlock("cafe 1"), false);
  assert.equal(doors.settings.passcode.wrong, 1);
  assert.equal(doors.kept, 1);
  assert.equal(lock.locked, true);
  assert.equal(await lock.unlock("cafe\u0301 1"), true);
  assert.equal(lock.locked, false);
  assert.equal(doors.settings.passcode.wrong, 0);
});

test("after five wrong tries even the passcode has to wait", async () => {
  const { lock, doors } = await lockWith("right");
  for (let wrong = 0; wrong < 5; wrong++) assert.equal(await lock.try("wrong"), false);
  assert.ok(lock.wait > 25_000 && lock.wait <= 30_000);
  assert.equal(await lock.try("right"), false);
  doors.settings.passcode.waitUntil = 0;
  assert.equal(await lock.try("right"), true);
});

test("a passcode is kept as a digest with chance in it, never as it was typed", async () => {
  const [one, two] = [await makePasscode("secret"), await makePasscode("secret")];
  assert.notDeepEqual(one.hash, two.hash);
  assert.ok(!Buffer.from(one.hash).includes("secret"));
});

const file = { response: "r1", round: "round", code: "code", value: "v.jpg", sha256: "ab", type: "image/jpeg", size: 3 };
/** upload() where the hub answers so. */
async function uploaded(status, { type = "application/json", headers = {} } = {}) {
  globalThis.document = { baseURI: "https://hub.example/field/" };
  const seen = {};
  globalThis.fetch = async (url, options) => {
    Object.assign(seen, { url: String(url), ...options });
    if (status === 0) throw new TypeError("no network");
    return new Response("{}", { status, headers: { "Content-Type": type, ...headers } });
  };
  return { became: await upload(file, new Blob(["abc"])), seen };
}

test("a file goes to the hub under its digest, with the link in a header and never in the address", async () => {
  const { became, seen } = await uploaded(200);
  assert.equal(became, "sent");
  assert.match(seen.url, /\/sync\/v1\/attachments\/ab\?round=round&response=r1$/);
  assert.equal(seen.headers["Takestock-Link"], "code");
});

test("a file that the hub does not want is told from a hub that is busy or out of reach, and a network's own page from the hub", async () => {
  for (const status of [403, 409, 413, 422, 507]) assert.equal((await uploaded(status)).became, "refused");
  assert.deepEqual((await uploaded(503, { headers: { "Retry-After": "7" } })).became, { failed: "busy", after: 7000 });
  for (const status of [0, 500, 502]) assert.deepEqual((await uploaded(status)).became, { failed: "unreachable", after: 0 });
  assert.deepEqual((await uploaded(200, { type: "text/html" })).became, { failed: "unreachable", after: 0 });
});

test("sending tells how far it is, and what was received before a cut stays counted as sent", async () => {
  let waiting = 20, posts = 0;
  const told = [];
  const client = {
    withBytes: async () => ({ reply: { waiting }, bytes: new Uint8Array(1) }),
    call: async (command) => {
      if (command === "sync_account") waiting -= 8;
      return command === "sync_account" ? { more: waiting > 0 } : { interviewer: { waiting }, owed: [] };
    },
  };
  globalThis.document = { baseURI: "https://hub.example/field/" };
  globalThis.fetch = async () => {
    if (++posts > 2) throw new TypeError("cut");
    return new Response("account", { headers: { "Content-Type": "application/x-ndjson" } });
  };
  const sending = new Sending({ client, attachments: {}, isOpen: true, deviceName: "", heard: async () => undefined, redraw: () => sending?.progress && told.push({ ...sending.progress }) });
  await sending.now();
  sending.stop();
  assert.deepEqual(sending.last, { sent: 16, left: 4 });
  assert.equal(sending.failed.failed, "unreachable");
  assert.deepEqual([...new Set(told.map(({ done, of }) => `${done} of ${of}`))], ["1 of 20", "9 of 20", "17 of 20"]);
});
