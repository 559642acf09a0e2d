// `takestock results` as a survey team meets it: published figures from data made to have them, protected tables, identified results.
// TAKESTOCK names the program, build/native/takestock if it is not set.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { definitionOf, lines } from '../../surveys/synthetic.mjs';

const root = resolve(import.meta.dirname, '../..');
const program = resolve(root, process.env.TAKESTOCK ?? 'build/native/takestock');

let folder;
const at = (name) => join(folder, name);
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'takestock-results-'));
  for (const survey of ['impact-assessment', 'programme-record'])
    writeFileSync(at(`${survey}.takestock`), [...lines(definitionOf(survey), { published: true })].join(''));
});
after(() => rmSync(folder, { recursive: true }));

const run = (...words) => {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { status, stdout, stderr };
};
const json = (...words) => {
  const done = run('results', ...words, '--format', 'json');
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
};

test('data made to have the published figures gives them exactly', () => {
  const results = json('impact-assessment.takestock');
  assert.equal(results.responded, 1890);
  const percent = (name) => Math.round(100 * results.measures.find((measure) => measure.name === name).lines[0].value);
  assert.deepEqual(['good_use', 'relevant', 'improved', 'shared', 'value'].map(percent), [97, 88, 92, 75, 88]);
  const text = run('results', 'impact-assessment.takestock').stdout;
  assert.match(text, /1,890 responded\./);
  assert.match(text, /97% rated our service a good use of their time \(1,833 of 1,890; 96% to 98%\)/);
});

test('a database gives the same as the results files that went into it', () => {
  assert.equal(run('import', '--into', 'a.db', 'impact-assessment.takestock').status, 0);
  assert.deepEqual(json('a.db'), json('impact-assessment.takestock'));
});

test('a table adds up, and shows no small count nor what gives one away', () => {
  const [table] = json('programme-record.takestock', '--table', 'region', 'political_group').tables;
  const width = table.columns.length;
  assert.equal(table.base[0], 577);
  assert.ok(table.counts.includes('[c]'));
  for (const count of table.counts) assert.ok(count === '[c]' || count === 0 || count >= 10, String(count));
  table.rows.forEach((_, row) => {
    const cells = table.counts.slice(row * width, row * width + width), hidden = cells.filter((count) => count === '[c]').length;
    if (hidden === 0) assert.equal(cells.reduce((sum, count) => sum + count, 0), table.row_totals[row]);
    if (table.row_totals[row] !== '[c]') assert.notEqual(hidden, 1);
  });
});

test('identified results are refused without a reason, and kept with one', () => {
  const words = ['results', 'programme-record.takestock', '--table', 'region', 'political_group', '--identified'];
  assert.equal(run(...words).status, 2);
  assert.ok(!existsSync(at('programme-record.takestock.identified.log')));
  const done = run(...words, '--reason', 'Checked against the register');
  assert.equal(done.status, 0, done.stderr);
  assert.ok(!done.stdout.includes('[c]'));
  assert.match(done.stdout, /NOT FOR PUBLICATION/);
  assert.match(done.stderr, /because: Checked against the register/);
  assert.match(readFileSync(at('programme-record.takestock.identified.log'), 'utf8'), /Checked against the register/);
});

test('what was published is remembered, and comes out the same again', () => {
  const first = run('results', 'programme-record.takestock', '--table', 'region', '--releases', 'releases.json');
  assert.equal(first.status, 0, first.stderr);
  assert.ok(readFileSync(at('releases.json'), 'utf8').includes('"tables"'));
  assert.equal(run('results', 'programme-record.takestock', '--table', 'region', '--releases', 'releases.json').stdout, first.stdout);
});

test('a mistake in the words, a measure or a file is said in a sentence', () => {
  assert.match(run('results', 'impact-assessment.takestock', '--measure', 'good_news').stderr, /no measure "good_news"/);
  assert.match(run('results', 'impact-assessment.takestock', '--by', 'moon').stderr, /no question "moon"/);
  assert.match(run('results', 'impact-assessment.takestock', '--where', 'theme').stderr, /QUESTION=CHOICE/);
  assert.equal(run('results').status, 2);
  writeFileSync(at('broken.takestock'), readFileSync(at('impact-assessment.takestock'), 'utf8').slice(0, -100));
  assert.equal(run('results', 'broken.takestock').status, 1);
});

test('takestock check finds mistakes in measures and in the threshold of a round', () => {
  const survey = JSON.parse(definitionOf('impact-assessment'));
  survey.measures[0].numerator = '${nowhere} = 1';
  writeFileSync(at('survey.json'), JSON.stringify(survey));
  const checked = run('check', 'survey.json');
  assert.equal(checked.status, 1);
  assert.match(checked.stdout, /\/measures\/0\/numerator: unknown_reference: Nothing here is named "nowhere"/);
  const round = JSON.parse(readFileSync(resolve(root, 'surveys/impact-assessment/round.json'), 'utf8'));
  writeFileSync(at('round.json'), JSON.stringify({ ...round, disclosure_threshold: 3 }));
  assert.match(run('check', 'round.json').stdout, /\/disclosure_threshold: wrong_value/);
});

test('CSV and HTML hold the same figures, and nothing that a spreadsheet would run', () => {
  const csv = run('results', 'impact-assessment.takestock', '--format', 'csv').stdout;
  assert.match(csv, /good_use,[^\r\n]*,All,count,1833\r\n/);
  const html = run('results', 'impact-assessment.takestock', '--format', 'html').stdout;
  assert.match(html, /<span class="number">97%<\/span> rated our service/);
  assert.ok(!html.includes('<script'));
});

test('a report has a picture above each table, and the same report is a Word document', () => {
  const words = ['results', 'impact-assessment.takestock', '--measure', 'good_use,relevant', '--by', 'region'];
  const html = run(...words, '--format', 'html').stdout;
  assert.equal(html.split('<figure>').length - 1, 5);
  assert.ok(html.indexOf('<figure>') < html.indexOf('<table>'));
  assert.equal(run(...words, '--format', 'docx', '-o', 'report.docx').status, 0);
  const docx = readFileSync(at('report.docx'));
  assert.equal(docx.subarray(0, 4).toString('latin1'), 'PK\u0003\u0004');
  assert.match(docx.toString('utf8'), /97%<\/w:t>.*rated our service a good use of their time/);
  assert.match(run(...words, '--format', 'odt').stderr, /text, json, csv, html or docx/);
});
