// What this device remembers of fieldwork beside the interviews: which round, the passcode, whether a respondent has the device. A small
// database, because the browser's other marks are lost when it is killed; never an answer.
import { PLACE } from "./place.ts";

const NAME = `${PLACE}-settings`;
const STORE = "settings";

export interface Passcode { salt: Uint8Array<ArrayBuffer>; hash: Uint8Array<ArrayBuffer>; wrong: number; waitUntil: number }

export interface Settings {
  /// The round that was opened last.
  round: string;
  language: string;
  passcode: Passcode | null;
  /// The respondent has the device: which interview is theirs; "" between two.
  kiosk: { response: string } | null;
  /// What this device is called on its files and at the hub.
  device: string;
}

const nothingYet = (): Settings => ({ round: "", language: "", passcode: null, kiosk: null, device: "" });

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/// Fails where the browser keeps nothing for this page.
export async function readSettings(): Promise<Settings> {
  return { ...nothingYet(), ...(await within<Partial<Settings> | undefined>("readonly", (store) => store.get(STORE))) };
}

/// Durable when it resolves.
export async function keepSettings(settings: Settings): Promise<void> {
  await within("readwrite", (store) => store.put(settings, STORE));
}

export function forgetSettings(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}
