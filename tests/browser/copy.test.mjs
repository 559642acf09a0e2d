// The copy for print: what stands together on paper. A browser breaks columns by the same rules as pages, so columns of every height show
// where pages of every height would end.
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { site, someone } from './respondent.mjs';

/** Runs in the copy: questions whose wording and the first two lines of their answer are not in one column, for columns of that height. */
function parted(height) {
  document.body.style.cssText = `columns: 600px auto; column-gap: 100px; column-fill: auto; width: 600px; height: ${height}px; margin: 0; padding: 0`;
  const column = ({ left }) => Math.floor((left - document.body.getBoundingClientRect().left) / 700);
  const lines = (element) => {
    const range = document.createRange();
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      range.selectNodeContents(texts.currentNode);
      found.push(...range.getClientRects());
    }
    return found.filter(({ width }) => width > 0);
  };
  return [...document.querySelectorAll('.ask')].filter((ask) => {
    const question = lines(ask);
    const start = lines(ask.nextElementSibling).slice(0, 2);
    return new Set([...question.slice(-2), ...start].map(column)).size > 1 || column(question[0]) !== column(question.at(-1));
  }).map((ask) => `${height}: ${ask.innerText.slice(0, 60)}`);
}

test('No question is parted from the first two lines of its answer, wherever a page ends', async () => {
  const server = await site();
  const { device, person } = await someone(server.address);
  try {
    await person.begin();
    await person.goTo('q3');
    await person.paste('Sector-led improvement has helped us, and we would keep it. '.repeat(40));
    await person.saved();
    await person.goTo('q4');
    await person.write('One line.');
    await person.saved();
    await person.press('See all questions');
    await person.press('Save a copy of your answers');
    await person.press('Download a copy to print');
    const copy = await device.downloaded();
    const paper = await device.tab({ width: 1000, height: 800 });
    await paper.emulateMediaType('print').catch(() => {});
    await paper.setContent(copy.bytes.toString('utf8').replaceAll('@media print', '@media all'));
    assert.ok(await paper.evaluate(() => document.querySelectorAll('.ask').length) > 20);
    const found = [];
    for (let height = 700; height < 1000; height += 7) found.push(...await paper.evaluate(parted, height));
    assert.deepEqual(found, []);
  } finally {
    await device.discard();
    await server.stop();
  }
});
