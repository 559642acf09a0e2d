// What the two places for the database have in common: the files, how they fail, and what they are called.

/// What engine/wasm/opfs_vfs.h asks of a file; FileSystemSyncAccessHandle has it.
export interface SyncFile {
  read(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  getSize(): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

export interface Files {
  readonly kind: "opfs" | "indexeddb";
  /// survey.db, survey.db-journal, survey.db-wal
  readonly handles: readonly SyncFile[];
  /// True: the last save needed the space that is held back for it; the next one may not fit.
  readonly low: boolean;
  /// To be awaited after every engine call and before its reply is passed on. Rejects with a StorageError; then nothing that the call wrote is
  /// safe yet, and the next commit() tries all of it again.
  commit(): Promise<void>;
  close(): void;
}

/// elsewhere: another tab has the files. no_storage: this browser keeps nothing for this page. storage_full: no space left.
/// storage_lost: what was kept cannot be reached any more.
export type Trouble = "elsewhere" | "no_storage" | "storage_full" | "storage_lost";

const ERROR_NAMES: Record<Trouble, string> = {
  elsewhere: "NoModificationAllowedError",
  no_storage: "NotSupportedError",
  storage_full: "QuotaExceededError",
  storage_lost: "UnknownError",
};

/// Its `name` is that of the browser's error for the same trouble.
export class StorageError extends DOMException {
  constructor(readonly trouble: Trouble, message: string) {
    super(message, ERROR_NAMES[trouble]);
  }
}

export const FILE_NAMES = ["survey.db", "survey.db-journal", "survey.db-wal"] as const;
export const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : "");
export const isFull = (error: unknown): boolean => nameOf(error) === "QuotaExceededError";
