// Files on their way into the storage, one after the other: what was begun and has not ended is taken back by the storage when the next one
// begins. A recording has its turn for as long as it lasts, and is asked to end when something else wants to begin.
let line: Promise<unknown> = Promise.resolve();

interface Turn { end: () => void; done: Promise<boolean> }
const turns = new Set<Turn>();

const endAll = (): void => turns.forEach(({ end }) => end());

/// Runs `work` when all before it have ended. `end` may be called from now on, more than once, and shall let `work` come to its end.
export function inTurn<T>(work: () => Promise<T>, end: () => void = () => {}): Promise<T> {
  endAll();
  const result = line.then(work);
  const done = result.then(() => true, () => false);
  const turn = { end, done };
  turns.add(turn);
  line = done.then(() => turns.delete(turn));
  return result;
}

/// Resolves when nothing is on its way any more, a recording having been ended: to whether all of it is in the storage. To be awaited before
/// the question is left; after false it is better to stay, where the page says what was not saved.
export async function settled(): Promise<boolean> {
  endAll();
  const all = await Promise.all([...turns].map(({ done }) => done));
  return all.every(Boolean);
}
