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
const table = (name) => tab.$eval(`[data-table=${name}] table`, (found) => [...found.querySelectorAll('tbody tr')]
  .map((row) => [...row.cells].map((cell) => (cell.querySelector('[aria-hidden]') ?? cell).innerText.trim())));
const native = (words, file) => {
  const done = execFileSync(program, ['results', ...words, '--format', 'json'], { cwd: folder, encoding: 'utf8', ...(file && { stdio: 'pipe' }) });
  return JSON.parse(done);
};

test('without a server two results files give the published figures, those of takestock results', async () => {
  await begin();
  await tab.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await until(() => document.querySelector('[data-offline]'), 'It does not say that it opens without a network');
  await server.stop();
  await tab.reload();
  await page('open');
  await take('impact-assessment-1.takestock', 'impact-assessment-2.takestock');
  await page('results');
  assert.equal(await text('[data-responded]'), '1,890');
  const headlines = await tab.$$eval('[data-measure]', (all) => all.map((each) => [each.dataset.measure, each.querySelector('.results-value').innerText.trim()]));
  assert.deepEqual(headlines.slice(0, 5), [['good_use', '97%'], ['relevant', '88%'], ['improved', '92%'], ['shared', '75%'], ['value', '88%']]);
  const results = native(['impact-assessment-1.takestock', 'impact-assessment-2.takestock']);
  assert.equal(results.responded, 1890);
  assert.deepEqual(tab.complaints, []);
  await picture('headlines');
});
