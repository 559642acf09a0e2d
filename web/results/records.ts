// What this device remembers: what was shown of which responses (opaque texts of the engine), and who asked for identified results and why.
import { PLACE } from "./place.ts";
import type { LogLine } from "./replies.ts";

const RELEASED = "released", LOG = "identified", SHOWN = "/shown";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(PLACE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(RELEASED);
      request.result.createObjectStore(LOG, { autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/// Durable when it resolves.
async function within<T>(name: string, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(name, mode, { durability: "strict" });
      const request = work(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export interface Record { key: string; text: string }

/// Of a survey. What changes with every look at the results is kept apart from the long list of responses.
export async function recordsOf(survey: string): Promise<Record[]> {
  const range = IDBKeyRange.bound(`${survey}/`, `${survey}/\uffff`);
  const keys = await within(RELEASED, "readonly", (store) => store.getAllKeys(range));
  const texts = await within<string[]>(RELEASED, "readonly", (store) => store.getAll(range));
  const kept = new Map(keys.map((key, i) => [String(key), texts[i]!]));
  return [...kept].filter(([key]) => !key.endsWith(SHOWN)).map(([key, text]) => {
    const ledger = kept.get(key + SHOWN);
    return { key, text: ledger === undefined ? text : JSON.stringify({ ...(JSON.parse(text) as object), ledger }) };
  });
}
export const keepRecord = ({ key, text }: Record): Promise<unknown> => within(RELEASED, "readwrite", (store) => store.put(text, key));
export const keepShown = (key: string, ledger: string): Promise<unknown> => within(RELEASED, "readwrite", (store) => store.put(ledger, key + SHOWN));
export const newKey = (survey: string): string => `${survey}/${crypto.randomUUID()}`;
/// From now on nothing is known of what was shown of a survey.
export const forgetRecords = (survey: string): Promise<unknown> =>
  within(RELEASED, "readwrite", (store) => store.delete(IDBKeyRange.bound(`${survey}/`, `${survey}/\uffff`)));

export const logOf = (): Promise<LogLine[]> => within<LogLine[]>(LOG, "readonly", (store) => store.getAll());
export const keepLog = (line: LogLine): Promise<unknown> => within(LOG, "readwrite", (store) => store.add(line));
