// Makes a results file of random but valid responses, for tests and for trying things out. No response in it is anybody's.
//   node surveys/synthetic.mjs SURVEY [--responses N] [--seed S] [--exactly] [-o FILE]
// SURVEY: a folder here, or the path of a definition. --exactly: responses made so that the published figures come out (impact-assessment,
// programme-record). The same seed makes the same file.
import { createWriteStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chance } from './synthetic/chance.mjs';
import { exactly } from './synthetic/exactly.mjs';
import { Response } from './synthetic/response.mjs';
import { resultsFile } from './synthetic/results-file.mjs';

export const definitionOf = (survey) => readFileSync(survey.endsWith('.json') ? survey : new URL(`${survey}/survey.json`, import.meta.url), 'utf8');

/** Records of `responses` people who answered at random; with `published` as many as were published. */
export function records(definition, { responses = 100, seed = 1, published = false } = {}) {
  const survey = JSON.parse(definition), next = chance(seed);
  if (published && !exactly[survey.id]) throw new Error(`No figures were published of the survey ${survey.id}.`);
  const given = published ? exactly[survey.id](survey, next) : Array(responses).fill({});
  return given.map((answers) => new Response(survey, next, answers).record());
}

/** The text of the file in pieces. */
export const lines = (definition, options = {}) => resultsFile(definition, records(definition, options), chance((options.seed ?? 1) + 2 ** 33));

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { responses: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' }, exactly: { type: 'boolean', default: false }, output: { type: 'string', short: 'o' } },
  });
  if (positionals.length !== 1 || !/^\d+$/.test(values.responses) || !/^\d+$/.test(values.seed)) {
    console.error('Usage: node surveys/synthetic.mjs SURVEY [--responses N] [--seed S] [--exactly] [-o FILE]');
    process.exit(2);
  }
  const made = lines(definitionOf(positionals[0]), { responses: Number(values.responses), seed: Number(values.seed), published: values.exactly });
  await pipeline(Readable.from(made), values.output ? createWriteStream(values.output) : process.stdout);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
