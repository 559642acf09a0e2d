// Marks for the next visit: that there is something to open, in which language, which round. Never answers; nothing is lost without them.

type Name = "started" | "language" | "round";
const NAMES: Name[] = ["started", "language", "round"];
const keyOf = (name: Name): string => `takestock-${name}`;

/// "" where nothing was kept, or the browser keeps nothing.
export function mark(name: Name): string {
  try {
    return localStorage.getItem(keyOf(name)) ?? "";
  } catch {
    return "";
  }
}

export function remember(name: Name, value: string): void {
  try {
    localStorage.setItem(keyOf(name), value);
  } catch {
    // Then the next visit begins as a first one does.
  }
}

export function forgetMarks(): void {
  try {
    for (const name of NAMES) localStorage.removeItem(keyOf(name));
  } catch {
    // Nothing was kept there.
  }
}
