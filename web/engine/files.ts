// The three files of the database, opened in a dedicated worker before the engine starts: in the origin private file system where the browser
// has its synchronous handles, else as blocks in memory that every commit() writes to IndexedDB. There is no third way: where neither works
// openFiles() fails, and nothing is ever kept in memory only.
import { PLACE } from "../place.ts";
import { BlockFiles, deleteBlocks, openBlocks } from "./blocks.ts";
import { FILE_NAMES, isFull, nameOf, StorageError, type Files, type SyncFile } from "./storage.ts";

export { StorageError, type Files, type SyncFile, type Trouble } from "./storage.ts";

const SPARE_NAME = "spare";
const SPARE_BYTES = 1 << 20;
const COMMITS_BETWEEN_SPARES = 32;

/// A tab that was just closed or reloaded may hold its files a moment longer: milliseconds between tries.
const WAITS = [25, 50, 100, 200, 400, 800];

const isHeld = (error: unknown): boolean => ["NoModificationAllowedError", "InvalidStateError"].includes(nameOf(error));

async function openHandles(): Promise<SyncFile[]> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(PLACE, { create: true });
  const handles: SyncFile[] = [];
  try {
    for (const name of [...FILE_NAMES, SPARE_NAME]) {
      const file = await folder.getFileHandle(name, { create: true });
      handles.push(await file.createSyncAccessHandle());
    }
    return handles;
  } catch (error) {
    for (const handle of handles) handle.close();
    throw error;
  }
}

/// The handles; null where the browser does not offer them.
async function openPatiently(): Promise<SyncFile[] | null> {
  for (let tries = 0; ; ++tries) {
    try {
      return await openHandles();
    } catch (error) {
      if (isFull(error)) throw new StorageError("storage_full", "There is no space left on this device to keep answers.");
      if (!isHeld(error)) return null;
      const wait = WAITS[tries];
      if (wait === undefined) throw new StorageError("elsewhere", "Another tab or window has the answers open.");
      await new Promise((again) => setTimeout(again, wait));
    }
  }
}

/// A file of real bytes that is given up when the disk is full, so that the save at hand can be completed.
class Spare {
  low = false;
  private commits = 0;

  constructor(private readonly file: SyncFile) {
    if (file.getSize() < SPARE_BYTES) this.fill();
  }

  give(): void {
    this.low = true;
    this.file.truncate(0);
    this.file.flush();
  }

  refill(): void {
    if (this.low && ++this.commits % COMMITS_BETWEEN_SPARES === 0) this.fill();
  }

  private fill(): void {
    try {
      this.low = this.file.write(new Uint8Array(SPARE_BYTES), { at: 0 }) < SPARE_BYTES;
      this.file.flush();
    } catch {
      this.low = true;
    }
    if (this.low) this.file.truncate(0);
  }

  close(): void {
    this.file.close();
  }
}

/// A file that asks for the spare before it fails for want of space.
class SparedFile implements SyncFile {
  constructor(private readonly file: SyncFile, private readonly spare: Spare) {}

  read(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number { return this.file.read(bytes, options); }
  getSize(): number { return this.file.getSize(); }
  close(): void { this.file.close(); }
  truncate(size: number): void { this.withSpare(() => this.file.truncate(size)); }
  flush(): void { this.withSpare(() => this.file.flush()); }

  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number {
    const written = this.withSpare(() => this.file.write(bytes, options));
    if (written === bytes.length) return written;
    this.spare.give();
    return this.file.write(bytes, options);
  }

  private withSpare<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (!isFull(error)) throw error;
      this.spare.give();
      return act();
    }
  }
}

class OpfsFiles implements Files {
  readonly kind = "opfs";
  readonly handles: readonly SyncFile[];
  private readonly spare: Spare;

  constructor(opened: readonly SyncFile[]) {
    this.spare = new Spare(opened[FILE_NAMES.length]!);
    this.handles = opened.slice(0, FILE_NAMES.length).map((file) => new SparedFile(file, this.spare));
  }

  get low(): boolean { return this.spare.low; }
  /// The engine has flushed already.
  async commit(): Promise<void> { this.spare.refill(); }
  close(): void {
    for (const handle of this.handles) handle.close();
    this.spare.close();
  }
}

async function folder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(PLACE);
  } catch {
    return null;
  }
}

/// The bytes of the database files, wherever they are, for someone who can repair them. After close().
export async function readKept(): Promise<{ name: string; bytes: Uint8Array }[]> {
  const kept: { name: string; bytes: Uint8Array }[] = [];
  const place = await folder();
  for (const name of place ? FILE_NAMES : []) {
    const file = await place!.getFileHandle(name).then((handle) => handle.getFile()).catch(() => null);
    if (file && file.size > 0) kept.push({ name, bytes: new Uint8Array(await file.arrayBuffer()) });
  }
  const blocks = await openBlocks();
  blocks?.close();
  return kept.concat(blocks ? contentsOf(blocks) : []);
}

const contentsOf = (blocks: BlockFiles): { name: string; bytes: Uint8Array }[] =>
  blocks.handles.flatMap((file, f) => {
    const bytes = new Uint8Array(file.getSize());
    return file.read(bytes, { at: 0 }) ? [{ name: FILE_NAMES[f]!, bytes }] : [];
  });

/// Deletes all of it. After close().
export async function deleteKept(): Promise<void> {
  if (await folder()) await (await navigator.storage.getDirectory()).removeEntry(PLACE, { recursive: true });
  await deleteBlocks();
}

/// Opens what an earlier visit used. Fails with a StorageError, never with an empty place while answers are kept in the other one.
export async function openFiles(): Promise<Files> {
  const opened = await openPatiently();
  if (opened && opened[0]!.getSize() > 0) return new OpfsFiles(opened);
  const blocks = await openBlocks();
  if (opened && !blocks?.used) {
    await blocks?.markElsewhere();
    blocks?.close();
    return new OpfsFiles(opened);
  }
  for (const handle of opened ?? []) handle.close();
  if (!blocks) throw new StorageError("no_storage", "This browser has nowhere to keep answers for this page.");
  if (blocks.elsewhere) {
    blocks.close();
    throw new StorageError("storage_lost", "The browser does not give out the files in which earlier answers are kept.");
  }
  return blocks;
}
