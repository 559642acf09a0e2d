// What the page seals, the native program opens; what was damaged on the way it refuses.
// TAKESTOCK names the program, build/native/takestock if it is not set.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { load } from "./load.mjs";

const program = resolve(import.meta.dirname, "../..", process.env.TAKESTOCK ?? "build/native/takestock");
const { seal, readPublicKey } = await load("field/seal.ts", ["libsodium-wrappers"]);
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

let folder, publicKey;
const at = (name) => join(folder, name);
const run = (...words) => spawnSync(program, words, { cwd: folder, encoding: "utf8" });
const makeKeys = (name) => {
  const { status, stdout, stderr } = run("keys", "make", name, "--round", "spring");
  assert.equal(status, 0, stderr);
  return readPublicKey(stdout.trim());
};

before(() => {
  folder = mkdtempSync(join(tmpdir(), "takestock-seal-"));
  publicKey = makeKeys("spring.key");
});
after(() => rmSync(folder, { recursive: true }));

/// A results file of so many interviews, each with a text of so many letters.
function resultsFile(interviews, letters) {
  const definition = JSON.stringify({ takestock: 1, id: "lunch", version: "1", title: "Lunch", survey: [{ type: "text", name: "why", label: "Why?" }] });
  const device = "a".repeat(32), form = sha256(definition);
  const field = (value) => `${Buffer.byteLength(String(value))}:${value},`;
  const event = (seq) => {
    const response = sha256(`response ${seq}`).slice(0, 32), body = JSON.stringify({ why: `${seq} ${"because ".repeat(letters / 8)}` });
    const sum = sha256(["takestock event 1", "lunch", response, device, seq, form, "submit", 0, 1_770_000_000_000, 60, body].map(field).join(""));
    return { event: "submit", response, device, seq, form_hash: form, base: [], at: 1_770_000_000_000, offset_minutes: 60, body, sha256: sum };
  };
  const lines = [
    { format: "takestock-results", version: 1, survey: "lunch", made_at: 1_770_000_000_000, device, definitions: 1, events: interviews },
    { definition: form, version: "1", json: definition },
    ...Array.from({ length: interviews }, (_, i) => event(i + 1)).sort((a, b) => (a.response < b.response ? -1 : 1)),
  ];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  return Buffer.from(`${text}${JSON.stringify({ end: true, lines: lines.length + 1, sha256: sha256(text) })}\n`);
}

test("the native program opens what the page sealed, small and large, and importing it again adds nothing", async () => {
  for (const [interviews, letters] of [[1, 8], [50, 8000]]) {
    const plain = resultsFile(interviews, letters);
    const sealed = await seal(plain, publicKey, "spring");
    assert.ok(!Buffer.from(sealed).includes("because"), "nothing of it can be read");
    writeFileSync(at("interviews.takestock-sealed"), sealed);
    const database = `of-${interviews}.db`;
    const first = run("import", "--into", database, "--key", "spring.key", "interviews.takestock-sealed");
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, new RegExp(`${interviews} event.*: ${interviews} added, 0 already present`));
    const again = run("import", "--into", database, "--key", "spring.key", "interviews.takestock-sealed");
    assert.match(again.stdout, new RegExp(`0 added, ${interviews} already present`));
  }
});

test("without its key a sealed file stays closed, and the sentence says which key it needs", async () => {
  writeFileSync(at("one.takestock-sealed"), await seal(resultsFile(1, 8), publicKey, "spring"));
  const none = run("import", "--into", "none.db", "one.takestock-sealed");
  assert.equal(none.status, 1);
  assert.match(none.stderr, /This file is sealed: say with --key which key file opens it/);
  makeKeys("other.key");
  const other = run("import", "--into", "none.db", "--key", "other.key", "one.takestock-sealed");
  assert.equal(other.status, 1);
  assert.match(other.stderr, /sealed for another key: it needs the key [0-9a-f]{16} of round spring/);
  assert.ok(!existsSync(at("none.db")));
});

test("twenty damaged ones are refused, and nothing of them is imported", async () => {
  const sealed = Buffer.from(await seal(resultsFile(20, 8000), publicKey, "spring"));
  for (let i = 0; i < 20; ++i) {
    const place = Math.floor((sealed.length * (i + 0.5)) / 20), damaged = Buffer.from(sealed);
    damaged[place] ^= 1 << i % 8;
    writeFileSync(at("damaged.takestock-sealed"), i % 2 ? damaged : sealed.subarray(0, place));
    const { status, stderr } = run("import", "--into", "damaged.db", "--key", "spring.key", "damaged.takestock-sealed");
    assert.equal(status, 1, `number ${i}`);
    assert.match(stderr, i % 2 ? /altered/ : /cut off/);
    assert.ok(!existsSync(at("damaged.db")), `number ${i}`);
  }
});
