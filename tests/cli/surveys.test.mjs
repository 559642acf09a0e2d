// The surveys in surveys/, and the responses that surveys/synthetic.mjs makes for them.
// TAKESTOCK names the program, build/native/takestock if it is not set.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { definitionOf, lines, records } from '../../surveys/synthetic.mjs';
import { expression, holds } from '../../surveys/synthetic/expression.mjs';

const root = resolve(import.meta.dirname, '../..');
const program = resolve(root, process.env.TAKESTOCK ?? 'build/native/takestock');
const surveys = readdirSync(join(root, 'surveys'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, 'surveys', entry.name, 'survey.json'))).map(({ name }) => name);

let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), 'takestock-surveys-'))));
after(() => rmSync(folder, { recursive: true }));
const at = (name) => join(folder, name);
const run = (...words) => spawnSync(program, words, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });

const definition = (survey) => JSON.parse(definitionOf(survey));
const all = (nodes) => nodes.flatMap((node) => [node, ...all(node.children ?? [])]);

/** A made file's path. */
function made(survey, options) {
  const path = at(`${survey}.takestock`);
  writeFileSync(path, [...lines(definitionOf(survey), options)].join(''));
  return path;
}

/** The rows of its table, once imported: objects by question. */
function imported(survey, options) {
  const file = made(survey, options), database = at(`${survey}-${options.responses ?? 'published'}.db`), csv = at(`${survey}.csv`);
  const taken = run('import', '--into', database, file);
  assert.equal(taken.status, 0, taken.stderr + taken.stdout);
  const exported = run('export', '--from', database, '--format', 'csv', '-o', csv);
  assert.equal(exported.status, 0, exported.stderr);
  const [names, ...rows] = readFileSync(csv, 'utf8').trimEnd().split('\r\n').map(cells);
  return { said: taken.stdout, rows: rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))) };
}
const cells = (line) => [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)/g)].slice(0, -1).map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain)
  .concat(line.endsWith(',') ? [''] : []);

test('every survey and every round is without a mistake, and says where its words come from', () => {
  assert.ok(surveys.length >= 10, surveys.join());
  for (const survey of surveys) {
    const files = readdirSync(join(root, 'surveys', survey)).filter((name) => name.endsWith('.json')).map((name) => join(root, 'surveys', survey, name));
    const checked = run('check', ...files);
    assert.equal(checked.status, 0, checked.stdout);
    assert.equal(checked.stdout.match(/no mistakes/g).length, files.length, checked.stdout);
    assert.ok(files.length >= 2, survey);
    assert.match(readFileSync(join(root, 'surveys', survey, 'README.md'), 'utf8'), /## Where the words come from/, survey);
  }
});

test('a survey\'s folder has its id, its round is of it, and what its measures and attributes name is asked or worked out', () => {
  for (const survey of surveys) {
    const { id, survey: nodes, measures = [], attributes = [] } = definition(survey);
    assert.equal(id, survey);
    assert.equal(JSON.parse(readFileSync(join(root, 'surveys', survey, 'round.json'), 'utf8')).survey, survey);
    const names = new Set(all(nodes).map(({ name }) => name));
    for (const attribute of attributes) assert.ok(names.has(attribute), `${survey}: ${attribute}`);
    for (const { name, numerator = '', denominator = '', of = '', base = '' } of measures)
      for (const [, answer] of `${numerator} ${denominator} ${of} ${base}`.matchAll(/\$\{([^}]+)\}/g)) assert.ok(names.has(answer), `${survey}, ${name}: ${answer}`);
  }
});

test('the headline measures of the impact assessment have the words that were published', () => {
  const labels = definition('impact-assessment').measures.slice(0, 5).map(({ label }) => label);
  assert.deepEqual(labels, ['rated our service a good use of their time', 'think we are relevant', 'said we improved their ability to do their work',
    'shared information they received from us', 'felt our service was value for money']);
});

test('the impact assessment has 29 activities in four themes, and knows what a place in each costs', () => {
  const { choices, survey: nodes } = definition('impact-assessment');
  assert.equal(choices.activity.length, 29);
  assert.deepEqual([...new Set(choices.activity.map(({ theme }) => theme))], choices.theme.map(({ name }) => name));
  const { calculation } = all(nodes).find(({ name }) => name === 'cost');
  for (const { name, cost } of choices.activity) assert.equal(expression(calculation)({ answer: () => name }), cost, name);
});

test('made responses are taken in whole, as many as were asked for', () => {
  for (const survey of surveys) {
    const { said, rows } = imported(survey, { responses: 150, seed: 7 });
    assert.match(said, /150 events: 150 added, 0 already present, 0 forked/, survey);
    assert.equal(rows.length, 150, survey);
    for (const attribute of definition(survey).attributes ?? [])
      assert.ok(rows.some((row) => row[attribute] !== ''), `${survey}: nobody has a ${attribute}`);
  }
});

test('the same seed makes the same file, another one another', () => {
  const file = (seed) => [...lines(definitionOf('perceptions'), { responses: 20, seed })].join('');
  assert.equal(file(3), file(3));
  assert.notEqual(file(3), file(4));
});

/** What a respondent does to give this record, and what must come of it, as steps of `takestock replay`. */
function scenario(survey, record) {
  const { survey: nodes } = definition(survey);
  const given = new Map();
  const gather = (group) => Object.entries(group).forEach(([name, value]) => (value && typeof value === 'object' && !Array.isArray(value) ? gather(value) : given.set(name, value)));
  gather(record);
  const answered = all(nodes).filter(({ name, type, calculation }) => given.has(name) && !calculation && type !== 'hidden');
  const inFile = JSON.stringify(JSON.stringify(record));
  return [`store`, `call define @${survey}.json`, 'call resume {}', ...answered.flatMap(({ name }) => [
    `call answer ${JSON.stringify({ path: name, value: given.get(name) })}`, 'expect {"ok":true}']),
  'call finish', 'expect {"ok":true,"response":{"status":"finished"}}', 'call results_file', `expect-file ${JSON.stringify(`"body":${inFile}`)}`].join('\n') + '\n';
}

test('the engine, given the answers of a made response, asks for them, finds nothing wrong and writes the same record byte for byte', () => {
  for (const survey of surveys) {
    writeFileSync(at(`${survey}.json`), definitionOf(survey));
    const files = records(definitionOf(survey), { responses: 8, seed: 11 }).map((record, i) => {
      writeFileSync(at(`${survey}-${i}.txt`), scenario(survey, record));
      return at(`${survey}-${i}.txt`);
    });
    const replayed = run('replay', ...files);
    assert.equal(replayed.status, 0, `${survey}: ${replayed.stdout.slice(0, 3000)}${replayed.stderr.slice(0, 1000)}`);
  }
});

test('every route of a survey is taken in its made responses', () => {
  for (const survey of surveys) {
    const seen = new Set();
    const gather = (group) => Object.entries(group).forEach(([name, value]) => (seen.add(name), value && typeof value === 'object' && gather(value)));
    records(definitionOf(survey), { responses: 600, seed: 2 }).forEach(gather);
    const unmade = ['note', 'start', 'end', 'today', 'username', 'deviceid', 'image', 'audio'];
    const missing = all(definition(survey).survey).filter(({ name, type }) => !seen.has(name) && !unmade.includes(type));
    assert.deepEqual(missing.map(({ name }) => name), [], survey);
  }
});

const percent = (rows, name, ...yes) => (100 * rows.filter((row) => yes.includes(row[name])).length) / rows.length;

test('the published figures of the impact assessment come out of the responses made for them', () => {
  const { rows } = imported('impact-assessment', { published: true });
  assert.equal(rows.length, 1890);
  const figures = [percent(rows, 'use_of_time', 'very_good', 'good'), percent(rows, 'relevant', 'very', 'fairly'), percent(rows, 'ability', 'a_lot', 'a_little'),
    percent(rows, 'shared', 'yes'), percent(rows, 'value', 'very_good', 'fairly_good')];
  assert.deepEqual(figures.map(Math.round), [97, 88, 92, 75, 88]);
  assert.equal(new Set(rows.map(({ activity }) => activity)).size, 29);
  assert.equal(new Set(rows.map(({ theme }) => theme)).size, 4);
});

test('the three tables of the leadership programmes come out of the records made for them, cell by cell with their totals', () => {
  const { rows } = imported('programme-record', { published: true });
  const published = readFileSync(join(root, 'tests/vectors/leadership-programmes.txt'), 'utf8').split(/\n\n/).slice(1);
  const { choices } = definition('programme-record');
  const columns = ['lp', 'ledge', 'la', 'le', 'ng', 'fol'];
  const tables = { 'Political Group': ['political_group', choices.group], Region: ['region', choices.region], 'Type of council': ['council_type', choices.council_type] };
  assert.equal(published.length, 3);
  for (const table of published) {
    const [[head], ...lines] = table.trim().split('\n').map((line) => line.split('\t'));
    const [attribute, list] = tables[head];
    const count = (label, programme) => rows.filter((row) => (label === 'Total:' || list.find(({ name }) => name === row[attribute]).label === label) && (!programme || row.programme === programme)).length;
    assert.deepEqual(lines.map(([label]) => label).sort(), [...list.map(({ label }) => label), 'Total:'].sort());
    for (const [label, ...cells] of lines) assert.deepEqual([...columns.map((each) => count(label, each)), count(label)], cells.map(Number), `${head}: ${label}`);
  }
  assert.equal(rows.length, 577);
});

test('the program says what it makes, and refuses figures that were not published', () => {
  const maker = (...words) => spawnSync(process.execPath, [join(root, 'surveys/synthetic.mjs'), ...words], { cwd: folder, encoding: 'utf8' });
  assert.equal(maker('perceptions', '--responses', '5', '--seed', '3', '-o', 'five.takestock').status, 0);
  assert.equal(readFileSync(at('five.takestock'), 'utf8'), [...lines(definitionOf('perceptions'), { responses: 5, seed: 3 })].join(''));
  assert.equal(maker().status, 2);
  assert.match(maker('perceptions', '--exactly').stderr, /No figures were published of the survey perceptions/);
});

test('an expression that the maker does not know is refused, and what it knows means what it means in XPath', () => {
  for (const source of ["position(..)", '${a} or', '(1', 'a | b', "starts-with('a','b')"]) assert.throws(() => expression(source)({ answer: () => '' }), /not (understood|known)|bracket/, source);
  const now = { own: 5, answer: (name) => ({ n: 3, t: 'x', list: ['a', 'b'] })[name] ?? '', column: () => '' };
  for (const source of ['1 + 2 * 3 = 7', '10 div 4 = 2.5', "${blank} = ''", 'not(${blank} > 0)', 'not(${blank} < 1)', "${t} != '' and ${n} = 3", ". >= 5 and . <= 5", "selected(${list}, 'b')",
    'count-selected(${list}) = 2', "if(${n} > 2, 'a', 'b') = 'a'", "concat('£', ${n} - 1) = '£2'", "regex('ab', 'a.')", "not(regex('abc', 'a.'))", "substring-after('a=1 b=2', 'b=') = 2"])
    assert.ok(holds(source, now), source);
});

test('a hub can show any of them: with its own round, or with the one for demonstration', () => {
  for (const survey of ['taking-stock', 'budget-simulator', 'planning-customers']) {
    const shown = spawnSync(program, ['hub', 'demonstrate', '--data', at(`hub-${survey}`), '--survey', `surveys/${survey}`, '--port', '8080'], { cwd: root, encoding: 'utf8' });
    assert.equal(shown.status, 0, shown.stderr);
    assert.match(shown.stdout, new RegExp(`Respondent:  http://127.0.0.1:8080/#.*${survey}`), shown.stdout);
  }
});
