// The words of a round and its survey: from the hub that serves this page, kept on the device for when there is no signal; the ones that the
// page was built with where there is no hub or no link.
import { sha256 } from "./digest.ts";
import definitionUrl from "../surveys/taking-stock/survey.json?url";
import roundUrl from "../surveys/taking-stock/round.json?url";
import { asked, keptText } from "./kept-texts.ts";
import { mark } from "./marks.ts";

export interface Texts {
  definition: string;
  round: string;
  /// Those that the page was built with.
  ours: boolean;
  /// Whether the round is open by the hub's clock, if it has just said so.
  open?: boolean;
}

export interface OpenRound { id: string; title: string }
interface Shown { round: { id: string }; definition: string; open: boolean }

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
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
