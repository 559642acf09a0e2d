// The words of a round and its survey: from the hub that serves this page, kept on the device for when there is no signal; the ones that the
// page was built with where there is no hub or no link.
import { sha256 } from "./digest.ts";
import definitionUrl from "../surveys/taking-stock/survey.json?url";
import roundUrl from "../surveys/taking-stock/round.json?url";
import { mark } from "./marks.ts";

const CACHE = "rounds";
const PATIENCE = 15_000;

export interface Texts {
  definition: string;
  round: string;
  /// Those that the page was built with.
  ours: boolean;
  /// Whether the round is open by the hub's clock, if it has just said so.
  open?: boolean;
}

/// unknown: the hub has no such round. unreachable: it is not on this device, and the hub cannot be asked now.
export class NoRound extends Error {
  constructor(readonly code: "unknown" | "unreachable") { super(code); }
}

export interface OpenRound { id: string; title: string }
interface Shown { round: { id: string }; definition: string; open: boolean }

const urlOf = (path: string): string => new URL(`api/v1/${path}`, document.baseURI).href;

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}

/// The cache, or null in a browser that gives this page none.
const kept = (): Promise<Cache | null> => ("caches" in globalThis ? caches.open(CACHE).catch(() => null) : Promise.resolve(null));

async function keptText(path: string): Promise<string | null> {
  return (await (await kept())?.match(urlOf(path)))?.text() ?? null;
}

/// What the hub says now, kept for later. Anything but JSON is not from a hub.
async function asked(path: string): Promise<string> {
  const response = await fetch(urlOf(path), { cache: "no-store", credentials: "omit", redirect: "error", signal: AbortSignal.timeout(PATIENCE) })
    .catch(() => null);
  const fromHub = response?.headers.get("Content-Type")?.startsWith("application/json");
  if (!response || !fromHub || response.status >= 500 || response.status === 429) throw new NoRound("unreachable");
  if (!response.ok) throw new NoRound("unknown");
  const copy = response.clone();
  const text = await response.text().catch(() => { throw new NoRound("unreachable"); });
  await (await kept())?.put(urlOf(path), copy).catch(() => undefined);
  return text;
}

async function texts(json: string, fresh: boolean): Promise<Texts> {
  const { round, definition, open } = JSON.parse(json) as Shown;
  const texts = { definition: await definitionOf(definition), round: JSON.stringify(round), ours: false };
  return fresh ? { ...texts, open } : texts;
}

/// By its digest: most often it is the one that the page was built with, which need not be loaded twice.
async function definitionOf(digest: string): Promise<string> {
  const { definition } = await ourTexts();
  if ((await sha256(definition)) === digest) return definition;
  const path = `definitions/${digest}`;
  return (await keptText(path)) ?? asked(path);
}

/// As the hub has it now.
export async function freshTexts(round: string): Promise<Texts> {
  return texts(await asked(`rounds/${round}`), true);
}

export const idOf = ({ round }: Texts): string => (JSON.parse(round) as { id: string }).id;

export async function ourTexts(): Promise<Texts> {
  const [definition, round] = await Promise.all([textOf(definitionUrl), textOf(roundUrl)]);
  return { definition, round, ours: true };
}

/// The words to begin with: of this round, of the one that was used last where `round` is "", else those that the page was built with.
/// What is on the device comes first. Fails with NoRound.
export async function textsOf(round: string): Promise<Texts> {
  const wanted = round || mark("round");
  if (!wanted) return ourTexts();
  const known = await keptText(`rounds/${wanted}`);
  if (known) return texts(known, false);
  try {
    return await freshTexts(wanted);
  } catch (error) {
    const ours = await ourTexts();
    if (!round || idOf(ours) === round) return ours;
    throw error;
  }
}

/// The rounds for which anyone may make a link, each kept with its words; those known from before where the hub cannot be reached.
export async function openRounds(): Promise<OpenRound[]> {
  try {
    const { rounds } = JSON.parse(await asked("rounds")) as { rounds: OpenRound[] };
    await Promise.all(rounds.map(({ id }) => freshTexts(id)));
    return rounds;
  } catch {
    return (JSON.parse((await keptText("rounds")) ?? '{"rounds":[]}') as { rounds: OpenRound[] }).rounds;
  }
}
