// Fieldwork as the hub sees it: interviews by signal and by hand, in any mix and order, and their attachments.
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Hub, head, root, run } from './running.mjs';
import { Device, account, form, openRound, post, verdicts } from './pushing.mjs';

const hex = (bytes) => createHash('sha256').update(bytes).digest('hex');
const framed = (value) => `${Buffer.byteLength(String(value))}:${value},`;
const survey = readFileSync(join(root, 'surveys/taking-stock/survey.json'), 'utf8');
const at = `team/rounds/${form.round}`;
const kSurveyVersion = JSON.parse(survey).version;
let hub, token;

before(async () => {
  hub = await Hub.start({ settings: { log: 'errors', limits: { requests_per_second: 1e5, requests_burst: 1e6 } } });
  await openRound(hub);
  const given = /^kim: (\S+)/m.exec(run('hub', 'user', 'add', 'kim', '--role', 'owner', '--data', hub.data).stdout)[1];
  token = (await team('session', { user: 'kim', password: given })).token;
  await team('session/password', { old: given, new: 'correct horse battery' });
  token = (await team('session', { user: 'kim', password: 'correct horse battery' })).token;
});
after(() => hub.remove());

const ask = (path, options = {}) => hub.ask(`/api/v1/${path}`, { ...options, headers: { ...(token && { Authorization: `Bearer ${token}` }), ...options.headers } });
async function team(path, body) {
  const answer = await ask(path, body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
  assert.equal(answer.status, 200, `${path}: ${answer.body}`);
  return JSON.parse(answer.body);
}
async function fieldworker(name) {
  const { link } = await team(`${at}/fieldworkers`, { name });
  const code = link.split('/').at(-1);
  return { name, code, invitee: code.replaceAll('-', '').slice(0, 12) };
}

/** A tablet: interviews of one fieldworker. */
class Tablet extends Device {
  constructor(worker) {
    super();
    this.worker = worker;
  }
  interview(number, { outcome = 'complete', picture } = {}) {
    const made = this.event({ invitee: 'x' }, picture);
    made.response = hex(`takestock interviews 1${framed(form.round)}${framed(this.worker.invitee)}`).slice(0, 16) + randomBytes(8).toString('hex');
    const record = JSON.parse(made.body);
    record.meta = { interview: { number, interviewer: this.worker.name, outcome, started: made.at - 60_000, ended: made.at } };
    made.body = JSON.stringify(record);
    const parts = ['takestock event 1', form.id, made.response, this.id, made.seq, made.form_hash, 'submit', 0, made.at, 0, made.body];
    made.sha256 = hex(parts.map(framed).join(''));
    return made;
  }
  push(events) {
    return this.text(events.flatMap((event) => [{ link: this.worker.code, round: form.round, response: event.response, have: [], known: 0 }, event]));
  }
  file(events) {
    const sorted = [...events].sort((a, b) => (a.response < b.response ? -1 : 1));
    const lines = [{ format: 'takestock-results', version: 1, survey: form.id, made_at: Date.now(), device: this.id, definitions: 1, events: events.length },
      { definition: form.digest, version: kSurveyVersion, json: survey }, ...sorted];
    const all = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return `${all}${JSON.stringify({ end: true, lines: lines.length + 1, sha256: hex(all) })}\n`;
  }
}

const shuffled = (list) => list.map((each) => [randomInt(1 << 30), each]).sort(([a], [b]) => a - b).map(([, each]) => each);
const interviewsSent = async (name) => (await team(`${at}/fieldworkers`)).fieldworkers.find((each) => each.name === name).sent;

test('50 interviews by file and by signal, replayed ten times in any mix, are exactly 50', async () => {
  const invited = (await team(`${at}/progress`)).total;
  const fay = await fieldworker('Fay');
  const tablet = new Tablet(fay);
  const events = Array.from({ length: 50 }, (_, i) => tablet.interview(i + 1, { outcome: i % 10 === 9 ? 'partial' : 'complete' }));
  let added = 0, stored = 0;
  const takeIn = async (some) => {
    const { responses } = await team(`${at}/results-file`, tablet.file(some));
    assert.equal(responses.length, some.length);
    for (const { result, fieldworker: whose, name } of responses) assert.deepEqual([['added', 'present'].includes(result), whose, name], [true, fay.invitee, 'Fay']);
    added += responses.filter(({ result }) => result === 'added').length;
  };
  const send = async (some) => {
    const before = await interviewsSent('Fay');
    const answer = await post(hub, tablet.push(some));
    assert.equal(answer.status, 200, answer.body);
    assert.deepEqual(new Set(verdicts(answer.body).map((line) => line.verdict)), new Set(['stored']));
    stored += await interviewsSent('Fay') - before;
  };
  for (let round = 0; round < 10; round++) {
    const order = shuffled(events), cut = randomInt(1, 50);
    const acts = [() => takeIn(order.slice(0, cut)), () => send(order.slice(cut)), () => takeIn(order), () => send(order.slice(0, 20))];
    for (const act of shuffled(acts)) await act();
  }
  assert.equal(added + stored, 50);
  assert.equal(await interviewsSent('Fay'), 50);
  const { interviews, total } = await team(`${at}/progress`);
  assert.deepEqual(interviews.outcomes, { complete: 45, partial: 5 });
  assert.deepEqual(total, invited, 'interviews are in nobody else\'s figures');
  const table = (await ask(`${at}/export`, { method: 'POST', body: JSON.stringify({ format: 'json', unverified: 'without', reason: 'the bar' }) })).body;
  const rows = JSON.parse(table);
  assert.equal(rows.length, 50);
  assert.deepEqual(rows.map((row) => row.interview_number).sort((a, b) => a - b), Array.from({ length: 50 }, (_, i) => i + 1));
  const carried = await ask(`${at}/export`, { method: 'POST', body: JSON.stringify({ format: 'takestock', unverified: 'without', reason: 'the bar' }) });
  const again = await team(`${at}/results-file`, carried.body);
  assert.equal(again.present, 50);
});

test('a file and a sending at the same moment make each interview once', async () => {
  const gus = await fieldworker('Gus');
  const tablet = new Tablet(gus);
  const events = Array.from({ length: 60 }, (_, i) => tablet.interview(i + 1));
  const replies = await Promise.all([team(`${at}/results-file`, tablet.file(events)), post(hub, tablet.push(events)), team(`${at}/results-file`, tablet.file(events))]);
  assert.equal(verdicts(replies[1].body).filter((line) => line.verdict === 'stored').length, 60);
  assert.equal(await interviewsSent('Gus'), 60);
});

test('a fieldworker who is revoked is not heard by signal, while what he has made can still be brought', async () => {
  const ida = await fieldworker('Ida');
  const tablet = new Tablet(ida), events = [tablet.interview(1)];
  await team(`${at}/fieldworkers/${ida.invitee}/revoke`, { reason: 'The tablet was lost.' });
  const answer = account((await post(hub, tablet.push(events))).body);
  assert.equal(answer[1].status, 'unknown');
  assert.equal(answer[2].reason, 'link');
  assert.equal((await team(`${at}/results-file`, tablet.file(events))).added, 1);
});

// --- attachments

const upload = (worker, response, sha256, body, { type = 'image/jpeg', round = form.round, headers = {} } = {}) =>
  hub.ask(`/sync/v1/attachments/${sha256}?${new URLSearchParams({ round, response })}`, { method: 'PUT', body, headers: { 'Content-Type': type, 'Takestock-Link': worker.code, ...headers } });

async function photographed(name, bytes) {
  const worker = await fieldworker(name);
  const tablet = new Tablet(worker), sum = hex(bytes), picture = `${sum.slice(0, 32)}.jpg`;
  const event = tablet.interview(1, { picture });
  assert.match(event.body, new RegExp(picture.replace('.', '\\.')));
  assert.equal((await post(hub, tablet.push([event]))).status, 200);
  return { worker, event, sum, picture, bytes };
}

test('a picture is kept once its interview is here, outlives a kill, and is in the backup and in the download', async () => {
  const { worker, event, sum, picture, bytes } = await photographed('Jo', randomBytes(1_000_000));
  const again = async () => JSON.parse((await upload(worker, event.response, sum, bytes)).body).again;
  assert.equal(await again(), false);
  assert.equal(await again(), true);
  await hub.kill();
  await hub.start();
  assert.equal(await again(), true);
  assert.deepEqual(readFileSync(join(hub.data, 'attachments', form.round, sum)), bytes);

  const beside = mkdtempSync(join(tmpdir(), 'takestock-pictures-'));
  const copied = run('backup', '--data', hub.data, '-o', join(beside, 'copy.db'));
  assert.equal(copied.status, 0, copied.stderr);
  const restored = run('restore', '--data', join(beside, 'other'), join(beside, 'copy.db'));
  assert.equal(restored.status, 0, restored.stderr);
  assert.deepEqual(readFileSync(join(beside, 'other/attachments', form.round, sum)), bytes);
  rmSync(beside, { recursive: true });

  const list = await team(`${at}/attachments`);
  assert.deepEqual([list.files, list.bytes, list.parts.length], [1, 1_000_000, 1]);
  const zip = await ask(`${at}/attachments`, { method: 'POST', body: JSON.stringify({ part: 1, reason: 'the report' }) });
  assert.equal(zip.status, 200);
  assert.ok(zip.body.includes(picture));
});

test('what is no attachment of that response, or not whole, or too large, is refused and leaves nothing', async () => {
  const { worker, event, sum, bytes } = await photographed('Kay', randomBytes(5000));
  const other = await fieldworker('Lou'), stranger = randomBytes(40);
  const files = () => readdirSync(join(hub.data, 'attachments', form.round)).length;
  const before = existsSync(join(hub.data, 'attachments', form.round)) ? files() : 0;
  const status = async (...given) => (await upload(...given)).status;
  assert.equal(await status(other, event.response, sum, bytes), 403);
  assert.equal(await status({ code: 'nonsense' }, event.response, sum, bytes), 403);
  assert.equal(await status(worker, event.response, hex(stranger), stranger), 409);
  assert.equal(await status(worker, event.response, sum, stranger), 422);
  assert.equal(await status(worker, event.response, sum, bytes.subarray(1)), 422);
  assert.equal(await status(worker, event.response, sum, bytes, { type: 'text/html' }), 415);
  assert.equal(await status(worker, event.response, sum, bytes, { type: 'image/svg+xml' }), 415);
  for (const round of ['../..', 'x/y', '', 'UPPER', '.', '%2e%2e']) assert.ok([400, 403].includes(await status(worker, event.response, sum, bytes, { round })), round);
  assert.equal(await status(worker, event.response, sum, bytes, { round: 'another' }), 403);
  for (const path of ['..', sum.slice(1), sum.toUpperCase(), `${sum}0`, '..%2f..%2fhub.db']) assert.ok([400, 404].includes(await status(worker, event.response, path, bytes)), path);
  assert.equal(await status(worker, event.response, sum, Buffer.alloc(10 * 1024 * 1024 + 1)), 413);
  const { statuses, closed } = await hub.send(head(hub, `PUT /sync/v1/attachments/${sum}?round=${form.round}&response=${event.response}`, ['Content-Length: 900000000']), { ms: 8000 });
  assert.deepEqual([statuses, closed], [[413], true]);
  assert.equal(existsSync(join(hub.data, 'attachments', form.round)) ? files() : 0, before);
  assert.equal(await status(worker, event.response, sum, bytes), 200);
});

test('a round has room for so many attachments, and no more', async () => {
  await hub.stop();
  hub.configure({ ...hub.settings, limits: { ...hub.settings.limits, round_attachment_bytes: 1_010_000 } });
  await hub.start();
  const { worker, event, sum, bytes } = await photographed('Mo', randomBytes(20_000));
  const answer = await upload(worker, event.response, sum, bytes);
  assert.equal(answer.status, 507);
  assert.match(JSON.parse(answer.body).error.message, /no more room/);
});
