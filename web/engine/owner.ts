// Which tab holds the database: a Web Lock says so, a broadcast asks for it.

const LOCK = "takestock-owner";
const CHANNEL = "takestock-owner";

/// Holds the lock until the returned function is called; null if another tab still has it after `patience` milliseconds.
/// Called in the worker, so that the lock ends with the worker, however that ends.
export function hold(patience: number): Promise<(() => void) | null> {
  return new Promise((held) => {
    const free = new Promise<void>((release) => {
      const signal = AbortSignal.timeout(patience);
      navigator.locks
        .request(LOCK, { signal }, () => {
          held(release);
          return free;
        })
        .catch(() => held(null));
    });
  });
}

/// Asks the tab that holds the database to save what was typed and let go.
export function askForIt(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("let-go");
  channel.close();
}

/// Calls `letGo` whenever another tab asks.
export function onAsked(letGo: () => void): void {
  new BroadcastChannel(CHANNEL).onmessage = letGo;
}
