// A round's words for fieldwork: from the hub, kept on the device.
import { asked, keptText } from "../kept-texts.ts";

export interface FieldTexts { definition: string; digest: string; round: string; resultsKey: string }
interface Shown { round: object; definition: string; results_key?: string }

async function textsIn(json: string): Promise<FieldTexts> {
  const { round, definition: digest, results_key } = JSON.parse(json) as Shown;
  const path = `definitions/${digest}`;
  return { definition: (await keptText(path)) ?? (await asked(path)), digest, round: JSON.stringify(round), resultsKey: results_key ?? "" };
}

/// As the hub has it now, kept. Fails with NoRound.
export const freshTexts = async (round: string): Promise<FieldTexts> => textsIn(await asked(`rounds/${round}`));

/// What is on the device, else what the hub has. Fails with NoRound.
export async function textsOf(round: string): Promise<FieldTexts> {
  const kept = await keptText(`rounds/${round}`);
  return kept ? textsIn(kept) : freshTexts(round);
}

/// Whether the round's words are all on the device.
export async function areKept(round: string): Promise<boolean> {
  const kept = await keptText(`rounds/${round}`);
  return kept !== null && (await keptText(`definitions/${(JSON.parse(kept) as Shown).definition}`)) !== null;
}
