// A results file as engine/results/results_file.h describes it.
import { createHash } from 'node:crypto';
import { hex } from './chance.mjs';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const field = (value) => `${Buffer.byteLength(String(value))}:${value},`;
const MADE = Date.UTC(2026, 2, 15, 12), WEEKS = 4 * 7 * 86_400_000;

function event(survey, form, { response, device, seq, at, record }) {
  const body = JSON.stringify(record);
  const parts = ['takestock event 1', survey, response, device, seq, form, 'submit', 0, at, 0, body];
  return { event: 'submit', response, device, seq, form_hash: form, base: [], at, offset_minutes: 0, body, sha256: sha256(parts.map(field).join('')) };
}

/** The lines of a file with these records (objects), each with its line feed. `definition`: the text of survey.json. */
export function* resultsFile(definition, records, next) {
  const { id, version } = JSON.parse(definition), form = sha256(definition), device = hex(next, 32);
  const sum = createHash('sha256');
  const line = (object) => {
    const text = JSON.stringify(object) + '\n';
    sum.update(text);
    return text;
  };
  // By response: the order of the format.
  const ids = Array.from(records, () => hex(next, 32)).sort();
  yield line({ format: 'takestock-results', version: 1, survey: id, made_at: MADE, device, definitions: 1, events: records.length });
  yield line({ definition: form, version, json: definition });
  for (const [index, record] of records.entries()) {
    const at = MADE - WEEKS + Math.floor((index / records.length) * WEEKS);
    yield line(event(id, form, { response: ids[index], device, seq: index + 1, at, record }));
  }
  yield JSON.stringify({ end: true, lines: records.length + 3, sha256: sum.digest('hex') }) + '\n';
}
