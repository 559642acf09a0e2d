// Which tab holds the database: a Web Lock says so, a broadcast asks for it.
import { PLACE } from "../place.ts";

const OWNER = `${PLACE}-owner`;

/// Holds the lock until the returned function is called; null if another tab still has it after `patience` milliseconds.
/// Called in the worker, so that the lock ends with the worker, however that ends. Fails where the browser gives this page no storage.
export function hold(patience: number): Promise<(() => void) | null> {
  return new Promise((held, failed) => {
    const free = new Promise<void>((release) => {
      const signal = AbortSignal.timeout(patience);
      navigator.locks
        .request(OWNER, { signal }, () => {
          held(release);
          return free;
        })
        .catch((error: unknown) => (signal.aborted ? held(null) : failed(error)));
    });
  });
}

/// Browsers keep a page that was left alive for its return, its worker asleep with the files in its hands. A page that holds a lock is let go.
export function leaveForGood(): void {
  navigator.locks.request(`${OWNER}-page-${crypto.randomUUID()}`, () => new Promise(() => undefined)).catch(() => undefined);
}

/// Asks the tab that holds the database to save what was typed and let go.
export function askForIt(): void {
  const channel = new BroadcastChannel(OWNER);
  channel.postMessage("let-go");
  channel.close();
}

/// Calls `letGo` whenever another tab asks. A browser that gives the page no storage has no channels either, and no other tab to listen to.
export function onAsked(letGo: () => void): void {
  try {
    new BroadcastChannel(OWNER).onmessage = letGo;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
