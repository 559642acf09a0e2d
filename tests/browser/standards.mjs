// WCAG 2.2 AA as far as a machine can tell, at three widths and with large text.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const widths = [320, 360, 1280];
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function violations(tab) {
  if (!await tab.evaluate(() => 'axe' in window)) await tab.evaluate(axe);
  const found = await tab.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), rules);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

export const overflow = (tab) => tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The innermost elements that reach over the right edge, for whoever has to mend them. */
const sticksOut = (tab) => tab.evaluate(() => {
  const end = (element) => { const { left, right } = element.getBoundingClientRect(); return Math.round(Math.max(right, left + element.scrollWidth)); };
  const over = [...document.body.querySelectorAll(':not(input, textarea, select, .govuk-visually-hidden)')].filter((element) => end(element) > document.documentElement.clientWidth);
  return over.filter((element) => !over.some((other) => other !== element && element.contains(other)))
    .map((element) => `${element.outerHTML.slice(0, 120)} to ${end(element)} px`).join('; ');
});

/** The page as it stands, at every width and with text twice as large. */
export async function isFine(who) {
  for (const width of widths) {
    await who.tab.setViewport({ width, height: 740 });
    assert.deepEqual(await violations(who.tab), [], `axe at ${width} px`);
    assert.equal(await overflow(who.tab), 0, `sideways scroll at ${width} px: ${await sticksOut(who.tab)}`);
  }
  await who.tab.setViewport({ width: 360, height: 740 });
  await who.tab.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  assert.ok(await overflow(who.tab) <= 0, `sideways scroll at 360 px with text of 200 %: ${await sticksOut(who.tab)}`);
  await who.tab.evaluate(() => { document.documentElement.style.fontSize = ''; });
}
