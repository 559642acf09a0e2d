// What the components of fieldwork do beneath their looks: the search for the position, the order of files, the screen kept awake.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { load } from "./load.mjs";

const { Positioning } = await load("field/capture/positioning.ts");
const { geopointText, geopointParts, typedText } = await load("field/capture/geopoint.ts");
const { inTurn, settled } = await load("field/capture/turns.ts");
const { soundFile } = await load("field/capture/sound.ts");
const { wrapped } = await load("field/capture/pad.ts");
const { fitted } = await load("field/capture/shrinking.ts");
const { WakeLock } = await load("field/capture/wake-lock.ts");
const { packed, unpacked, checkNumber, MOST_PICTURES } = await load("field/qr/packing.ts");
const { Collector } = await load("field/qr/parts.ts");

const offer = (things) => Object.defineProperty(globalThis, "navigator", { configurable: true, value: things });
const ticks = async () => { for (let i = 0; i < 20; ++i) await null; };

class FakeGeolocation {
  watching = 0;
  watchPosition(found, failed) {
    ++this.watching;
    this.tell = (accuracy, more = {}) => found({ coords: { latitude: 51.5, longitude: -0.12, altitude: null, accuracy, ...more }, timestamp: 1000 });
    this.fail = (code) => failed({ code });
    return this.watching;
  }
  clearWatch() { --this.watching; }
}

let geolocation, taken, changes, search;
beforeEach(() => {
  geolocation = new FakeGeolocation();
  offer({ geolocation });
  taken = [];
  changes = 0;
  search = new Positioning(() => { ++changes; }, (position) => taken.push(position));
});

test("the position is taken by itself once it is accurate to five metres, and nothing is watched afterwards", () => {
  search.start();
  geolocation.tell(40);
  geolocation.tell(12);
  assert.deepEqual(taken, []);
  geolocation.tell(4.5);
  assert.deepEqual(taken, [{ latitude: 51.5, longitude: -0.12, altitude: null, accuracy: 4.5, at: 1000 }]);
  assert.equal(geolocation.watching, 0);
  assert.equal(search.looking, false);
});

test("the most accurate position so far can be taken, also when a worse one came after it", () => {
  search.start();
  geolocation.tell(12);
  geolocation.tell(80);
  assert.equal(search.best.accuracy, 12);
  search.take();
  assert.equal(taken[0].accuracy, 12);
  assert.equal(geolocation.watching, 0);
  geolocation.tell(1);
  assert.equal(taken.length, 1);
});

test("after a minute the search ends: with a sentence if nothing was found, else with what was", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  search.start();
  mock.timers.tick(60_000);
  assert.equal(search.trouble, "timeout");
  search.start();
  geolocation.tell(30);
  mock.timers.tick(60_000);
  assert.equal(search.trouble, null);
  assert.equal(search.best.accuracy, 30);
  search.take();
  assert.equal(taken.length, 1);
  assert.equal(geolocation.watching, 0);
  mock.timers.reset();
});

test("a refusal ends the search at once, and a device that cannot tell does so unless something was found", () => {
  search.start();
  geolocation.fail(1);
  assert.equal(search.trouble, "refused");
  search.start();
  geolocation.fail(2);
  assert.equal(search.trouble, "unavailable");
  search.start();
  geolocation.tell(30);
  geolocation.fail(2);
  assert.equal(search.looking, true);
  search.cancel();
  assert.equal(geolocation.watching, 0);
  offer({});
  search.start();
  assert.equal(search.trouble, "none");
});

test("a position is written as XLSForm has it, never with an exponent", () => {
  assert.equal(geopointText({ latitude: 51.507351, longitude: -0.127758, altitude: 11.25, accuracy: 4.96 }), "51.507351 -0.127758 11.3 5");
  assert.equal(geopointText({ latitude: 0.0000001, longitude: 100, altitude: null, accuracy: 1500 }), "0.0000001 100 0 1500");
});

test("what is typed for a position is kept as it is, half of it too, and read back", () => {
  assert.equal(typedText("51.5", "-0.12"), "51.5 -0.12 0 0");
  assert.equal(typedText(" 51,5 ", "-0.12"), "51.5 -0.12 0 0");
  assert.equal(typedText("51.5", ""), "51.5 ? 0 0");
  assert.equal(typedText("", "north of here"), "? northofhere 0 0");
  assert.equal(typedText(" ", ""), null);
  assert.deepEqual(geopointParts("51.5 ? 0 0"), { latitude: "51.5", longitude: "", accuracy: 0, whole: false });
  assert.deepEqual(geopointParts("51.5 -0.12 11 4.9"), { latitude: "51.5", longitude: "-0.12", accuracy: 4.9, whole: true });
  assert.deepEqual(geopointParts(""), { latitude: "", longitude: "", accuracy: 0, whole: false });
});

test("files go to the storage one after the other, and a recording ends when the next one wants to begin", async () => {
  const log = [];
  let stop;
  const recording = new Promise((done) => { stop = done; });
  const first = inTurn(async () => { log.push("recording"); await recording; log.push("recorded"); }, () => stop());
  await ticks();
  const second = inTurn(async () => { log.push("photo"); });
  await Promise.all([first, second]);
  assert.deepEqual(log, ["recording", "recorded", "photo"]);
});

test("before a question is left everything is in the storage, or has failed", async () => {
  assert.equal(await settled(), true);
  let stop, stored = false;
  void inTurn(() => new Promise((done) => { stop = () => { stored = true; done(); }; }), () => stop());
  await ticks();
  assert.equal(await settled(), true);
  assert.equal(stored, true);
  const failing = inTurn(async () => { await null; throw new Error("full"); });
  assert.equal(await settled(), false);
  await assert.rejects(failing, /full/);
  assert.equal(await settled(), true);
});

test("sound files are taken by the name of their kind, whatever the system calls it", () => {
  const type = (given) => soundFile(new Blob(["x"], { type: given }))?.type;
  assert.equal(type("audio/x-m4a"), "audio/mp4");
  assert.equal(type("audio/mp3"), "audio/mpeg");
  assert.equal(type("audio/webm;codecs=opus"), "audio/webm");
  assert.equal(type("audio/midi"), undefined);
  assert.equal(type(""), undefined);
});

test("a typed signature is put in lines, and a photo is never made larger", () => {
  assert.deepEqual(wrapped("  Ada   Lovelace "), ["Ada Lovelace"]);
  assert.deepEqual(wrapped("not signed because the person had already left the room"), ["not signed because the person had", "already left the room"]);
  assert.deepEqual(wrapped("x".repeat(50)), ["x".repeat(50)]);
  assert.deepEqual(fitted(4000, 3000, 1600), { width: 1600, height: 1200 });
  assert.deepEqual(fitted(300, 4000, 1600), { width: 120, height: 1600 });
  assert.deepEqual(fitted(640, 480, 1600), { width: 640, height: 480 });
  assert.deepEqual(fitted(10_000, 1, 1600), { width: 1600, height: 1 });
});

class FakeDocument extends EventTarget {
  visibilityState = "visible";
  async turn(state) {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
    await ticks();
  }
}

test("the screen is kept awake until it is released, and again after the page was hidden", async () => {
  const locks = [];
  globalThis.document = new FakeDocument();
  offer({ wakeLock: { request: async () => { locks.push({ released: false, async release() { this.released = true; } }); return locks.at(-1); } } });
  const lock = new WakeLock(() => {});
  await lock.hold();
  assert.equal(locks.length, 1);
  locks[0].released = true;
  await document.turn("hidden");
  assert.equal(locks.length, 1);
  await document.turn("visible");
  assert.equal(locks.length, 2);
  await lock.release();
  assert.equal(locks[1].released, true);
  await document.turn("visible");
  assert.equal(locks.length, 2);
});

test("a browser or device that does not keep the screen awake is told of", async () => {
  globalThis.document = new FakeDocument();
  let told = 0;
  offer({});
  const lock = new WakeLock(() => { ++told; });
  await lock.hold();
  assert.equal(lock.trouble, "missing");
  offer({ wakeLock: { request: async () => { throw new DOMException("low battery", "NotAllowedError"); } } });
  await document.turn("visible");
  assert.equal(lock.trouble, "refused");
  assert.equal(told, 2);
  offer({ wakeLock: { request: async () => ({ released: false, release: async () => {} }) } });
  await document.turn("visible");
  assert.equal(lock.trouble, null);
});

test("a results file comes out of the pictures as it went in, and one that needs too many is refused beforehand", async () => {
  const file = new TextEncoder().encode("a results file\n".repeat(1000));
  const { texts } = await packed(file), collector = new Collector();
  for (const text of texts) await collector.take(text);
  const back = await unpacked(await collector.file());
  assert.deepEqual(Buffer.from(back), Buffer.from(file));
  assert.equal(await checkNumber(back), await checkNumber(file));
  assert.match(await checkNumber(file), /^[0-9a-f]{4} [0-9a-f]{4}$/);
  const noise = crypto.getRandomValues(new Uint8Array(60_000));
  assert.ok((await packed(new Uint8Array(Buffer.concat([noise, crypto.getRandomValues(new Uint8Array(60_000))])))).pictures > MOST_PICTURES);
  assert.equal(await unpacked(noise), null);
  const bomb = new Uint8Array(await new Response(new Blob([new Uint8Array(20_000_000)]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer());
  assert.equal(await unpacked(bomb), null);
});
