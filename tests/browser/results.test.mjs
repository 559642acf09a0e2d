// The results page as a survey team meets it: results files from disk and no server, the figures of `takestock results`, tables, filters,
// what is withheld, what is taken along. PICTURES names a folder for pictures of the page.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { definitionOf, records } from '../../surveys/synthetic.mjs';
import { chance } from '../../surveys/synthetic/chance.mjs';
import { resultsFile } from '../../surveys/synthetic/results-file.mjs';
import { Device, isChromium } from './device.mjs';
import { site } from './respondent.mjs';
import { isFine } from './standards.mjs';
import { Team } from './team.mjs';

const root = resolve(import.meta.dirname, '../..');
const program = resolve(root, process.env.TAKESTOCK ?? 'build/native/takestock');
const wide = { width: 1280, height: 900 };
const folder = mkdtempSync(join(tmpdir(), 'takestock-results-page-'));
const at = (name) => join(folder, name);
let server, device, tab;

/** Those of a survey in two files, in no order. */
function makeFiles(survey) {
  const definition = definitionOf(survey), all = records(definition, { published: true });
  const half = Math.floor(all.length / 2);
  [all.slice(0, half), all.slice(half)].forEach((part, i) => writeFileSync(at(`${survey}-${i + 1}.takestock`), [...resultsFile(definition, part, chance(77 + i))].join('')));
}

before(async () => {
  ['impact-assessment', 'programme-record'].forEach(makeFiles);
  server = await site();
  device = await new Device().switchOn();
});
after(async () => {
  await device?.discard();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

const picture = (name, fullPage = true) => (process.env.PICTURES ? tab.screenshot({ path: join(process.env.PICTURES, `${name}.png`), fullPage }) : null);
const until = (condition, complaint, ...given) => tab.waitForFunction(condition, { polling: 50 }, ...given)
  .catch(async () => assert.fail(`${complaint}; the page reads:\n${await tab.evaluate(() => document.body.innerText)}`));
const page = (name) => until((wanted) => { const main = document.querySelector('main'); return main?.dataset.page === wanted && main.ariaBusy !== 'true'; }, `"${name}" did not come`, name);
const idle = () => until(() => document.querySelector('main').ariaBusy !== 'true', 'It does not come to an end');
const text = (selector) => tab.$eval(selector, (element) => element.innerText.replace(/\s+/g, ' ').trim());
const press = async (act) => {
  await tab.$eval(`[data-act=${act}]`, (button) => { button.closest('details')?.setAttribute('open', ''); button.scrollIntoView({ block: 'center' }); });
  await tab.click(`[data-act=${act}]`);
};
const choose = (id, value) => tab.select(`#${id}`, value);
const show = async () => {
  await press('show');
  await idle();
};

async function begin(size = wide) {
  tab = await device.tab(size);
  tab.setDefaultTimeout(30_000);
  await tab.goto(`${server.address}results/`);
  await page('open');
}
async function take(...names) {
  const box = await tab.$('#files');
  await box.uploadFile(...names.map(at));
}
/** A table as the page shows it: its rows, withheld figures as [c]. */
const cells = (name) => tab.$eval(`[data-table=${name}] table`, (found) => [...found.querySelectorAll('tbody tr')]
  .map((row) => [...row.cells].map((cell) => (cell.querySelector('[aria-hidden]') ?? cell).innerText.trim())));
const native = (...words) => JSON.parse(execFileSync(program, ['results', ...words, '--format', 'json'], { cwd: folder, encoding: 'utf8' }));

/** What takestock results says, in the words of the page. */
const percent = (share) => `${Math.round(share * 100)}%`;
const count = (number) => (typeof number === 'number' ? number.toLocaleString('en-GB') : number);

test('without a server two results files give the published figures, those of takestock results', async () => {
  await begin();
  await until(() => document.querySelector('[data-offline]'), 'It does not say that it opens without a network');
  await server.stop();
  await tab.reload();
  await page('open');
  await take('impact-assessment-2.takestock', 'impact-assessment-1.takestock');
  await page('results');
  assert.equal(await text('[data-responded]'), '1,890');
  const headlines = await tab.$$eval('[data-measure]', (all) => all.map((each) => [each.dataset.measure, each.querySelector('.results-value').innerText.trim(), each.querySelector('.results-base').innerText]));
  assert.deepEqual(headlines.slice(0, 5).map(([name, value]) => [name, value]), [['good_use', '97%'], ['relevant', '88%'], ['improved', '92%'], ['shared', '75%'], ['value', '88%']]);
  const { responded, measures } = native('impact-assessment-1.takestock', 'impact-assessment-2.takestock');
  assert.equal(responded, 1890);
  for (const { name, type, lines: [all] } of measures.filter((measure) => measure.type === 'share')) {
    const [, value, base] = headlines.find(([each]) => each === name);
    assert.equal(value, percent(all.value), type);
    assert.equal(base, `${count(all.count)} of ${count(all.base)}; likely to be between ${percent(all.low)} and ${percent(all.high)}`);
  }
  await picture('headlines');
});

test('a table is chosen and filtered; small groups are withheld, in words too', async () => {
  await choose('rows', 'use_of_time');
  await choose('columns', 'region');
  await show();
  const table = await cells('use_of_time');
  assert.equal(await tab.$eval('[data-table=use_of_time] caption', (caption) => caption.innerText.length > 10), true);
  assert.ok(table.flat().includes('[c]'), 'Nothing is withheld');
  for (const shown of table.flatMap((row) => row.slice(1)).filter((cell) => /^\d+$/.test(cell))) assert.ok(shown === '0' || Number(shown) >= 10, shown);
  assert.match(await text('[data-withheld]'), /withheld here and shown as \[c\]/);
  assert.equal(await tab.$eval('.results-mark .govuk-visually-hidden', (mark) => mark.innerText), 'withheld');
  assert.match(await tab.$eval('#said', (said) => said.innerText), /Results shown: 1,890 people responded/);
  assert.equal(await tab.evaluate(() => document.activeElement.id), 'results');
  await choose('rows', '');
  await choose('columns', '');
  await choose('by', 'region');
  await show();
  assert.ok(await tab.$('[data-measure=good_use] table'), 'No breakdown');
  assert.equal(await tab.$$eval('[data-measure=good_use] .results-picture svg', (all) => all.filter((svg) => svg.getClientRects().length > 0).length > 0), true);
  await picture('by-region');
  await choose('by', '');
  await choose('only', 'theme');
  await choose('choice', 'plans');
  await show();
  assert.match(await text('[data-filter]'), /Only .*Plans/);
  assert.notEqual(await text('[data-responded]'), '1,890');
});

test('what is seen is saved; identified results need a reason, which is kept and shown', async () => {
  await press('save-csv');
  const saved = await device.downloaded();
  assert.equal(saved.name, 'impact-assessment-results.csv');
  assert.match(saved.bytes.toString(), /good_use/);
  await press('identified');
  await until(() => document.querySelector('[data-error-summary]')?.innerText.includes('Say why'), 'A reason is not asked for');
  assert.equal(await tab.$('[data-identified]'), null);
  await tab.type('#reason', 'The auditor asked');
  await press('identified');
  await until(() => document.querySelector('[data-identified]'), 'Identified results did not come');
  assert.match(await tab.$eval('[data-log]', (log) => log.textContent), /The auditor asked/);
  await press('protected');
  await until(() => !document.querySelector('[data-identified]'), 'Protected results did not come back');
});

test('what was shown is remembered: a part of the same responses is not shown beside it, unless begun anew for a reason', async () => {
  await press('close');
  await page('open');
  await take('impact-assessment-1.takestock');
  await page('other');
  assert.equal(await tab.$('[data-responded]'), null);
  await press('anew');
  await until(() => document.querySelector('[data-error-summary]'), 'A reason is not asked for');
  await tab.type('#reason', 'It was never published');
  await press('anew');
  await page('results');
  assert.equal(await text('[data-responded]'), '945');
  assert.deepEqual(tab.complaints, []);
});

test('files that are no results, altered or sealed are refused in a sentence, and nothing is lost', async () => {
  const refused = async (name, bytes, words) => {
    writeFileSync(at(name), bytes);
    await take(name);
    await until((wanted) => document.querySelector('[data-error-summary]')?.innerText.includes(wanted), `Nothing says "${words}"`, words);
    assert.equal(await text('[data-responded]'), '945');
  };
  await refused('photo.takestock', 'no results', 'photo.takestock');
  await refused('closed.takestock-sealed', '{"format":"takestock-sealed","version":1}\n', 'is sealed');
});

test('WCAG as far as a machine can tell, and nothing beside the results on paper', async () => {
  await choose('rows', 'use_of_time');
  await choose('columns', 'theme');
  await choose('by', 'region');
  await show();
  await isFine({ tab });
  await tab.setViewport({ width: 360, height: 740 });
  await picture('phone');
  if (isChromium) {
    await tab.emulateMediaType('print');
    const printed = await tab.evaluate(() => ['.results-choose', '[data-act=save-csv]', '#files'].map((selector) => document.querySelector(selector).getClientRects().length));
    assert.deepEqual(printed, [0, 0, 0]);
    await tab.setViewport({ width: 794, height: 1123 });
    await picture('printed');
    await tab.emulateMediaType('screen');
  }
});

test('the team opens a round of the hub for a reason, which the hub records; without a sign-in nothing comes', async () => {
  const team = await Team.start();
  const office = await device.tab(wide);
  tab = office;
  try {
    const definition = definitionOf('impact-assessment');
    await team.open('impact-2027', { definition, open_to_anyone: true });
    await office.goto(`${team.address}results/#/round/impact-2027`);
    await page('round');
    await press('take-round');
    await until(() => document.querySelector('[data-error-summary]')?.innerText.includes('Say why'), 'A reason is not asked for');
    await office.type('#reason', 'For the board');
    await press('take-round');
    await until(() => document.querySelector('[data-error-summary]')?.innerText.includes('Sign in'), 'It does not ask to sign in');
    await office.evaluate((token) => sessionStorage.setItem('takestock-session', token), team.token);
    await press('take-round');
    await page('results');
    assert.equal(await text('[data-responded]'), '0');
    const { body } = await team.hub.ask('/api/v1/team/rounds/impact-2027/audit', { headers: { Host: new URL(team.address).host, Authorization: `Bearer ${team.token}` } });
    assert.match(String(body), /For the board/);
  } finally {
    await office.close();
    await team.remove();
  }
});
