// takestock estimate beside R: tests/vectors/estimate/make.R made the data, the requests and the figures that R's survey
// package gives for them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');
const program = resolve(root, process.env.TAKESTOCK ?? 'build/native/takestock');
const vectors = join(root, 'tests/vectors/estimate');
const read = (name) => JSON.parse(readFileSync(join(vectors, name), 'utf8'));

let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), 'takestock-estimate-'))));
after(() => rmSync(folder, { recursive: true }));

const write = (name, text) => (writeFileSync(join(folder, name), text), join(folder, name));
const run = (...words) => spawnSync(program, ['estimate', ...words], { encoding: 'utf8', maxBuffer: 1 << 26 });

/** The answers to requests over small files of their own. */
function ask(requests, files = {}) {
  for (const [name, text] of Object.entries(files)) write(name, text);
  const done = run(write('requests.json', JSON.stringify(requests)), '--data', folder);
  return { ...done, answers: JSON.parse(done.stdout) };
}
const figure = (measure, args, files) => {
  const done = ask([{ id: 'it', measure, args }], files);
  assert.equal(done.stderr, '');
  return done.answers.it;
};

test('every measure gives what R gives, to 1e-9, and null where R has no figure', () => {
  const done = run(join(vectors, 'requests.json'), '--data', vectors);
  assert.equal(done.status, 0, done.stderr);
  assert.equal(done.stderr, '');
  const answers = JSON.parse(done.stdout), expected = read('expected.json');
  assert.deepEqual(Object.keys(answers), read('requests.json').map((one) => one.id));
  for (const { id, args } of read('requests.json')) {
    const got = answers[id], want = expected[id];
    const near = want === null || got === null ? got === want : Math.abs(got - want) <= 1e-9 * Math.max(1, Math.abs(want));
    assert.ok(near, `${id}: ${got}, R gives ${want} for ${JSON.stringify(args)}`);
  }
});

test('the requests made with R ask for every measure there is', () => {
  const measures = readFileSync(join(root, 'docs/estimate.md'), 'utf8').split('## Measures')[1];
  const documented = [...measures.matchAll(/^\| `([a-z_]+)` \|/gm)].map((row) => row[1]);
  const asked = new Set(read('requests.json').map((one) => one.measure));
  assert.deepEqual(documented.filter((name) => !asked.has(name)), []);
  assert.equal(asked.size, documented.length);
});

const lunch = { 'lunch.csv': 'id,q,city,age,m_dish,fed\r\n1,a,York,20,1 2,1\r\n2,b,Hull,30,,0\r\n3,a,York,40,9,1\r\n4,,Ely,50,2,1\r\n' };

test('a request that cannot be read is null with its id on the standard error, and the others are answered', () => {
  const good = { id: 'good', measure: 'base', args: { data: 'lunch.csv', question: 'q' } };
  const done = ask([
    { id: 'unknown', measure: 'average', args: { data: 'lunch.csv' } },
    { id: 'column', measure: 'base', args: { data: 'lunch.csv', question: 'q2' } },
    { id: 'file', measure: 'base', args: { data: 'dinner.csv', question: 'q' } },
    { id: 'outside', measure: 'base', args: { data: '../lunch.csv', question: 'q' } },
    { id: 'words', measure: 'mean', args: { data: 'lunch.csv', question: 'q' } },
    { id: 'typo', measure: 'share', args: { data: 'lunch.csv', question: 'q', code: 'a', wieght: 'age' } },
    { id: 'weight', measure: 'share', args: { data: 'lunch.csv', question: 'q', code: 'a', weight: 'city' } },
    { id: 'args', measure: 'share' },
    { id: 'several', measure: 'mean', args: { data: 'lunch.csv', question: 'm_dish' } },
    good,
  ], lunch);
  assert.equal(done.status, 1);
  assert.deepEqual(done.answers, { unknown: null, column: null, file: null, outside: null, words: null, typo: null, weight: null, args: null, several: null, good: 3 });
  const sentences = done.stderr.trim().split('\n');
  assert.equal(sentences.length, 9);
  assert.match(sentences[0], /^takestock estimate: unknown: there is no measure "average"\.$/);
  assert.match(sentences[1], /^takestock estimate: column: there is no column "q2" in "lunch\.csv"\.$/);
  assert.match(sentences[5], /^takestock estimate: typo: there is no argument "wieght"\.$/);
  assert.match(sentences[6], /^takestock estimate: weight: response 1 has no weight of 0 or more in "city"\.$/);
});

test('a response of a group that the population does not have is said, not left out', () => {
  const args = { data: 'lunch.csv', question: 'age', population: 'towns.csv', population_by: 'city' };
  const done = ask([{ id: 'it', measure: 'mean', args }], { ...lunch, 'towns.csv': 'city,Freq\r\nYork,100\r\nHull,50\r\n' });
  assert.equal(done.status, 1);
  assert.equal(done.answers.it, null);
  assert.match(done.stderr, /response 4 is of the group "Ely", which the population does not have/);
});

test('a condition can be written as members, as a column with codes, with a comparison, as a sentence', () => {
  const base = (where) => figure('base', { data: 'lunch', question: 'age', where }, lunch);
  assert.equal(base({ city: 'York' }), 2);
  assert.equal(base({ city: ['York', 'Ely'], fed: 1 }), 3);
  assert.equal(base({ column: 'city', codes: ['Hull', 'Ely'] }), 2);
  assert.equal(base({ column: 'age', op: '>=', value: 30 }), 3);
  assert.equal(base({ age: { '>': 20, '<': 50 } }), 2);
  assert.equal(base(['city', 'York', 'Hull']), 3);
  assert.equal(base([{ city: 'York' }, { age: 40 }]), 1);
  assert.equal(base("city = 'York' and age < 30"), 1);
  assert.equal(base('city in (York, Hull)'), 3);
  assert.equal(base('city != York'), 2);
  assert.equal(base('fed'), 3);
  assert.equal(base({ m_dish: 2 }), 2);
  assert.equal(base({ q: '' }), 1);
});

test('codes are the same as text or as numbers, in any question', () => {
  assert.equal(figure('count', { data: 'lunch.csv', question: 'fed', code: '1.0' }, lunch), 3);
  assert.equal(figure('count', { data: 'lunch.csv', question: 'q', codes: ['a', 'b'] }, lunch), 3);
  assert.equal(figure('count', { data: 'lunch.csv', question: 'm_dish', code: 12 }, lunch), 0);
  assert.equal(figure('count', { data: 'lunch.csv', row: 'm_dish', column: 'city', r: 2, c: 'York' }, lunch), 1);
});

test('files with a byte order mark, semicolons or no last line end are read', () => {
  const other = { 'other.csv': '\uFEFFid;q\n1; 5 \n2;7' };
  assert.equal(figure('mean', { data: 'other.csv', question: 'q' }, other), 6);
});

test('what is asked wrongly is said and nothing is written', () => {
  assert.equal(run().status, 2);
  assert.equal(run('requests.json').status, 2);
  assert.equal(run(join(folder, 'none.json'), '--data', folder).status, 1);
  const done = run(write('object.json', '{"a": 1}'), '--data', folder);
  assert.equal(done.status, 1);
  assert.match(done.stderr, /not a JSON list of requests/);
});

test('an id that is there twice is answered once and said', () => {
  const one = { id: 'same', measure: 'base_all', args: { data: 'lunch.csv' } };
  const done = ask([one, one], lunch);
  assert.equal(done.status, 1);
  assert.deepEqual(done.answers, { same: 4 });
  assert.match(done.stderr, /same: is there twice/);
});
