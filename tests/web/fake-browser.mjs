// As much of a browser's storage as the database files use, with the troubles that a test asks for.

const error = (name) => new DOMException(name, name);

/// The origin private file system. `quota` in bytes; `held`: how many tries find the files in another tab's hands; `refuse`: an error's name.
export class FakeOpfs {
  files = new Map();
  quota = Infinity;
  held = 0;
  refuse = "";
  flushes = 0;
  shortWrites = false;

  install() {
    const directory = { getDirectoryHandle: async (_, options) => this.directory(options), removeEntry: async () => this.files.clear() };
    Object.defineProperty(globalThis, "navigator", { configurable: true, value: { storage: { getDirectory: async () => {
      if (this.refuse) throw error(this.refuse);
      return directory;
    } } } });
  }

  directory(options) {
    if (!options?.create && this.files.size === 0) throw error("NotFoundError");
    return { getFileHandle: async (name, { create } = {}) => {
      if (!this.files.has(name) && !create) throw error("NotFoundError");
      if (!this.files.has(name)) this.files.set(name, { bytes: new Uint8Array(0), open: false });
      const file = this.files.get(name);
      return { createSyncAccessHandle: async () => this.open(file),
               getFile: async () => ({ size: file.bytes.length, arrayBuffer: async () => file.bytes.slice().buffer }) };
    } };
  }

  used() { return [...this.files.values()].reduce((sum, file) => sum + file.bytes.length, 0); }

  open(file) {
    if (this.held > 0) { --this.held; throw error("NoModificationAllowedError"); }
    if (file.open) throw error("NoModificationAllowedError");
    file.open = true;
    const resize = (size) => {
      if (this.used() - file.bytes.length + size > this.quota) throw error("QuotaExceededError");
      const next = new Uint8Array(size);
      next.set(file.bytes.subarray(0, size));
      file.bytes = next;
    };
    return {
      read: (bytes, { at }) => { const part = file.bytes.subarray(at, at + bytes.length); bytes.set(part); return part.length; },
      write: (bytes, { at }) => {
        if (at + bytes.length > file.bytes.length) {
          const room = this.quota - this.used() + file.bytes.length;
          if (this.shortWrites && at + bytes.length > room) return 0;
          resize(at + bytes.length);
        }
        file.bytes.set(bytes, at);
        return bytes.length;
      },
      getSize: () => file.bytes.length,
      truncate: resize,
      flush: () => { ++this.flushes; },
      close: () => { file.open = false; },
    };
  }
}

/// IndexedDB with one store. `fail(n)`: called before the n-th put of a transaction, may return the name of the error that ends it.
/// `losesConnection`: the next transaction finds the connection closed.
export class FakeIndexedDb {
  records = null;              // Map of JSON key -> value, null: no database
  transactions = [];           // {mode, durability, puts} of those that were completed
  fail = () => "";
  losesConnection = 0;
  refuse = "";

  install() { globalThis.indexedDB = this; }

  open() {
    const request = {};
    setImmediate(() => {
      if (this.refuse) { request.error = error(this.refuse); return request.onerror(); }
      request.result = this.database();
      if (!this.records) { this.records = new Map(); request.onupgradeneeded(); }
      request.onsuccess();
    });
    return request;
  }

  deleteDatabase() {
    const request = {};
    setImmediate(() => { this.records = null; request.onsuccess(); });
    return request;
  }

  database() {
    let closed = false;
    return { createObjectStore() {}, close: () => { closed = true; },
             transaction: (_, mode, options) => {
               if (this.losesConnection > 0) { --this.losesConnection; closed = true; }
               if (closed) throw error("InvalidStateError");
               return new FakeTransaction(this, mode, options);
             } };
  }
}

class FakeTransaction {
  error = null;
  requests = [];
  aborted = false;
  puts = 0;

  constructor(db, mode, options) {
    Object.assign(this, { db, mode, options });
    setImmediate(() => this.run());
  }
  objectStore() {
    const later = (act) => { const request = { act }; this.requests.push(request); return request; };
    const text = (key) => JSON.stringify(key);
    return {
      transaction: this,
      get: (key) => later((records) => records.get(text(key))),
      getAllKeys: () => later((records) => [...records.keys()].map((key) => JSON.parse(key))),
      getAll: () => later((records) => [...records.values()]),
      put: (value, key) => { const copy = structuredClone(value); return later((records) => {
        const name = this.db.fail(this.puts++);
        if (name) throw error(name);
        records.set(text(key), copy);
      }); },
      delete: (key) => later((records) => records.delete(text(key))),
    };
  }
  abort() { this.aborted = true; }
  run() {
    const records = new Map(this.db.records);
    try {
      for (const request of this.requests) {
        request.result = request.act(records);
        request.onsuccess?.();
        if (this.aborted) return this.onabort();
      }
    } catch (failure) {
      this.error = failure;
      return this.onabort();
    }
    if (this.mode === "readwrite") {
      this.db.records = records;
      this.db.transactions.push({ durability: this.options?.durability, puts: this.puts });
    }
    this.oncomplete();
  }
}
