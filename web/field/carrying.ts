// A results file on its way off the device.
import { download } from "../download.ts";
import type { Desk } from "./desk.ts";
import { readPublicKey, seal, SEALED_EXTENSION } from "./seal.ts";

export interface ResultsFile { name: string; type: string; bytes: Uint8Array<ArrayBuffer>; count: number; digest: string; sealed: boolean }

const EXTENSION = /\.[\w-]+$/;

/// Whose file it is and when it was made: two files of one device never have the same name.
function nameFor(name: string, device: string, now: Date): string {
  const [, stem = name, extension = ""] = /^(.*?)(\.[\w-]+)$/.exec(name) ?? [];
  const words = device.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const when = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  return `${[stem, words, when.slice(0, 10), when.slice(11, 19).replaceAll(":", "")].filter(Boolean).join("-")}${extension}`;
}

type Owner = Pick<Desk, "client" | "round" | "settings">;

/// Of the interviews that the request names; sealed for that key, unless it is "".
export async function makeResultsFile({ client, round, settings }: Owner, request: object, key: string): Promise<ResultsFile> {
  const { reply, bytes } = await client.withBytes("results_file", request);
  const { file, count, digest } = reply;
  const name = nameFor(file.name, settings.device, new Date());
  const open = { name, type: file.type, bytes: bytes ?? new Uint8Array(), count, digest, sealed: false };
  if (!key) return open;
  const sealed = await seal(open.bytes, readPublicKey(key), round.id);
  return { ...open, name: name.replace(EXTENSION, SEALED_EXTENSION), type: "application/octet-stream", bytes: sealed, sealed: true };
}

/// As a file that other programs are handed; some systems share no types that they do not know.
const shareable = ({ name, bytes, type }: ResultsFile): File => new File([bytes], name, { type: type.split(";")[0]! });

export function canShare(file: ResultsFile): boolean {
  return typeof navigator.canShare === "function" && navigator.canShare({ files: [shareable(file)] });
}

/// False if it was not: given up by the person, or refused.
export async function share(file: ResultsFile): Promise<boolean> {
  try {
    await navigator.share({ files: [shareable(file)], title: file.name });
    return true;
  } catch {
    return false;
  }
}

export const save = (file: ResultsFile): void => download(file);

/// "3, 7, 10-15" -> [3, 7, 10, ..]; null if it is something else.
export function numbersIn(typed: string): number[] | null {
  const parts = typed.split(/[\s,;]+/).filter(Boolean);
  const numbers = parts.flatMap((part) => {
    const [, first = "", last = first] = /^(\d{1,6})(?:[-\u2013](\d{1,6}))?$/.exec(part) ?? [];
    const count = Number(last) - Number(first) + 1;
    return first && count > 0 && count <= 10_000 ? Array.from({ length: count }, (_, i) => Number(first) + i) : [NaN];
  });
  return numbers.length === 0 || numbers.some(Number.isNaN) ? null : [...new Set(numbers)];
}
