// The takestock program as a person meets it: its commands, their files, sentences and exit codes.
// TAKESTOCK names the program, build/native/takestock if it is not set.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');
const program = resolve(root, process.env.TAKESTOCK ?? 'build/native/takestock');
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), 'takestock-cli-'))));
after(() => rmSync(folder, { recursive: true }));

const at = (name) => join(folder, name);
const write = (name, bytes) => (writeFileSync(at(name), bytes), at(name));
const run = (...words) => {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
};

// --- results files as another program would write them, from the format's description alone

const survey = (version, more = []) =>
  JSON.stringify({
    takestock: 1, id: 'lunch', version, title: 'Lunch',
    choices: { dish: [{ name: 'soup', label: 'Soup of the day' }, { name: 'pie', label: '=Pie, "hot"' }] },
    survey: [
      { type: 'select_multiple dish', name: 'dishes', label: 'Which?' },
      { type: 'text', name: 'why', label: 'Why?' },
      { type: 'integer', name: 'guests', label: 'For how many?' },
      ...more],
  });
const first = survey('1'), second = survey('2', [{ type: 'text', name: 'extra', label: 'Anything else?' }]);

const device = (n) => String(n).repeat(32);
const field = (value) => `${Buffer.byteLength(String(value))}:${value},`;

function event({ response, from = device('a'), seq = 1, kind = 'submit', form = first, base = [], at: when = 1_770_000_000_000, answers }) {
  const body = kind === 'withdraw' ? '' : JSON.stringify(answers);
  const made = { event: kind, response, device: from, seq, form_hash: sha256(form), base, at: when, offset_minutes: 60, body };
  const parts = ['takestock event 1', 'lunch', response, from, seq, made.form_hash, kind, base.length,
    ...base.flatMap((ref) => ref.split(':')), when, 60, body];
  return { ...made, sha256: sha256(parts.map(field).join('')) };
}

function resultsFile(name, events, definitions = [first]) {
  const lines = [
    { format: 'takestock-results', version: 1, survey: 'lunch', made_at: 1_770_000_000_000, device: device('a'),
      definitions: definitions.length, events: events.length },
    ...definitions.map((json) => ({ definition: sha256(json), version: JSON.parse(json).version, json })),
    ...events];
  const text = lines.map((line) => JSON.stringify(line) + '\n').join('');
  return write(name, text + JSON.stringify({ end: true, lines: lines.length + 1, sha256: sha256(text) }) + '\n');
}

const one = '1'.repeat(32), two = '2'.repeat(32), three = '3'.repeat(32);
const pie = event({ response: one, answers: { dishes: ['soup', 'pie'], why: '=1+1\n"quoted", ümlaut 🙂', guests: 3 } });
const soup = event({ response: two, seq: 2, answers: { dishes: ['soup'] } });

/** The records of a CSV text (RFC 4180). */
function records(csv) {
  const out = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    out.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') out.push([]);
    if (end === '') break;
  }
  return out.filter((record) => record.length > 1);
}

function exported(database, ...options) {
  const done = run('export', '--from', database, '--format', 'csv', ...options, '-o', 'out.csv');
  assert.equal(done.status, 0, done.stderr);
  const [names, ...rows] = records(readFileSync(at('out.csv'), 'utf8'));
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}

// --- the program itself

test('help lists every command, and a wrong command or option is misuse: exit code 2 and how it is used', () => {
  const help = run('help');
  assert.equal(help.status, 0);
  for (const command of ['check', 'import', 'export', 'copy', 'replay', 'conformance', 'version']) {
    assert.match(help.stdout, new RegExp(`takestock ${command}`));
    assert.equal(run(command, '--help').status, 0, command);
  }
  for (const words of [[], ['dance'], ['check'], ['check', '--fast', 'x'], ['import'], ['import', '--into'],
    ['import', '--into', 'x.db'], ['export'], ['export', '--from', 'x.db', '--format', 'xls', '-o', 'y'],
    ['copy', '--from', 'x.db'], ['replay'], ['conformance']]) {
    const wrong = run(...words);
    assert.equal(wrong.status, 2, words.join(' '));
    assert.match(wrong.stderr, /Usage: takestock (?!takestock)/, words.join(' '));
    assert.equal(wrong.stdout, '', words.join(' '));
  }
});

test('check says of each file that it is right, or every mistake with its place', () => {
  const right = run('check', join(root, 'surveys/taking-stock/survey.json'), join(root, 'surveys/taking-stock/round.json'));
  assert.equal(right.status, 0);
  assert.equal(right.stdout.match(/no mistakes/g).length, 2);

  write('wrong.json', '{"takestock": 1, "id": "x", "version": "1", "title": "t",\n "survey": [{"type": "tekst", "name": "a"},\n{"type": "text", "name": "a", "label": "l", "relevant": "${b} = 1"}]}');
  const wrong = run('check', 'wrong.json', 'missing.json');
  assert.equal(wrong.status, 1);
  assert.match(wrong.stdout, /^wrong\.json:2:\d+: \/survey\/0\/type: unknown_type: .*tekst/m);
  assert.match(wrong.stdout, /^wrong\.json:3:\d+: \/survey\/1\/relevant: unknown_reference: /m);
  assert.match(wrong.stdout, /^missing\.json: .*No such file/m);
});

test('check refuses what is no survey at all with one sentence', () => {
  mkdirSync(at('folder'));
  const odd = { 'empty.json': '', 'bytes.json': Buffer.from([0xff, 0xfe, 0]), 'list.json': '[]', 'deep.json': '['.repeat(100_000),
    'large.json': ' '.repeat(17 * 1024 * 1024), 'cut.json': first.slice(0, 100) };
  for (const [name, bytes] of Object.entries(odd)) write(name, bytes);
  for (const name of [...Object.keys(odd), 'folder']) {
    const refused = run('check', name);
    assert.equal(refused.status, 1, name);
    assert.match(refused.stdout, new RegExp(`^${name}:`), name);
    assert.ok(refused.stdout.length < 1000, name);
  }
});

// --- import

test('files are imported in any order and any number of times with one result', () => {
  const a = resultsFile('a.takestock', [pie]), b = resultsFile('b.takestock', [soup]), both = resultsFile('ab.takestock', [pie, soup]);
  assert.equal(run('import', '--into', 'x.db', a, b).status, 0);
  const again = run('import', '--into', 'x.db', both, a);
  assert.equal(again.status, 0);
  assert.match(again.stdout, /0 events added, 3 already present, 0 forked/);
  assert.equal(run('import', '--into', 'y.db', both).status, 0);
  assert.deepEqual(exported('x.db'), exported('y.db'));
  assert.equal(exported('x.db').length, 2);
});

test('a database is not made for files that are all refused', () => {
  write('letter.takestock', 'Dear Sir or Madam,\n');
  const done = run('import', '--into', 'unmade.db', 'letter.takestock', 'missing.takestock');
  assert.equal(done.status, 1);
  assert.match(done.stdout, /0 files imported, 2 refused/);
  assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('unmade')), []);
});

test('a damaged file is refused whole with its line, and the good ones beside it are imported', () => {
  const good = resultsFile('good.takestock', [pie]);
  const bytes = readFileSync(good, 'utf8');
  write('altered.takestock', bytes.replace('\\"guests\\":3', '\\"guests\\":4'));
  write('cut.takestock', bytes.slice(0, -20));
  write('text.takestock', 'Dear Sir or Madam,\n');
  const done = run('import', '--into', 'damaged.db', 'altered.takestock', 'cut.takestock', 'text.takestock', 'missing.takestock', good);
  assert.equal(done.status, 1);
  assert.match(done.stdout, /1 file imported, 4 refused; 1 events added/);
  assert.match(done.stderr, /^altered\.takestock:3: .*altered/m);
  assert.match(done.stderr, /^cut\.takestock.*: .*cut short/m);
  assert.match(done.stderr, /^text\.takestock:1: This is not a results file/m);
  assert.match(done.stderr, /^missing\.takestock: .*No such file/m);
  assert.equal(exported('damaged.db').length, 1);
});

test('a later revision wins over the one that it knew of, and a withdrawn response is not exported', () => {
  const changed = event({ response: one, from: device('b'), base: [`${device('a')}:1`], at: 1, answers: { why: 'changed' } });
  const taken = event({ response: two, seq: 3, kind: 'withdraw', base: [`${device('a')}:2`] });
  const file = resultsFile('revisions.takestock', [pie, soup, changed, taken]);
  assert.equal(run('import', '--into', 'revisions.db', file).status, 0);
  assert.deepEqual(exported('revisions.db').map(({ response, why }) => [response, why]), [[one, 'changed']]);
});

test('a draft that was carried counts only when it is finished', () => {
  const draft = event({ response: three, kind: 'draft', answers: { why: 'not yet', gone: 'of an older version' } });
  const done = event({ response: three, seq: 2, answers: { why: 'now' } });
  run('import', '--into', 'draft.db', resultsFile('draft.takestock', [draft]));
  assert.deepEqual(exported('draft.db'), []);
  assert.deepEqual(exported('draft.db', '--drafts').map(({ status, why }) => [status, why]), [['draft', 'not yet']]);
  run('import', '--into', 'draft.db', resultsFile('done.takestock', [done]));
  assert.deepEqual(exported('draft.db', '--drafts').map(({ status, why }) => [status, why]), [['finished', 'now']]);
});

test('two events with one number are both kept and told', () => {
  const other = event({ response: one, answers: { why: 'the copied device' } });
  run('import', '--into', 'fork.db', resultsFile('fork1.takestock', [pie]));
  const forked = run('import', '--into', 'fork.db', resultsFile('fork2.takestock', [other]));
  assert.equal(forked.status, 1);
  assert.match(forked.stdout, /0 added, 0 already present, 1 forked/);
  assert.match(forked.stderr, /both are kept/);
});

// --- export

test('CSV has codes or labels, a column for each choice if wanted, and no cell that a spreadsheet would run', () => {
  run('import', '--into', 'export.db', resultsFile('export.takestock', [pie, soup]));
  const [codes] = exported('export.db', '--exact');
  assert.equal(codes.dishes, 'soup pie');
  assert.equal(codes.why, '=1+1\n"quoted", ümlaut 🙂');
  assert.equal(codes.guests, '3');
  const [safe] = exported('export.db');
  assert.equal(safe.why, "'=1+1\n\"quoted\", ümlaut 🙂");
  const [labelled] = exported('export.db', '--labels', '--exact');
  assert.match(labelled.dishes, /Soup of the day.*=Pie, "hot"/s);
  const split = exported('export.db', '--split');
  assert.deepEqual(split.map((row) => [row['dishes/soup'], row['dishes/pie']]), [['1', '1'], ['1', '0']]);
});

test('responses to several versions stand in one table', () => {
  const newer = event({ response: three, from: device('c'), form: second, answers: { extra: 'coffee' } });
  run('import', '--into', 'versions.db', resultsFile('versions.takestock', [pie, newer], [first, second]));
  assert.deepEqual(exported('versions.db').map(({ version, guests, extra }) => [version, guests, extra]),
    [['1', '3', ''], ['2', '', 'coffee']]);
});

test('JSON and SQLite exports hold the same responses, and an export never spoils a file that is there', () => {
  run('import', '--into', 'formats.db', resultsFile('formats.takestock', [pie, soup]));
  assert.equal(run('export', '--from', 'formats.db', '--format', 'json', '-o', 'out.json').status, 0);
  assert.match(readFileSync(at('out.json'), 'utf8'), /ümlaut 🙂/);
  JSON.parse(readFileSync(at('out.json'), 'utf8'));
  assert.equal(run('export', '--from', 'formats.db', '--format', 'sqlite', '-o', 'out.db').status, 0);
  assert.equal(readFileSync(at('out.db')).subarray(0, 15).toString(), 'SQLite format 3');
  write('precious.csv', 'precious');
  assert.equal(run('export', '--from', 'formats.db', '--format', 'csv', '--survey', 'dinner', '-o', 'precious.csv').status, 1);
  assert.equal(readFileSync(at('precious.csv'), 'utf8'), 'precious');
  assert.equal(run('export', '--from', 'none.db', '--format', 'csv', '-o', 'none.csv').status, 1);
  assert.ok(!existsSync(at('none.db')) && !existsSync(at('none.csv')));
});

// --- copy

test('copy writes one response as a page or a Word file, and says so if there is none', () => {
  run('import', '--into', 'copy.db', resultsFile('copy.takestock', [pie]));
  assert.equal(run('copy', '--from', 'copy.db', '--response', one, '--format', 'html', '-o', 'copy.html').status, 0);
  const page = readFileSync(at('copy.html'), 'utf8');
  assert.match(page, /=Pie, &quot;hot&quot;/);
  assert.match(page, /ümlaut 🙂/);
  assert.match(page, /<p class="state">FINISHED<\/p>/);
  assert.equal(run('copy', '--from', 'copy.db', '--response', one, '--format', 'docx', '-o', 'copy.docx').status, 0);
  assert.equal(readFileSync(at('copy.docx')).subarray(0, 2).toString(), 'PK');
  const none = run('copy', '--from', 'copy.db', '--response', two, '--format', 'html', '-o', 'none.html');
  assert.equal(none.status, 1);
  assert.match(none.stderr, /no such response/);
  assert.ok(!readdirSync(folder).includes('none.html'));
});

test('replay says what a scenario expected and what came, with its line', () => {
  write('wrong.txt', 'call dance\nexpect {"ok":true}\n');
  const wrong = run('replay', 'wrong.txt');
  assert.equal(wrong.status, 1);
  assert.match(wrong.stdout, /^wrong\.txt:2: at \/ok: expected/m);
  assert.match(wrong.stdout, /^0 passed, 1 failed$/m);
});
