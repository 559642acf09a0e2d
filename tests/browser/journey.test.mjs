// Issue A's journey: answer on a phone, lose power and signal, come back, finish, carry the files out.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { again, site, someone } from './respondent.mjs';

const questions = JSON.parse(readFileSync(new URL('../vectors/taking-stock-transcription.json', import.meta.url)));
const takestock = new URL('../../build/native/takestock', import.meta.url).pathname;
const changes = 'Yes they are generally relevant, but I suggest some changes';
const threeHundredWords = Array.from({ length: 300 }, (_, n) => `word${n + 1}`).join(' ');
const formula = '=1+1, "quoted"\nand a second line with a smile 🙂';

/** The text of a Word file's paragraphs. */
function wordText(bytes) {
  const file = join(folder, 'copy.docx');
  writeFileSync(file, bytes);
  const xml = execFileSync('python3', ['-c', 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read("word/document.xml"))', file]);
  return plain(String(xml).replace(/<\/w:p>/g, '\n'));
}

const plain = (markup) => markup.replace(/<style.*?<\/style>/gs, '').replace(/<[^>]*>/g, '')
  .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;|&apos;|&#x27;/g, "'").replace(/&amp;/g, '&');

let folder, server, device, person;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'takestock-journey-'));
  server = await site();
  ({ device, person } = await someone(server.address));
});
after(async () => {
  await device?.discard();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('The start page says what is needed to know and becomes ready for work without a signal', async () => {
  assert.equal(await person.at(), 'start');
  for (const words of ['21', 'minutes', 'Who sees your answers', 'You do not need a signal once this page has loaded']) await person.sees(words);
  await person.readyWithoutSignal();
});

test('Answers are given one question at a time and the page says when each is saved', async () => {
  await person.begin();
  await person.choose(changes);
  await person.saved();
  assert.match(await person.status(), /^Saved on this device at \d\d:\d\d$/);
  await person.goOn('q2');
  await person.write(formula);
  await person.saved();
  await person.goOn('q3');
  await person.write(threeHundredWords);
  await person.saved();
  for (const page of ['q4', 'q5', 'q6', 'q7', 'q8']) await person.goOn(page);
  await person.choose('Yes');
  await person.saved();
});

test('After the battery died and the signal went, the page opens where they were with nothing missing', async () => {
  await device.kill();
  await server.stop();
  const hits = server.hits;
  person = await again(device, server.address);
  await person.arrived('q8');
  await person.sees('Welcome back.');
  assert.equal(await person.given(), 'Yes');
  await person.goBack('q7');
  for (const page of ['q6', 'q5', 'q4', 'q3']) {
    await person.goBack(page);
  }
  assert.equal(await person.given(), threeHundredWords);
  await person.goBack('q2');
  assert.equal(await person.given(), formula);
  assert.equal(server.hits, hits);
});

test('Check your answers shows every question once, and Change comes straight back to it', async () => {
  await person.goTo('check');
  const page = await person.reads();
  for (const { text, number } of questions.filter((each) => !['14', '16'].includes(each.number))) {
    assert.ok(page.includes(text), `question ${number} is on the page`);
  }
  assert.ok(page.includes('Not provided'));
  await person.click(`//main//a[substring(@href, string-length(@href) - 2) = '/q9']`);
  await person.arrived('q9');
  await person.choose('Yes – unless there are exceptional circumstances');
  await person.saved();
  await person.goOn('check');
  await person.sees('Yes – unless there are exceptional circumstances');
});

test('Finishing gives a reference, and the copies have every question word for word, with "No response." where blank', async () => {
  await person.press('Finish');
  await person.arrived('finished');
  assert.equal(await person.heading(), 'Your response is finished and saved on this device');
  await person.press('Download a copy to print');
  const html = await device.downloaded();
  await person.press('Download a copy for Word');
  const docx = await device.downloaded();
  assert.match(html.name, /\.html$/);
  assert.match(docx.name, /\.docx$/);
  for (const text of [plain(String(html.bytes)), wordText(docx.bytes)]) {
    for (const question of questions) assert.ok(text.includes(question.text), `question ${question.number}: ${question.text}`);
    for (const said of [changes, threeHundredWords, '=1+1, "quoted"', 'and a second line with a smile 🙂', 'No response.']) assert.ok(text.includes(said), said);
  }
});

test('The results file goes into a database any number of times and comes out as the answers that were given', async () => {
  await person.press('Download the results file');
  const file = await device.downloaded();
  const path = join(folder, file.name);
  const database = join(folder, 'all.db');
  const table = join(folder, 'answers.csv');
  writeFileSync(path, file.bytes);
  execFileSync(takestock, ['import', '--into', database, path, path]);
  execFileSync(takestock, ['import', '--into', database, path]);
  execFileSync(takestock, ['export', '--from', database, '--format', 'csv', '--labels', '-o', table]);
  const rows = JSON.parse(execFileSync('python3', ['-c',
    'import csv, json, sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", newline="")))))', table]));
  assert.equal(rows.length, 1);
  const value = (name) => Object.entries(rows[0]).find(([column]) => column === name || column.endsWith(`/${name}`))?.[1];
  assert.equal(value('q1'), changes);
  assert.equal(value('q2').replace(/^'/, ''), formula);
  assert.equal(value('q3'), threeHundredWords);
  assert.equal(value('q8'), 'Yes');
  assert.equal(value('q9'), 'Yes – unless there are exceptional circumstances');
});

test('On the whole way nothing was asked from the stopped server and no rule of the security policy was broken', () => {
  assert.deepEqual(person.complaints().filter((each) => !/ERR_CONNECTION_REFUSED|NetworkError/.test(each)), []);
});
