// Surveys of other shapes than the one that is shipped: every type of question, pages outside sections, lists to open, two languages.
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { Respondent, someone } from './respondent.mjs';
import { surveySite } from './trouble.mjs';
import { isFine } from './standards.mjs';

/** Runs `steps` with a person who has the survey's page `page` open. */
async function asked(survey, page, steps) {
  const server = await surveySite(survey);
  const { device, person } = await someone();
  try {
    await person.visit(`${server.address}#/q/${page}`);
    await steps(person, { device, address: server.address });
  } finally {
    await device.discard();
    await server.stop();
  }
}

const show = (person, hash, page) => person.tab.evaluate((to) => { location.hash = to; }, hash).then(() => person.arrived(page));
const type = async (person, ...texts) => {
  const boxes = await person.tab.$$('main:not([hidden] *) input[type=text]');
  for (const [index, text] of texts.entries()) await boxes[index].type(text);
  await person.until(() => window.seen.status()?.dataset.state === 'saved', 'What was typed is not called saved');
};
/** The rows of the check: [question, answer, whether it can be changed]. */
const rows = (person) => person.tab.$$eval('.app-answers > div', (all) =>
  all.map((row) => [row.querySelector('dt').innerText, row.querySelector('dd').innerText, row.querySelector('a') !== null]));

test('The check reads as people write, and offers no change of what cannot be changed', () => asked('every-type', 'day', async (person) => {
  await type(person, '1', '3', '1999');
  await show(person, '#/q/hour', 'hour');
  await type(person, '9.05');
  await show(person, '#/q/agree', 'agree');
  await person.choose('I agree');
  await show(person, '#/q/whole', 'whole');
  await type(person, '7');
  await show(person, '#/q/shown', 'shown');
  await person.sees('Half is 3.5');
  await show(person, '#/check', 'check');
  await person.until(() => document.querySelector('.app-answers > div'), 'No answer is listed');
  const seen = await rows(person);
  for (const row of [['A day', '1 March 1999', true], ['A time', '09:05', true], ['I agree', 'Confirmed.', true], ['Half of it', 'Half is 3.5', false]]) {
    assert.deepEqual(seen.find(([question]) => question === row[0]), row);
  }
  await isFine(person);
}));

test('A number that is too large has a sentence of its own', () => asked('every-type', 'whole', async (person) => {
  await type(person, '2147483648');
  await person.press('Continue');
  await person.sees('Enter a whole number from -2,147,483,648 to 2,147,483,647');
}));

test('A list to open begins with no answer, keeps the chosen one and can be emptied again', () => asked('loose', 'town', async (person) => {
  const list = 'main select[name=town]';
  const chosen = () => person.tab.$eval(list, (select) => select.selectedOptions[0].innerText);
  assert.equal(await chosen(), 'Choose an answer');
  await person.tab.select(list, 'leeds');
  await person.saved();
  await isFine(person);
  await person.reload();
  assert.equal(await chosen(), 'Leeds');
  await person.tab.select(list, '');
  await person.saved();
  await show(person, '#/check', 'check');
  assert.deepEqual((await rows(person)).find(([question]) => question === 'Which town?'), ['Which town?', 'Not provided', true]);
}));

test('The contents have every page in its place, and a section with a blank that is required is not called completed', () =>
  asked('loose', 'first', async (person) => {
    await show(person, '#/contents', 'contents');
    const questions = await person.tab.$$eval('.govuk-task-list a', (links) => links.map((link) => link.innerText));
    assert.deepEqual(questions, ['First', 'Which town?', 'How is it?', 'Between', 'After', 'More?', 'Last']);
    const headings = await person.tab.$$eval('main h2', (all) => all.map((heading) => heading.innerText));
    assert.deepEqual(headings, ['The middle', 'Other questions', 'The end', 'Other questions']);
    await isFine(person);
  }).then(() => asked('pages', 'person', async (person) => {
    await show(person, '#/contents', 'contents');
    await person.choose('Yes, I have completed this section');
    await person.until(() => document.querySelector('[data-section=who] [data-status=problem]'), 'No problem is told');
    const told = await person.tab.$$eval('[data-section=who] .govuk-task-list__status', (all) => all.map((status) => status.innerText));
    assert.deepEqual(told, ['There is a problem', 'Not answered']);
    await isFine(person);
  })));

test('The language is chosen on the page, for every page and the next visit, and the words say which language they are in', () =>
  asked('languages', 'country', async (person, { device, address }) => {
    const heading = () => person.tab.$eval('main h1', (h1) => [h1.innerText, h1.closest('[lang]').lang]);
    assert.deepEqual(await heading(), ['Country', 'en-GB']);
    await person.choose('Wales');
    await person.saved();
    await person.press('Cymraeg');
    await person.sees('Gwlad');
    assert.deepEqual(await heading(), ['Gwlad', 'cy']);
    assert.equal(await person.given(), 'Cymru');
    assert.equal(await person.tab.$eval('.app-languages [aria-current]', (now) => now.innerText), 'Cymraeg');
    await isFine(person);
    await person.goOn('town');
    await show(person, '#/start', 'start');
    assert.deepEqual(await heading(), ["Ble rydych chi'n byw?", 'cy']);
    await isFine(person);
    await person.tab.close();
    const later = await Respondent.at(await device.tab());
    await later.visit(`${address}#/q/country`);
    await later.sees('Gwlad');
    await later.press('English');
    await later.sees('Country');
    assert.equal(await later.given(), 'Wales');
    assert.match(await later.tab.url(), /#\/q\/country$/);
  }));
