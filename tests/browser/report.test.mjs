// The HTML report of `takestock results`, opened from disk as whoever receives it would: on a phone, on a desk, on paper.
// TAKESTOCK names the program, build/native/takestock if it is not set.
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { definitionOf, lines } from '../../surveys/synthetic.mjs';
import { Device, isChromium } from './device.mjs';
import { isFine } from './standards.mjs';

const root = resolve(import.meta.dirname, '../..');
const program = resolve(root, process.env.TAKESTOCK ?? 'build/native/takestock');

let folder;
let device;

/** Makes the report of a survey and gives its address. */
function report(survey, ...words) {
  const made = join(folder, `${survey}.takestock`), page = join(folder, `${survey}.html`);
  writeFileSync(made, [...lines(definitionOf(survey), { published: true })].join(''));
  const done = spawnSync(program, ['results', made, ...words, '--format', 'html', '-o', page], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  return pathToFileURL(page).href;
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'takestock-report-'));
  device = await new Device({ patience: 300_000 }).switchOn();
});
after(async () => {
  await device.discard();
  rmSync(folder, { recursive: true });
});

const shown = (tab) => tab.evaluate(() => [...document.querySelectorAll('figure svg')].filter((svg) => svg.getClientRects().length > 0).map((svg) => {
  const sizes = [...svg.querySelectorAll('text')].map((text) => Number(text.getAttribute('font-size')));
  const { width } = svg.getBoundingClientRect();
  return { title: svg.querySelector('title').textContent, smallest: Math.min(...sizes) * width / svg.viewBox.baseVal.width, width };
}));

test('The report meets WCAG 2.2 AA as far as a machine can tell, and never scrolls sideways', async () => {
  const tab = await device.tab();
  await tab.goto(report('impact-assessment', '--measure', 'all', '--by', 'region'));
  await isFine({ tab });
  assert.deepEqual(tab.complaints, []);
});

test('Each picture is seen once at every width, its letters large enough to read', async () => {
  const tab = await device.tab();
  await tab.goto(report('impact-assessment', '--measure', 'good_use,relevant', '--by', 'region'));
  const figures = await tab.evaluate(() => document.querySelectorAll('figure').length);
  assert.equal(figures, 5);
  for (const width of [320, 360, 1280]) {
    await tab.setViewport({ width, height: 800 });
    const pictures = await shown(tab);
    assert.equal(pictures.length, figures, `at ${width} px`);
    for (const picture of pictures) {
      assert.ok(picture.smallest >= 12, `${picture.title} at ${width} px: letters of ${picture.smallest} px`);
      assert.ok(picture.width <= width - 32, `${picture.title} at ${width} px is ${picture.width} px wide`);
    }
  }
});

test('A figure that is withheld is [c] in the table and has no bar in the picture', async () => {
  const tab = await device.tab({ width: 1280, height: 900 });
  await tab.goto(report('impact-assessment', '--measure', 'good_use', '--by', 'region'));
  const { bars, values } = await tab.evaluate(() => {
    const figure = [...document.querySelectorAll('figure')].find((each) => each.textContent.includes('Group by group'));
    return {
      bars: figure.querySelectorAll('.wide rect[fill="#1f4e5f"]').length,
      values: [...document.querySelectorAll('table')].at(-1).innerText.match(/^.*$/gm).slice(1).map((line) => line.split('\t')[1]),
    };
  });
  assert.ok(values.includes('[c]'));
  assert.equal(bars, values.filter((value) => /%$/.test(value ?? '')).length);
});

/** Runs in the page: rows, figures and headings that a page of that height would part. */
function parted(height) {
  document.body.style.cssText = `columns: 656px auto; column-gap: 100px; column-fill: auto; width: 656px; height: ${height}px; margin: 0; padding: 0`;
  const column = ({ left }) => Math.floor((left - document.body.getBoundingClientRect().left + 1) / 756);
  const boxes = (element) => [...element.getClientRects()].map(column);
  const wrong = [];
  for (const each of document.querySelectorAll('tbody tr, figure, .short'))
    if (new Set(boxes(each)).size > 1) wrong.push(`${height}: ${each.textContent.slice(0, 60)}`);
  for (const heading of document.querySelectorAll('h2'))
    if (boxes(heading).at(-1) !== boxes(heading.nextElementSibling)[0]) wrong.push(`${height}: ${heading.textContent}`);
  return wrong;
}

test('On paper no row, picture or short table is parted, and a heading stays with what follows it', async () => {
  const paper = await device.tab({ width: 1000, height: 800 });
  await paper.goto(report('impact-assessment', '--measure', 'all', '--by', 'region'));
  if (isChromium) {
    const pdf = Buffer.from(await paper.pdf({ preferCSSPageSize: true, timeout: 300_000 })).toString('latin1');
    const pages = pdf.match(/\/Type \/Page\b/g).length;
    assert.ok(pages > 5 && pages < 25, `${pages} pages`);
  }
  await paper.evaluate(() => {
    const style = document.querySelector('style');
    style.textContent = style.textContent.replaceAll('@media print', '@media all');
  });
  const found = [];
  for (let height = 760; height < 1000; height += 24) found.push(...await paper.evaluate(parted, height));
  assert.deepEqual(found, []);
});
