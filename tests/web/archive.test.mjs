// The saved files as one download: what tar(1) makes of it is what was put in.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { load } from "./load.mjs";

const { archive } = await load("archive.ts");

test("tar reads back every file, byte for byte", () => {
  const files = [{ name: "survey.db", bytes: new Uint8Array(1000).fill(7) }, { name: "survey.db-wal", bytes: new Uint8Array(512).fill(9) }, { name: "empty", bytes: new Uint8Array() }];
  const input = archive(files, Date.UTC(2026, 10, 20));
  assert.equal(String(execFileSync("tar", ["-t"], { input })), "survey.db\nsurvey.db-wal\nempty\n");
  for (const { name, bytes } of files) assert.deepEqual(new Uint8Array(execFileSync("tar", ["-xO", name], { input })), bytes);
});
