// `takestock results` over several rounds, beside peers, and with the published tables of the leadership programmes.
// TAKESTOCK names the program, build/native/takestock if it is not set.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { definitionOf, lines } from '../../surveys/synthetic.mjs';

const root = resolve(import.meta.dirname, '../..');
const program = resolve(root, process.env.TAKESTOCK ?? 'build/native/takestock');
const councils = Array.from({ length: 15 }, (_, i) => ({ name: `c${i}`, label: `Council ${i}` }));

/** A survey of councils; `changes` are of the question "good". */
const survey = (version, changes = {}) => JSON.stringify({
  takestock: 1, id: 'peers', version, title: 'How councils do',
  choices: { council: councils, kind: [{ name: 'district', label: 'District' }, { name: 'county', label: 'County' }], yes_no: [{ name: 'yes', label: 'Yes' }, { name: 'no', label: 'No' }], year: ['2013', '2014', '2015'].map((name) => ({ name, label: name })) },
  attributes: ['council', 'kind', 'year'],
  measures: [
    { name: 'good', type: 'share', label: 'say it is good', numerator: "${good} = 'yes'" },
    { name: 'calm', type: 'share', label: 'are calm', numerator: "${calm} = 'yes'" },
    { name: 'score', type: 'mean', label: 'points', of: '${score}' },
  ],
  survey: [
    { type: 'select_one council', name: 'council', label: 'Which council?', required: true },
    { type: 'select_one kind', name: 'kind', label: 'Which kind?', required: true },
    { type: 'select_one year', name: 'year', label: 'Which year?', required: true },
    { type: 'select_one yes_no', name: 'good', label: 'Is it good?', ...changes },
    { type: 'select_one yes_no', name: 'calm', label: 'Are you calm?' },
    { type: 'integer', name: 'score', label: 'How many points?', constraint: '. >= 0 and . <= 10' },
  ],
});

let folder;
const at = (name) => join(folder, name);
const make = (name, definition, options) => writeFileSync(at(name), [...lines(definition, options)].join(''));
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'takestock-compared-'));
  make('programme-record.takestock', definitionOf('programme-record'), { published: true });
  make('2013.takestock', survey('1'), { responses: 900, seed: 1 });
  make('2014.takestock', survey('1'), { responses: 1200, seed: 2 });
  make('2015.takestock', survey('2', { label: 'Is it any good?' }), { responses: 800, seed: 3 });
});
after(() => rmSync(folder, { recursive: true }));

const run = (...words) => spawnSync(program, ['results', ...words], { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const json = (...words) => {
  const done = run(...words, '--format', 'json');
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
};

/** The tables as they were printed, by heading: rows of [label, cells..., total]. */
function published() {
  const tables = readFileSync(join(root, 'tests/vectors/leadership-programmes.txt'), 'utf8').split(/\n\n/).slice(1);
  return tables.map((table) => table.trim().split('\n').map((line) => line.split('\t')));
}
const attributes = { 'Political Group': 'political_group', Region: 'region', 'Type of council': 'council_type' };

test('the three tables of the leadership programmes come out cell by cell, totals included, where nothing is withheld', () => {
  const tables = published();
  assert.equal(tables.length, 3);
  for (const [[heading, ...programmes], ...rows] of tables) {
    const [table] = json('programme-record.takestock', '--table', attributes[heading], 'programme', '--identified', '--reason', 'Checked against the paper').tables;
    assert.equal(table.columns.length, programmes.length - 1);
    const figures = new Map(table.rows.map(({ label }, row) => [label, [...table.counts.slice(row * 6, row * 6 + 6), table.row_totals[row]]]));
    figures.set('Total:', [...table.bases, table.base[0]]);
    assert.equal(figures.size, rows.length);
    for (const [label, ...cells] of rows) assert.deepEqual(figures.get(label), cells.map(Number), `${heading}: ${label}`);
  }
});

test('published, the same tables withhold every count from 1 to 9, show zeros, and no total gives a withheld count away', () => {
  for (const [[heading], ...rows] of published()) {
    const [table] = json('programme-record.takestock', '--table', attributes[heading], 'programme').tables;
    table.rows.forEach(({ label }, row) => {
      const truth = rows.find(([name]) => name === label).slice(1).map(Number);
      const shown = [...table.counts.slice(row * 6, row * 6 + 6), table.row_totals[row]];
      shown.forEach((figure, i) => {
        if (truth[i] > 0 && truth[i] < 10) assert.equal(figure, '[c]', `${heading}: ${label}`);
        else assert.ok(figure === '[c]' || figure === truth[i], `${heading}: ${label}`);
      });
      const withheld = shown.slice(0, 6).filter((figure) => figure === '[c]').length;
      if (shown[6] !== '[c]') assert.notEqual(withheld, 1, `${heading}: ${label}`);
    });
  }
});

/** Newcombe's interval of p1 - p2. */
function newcombe(p1, n1, p2, n2) {
  const z = 1.959963984540054;
  const wilson = (p, n) => {
    const middle = p + z * z / (2 * n), half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)), by = 1 + z * z / n;
    return [(middle - half) / by, (middle + half) / by];
  };
  const [l1, u1] = wilson(p1, n1), [l2, u2] = wilson(p2, n2), d = p1 - p2;
  return [d - Math.hypot(p1 - l1, u2 - p2), d + Math.hypot(u1 - p1, p2 - l2)];
}

test('rounds are compared with an interval of the change, and the line breaks where a question was worded differently', () => {
  const { over_time: { rounds, trends }, notes } = json('--rounds', '2012/13=2013.takestock', '2014.takestock', '2015.takestock');
  assert.deepEqual(rounds.map(({ label }) => label), ['2012/13', '2014', '2015']);
  assert.deepEqual(rounds.map(({ responded }) => responded), [900, 1200, 800]);
  const points = (name) => trends.find((trend) => trend.name === name).lines[0].points;
  const calm = points('calm');
  assert.deepEqual(calm.map(({ broken }) => broken), ['', '', '']);
  for (const i of [1, 2]) {
    assert.ok(Math.abs(calm[i].change - (calm[i].value - calm[i - 1].value)) < 1e-12);
    const [low, high] = newcombe(calm[i].value, calm[i].base, calm[i - 1].value, calm[i - 1].base);
    assert.ok(Math.abs(calm[i].change_low - low) < 1e-9 && Math.abs(calm[i].change_high - high) < 1e-9);
  }
  const good = points('good');
  assert.equal(good[1].broken, '');
  assert.equal(good[2].broken, 'Does not compare with 2014: good - its wording changed.');
  assert.equal(good[2].change, null);
  assert.ok(good[2].value > 0);
  assert.ok(notes.some((note) => note.includes('Newcombe')));
});

test('a distribution is followed answer by answer, and rounds may be the choices of a question', () => {
  const { over_time: { rounds, trends } } = json('2013.takestock', '--rounds-by', 'year', '--table', 'calm');
  assert.deepEqual(rounds.map(({ label }) => label), ['2013', '2014', '2015']);
  assert.deepEqual(trends.map(({ name, lines: each }) => [name, each.map(({ label }) => label)]), [['calm', ['Yes', 'No']]]);
  for (const i of [0, 1, 2]) assert.ok(Math.abs(trends[0].lines[0].points[i].value + trends[0].lines[1].points[i].value - 1) < 1e-12);
});

test('what a round withholds is withheld over time, and so is every change from it', () => {
  make('few.takestock', survey('1'), { responses: 7, seed: 5 });
  const { over_time: { rounds, trends } } = json('--rounds', '2013.takestock', 'few.takestock', '--measure', 'calm');
  assert.equal(rounds[1].responded, '[c]');
  const point = trends[0].lines[0].points[1];
  for (const figure of ['value', 'low', 'high', 'change', 'change_low', 'change_high']) assert.equal(point[figure], '[c]', figure);
});

test('a council sees itself beside its peers, and of them only what fourteen have in common', () => {
  const { peers } = json('2014.takestock', '--own', 'council=c3', '--peers', `council=${councils.map(({ name }) => name).join(',')}`);
  assert.equal(peers.label, 'Council 3');
  const calm = peers.measures.find(({ name }) => name === 'calm');
  assert.equal(calm.refused, '');
  assert.equal(calm.councils, 14);
  const truth = json('2014.takestock', '--measure', 'calm', '--by', 'council', '--identified', '--reason', 'test').measures[0].lines;
  const others = truth.slice(1).filter(({ group }) => group !== 'c3');
  assert.equal(calm.group.base, others.reduce((sum, { base }) => sum + base, 0));
  assert.ok(Math.abs(calm.group.value - others.reduce((sum, { count }) => sum + count, 0) / calm.group.base) < 1e-12);
  assert.ok(Math.abs(calm.own.value - truth.find(({ group }) => group === 'c3').value) < 1e-12);
  assert.ok(calm.lower_quartile <= calm.median && calm.median <= calm.upper_quartile);
  assert.equal(calm.median, Math.round(calm.median * 100) / 100);
  assert.ok(!JSON.stringify(peers).includes('"Council 4"'));
});

test('too small a group of peers is refused with a sentence', () => {
  const { peers } = json('2014.takestock', '--own', 'council=c3', '--peers', 'council=c4,c5,c6', '--measure', 'good');
  assert.equal(peers.measures[0].refused, 'The group has 3 other councils with an answer; 10 are needed.');
  assert.equal(peers.measures[0].group.value, '[c]');
  assert.equal(peers.measures[0].median, '[c]');
  assert.match(run('2014.takestock', '--own', 'council=c3').stderr, /belong together/);
  assert.match(run('2014.takestock', '--own', 'council=c99', '--peers', 'kind=district').stderr, /no choice "c99"/);
});

test('the spidergrams of a self-assessment are of its measures, and takestock check finds mistakes in them', () => {
  make('self.takestock', definitionOf('self-assessment'), { responses: 300, seed: 4 });
  const results = json('self.takestock');
  assert.deepEqual(results.spidergrams.map(({ name, axes }) => [name, axes.length]), [['core', 5], ['finance', 7]]);
  const context = results.measures.find(({ name }) => name === 'core_context').lines[0];
  assert.equal(results.spidergrams[0].series[0].points[0].value, context.value);
  const broken = JSON.parse(definitionOf('self-assessment'));
  const core = broken.measures.find(({ name }) => name === 'core');
  core.series[0].axes[1] = 'confident';
  core.series[1].axes.pop();
  writeFileSync(at('survey.json'), JSON.stringify(broken));
  const checked = spawnSync(program, ['check', 'survey.json'], { cwd: folder, encoding: 'utf8' }).stdout;
  assert.match(checked, /series\/0\/axes\/1: wrong_value: All axes are of one type; the first is a mean\./);
  assert.match(checked, /series\/1\/axes: wrong_value: Each series has as many axes as the first, which has 5\./);
});
