// When the hub is asked, what counts as its answer, and what in an address is a link.
import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { afterEach, test } from "node:test";
import { load } from "./load.mjs";

const { backOff, Schedule } = await load("sync/schedule.ts");
const { post, waitOf } = await load("sync/transport.ts");
const { roundOf, takeLink } = await load("link.ts");

const fetchBefore = globalThis.fetch;
afterEach(() => { globalThis.fetch = fetchBefore; });

/// The next answers of the network, and what was asked.
function network(...answers) {
  const asked = [];
  globalThis.document = { baseURI: "https://survey.example/" };
  globalThis.fetch = async (url, options) => {
    asked.push({ url: String(url), ...options });
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return asked;
}
const answer = (status, type, body, headers = {}) => new Response(body, { status, headers: { "Content-Type": type, ...headers } });
const batch = new TextEncoder().encode('{"takestock_sync":1}\n');

test("a batch goes out packed, without cookies, referrer or anything secret in its address", async () => {
  const asked = network(answer(200, "application/x-ndjson", "the account"));
  assert.deepEqual(await post(batch), { text: "the account" });
  const [{ url, body, credentials, referrerPolicy, redirect, headers }] = asked;
  assert.equal(url, "https://survey.example/sync/v1/push");
  assert.equal(gunzipSync(Buffer.from(body)).toString(), '{"takestock_sync":1}\n');
  assert.deepEqual([credentials, referrerPolicy, redirect, headers["Content-Encoding"]], ["omit", "no-referrer", "error", "gzip"]);
});

test("a page of somebody else's network is no answer of the hub", async () => {
  network(answer(200, "text/html", "<p>Log in"));
  assert.deepEqual(await post(batch), { failed: "unreachable", after: 0 });
});

test("what fails is unreachable; what asks to wait is busy, for as long as it says", async () => {
  network(new TypeError("no network"), answer(500, "text/plain", ""), answer(400, "application/json", "{}"),
    answer(429, "application/json", "{}", { "Retry-After": "120" }), answer(503, "application/json", "{}"));
  for (const expected of ["unreachable 0", "unreachable 0", "unreachable 0", "busy 120000", "busy 0"]) {
    const { failed, after } = await post(batch);
    assert.equal(`${failed} ${after}`, expected);
  }
});

test("the time to wait is read as seconds or as a date, and never lies in the past", () => {
  const now = Date.parse("2026-11-20T07:00:00Z");
  assert.equal(waitOf("30", now), 30_000);
  assert.equal(waitOf("Fri, 20 Nov 2026 07:01:00 GMT", now), 60_000);
  assert.equal(waitOf("Fri, 20 Nov 2026 06:00:00 GMT", now), 0);
  assert.equal(waitOf("soon", now), 0);
  assert.equal(waitOf(null, now), 0);
});

test("tries come later and later, not all at one time, at most five minutes apart, and not before the hub said", () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((failures) => backOff(failures, 0, 1));
  assert.deepEqual(longest, [5000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000]);
  assert.equal(backOff(1, 0, 0), 2500);
  assert.equal(backOff(1, 600_000, 0.5), 600_000);
});

/// A schedule whose exchanges end when told to.
function scheduled() {
  const exchanges = [];
  const schedule = new Schedule({ exchange: () => new Promise((done) => exchanges.push(done)), changed: () => undefined });
  return { schedule, exchanges };
}
const turn = () => new Promise((later) => setTimeout(later));

test("there is one exchange at a time, and one more for what was asked meanwhile", async () => {
  const { schedule, exchanges } = scheduled();
  const all = [schedule.now(), schedule.now(), schedule.now()];
  assert.equal(exchanges.length, 1);
  assert.equal(schedule.sending, true);
  exchanges[0](null);
  await turn();
  assert.equal(exchanges.length, 2);
  exchanges[1](null);
  await Promise.all(all);
  assert.equal(schedule.sending, false);
  assert.equal(exchanges.length, 2);
  schedule.stop();
});

test("after a failure the next try is told, and a success takes the failure back", async () => {
  const { schedule, exchanges } = scheduled();
  const first = schedule.now();
  exchanges[0]({ failed: "busy", after: 60_000 });
  await first;
  assert.equal(schedule.failed, "busy");
  assert.ok(schedule.next - Date.now() > 59_000);
  const second = schedule.now();
  exchanges[1](null);
  await second;
  assert.equal(schedule.failed, "");
  schedule.stop();
});

test("what fails is tried again by itself, once for each wait", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const { schedule, exchanges } = scheduled();
  const first = schedule.now();
  exchanges[0]({ failed: "unreachable", after: 0 });
  await first;
  t.mock.timers.tick(5000);
  assert.equal(exchanges.length, 2);
  exchanges[1](null);
  schedule.stop();
});

/// What becomes of an address: [the link, the address afterwards].
function addressed(hash) {
  let after = hash;
  globalThis.location = { hash, pathname: "/", search: "" };
  globalThis.history = { replaceState: (state, title, url) => { after = url; } };
  return [takeLink(), after];
}

test("a link is taken out of the address, however mangled; addresses of pages stay", () => {
  const code = "abcde-fghjk-mnpqr-stvwx-01234-56789-abcde-fghjk";
  for (const hash of [`#/north-2027/${code}`, `#/north-2027/${code.toUpperCase()}.%20`, `#%2Fnorth-2027%2F${code}`, "#/north-2027", "#/x%zz/y"]) {
    assert.deepEqual(addressed(hash), [hash, "/"]);
  }
  for (const hash of ["", "#", "#/", "#/q/q3", "#/change/q3", "#/check", "#/version/0f:1", "#/team/rounds", "#content", "#/language/cy"]) {
    assert.deepEqual(addressed(hash), ["", hash]);
  }
});

test("the round that a link names is found in what people paste", () => {
  const code = "abcde-fghjk";
  for (const link of [`#/north-2027/${code}`, `#%2Fnorth-2027%2F${code}`, `https://survey.example/#/north-2027/${code}`, `#/North-2027/%20${code}/`]) assert.equal(roundOf(link), "north-2027");
  assert.equal(roundOf(code), "");
});
