// WCAG 2.2 AA as far as a machine can tell, on every page and every error, at three widths; keyboard alone; large text.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Respondent, site, someone } from './respondent.mjs';
import { failWrites, troubledSite } from './trouble.mjs';

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const widths = [320, 360, 1280];
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let server, device, person;
before(async () => {
  server = await site();
  ({ device, person } = await someone(server.address));
});
after(async () => {
  await device?.discard();
  await server?.stop();
});

async function violations(tab) {
  if (!await tab.evaluate(() => 'axe' in window)) await tab.evaluate(axe);
  const found = await tab.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), rules);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

const overflow = (tab) => tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The page as it stands, at every width and with text twice as large. */
async function isFine(who = person) {
  for (const width of widths) {
    await who.tab.setViewport({ width, height: 740 });
    assert.deepEqual(await violations(who.tab), [], `axe at ${width} px`);
    assert.equal(await overflow(who.tab), 0, `sideways scroll at ${width} px`);
  }
  await who.tab.setViewport({ width: 360, height: 740 });
  await who.tab.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  assert.ok(await overflow(who.tab) <= 0, 'sideways scroll at 360 px with text of 200 %');
  await who.tab.evaluate(() => { document.documentElement.style.fontSize = ''; });
}

test('The start page', () => isFine());

test('Every page on the way from the start to the first question', async () => {
  await person.press('Start now');
  await person.leaves('start');
  while (await person.at() !== 'q1') {
    await isFine();
    await person.goOn();
  }
});

test('A question with options, one with room to write, and each with the page saying that it is saved', async () => {
  await isFine();
  await person.choose('Yes they are generally relevant, but I suggest some changes');
  await person.saved();
  await isFine();
  await person.goOn('q2');
  await person.write('A thought');
  await person.saved();
  await isFine();
});

test('All twenty-one questions fit the narrowest screen', async () => {
  await person.goTo('q13');
  await person.choose('Yes');
  await person.saved();
  await person.goTo('q15');
  await person.choose('Yes');
  await person.saved();
  await person.tab.setViewport({ width: 320, height: 640 });
  for (let number = 1; number <= 21; number++) {
    await person.goTo(`q${number}`);
    assert.equal(await overflow(person.tab), 0, `question ${number}`);
    assert.deepEqual(await violations(person.tab), [], `question ${number}`);
  }
});

test('The list of all questions, and a page with a notice', async () => {
  await person.press('See all questions');
  await person.arrived('contents');
  await isFine();
  await person.goTo('q14');
  await person.choose('No');
  await person.saved();
  await person.goTo('q13');
  await person.choose('No');
  await person.saved();
  await person.goOn('q15');
  await person.sees('no longer applies');
  await isFine();
});

test('Check your answers, the finished page and what lies behind the foot of the page', async () => {
  await person.goTo('check');
  await isFine();
  await person.press('Finish');
  await person.arrived('finished');
  await isFine();
  for (const name of ['Privacy', 'Cookies and storage', 'Accessibility statement', 'Contact and other ways to respond']) {
    await person.press(name);
    await person.tab.waitForFunction((title) => window.seen.main().querySelector('h1').innerText.trim() === title, {}, name);
    await isFine();
  }
});

test('The page of a second tab, and an answer that cannot be saved', async () => {
  const troubled = await troubledSite();
  const other = await someone(troubled.address);
  try {
    const second = await Respondent.at(await other.device.tab());
    await second.tab.goto(troubled.address);
    await second.sees('You have this response open in another tab');
    await isFine(second);
    await second.press('Use this tab instead');
    await second.leaves('elsewhere');
    await second.begin();
    await second.goTo('q3');
    await failWrites(second, 'QuotaExceededError');
    await second.write('more');
    await second.sees('Not saved.');
    await isFine(second);
  } finally {
    await other.device.discard();
    await troubled.stop();
  }
});

test('The whole page works with a keyboard alone, and the heading has the focus after each step', async () => {
  const fresh = await someone(server.address);
  const keys = fresh.person.tab.keyboard;
  const focused = () => fresh.person.tab.evaluate(() => document.activeElement.innerText?.trim() || document.activeElement.id);
  const tabTo = async (name) => {
    for (let presses = 0; presses < 40; presses++) {
      await keys.press('Tab');
      if (await focused() === name) return;
    }
    assert.fail(`"${name}" cannot be reached with the Tab key`);
  };
  try {
    await tabTo('Start now');
    await keys.press('Enter');
    await fresh.person.leaves('start');
    while (await fresh.person.at() !== 'q1') {
      const here = await fresh.person.at();
      await tabTo('Continue');
      await keys.press('Enter');
      await fresh.person.leaves(here);
    }
    await fresh.person.tab.waitForFunction(() => document.activeElement === window.seen.main().querySelector('h1'));
    for (let presses = 0; presses < 10; presses++) {
      await keys.press('Tab');
      if (await fresh.person.tab.evaluate(() => document.activeElement.type === 'radio')) break;
    }
    await keys.press(' ');
    await keys.press('ArrowDown');
    await fresh.person.saved();
    assert.equal(await fresh.person.given(), 'Yes they are generally relevant, but I suggest some changes');
    await tabTo('Continue');
    await keys.press('Enter');
    await fresh.person.arrived('q2');
    await fresh.person.tab.waitForFunction(() => document.activeElement === window.seen.main().querySelector('h1'));
  } finally {
    await fresh.device.discard();
  }
});
