// A file that goes from screen to camera: drawn as pictures, read back from their pixels, put together again.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { load } from "./load.mjs";

const { base45, base45Bytes } = await load("field/qr/base45.ts");
const { split, Collector, PART_BYTES } = await load("field/qr/parts.ts");
const { modulesOf, pixelsOf, makeReader } = await load("field/qr/pictures.ts", ["uqr", "jsqr"]);

/// Fifty interviews as they stand in a results file.
const fiftyInterviews = () => Array.from({ length: 50 }, (_, i) => {
  const id = createHash("sha256").update(`interview ${i}`).digest("hex");
  const body = JSON.stringify({ age: 20 + i, visits: ["often", "never"][i % 2], why: `Number ${i} says that it is ${i % 3 ? "near" : "far"}.` });
  return `${JSON.stringify({ event: "submit", response: id.slice(0, 32), seq: i + 1, base: [], at: 1_770_000_000_000 + i, body, sha256: id })}\n`;
}).join("");

const shuffled = (list) => {
  const all = [...list];
  for (let i = all.length; --i > 0;) {
    const j = Math.floor(Math.random() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
};

test("base45 is that of RFC 9285, and gives any bytes back", () => {
  assert.equal(base45(Buffer.from("AB")), "BB8");
  assert.equal(base45(Buffer.from("Hello!!")), "%69 VD92EX0");
  assert.equal(base45(Buffer.from("base-45")), "UJCLQE7W581");
  assert.equal(Buffer.from(base45Bytes("QED8WEX0")).toString(), "ietf!");
  for (let size = 0; size < 60; ++size) {
    const bytes = randomBytes(size);
    assert.deepEqual(Buffer.from(base45Bytes(base45(bytes))), bytes);
  }
  for (const wrong of ["GGW", "A", ":::", "abc", "::"]) assert.equal(base45Bytes(wrong), null, wrong);
});

test("fifty interviews come over by pictures, ten times replayed in any order, and are one file", async () => {
  const file = new Uint8Array(gzipSync(fiftyInterviews())), texts = await split(file), read = await makeReader();
  assert.ok(texts.length <= 15, `${texts.length} pictures`);
  const seen = [];
  for (const text of texts) seen.push(await read(pixelsOf(await modulesOf(text), 3)));
  assert.deepEqual(seen, texts);
  const collector = new Collector();
  for (let replay = 0; replay < 10; ++replay) {
    for (const text of shuffled(seen)) assert.equal(await collector.take(text), replay === 0 ? "new" : "known");
    assert.equal(gunzipSync(await collector.file()).toString(), fiftyInterviews());
  }
});

test("until the last part is there nothing is given out, and those that are missing are named", async () => {
  const file = new Uint8Array(randomBytes(PART_BYTES * 4 + 1)), texts = await split(file), collector = new Collector();
  for (const i of [4, 0, 3]) await collector.take(texts[i]);
  assert.equal(await collector.file(), null);
  assert.equal(collector.count, 5);
  assert.deepEqual(collector.missing, [1, 2]);
  for (const i of [2, 1]) await collector.take(texts[i]);
  assert.deepEqual(Buffer.from(await collector.file()), Buffer.from(file));
});

test("a misread part, another file's part and another picture are passed over", async () => {
  const [texts, others] = await Promise.all([split(new Uint8Array(randomBytes(2000))), split(new Uint8Array(randomBytes(2000)))]);
  const collector = new Collector();
  assert.equal(await collector.take(texts[0]), "new");
  assert.equal(await collector.take(others[1]), "other_file");
  assert.equal(await collector.take("https://example.org"), "foreign");
  for (let at = 4; at < texts[1].length; at += 37) {
    const letter = texts[1][at] === "0" ? "1" : "0";
    assert.equal(await collector.take(texts[1].slice(0, at) + letter + texts[1].slice(at + 1)), "foreign");
  }
  assert.equal(collector.have, 1);
});

test("a file of no bytes is a file too, and one that is too long is refused", async () => {
  const collector = new Collector();
  for (const text of await split(new Uint8Array())) await collector.take(text);
  assert.equal((await collector.file()).length, 0);
  await assert.rejects(split(new Uint8Array(PART_BYTES * 400 + 1)), RangeError);
});
