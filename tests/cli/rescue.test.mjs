// takestock rescue as a person meets it: a database, its damage, sentences and exit codes.
// TAKESTOCK names the program, build/native/takestock if it is not set.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const program = resolve(import.meta.dirname, '../..', process.env.TAKESTOCK ?? 'build/native/takestock');
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const PAGE = 4096;

let folder;
const at = (name) => join(folder, name);
const run = (...words) => spawnSync(program, words, { cwd: folder, encoding: 'utf8' });

/** A results file of so many responses, as another program would write it. */
function resultsFile(responses) {
  const definition = JSON.stringify({ takestock: 1, id: 'lunch', version: '1', title: 'Lunch', survey: [{ type: 'text', name: 'why', label: 'Why?' }] });
  const field = (value) => `${Buffer.byteLength(String(value))}:${value},`;
  const device = 'a'.repeat(32), form = sha256(definition);
  const events = Array.from({ length: responses }, (_, i) => {
    const response = sha256(`response ${i}`).slice(0, 32), body = JSON.stringify({ why: `${i} ${'because '.repeat(60)}` });
    const sum = sha256(['takestock event 1', 'lunch', response, device, i + 1, form, 'submit', 0, 1_770_000_000_000, 60, body].map(field).join(''));
    return { event: 'submit', response, device, seq: i + 1, form_hash: form, base: [], at: 1_770_000_000_000, offset_minutes: 60, body, sha256: sum };
  });
  const lines = [
    { format: 'takestock-results', version: 1, survey: 'lunch', made_at: 1_770_000_000_000, device, definitions: 1, events: responses },
    { definition: form, version: '1', json: definition }, ...events.sort((a, b) => (a.response < b.response ? -1 : 1))];
  const text = lines.map((line) => JSON.stringify(line) + '\n').join('');
  return text + JSON.stringify({ end: true, lines: lines.length + 1, sha256: sha256(text) }) + '\n';
}

const exportedRows = (database) => {
  const done = run('export', '--from', database, '--format', 'json', '-o', 'out.json');
  assert.equal(done.status, 0, done.stderr);
  return readFileSync(at('out.json'), 'utf8').match(/because/g)?.length / 60;
};

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'takestock-rescue-'));
  writeFileSync(at('lunch.takestock'), resultsFile(100));
  assert.equal(run('import', '--into', 'lunch.db', 'lunch.takestock').status, 0);
});
after(() => rmSync(folder, { recursive: true }));

test('of a sound database nothing is missing: exit code 0, a sound copy beside it, and the file is as it was', () => {
  const bytes = readFileSync(at('lunch.db'));
  const { status, stdout, stderr } = run('rescue', 'lunch.db');
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /Intact: 1 version of a survey, 100 versions that were finished or carried\./);
  assert.match(stdout, /Nothing is missing\.\nWhat is intact is in lunch\.db\.rescued\.db\./);
  assert.equal(exportedRows('lunch.db.rescued.db'), 100);
  assert.deepEqual(readFileSync(at('lunch.db')), bytes);
});

test('an emptied page costs what was on it, and is said: exit code 1', () => {
  const bytes = readFileSync(at('lunch.db'));
  const page = Math.floor(bytes.lastIndexOf('because') / PAGE) * PAGE;
  bytes.fill(0, page, page + PAGE);
  writeFileSync(at('emptied.db'), bytes);
  const { status, stdout } = run('rescue', 'emptied.db', '--out', 'back.db');
  assert.equal(status, 1, stdout);
  assert.match(stdout, /Missing or doubtful:\n {2}1 page is missing or damaged\./);
  const rows = exportedRows('back.db');
  assert.ok(rows >= 90 && rows < 100, `${rows} rows`);
});

test('without its beginning a database is read all the same', () => {
  const bytes = readFileSync(at('lunch.db'));
  bytes.fill(0, 0, PAGE);
  writeFileSync(at('headless.db'), bytes);
  const { status, stdout } = run('rescue', 'headless.db');
  assert.equal(status, 1);
  assert.match(stdout, /every page was looked through/);
  assert.equal(exportedRows('headless.db.rescued.db'), 100);
});

test('the archive that the page hands out is read as it is', () => {
  execFileSync('tar', ['--format=ustar', '-cf', 'kept.tar', 'lunch.db'], { cwd: folder });
  const { status, stdout } = run('rescue', 'kept.tar', '--out', 'kept.db');
  assert.equal(status, 0, stdout);
  assert.equal(exportedRows('kept.db'), 100);
});

test('what is no database of ours, or cannot be written, is said: exit code 2, and nothing is left behind', () => {
  writeFileSync(at('noise.db'), Buffer.alloc(5 * PAGE, 'noise '));
  const noise = run('rescue', 'noise.db');
  assert.equal(noise.status, 2);
  assert.match(noise.stdout, /Nothing of a Takestock database can be read in this file; nothing was written\./);
  assert.ok(!existsSync(at('noise.db.rescued.db')));
  const there = run('rescue', 'lunch.db', '--out', 'lunch.takestock');
  assert.equal(there.status, 2);
  assert.match(there.stderr, /lunch\.takestock is there already, and nothing is written over/);
  assert.equal(run('rescue', 'missing.db').status, 2);
  assert.equal(run('rescue').status, 2);
});
