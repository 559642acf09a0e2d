// The budget simulator: amounts that have to add up, moved by mouse, keyboard and buttons. PICTURES names a folder for pictures of the page.
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { browserName } from './device.mjs';
import { site, someone } from './respondent.mjs';
import { isFine } from './standards.mjs';
import { surveySite } from './trouble.mjs';

const button = (name, way) => `main .app-budget:has(#q-${name}) [data-step=${way}]`;
const value = (person, name) => person.tab.$eval(`#q-${name}`, (slider) => slider.value);
const left = (person) => person.tab.$eval('.app-budget-left .app-answer', (answer) => answer.innerText);
const isLeft = (person, words) => person.until((wanted) => document.querySelector('.app-budget-left .app-answer')?.innerText === wanted, `It does not say that "${words}"`, words);
/** In the middle of the page, as somebody would have it who does something with it: not behind what is left. */
const inView = (person, selector) => person.tab.$eval(selector, (element) => element.scrollIntoView({ block: 'center' }));
const press = async (person, name, way, times) => {
  await inView(person, button(name, way));
  for (let i = 0; i < times; i++) await person.tab.click(button(name, way));
};
/** What is said behind an amount now. */
const follows = (person, name) => person.tab.$eval(`.app-budget:has(#q-${name}) + .app-budget-follows`, (said) => said.innerText.trim());
const picture = (person, name) => (process.env.PICTURES ? person.tab.screenshot({ path: `${process.env.PICTURES}/${name}.png` }) : null);

async function budgeting(steps) {
  const server = await surveySite('surveys/budget-simulator');
  const { device, person } = await someone();
  try {
    await person.tab.setViewport({ width: 360, height: 740 });
    await steps(person, server, device);
  } finally {
    await device.discard();
    await server.stop();
  }
}
const opened = async (person, server) => {
  await person.visit(`${server.address}#/q/budget`);
  await person.until(() => document.querySelector('.app-budget'), 'The budget is not drawn');
};

test('Buttons, arrow keys and the mouse move an amount; what is left and what follows are said while it moves', () => budgeting(async (person, server) => {
  await opened(person, server);
  assert.equal(await left(person), '£14 million too much is spent.');
  assert.equal(await follows(person, 'adults'), '');
  await isFine(person);
  await picture(person, 'budget-start');

  await press(person, 'adults', 'less', 5);
  await isLeft(person, '£9 million too much is spent.');
  assert.equal(await value(person, 'adults'), '63');
  assert.equal(await follows(person, 'adults'), 'People wait longer for help at home.');

  await person.tab.focus('#q-children');
  for (let i = 0; i < 8; i++) await person.tab.keyboard.press('ArrowLeft');
  await isLeft(person, '£1 million too much is spent.');
  assert.match(await follows(person, 'children'), /^Help comes only once a family is in crisis/);
  assert.equal(await person.tab.evaluate(() => document.activeElement.id), 'q-children');

  await inView(person, '#q-tax');
  const box = await (await person.tab.$('#q-tax')).boundingBox();
  const y = box.y + box.height / 2;
  await person.tab.mouse.move(box.x + 12, y);
  await person.tab.mouse.down();
  await person.tab.mouse.move(box.x + box.width / 2, y, { steps: 5 });
  await person.until(() => document.querySelector('.app-budget-left .app-answer').innerText.includes('to be shared out'), 'Nothing is said while the mouse moves it');
  assert.match(await follows(person, 'tax'), /A typical household pays about £14 a year more/);
  await person.tab.mouse.up();
  await person.saved();
  await person.tab.evaluate(() => scrollTo(0, 300));
  await picture(person, 'budget-moved');
  await person.reload();
  await person.until(() => document.querySelector('.app-budget'), 'The budget is not drawn again');
  assert.equal(await value(person, 'children'), '36');
  assert.deepEqual(person.complaints(), []);
}));

test('A budget that does not add up says so where it is, and one that does goes on', () => budgeting(async (person, server) => {
  await opened(person, server);
  await person.press('Continue');
  await person.sees('There is a problem');
  const link = await person.tab.$eval('[data-error-summary] a', (a) => a.innerText);
  assert.match(link, /^What is left: Change the amounts until your budget adds up/);
  await isFine(person);
  await picture(person, 'budget-wrong');
  await person.tab.click('[data-error-summary] a');
  assert.equal(await person.tab.evaluate(() => document.activeElement.id), 'q-balance');
  const shown = await person.tab.$eval('.app-budget-left', (bar) => Math.floor(bar.getBoundingClientRect().bottom) <= innerHeight)  // Firefox tells hundredths of a pixel;
  assert.ok(shown, 'What is left is not in view');
  await press(person, 'roads', 'less', 8);
  await press(person, 'running', 'less', 6);
  await isLeft(person, 'Nothing: your budget adds up.');
  await person.press('Continue');
  await person.arrived('hard');
  assert.deepEqual(person.complaints(), []);
}));

/** What a screen reader is given, which only Chromium tells a test. */
async function isSpoken(person) {
  const tree = await person.tab.accessibility.snapshot({ interestingOnly: false });
  const flat = (node) => [node, ...(node.children ?? []).flatMap(flat)];
  const sliders = flat(tree).filter(({ role }) => role === 'slider');
  assert.equal(sliders.length, 9);
  assert.ok(sliders.every(({ name, valuetext }) => name && valuetext), JSON.stringify(sliders));
  assert.ok(flat(tree).filter(({ role }) => role === 'status').length >= 10);
}

test('A button at its end says that it can do no more, and everything has a name and is spoken without colours', () => budgeting(async (person, server) => {
  await opened(person, server);
  await press(person, 'tax', 'less', 1);
  assert.equal(await value(person, 'tax'), '0');
  assert.equal(await person.tab.$eval(button('tax', 'less'), (less) => less.ariaDisabled), 'true');
  const names = await person.tab.$$eval('[data-step]', (all) => all.map((each) => each.ariaLabel));
  assert.equal(names.length, 18);
  assert.deepEqual(names.slice(2, 4), ['Less: Care for adults', 'More: Care for adults']);
  const said = await person.tab.$$eval('.app-budget input[type=range]', (all) => all.map((each) => each.ariaValueText));
  assert.equal(said.length, 9);
  assert.ok(said.every(Boolean), JSON.stringify(said));
  if (browserName === 'chromium') await isSpoken(person);
  const small = await person.tab.$$eval('[data-step]', (all) => all.filter((each) => each.offsetWidth < 44 || each.offsetHeight < 44).length);
  assert.equal(small, 0, 'A button is smaller than a fingertip');
}));

test('Where the component cannot be fetched the amounts are set as on any other page', () => budgeting(async (person, server) => {
  await person.tab.setRequestInterception(true);
  person.tab.on('request', (request) => (request.url().includes('/budget-') ? request.abort() : request.continue()));
  await person.visit(`${server.address}#/q/budget`);
  await person.tab.focus('#q-adults');
  await person.tab.keyboard.press('ArrowLeft');
  await person.sees('£13 million too much is spent.');
  assert.equal(await person.tab.$('.app-budget'), null);
}));

test('Once seen it works without a network', () => budgeting(async (person, server) => {
  await opened(person, server);
  await person.readyWithoutSignal();
  await person.reload();
  await person.until(() => document.querySelector('.app-budget'), 'The budget is not drawn again');
  await server.stop();
  await person.reload();
  await person.until(() => document.querySelector('.app-budget'), 'The budget is not drawn without a network');
  await press(person, 'parks', 'less', 1);
  await isLeft(person, '£13 million too much is spent.');
}));

test('A survey without a budget never loads what draws one', async () => {
  const server = await site();
  const { device, person } = await someone();
  try {
    const asked = [];
    person.tab.on('request', (request) => asked.push(request.url()));
    await person.visit(server.address);
    await person.readyWithoutSignal();
    await person.begin();
    assert.ok(asked.some((url) => url.includes('/app-')), asked.join());
    assert.deepEqual(asked.filter((url) => url.includes('/budget-')), []);
    const kept = await person.tab.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat());
    assert.ok(kept.length > 5, kept.join());
    assert.deepEqual(kept.filter((url) => url.includes('/budget-')), []);
  } finally {
    await device.discard();
    await server.stop();
  }
});
