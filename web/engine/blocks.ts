// Three files in memory, made durable in IndexedDB: the blocks that changed since the last commit go there in one strict transaction, so that
// what is kept is always the state after a whole engine call.
import { PLACE } from "../place.ts";
import { FILE_NAMES, isFull, StorageError, type Files, type SyncFile } from "./storage.ts";

const BLOCK_BYTES = 1 << 16;
const STORE = "files";
const STATE = "state";          // key of the one State record; blocks have the key [file, block]

/// Who wrote last, and how large the files were then. `elsewhere`: answers are kept in the origin private file system.
interface State { writer: string; sizes: number[]; elsewhere: boolean }

export class BlockFile implements SyncFile {
  private readonly blocks: Uint8Array<ArrayBuffer>[] = [];
  private dirty = new Set<number>();
  private size = 0;

  read(bytes: Uint8Array, { at }: { at: number }): number {
    const end = Math.min(at + bytes.length, this.size);
    for (let from = at; from < end; ) {
      const offset = from % BLOCK_BYTES;
      const part = this.blocks[Math.floor(from / BLOCK_BYTES)]!.subarray(offset, offset + end - from);
      bytes.set(part, from - at);
      from += part.length;
    }
    return Math.max(0, end - at);
  }

  write(bytes: Uint8Array, { at }: { at: number }): number {
    if (at + bytes.length > this.size) this.grow(at + bytes.length);
    for (let done = 0; done < bytes.length; ) {
      const block = Math.floor((at + done) / BLOCK_BYTES);
      const offset = (at + done) % BLOCK_BYTES;
      const part = bytes.subarray(done, done + BLOCK_BYTES - offset);
      this.blocks[block]!.set(part, offset);
      this.dirty.add(block);
      done += part.length;
    }
    return bytes.length;
  }

  truncate(size: number): void {
    if (size > this.size) return this.grow(size);
    const kept = Math.ceil(size / BLOCK_BYTES);
    for (let block = kept; block < this.blocks.length; ++block) this.dirty.add(block);
    this.blocks.length = kept;
    this.size = size;
    if (size % BLOCK_BYTES) {
      this.blocks[kept - 1]!.fill(0, size % BLOCK_BYTES);
      this.dirty.add(kept - 1);
    }
  }

  getSize(): number { return this.size; }
  flush(): void {}   // commit() makes durable
  close(): void {}

  /// The numbers of the blocks that changed; they count as saved from now on.
  takeDirty(): Set<number> {
    const taken = this.dirty;
    this.dirty = new Set();
    return taken;
  }
  giveBack(blocks: Set<number>): void {
    for (const block of blocks) this.dirty.add(block);
  }
  /// Undefined: the file no longer reaches so far.
  block(number: number): Uint8Array<ArrayBuffer> | undefined { return this.blocks[number]; }

  load(size: number, block: (number: number) => Uint8Array | undefined): void {
    this.grow(size);
    this.blocks.forEach((bytes, number) => bytes.set(block(number) ?? []));
    this.dirty.clear();
  }

  private grow(size: number): void {
    while (this.blocks.length * BLOCK_BYTES < size) {
      this.dirty.add(this.blocks.length);
      this.blocks.push(new Uint8Array(BLOCK_BYTES));
    }
    this.size = size;
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(PLACE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

/// Does `work` in one transaction; settled when that is durable or has left no trace.
function inTransaction(database: IDBDatabase, mode: IDBTransactionMode, work: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("The transaction was given up.", "AbortError"));
    work(transaction.objectStore(STORE));
  });
}

async function readAll(database: IDBDatabase): Promise<Map<string, unknown>> {
  let keys: IDBRequest<IDBValidKey[]>;
  let values: IDBRequest<unknown[]>;
  await inTransaction(database, "readonly", (store) => {
    keys = store.getAllKeys();
    values = store.getAll();
  });
  return new Map(keys!.result.map((key, i) => [String(key), values.result[i]]));
}

export class BlockFiles implements Files {
  readonly kind = "indexeddb";
  readonly low = false;
  readonly handles = FILE_NAMES.map(() => new BlockFile());
  private readonly me = crypto.randomUUID();
  private state: State = { writer: "", sizes: [], elsewhere: false };
  private saving: Promise<void> = Promise.resolve();

  constructor(private database: IDBDatabase) {}

  get used(): boolean { return this.state.sizes.some((size) => size > 0); }
  get elsewhere(): boolean { return this.state.elsewhere; }

  async load(): Promise<void> {
    const all = await readAll(this.database);
    this.state = (all.get(STATE) as State | undefined) ?? this.state;
    this.handles.forEach((file, f) =>
      file.load(this.state.sizes[f] ?? 0, (number) => all.get(String([f, number])) as Uint8Array | undefined));
  }

  /// Leaves a note that answers are kept in the other place. Without it (no space) that place still works.
  async markElsewhere(): Promise<void> {
    if (this.state.elsewhere) return;
    const state: State = { ...this.state, elsewhere: true };
    await inTransaction(this.database, "readwrite", (store) => store.put(state, STATE)).catch(() => {});
  }

  commit(): Promise<void> {
    this.saving = this.saving.catch(() => {}).then(() => this.save());
    return this.saving;
  }

  close(): void { this.database.close(); }

  private async save(): Promise<void> {
    const dirty = this.handles.map((file) => file.takeDirty());
    if (dirty.every((blocks) => blocks.size === 0) && !this.sizesChanged()) return;
    try {
      await this.writeTwice(dirty);
    } catch (error) {
      this.handles.forEach((file, f) => file.giveBack(dirty[f]!));
      throw error;
    }
  }

  private sizesChanged(): boolean {
    return this.handles.some((file, f) => file.getSize() !== (this.state.sizes[f] ?? 0));
  }

  /// A phone that is short of memory closes the connection of a page in the background: then once more with a new one.
  private async writeTwice(dirty: readonly Set<number>[]): Promise<void> {
    try {
      return await this.write(dirty);
    } catch (error) {
      if (error instanceof StorageError) throw error;
    }
    try {
      this.database.close();
      this.database = await openDatabase();
      await this.write(dirty);
    } catch (error) {
      if (error instanceof StorageError) throw error;
      throw new StorageError("storage_lost", `The browser's storage can no longer be reached (${String(error)}).`);
    }
  }

  private async write(dirty: readonly Set<number>[]): Promise<void> {
    const next: State = { writer: this.me, sizes: this.handles.map((file) => file.getSize()), elsewhere: false };
    let stranger = false;
    try {
      await inTransaction(this.database, "readwrite", (store) => {
        const before = store.get(STATE);
        before.onsuccess = () => {
          stranger = !this.knows(before.result as State | undefined);
          if (stranger) store.transaction.abort();
        };
        this.put(store, dirty);
        store.put(next, STATE);
      });
    } catch (error) {
      if (stranger) throw new StorageError("elsewhere", "Another tab has changed the answers.");
      if (isFull(error)) throw new StorageError("storage_full", "There is no space left on this device to keep answers.");
      throw error;
    }
    this.state = next;
  }

  /// Nobody else has written since the files were read here.
  private knows(found: State | undefined): boolean {
    return (found?.writer ?? "") === this.state.writer || found?.writer === this.me;
  }

  private put(store: IDBObjectStore, dirty: readonly Set<number>[]): void {
    dirty.forEach((blocks, f) => {
      for (const number of blocks) {
        const bytes = this.handles[f]!.block(number);
        if (bytes) store.put(bytes, [f, number]);
        else store.delete([f, number]);
      }
    });
  }
}

/// Null: this browser has no IndexedDB for this page.
export async function openBlocks(): Promise<BlockFiles | null> {
  let database: IDBDatabase;
  try {
    database = await openDatabase();
  } catch {
    return null;
  }
  const files = new BlockFiles(database);
  try {
    await files.load();
  } catch (error) {
    files.close();
    throw new StorageError("storage_lost", `What the browser keeps for this page cannot be read (${String(error)}).`);
  }
  return files;
}

/// Forgets everything that is kept there.
export function deleteBlocks(): Promise<void> {
  return new Promise((resolve, reject) => {
    if (typeof indexedDB === "undefined") return resolve();
    const request = indexedDB.deleteDatabase(PLACE);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(new StorageError("storage_lost", `The browser's storage cannot be cleared (${String(request.error)}).`));
  });
}
