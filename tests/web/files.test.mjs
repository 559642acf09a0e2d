import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FakeIndexedDb, FakeOpfs } from "./fake-browser.mjs";
import { load } from "./load.mjs";

const { openFiles, readKept, deleteKept, StorageError } = await load("engine/files.ts");

let opfs, idb;
beforeEach(() => {
  opfs = new FakeOpfs();
  idb = new FakeIndexedDb();
  opfs.install();
  idb.install();
});

const bytes = (size, value) => new Uint8Array(size).fill(value);
const content = (file) => { const all = new Uint8Array(file.getSize()); file.read(all, { at: 0 }); return all; };
const trouble = (expected) => (error) => error instanceof StorageError && error.trouble === expected;

test("files: the private file system is used where it works", async () => {
  const files = await openFiles();
  assert.equal(files.kind, "opfs");
  assert.equal(files.handles.length, 3);
  files.handles[0].write(bytes(10, 7), { at: 0 });
  await files.commit();
  files.close();
  assert.deepEqual(content((await openFiles()).handles[0]), bytes(10, 7));
});

test("files: handles that are released late are waited for", async () => {
  opfs.held = 3;
  assert.equal((await openFiles()).kind, "opfs");
});

test("files: another tab's files are never replaced by an empty place", async () => {
  opfs.held = 1000;
  await assert.rejects(openFiles(), trouble("elsewhere"));
  assert.equal(idb.records, null);
});

test("files: a failed opening leaves no handle behind", async () => {
  opfs.held = 0;
  const first = await openFiles();
  first.handles[0].write(bytes(1, 1), { at: 0 });
  first.close();
  const taken = opfs.open(opfs.files.get("survey.db-wal"));
  await assert.rejects(openFiles(), trouble("elsewhere"));
  assert.equal(opfs.files.get("survey.db").open, false);
  taken.close();
  assert.equal((await openFiles()).kind, "opfs");
});

for (const refusal of ["TypeError", "SecurityError", "UnknownError", "NotSupportedError"]) {
  test(`files: after ${refusal} the answers go to IndexedDB and come back from there`, async () => {
    opfs.refuse = refusal;
    const files = await openFiles();
    assert.equal(files.kind, "indexeddb");
    const [db, journal, wal] = files.handles;
    db.write(bytes(200_000, 3), { at: 70_000 });
    wal.write(bytes(5, 9), { at: 65_534 });
    await files.commit();
    files.close();
    const again = await openFiles();
    assert.deepEqual(content(again.handles[0]), content(db));
    assert.deepEqual(content(again.handles[2]), content(wal));
    assert.equal(again.handles[1].getSize(), 0);
    assert.equal(journal.getSize(), 0);
  });
}

test("files: a browser with neither place is told, not served from memory", async () => {
  opfs.refuse = "SecurityError";
  idb.refuse = "InvalidStateError";
  await assert.rejects(openFiles(), trouble("no_storage"));
  delete globalThis.indexedDB;
  await assert.rejects(openFiles(), trouble("no_storage"));
});

test("files: answers in the private file system are not hidden by an empty IndexedDB", async () => {
  const files = await openFiles();
  files.handles[0].write(bytes(10, 7), { at: 0 });
  files.close();
  opfs.refuse = "UnknownError";
  await assert.rejects(openFiles(), trouble("storage_lost"));
});

test("files: answers in IndexedDB are not hidden by an empty private file system", async () => {
  opfs.refuse = "NotSupportedError";
  const files = await openFiles();
  files.handles[0].write(bytes(10, 7), { at: 0 });
  await files.commit();
  files.close();
  opfs.refuse = "";
  const again = await openFiles();
  assert.equal(again.kind, "indexeddb");
  assert.deepEqual(content(again.handles[0]), bytes(10, 7));
  assert.equal([...opfs.files.values()].some((file) => file.open), false);
});

test("files: each commit is one strict transaction with the changed blocks only", async () => {
  opfs.refuse = "NotSupportedError";
  const files = await openFiles();
  files.handles[0].write(bytes(10 * 65_536, 1), { at: 0 });
  await files.commit();
  idb.transactions.length = 0;
  files.handles[0].write(bytes(1, 2), { at: 3 * 65_536 });
  files.handles[2].write(bytes(1, 2), { at: 0 });
  await files.commit();
  await files.commit();
  assert.deepEqual(idb.transactions, [{ durability: "strict", puts: 3 }]);
});

test("files: until a commit has resolved nothing of it is kept, afterwards all of it", async () => {
  opfs.refuse = "NotSupportedError";
  const files = await openFiles();
  files.handles[0].write(bytes(200_000, 1), { at: 0 });
  await files.commit();
  for (let n = 0; n < 6; ++n) {
    idb.fail = (put) => (put === n ? "QuotaExceededError" : "");
    files.handles[0].write(bytes(200_000, 2 + n), { at: 0 });
    files.handles[2].truncate(70_000 * (n + 1));
    const done = await files.commit().then(() => true, (error) => { assert.ok(trouble("storage_full")(error)); return false; });
    idb.fail = () => "";
    const kept = await openFiles();
    assert.equal(content(kept.handles[0])[150_000], done ? 2 + n : 1 + n);
    await files.commit();
    assert.equal(content((await openFiles()).handles[0])[150_000], 2 + n);
    assert.equal((await openFiles()).handles[2].getSize(), 70_000 * (n + 1));
  }
});

test("files: a file that was cut and grew again has nothing of what stood there", async () => {
  opfs.refuse = "NotSupportedError";
  const files = await openFiles();
  const [db] = files.handles;
  db.write(bytes(300_000, 5), { at: 0 });
  await files.commit();
  db.truncate(100);
  await files.commit();
  assert.equal(idb.records.has("[0,1]"), false);
  db.truncate(200_000);
  db.write(bytes(1, 6), { at: 250_000 });
  await files.commit();
  const again = content((await openFiles()).handles[0]);
  assert.equal(again.length, 250_001);
  assert.deepEqual(again.subarray(0, 100), bytes(100, 5));
  assert.deepEqual(again.subarray(100, 250_000), bytes(249_900, 0));
});

test("files: reading past the end gives what is there", async () => {
  opfs.refuse = "NotSupportedError";
  const [db] = (await openFiles()).handles;
  db.write(bytes(10, 1), { at: 0 });
  assert.equal(db.read(bytes(100, 0), { at: 5 }), 5);
  assert.equal(db.read(bytes(100, 0), { at: 50 }), 0);
});

test("files: a connection that the browser has closed is opened again", async () => {
  opfs.refuse = "NotSupportedError";
  const files = await openFiles();
  files.handles[0].write(bytes(10, 1), { at: 0 });
  idb.losesConnection = 1;
  await files.commit();
  assert.deepEqual(content((await openFiles()).handles[0]), bytes(10, 1));
  files.handles[0].write(bytes(10, 2), { at: 0 });
  idb.losesConnection = 2;
  await assert.rejects(files.commit(), trouble("storage_lost"));
  await files.commit();
  assert.deepEqual(content((await openFiles()).handles[0]), bytes(10, 2));
});

test("files: a tab that was overtaken cannot write over the other one's answers", async () => {
  opfs.refuse = "NotSupportedError";
  const first = await openFiles();
  const second = await openFiles();
  second.handles[0].write(bytes(10, 2), { at: 0 });
  await second.commit();
  first.handles[0].write(bytes(10, 1), { at: 0 });
  await assert.rejects(first.commit(), trouble("elsewhere"));
  second.handles[0].write(bytes(10, 3), { at: 0 });
  await second.commit();
  assert.deepEqual(content((await openFiles()).handles[0]), bytes(10, 3));
});

for (const shortWrites of [false, true]) {
  test(`files: the last save fits when the disk is full (${shortWrites ? "short writes" : "an exception"})`, async () => {
    opfs.shortWrites = shortWrites;
    const files = await openFiles();
    files.handles[2].write(bytes(1000, 1), { at: 0 });
    assert.equal(files.low, false);
    opfs.quota = opfs.used();
    assert.equal(files.handles[2].write(bytes(5000, 2), { at: 1000 }), 5000);
    assert.equal(files.low, true);
    if (shortWrites) assert.equal(files.handles[2].write(bytes(2 << 20, 3), { at: 6000 }), 0);
    else assert.throws(() => files.handles[2].write(bytes(2 << 20, 3), { at: 6000 }), { name: "QuotaExceededError" });
    assert.equal(files.handles[2].getSize(), 6000);
    opfs.quota = Infinity;
    for (let i = 0; i < 40; ++i) await files.commit();
    assert.equal(files.low, false);
    assert.equal(opfs.files.get("spare").bytes.length, 1 << 20);
  });
}

test("files: what is kept can be read for repair and deleted, in both places", async () => {
  for (const refusal of ["", "NotSupportedError"]) {
    opfs.refuse = refusal;
    const files = await openFiles();
    files.handles[0].write(bytes(10, 1), { at: 0 });
    await files.commit();
    files.close();
    assert.deepEqual(await readKept(), [{ name: "survey.db", bytes: bytes(10, 1) }]);
    await deleteKept();
    assert.deepEqual(await readKept(), []);
    const empty = await openFiles();
    assert.equal(empty.handles[0].getSize(), 0);
    empty.close();
    await deleteKept();
  }
});
