// `takestock export` as files of SPSS, Stata and Excel, and the codebook: what a person asks for, and what is then in the file.
// TAKESTOCK names the program, build/native/takestock if it is not set.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { chance } from '../../surveys/synthetic/chance.mjs';
import { resultsFile } from '../../surveys/synthetic/results-file.mjs';
import { definition, injected, records } from './datafiles/answers.mjs';

const root = resolve(import.meta.dirname, '../..');
const program = resolve(root, process.env.TAKESTOCK ?? 'build/native/takestock');

let folder;
const at = (name) => join(folder, name);
const run = (...words) => {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { status, stdout, stderr };
};
const identified = ['--identified', '--reason', 'Analysis by the research team'];
function exported(format, out, ...more) {
  const done = run('export', '--from', 'a.db', '--format', format, '-o', out, ...more);
  assert.equal(done.status, 0, done.stderr);
  return readFileSync(at(out));
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'takestock-datafiles-'));
  writeFileSync(at('a.takestock'), [...resultsFile(definition, records, chance(7))].join(''));
  assert.equal(run('import', '--into', 'a.db', 'a.takestock').status, 0);
});
after(() => rmSync(folder, { recursive: true }));

/** The entries of a ZIP archive, by its directory. */
function entries(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  const found = {};
  for (let i = 0, at = bytes.readUInt32LE(end + 16); i < bytes.readUInt16LE(end + 10); ++i) {
    const name = bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28)), local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    found[name] = inflateRawSync(bytes.subarray(start, start + bytes.readUInt32LE(at + 20))).toString('utf8');
    assert.equal(Buffer.byteLength(found[name]), bytes.readUInt32LE(at + 24), name);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return found;
}

/** The cells of a sheet by their names. */
function cells(xml) {
  const unescaped = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  const found = {};
  for (const [, name, style, kind, inner] of xml.matchAll(/<c r="([A-Z]+\d+)"(?: s="(\d)")?(?: t="(\w+)")?>(.*?)<\/c>/gs))
    found[name] = { style, text: kind === 'inlineStr' ? unescaped(/<t[^>]*>(.*)<\/t>/s.exec(inner)[1]) : undefined, number: /<v>(.*)<\/v>/.exec(inner)?.[1] };
  return found;
}

test('what holds the answers of single respondents is refused without a reason, and kept with one', () => {
  for (const format of ['sav', 'dta', 'xlsx']) {
    const refused = run('export', '--from', 'a.db', '--format', format, '-o', 'no');
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /single respondents: they need --identified and a --reason/);
    assert.equal(run('export', '--from', 'a.db', '--format', format, '-o', 'no', '--identified', '--reason', ' ').status, 2);
  }
  assert.ok(!existsSync(at('no')) && !existsSync(at('a.db.identified.log')));
  exported('dta', 'a.dta', ...identified);
  assert.match(readFileSync(at('a.db.identified.log'), 'utf8'), /Analysis by the research team \(--from a\.db --format dta/);
});

test('a codebook needs no reason: it has no responses', () => {
  const page = exported('codebook', 'codebook.html').toString();
  assert.match(page, /Asked only if “Did you take part\?” is “Yes”/);
  assert.match(page, /<p lang="cy">A wnaethoch gymryd rhan\?<\/p>/);
  assert.ok(!page.includes('Peers were kind'));
  assert.equal(run('export', '--from', 'a.db', '--format', 'codebook', '-o', 'x', ...identified).status, 2);
});

test('the codebook says what each variable is called, means and may hold', () => {
  const { title, variables } = JSON.parse(exported('codebook-json', 'codebook.json').toString());
  const named = (name) => variables.find((variable) => variable.variable === name);
  assert.equal(title, 'Files and their traps');
  assert.deepEqual(named('took_part').choices.map(({ code, name, label, dont_know }) => [code, name, label.en, dont_know]),
    [[1, 'yes', 'Yes', false], [2, 'no', 'No "never"', false], [-8, 'dont_know', "Don't know", true]]);
  assert.equal(named('took_part').wording.cy, 'A wnaethoch gymryd rhan?');
  assert.equal(named('why').condition, "${took_part} = 'yes'");
  assert.equal(named('rating').choices[4].code, 5);
  assert.deepEqual([named('by').spss, named('by').stata], ['by_2', 'by']);
  const long = named('a_name-of.sixty_bytes_which_is_longer_than_stata_allows_it');
  assert.equal(long.stata.length, 32);
  assert.match(long.stata, /^\w+$/);
  const lines = exported('codebook-csv', 'codebook.csv').toString().split('\r\n');
  assert.ok(lines.some((line) => line.startsWith('took_part,took_part,took_part,1,')));
});

test('a workbook has numbers, dates and texts as what they are, and never a formula', () => {
  const parts = entries(exported('xlsx', 'a.xlsx', ...identified));
  const sheet = parts['xl/worksheets/sheet1.xml'], found = cells(sheet);
  assert.ok(!/<f[ >]/.test(sheet) && !sheet.includes('<hyperlink'));
  const columns = Object.fromEntries(Object.entries(found).filter(([name]) => /^[A-Z]+1$/.test(name)).map(([name, cell]) => [cell.text, name.slice(0, -1)]));
  const answers = (name) => records.map((_, index) => found[columns[name] + (index + 2)]);
  assert.deepEqual(answers('comment').map((cell) => cell?.text), records.map((record) => record.comment?.replaceAll('\r\n', '\n')));
  for (const cell of answers('comment')) assert.ok(cell === undefined || cell.style === '1', 'a text stays one when it is edited');
  assert.equal(injected.length, 300);
  assert.deepEqual(answers('happened').slice(0, 3).map((cell) => cell.number ?? cell.text), ['1834-08-14', '42064', '1899-12-31']);
  assert.ok(Math.abs(Number(answers('at')[0].number) - 42064 - 17 / 24) < 1e-9);
  assert.deepEqual(answers('balance').slice(0, 3).map((cell) => cell.number), ['-9', '-1', '12.5']);
  assert.deepEqual(answers('rating').slice(0, 2).map((cell) => cell.number), ['5', '1']);
  assert.equal(answers('took_part')[0].text, 'yes');
  assert.equal(answers('score')[0].number, '4');
  assert.match(parts['xl/workbook.xml'], /name="Responses".*name="Variables".*name="Notes"/);
  assert.match(parts['xl/worksheets/sheet3.xml'], /NOT FOR PUBLICATION/);
});

test('labels stand in a workbook where they are asked for', () => {
  const found = cells(entries(exported('xlsx', 'labels.xlsx', '--labels', ...identified))['xl/worksheets/sheet1.xml']);
  assert.ok(Object.values(found).some((cell) => cell.text === 'No "never"'));
});

test('files for SPSS and Stata say how they are to be read, and carry every wording', () => {
  const sav = exported('sav', 'a.sav', ...identified).toString('latin1'), dta = exported('dta', 'a.dta', ...identified).toString();
  assert.ok(sav.startsWith('$FL2') && dta.startsWith('<stata_dta><header><release>118</release>'));
  for (const file of [Buffer.from(sav, 'latin1').toString(), dta]) {
    assert.ok(file.includes('Did you take part?') && file.includes('No answer') && file.includes('Not asked'));
    assert.ok(file.replace(/\s+/g, ' ').includes('of the very long wording of this question.'), 'what a label has no room for is in the notes');
  }
});

test('weights to a known population become a variable', () => {
  const round = JSON.parse(readFileSync(resolve(root, 'surveys/impact-assessment/round.json'), 'utf8'));
  writeFileSync(at('round.json'), JSON.stringify({ ...round, survey: 'traps', population: { took_part: { yes: 400, no: 100 } } }));
  const done = run('export', '--from', 'a.db', '--format', 'xlsx', '--round', 'round.json', '-o', 'w.xlsx', ...identified);
  assert.equal(done.status, 0, done.stderr);
  const found = cells(entries(readFileSync(at('w.xlsx')))['xl/worksheets/sheet1.xml']);
  const column = Object.entries(found).find(([, cell]) => cell.text === 'weight')[0].slice(0, -1);
  const sum = records.reduce((total, _, index) => total + Number(found[column + (index + 2)].number), 0);
  assert.ok(Math.abs(sum - 500) < 1e-6, String(sum));
});

test('a mistake in the words is said in a sentence', () => {
  const says = (sentence, ...words) => {
    const done = run('export', '--from', 'a.db', '-o', 'x', ...words);
    assert.equal(done.status, 2);
    assert.match(done.stderr, sentence);
  };
  says(/--format is csv, json, sqlite, sav/, '--format', 'por');
  says(/--exact and --bom are for csv/, '--format', 'sav', '--exact', ...identified);
  says(/--split is for csv and json/, '--format', 'xlsx', '--split', ...identified);
  says(/--identified, --reason and --round are for sav, dta and xlsx/, '--format', 'csv', ...identified);
});
