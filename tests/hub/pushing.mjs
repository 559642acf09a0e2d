// Devices of respondents who made their own links, as another program would write them from engine/sync/wire.h and engine/identity/link.h alone.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './running.mjs';

const kLetters = '0123456789abcdefghjkmnpqrstvwxyz';
const hex = (text) => createHash('sha256').update(text).digest('hex');
const framed = (value) => `${Buffer.byteLength(String(value))}:${value},`;
const letters = (count) => [...randomBytes(count)].map((byte) => kLetters[byte % 32]).join('');

export function selfMadeLink() {
  const invitee = `z${letters(11)}`, token = letters(26);
  const sum = createHash('sha256').update(`takestock link check 1${invitee}${token}`).digest();
  const all = invitee + token + kLetters[sum[0] % 32] + kLetters[sum[1] % 32];
  return { invitee, token, code: all.match(/.{5}/g).join('-') };
}

const folder = join(root, 'surveys/taking-stock');
const survey = JSON.parse(readFileSync(join(folder, 'survey.json'), 'utf8'));
export const form = { id: survey.id, digest: hex(readFileSync(join(folder, 'survey.json'))), round: JSON.parse(readFileSync(join(folder, 'hub-round.json'), 'utf8')).id };

const words = 'councils improvement peer challenge support members services local government sector review learning assurance standards leaders children adults health data'.split(' ');
const sentence = () => Array.from({ length: 9 }, () => words[randomBytes(1)[0] % words.length]).join(' ');
/** All 21 questions and those about the person. */
const answers = () => ({
  role: 'chief_executive', organisation: 'Exampleshire', council_type: 'county', region: 'south_east',
  q1: 'changes', q8: 'yes', q9: 'all', q10: 'no', q13: 'yes', q14: 'yes', q15: 'yes', q16: 'no', q17: 'dk', q18: 'new',
  ...Object.fromEntries(['q2', 'q3', 'q4', 'q5', 'q6', 'q7', 'q11', 'q12', 'q19', 'q20', 'q21'].map((name) => [name, sentence()])),
  quote: 'no',
});

/** A record: the values in the order of the survey, within their groups. */
const record = (values, nodes = survey.survey) =>
  Object.fromEntries(nodes.flatMap((node) => (node.children ? [[node.name, record(values, node.children)]] : node.name in values ? [[node.name, values[node.name]]] : [])));

export class Device {
  constructor() {
    this.id = randomBytes(16).toString('hex');
    this.seq = 0;
  }
  event(link, mark = '') {
    const response = hex(`takestock response 1${framed(form.round)}${framed(link.invitee)}`).slice(0, 32);
    const made = { event: 'submit', response, device: this.id, seq: ++this.seq, form_hash: form.digest, base: [], at: Date.now(), offset_minutes: 0,
      body: JSON.stringify(record({ ...answers(), ...(mark && { q21: mark }) })) };
    const parts = ['takestock event 1', form.id, response, this.id, made.seq, made.form_hash, 'submit', 0, made.at, 0, made.body];
    return { ...made, sha256: hex(parts.map(framed).join('')) };
  }
  /** A batch of `count` new responses, one event each. */
  batch(count, mark) {
    const links = Array.from({ length: count }, selfMadeLink);
    const events = links.map((link) => this.event(link, mark));
    return { links, events, body: this.text(links.flatMap((link, i) => [linkLine(link), events[i]])) };
  }
  /** A batch that only asks. */
  question(links, have = []) { return this.text(links.map((link) => linkLine(link, have))); }
  text(lines) {
    const all = [{ takestock_sync: 1, device: this.id, sent_at: Date.now() }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
    return `${all}${JSON.stringify({ end: true, sha256: hex(all) })}\n`;
  }
}

const linkLine = (link, have = []) => ({ link: link.code, round: form.round, have, known: 0, answered: 21 });

export const account = (body) => body.trimEnd().split('\n').map((line) => JSON.parse(line));
export const verdicts = (body) => account(body).filter((line) => line.verdict);

export const post = (hub, body, options) =>
  hub.ask('/sync/v1/push', { method: 'POST', body, headers: { 'Content-Type': 'application/x-ndjson' }, ...options });

/** Digests of the events that the hub has of these responses, asked for as a new device would. */
export async function storedOf(hub, links) {
  const stored = [];
  for (let from = 0; from < links.length; from += 16) {
    const answer = await post(hub, new Device().question(links.slice(from, from + 16)));
    if (answer.status !== 200) throw new Error(`asking for events: ${answer.status} ${answer.body}`);
    const lines = account(answer.body);
    if (lines.at(-1).more) throw new Error('more events than were expected');
    stored.push(...lines.filter((line) => line.event).map((line) => line.sha256));
  }
  return stored;
}

/** A hub's round that is open to anyone. */
export async function openRound(hub) {
  await hub.stop();
  const made = run('hub', 'demonstrate', '--data', hub.data);
  if (made.status !== 0) throw new Error(made.stderr);
  await hub.start();
}

/** Throws where the database is damaged: a backup looks at every page of it. */
export function checkWhole(hub) {
  const beside = mkdtempSync(join(tmpdir(), 'takestock-whole-'));
  const made = run('backup', '--data', hub.data, '-o', join(beside, 'copy.db'));
  rmSync(beside, { recursive: true });
  if (made.status !== 0) throw new Error(made.stderr);
}
