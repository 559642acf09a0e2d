// WCAG 2.2 AA as far as a machine can tell, on every page and every error, at three widths; keyboard alone; large text.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { isChromium } from './device.mjs';
import { Respondent, site, someone } from './respondent.mjs';
import * as standards from './standards.mjs';
import { failWrites, troubledSite } from './trouble.mjs';

let server, device, person;
before(async () => {
  server = await site();
  ({ device, person } = await someone(server.address));
});
after(async () => {
  await device?.discard();
  await server?.stop();
});

const { overflow, violations } = standards;
const isFine = (who = person) => standards.isFine(who);

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

/** The relative luminance of every pixel of what `selector` shows with `around` px around it, one row after the other. */
async function luminances(tab, canvas, selector, around = 8) {
  const box = await tab.$eval(selector, (element) => (({ x, y, width, height }) => ({ x, y, width, height }))(element.getBoundingClientRect()));
  const scrolled = await tab.evaluate(() => scrollY);
  const clip = { x: box.x - around, y: box.y + scrolled - around, width: box.width + 2 * around, height: box.height + 2 * around };
  const picture = await tab.screenshot({ clip, encoding: 'base64' });
  return canvas.evaluate(async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data: bytes } = context.getImageData(0, 0, image.width, image.height);
    const linear = (byte) => (byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
    return Array.from({ length: bytes.length / 4 }, (_, i) => 0.2126 * linear(bytes[4 * i]) + 0.7152 * linear(bytes[4 * i + 1]) + 0.0722 * linear(bytes[4 * i + 2]));
  }, picture);
}

const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
/** How many pixels changed with a contrast of at least 3 to 1, as WCAG asks of a state. */
const changed = (before, now) => before.filter((pixel, i) => contrast(pixel, now[i]) >= 3).length;

/** Its text stands out from what it stands on. */
async function isReadable(tab, canvas, selector) {
  const pixels = await luminances(tab, canvas, selector, 0);
  const strongest = contrast(pixels.reduce((a, b) => Math.max(a, b)), pixels.reduce((a, b) => Math.min(a, b)));
  assert.ok(strongest >= 7, `${selector} has a contrast of ${strongest}`);
}

test('With colours forced and motion reduced, focus, choice, error and status can be seen', { skip: !isChromium && 'Only Chromium can be told to force colours' }, async () => {
  const fresh = await someone(server.address);
  const { tab } = fresh.person;
  const canvas = await fresh.device.tab();
  const seen = (selector) => luminances(tab, canvas, selector);
  const readable = (selector) => isReadable(tab, canvas, selector);
  const radio = 'main:not([hidden] *) .govuk-radios__item:first-child';
  try {
    await tab.bringToFront();
    const session = await tab.createCDPSession();
    for (const scheme of ['light', 'dark']) {
      await session.send('Emulation.setEmulatedMedia', { features: [
        { name: 'forced-colors', value: 'active' }, { name: 'prefers-reduced-motion', value: 'reduce' }, { name: 'prefers-color-scheme', value: scheme }] });
      assert.ok(await tab.evaluate(() => matchMedia('(forced-colors: active) and (prefers-reduced-motion: reduce)').matches));
      if (await fresh.person.at() === 'start') await fresh.person.begin();
      await tab.evaluate(() => document.activeElement.blur());
      const plain = await seen(radio);
      await tab.focus(`${radio} input`);
      const focused = await seen(radio);
      assert.ok(changed(plain, focused) > 100, `focus on a radio in ${scheme} changes ${changed(plain, focused)} pixels`);
      await tab.click(`${radio} label`);
      await fresh.person.saved();
      await tab.focus(`${radio} input`);
      assert.ok(changed(focused, await seen(radio)) > 100, `a chosen radio in ${scheme}`);
      await readable('main:not([hidden] *) [data-state=saved]');
      await readable('main:not([hidden] *) h1');
      const button = 'main:not([hidden] *) [data-continue]';
      const resting = await seen(button);
      await tab.focus(button);
      assert.ok(changed(resting, await seen(button)) > 100, `focus on Continue in ${scheme}`);
      assert.equal(await tab.evaluate(() => document.getAnimations().length), 0);
      await fresh.person.press('Clear my answer');
      await fresh.person.saved();
    }
  } finally {
    await fresh.device.discard();
  }
});

test('With colours forced, an answer that is wrong and one that cannot be saved can be seen', { skip: !isChromium && 'Only Chromium can be told to force colours' }, async () => {
  const troubled = await troubledSite('languages');
  const fresh = await someone();
  const { tab } = fresh.person;
  const canvas = await fresh.device.tab();
  const framed = async (selector) => {
    const [line, width, ground] = await tab.$eval(selector, (element) => {
      const { borderTopColor, borderTopWidth } = getComputedStyle(element);
      return [borderTopColor, parseFloat(borderTopWidth), getComputedStyle(document.body).backgroundColor];
    });
    assert.ok(width >= 4 && line !== ground, `${selector} has a frame of ${width} px, ${line} on ${ground}`);
    await isReadable(tab, canvas, selector);
  };
  try {
    await tab.bringToFront();
    const session = await tab.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
    await fresh.person.visit(`${troubled.address}#/q/country`);
    await fresh.person.press('Continue');
    await fresh.person.sees('There is a problem');
    await framed('[data-error-summary]');
    await isReadable(tab, canvas, '.govuk-error-message');
    await failWrites(fresh.person, 'QuotaExceededError');
    await fresh.person.choose('Wales');
    await fresh.person.sees('Not saved.');
    await framed('.app-not-saved');
  } finally {
    await fresh.device.discard();
    await troubled.stop();
  }
});
