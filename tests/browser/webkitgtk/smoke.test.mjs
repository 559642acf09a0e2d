// WebKit has no synchronous file handles on Linux, so this is the way of browsers without them: IndexedDB.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { site } from '../respondent.mjs';
import { Display, WebKit } from './driver.mjs';

const at = (page) => `document.querySelector('main')?.dataset.page === '${page}'`;
const ready = "document.querySelector('html[data-engine]') !== null";
const saved = "document.querySelector('[role=status]').dataset.state === 'saved'";
const press = (name) => `//*[self::a or self::button][normalize-space()='${name}']`;

let server, display, webkit;
before(async () => {
  server = await site();
  display = await new Display().open();
  webkit = await new WebKit(display).open();
});
after(async () => {
  await webkit?.discard();
  display?.close();
  await server?.stop();
});

async function goOn() {
  const here = await webkit.run("return document.querySelector('main').dataset.page");
  await webkit.click(press('Continue'));
  await webkit.until(`document.querySelector('main').dataset.page !== '${here}'`);
}

test('Answers are given and called saved', async () => {
  await webkit.go(server.address);
  await webkit.until(ready);
  await webkit.until("document.body.innerText.includes('This page is now ready to work without a signal.')");
  await webkit.click(press('Start now'));
  await webkit.until("document.querySelector('main').dataset.page !== 'start'");
  while (!await webkit.run(`return ${at('q1')}`)) await goOn();
  await webkit.click("//label[normalize-space()='Yes they are generally relevant, but I suggest some changes']");
  await webkit.until(saved);
  await goOn();
  await webkit.until(at('q2'));
  await webkit.type('//main//textarea', 'Something else entirely');
  await webkit.until(saved);
});

test('After a kill, with the server stopped, the page opens where they were with nothing missing', async () => {
  await webkit.kill();
  await server.stop();
  await webkit.open();
  await webkit.go(server.address);
  await webkit.until(ready);
  await webkit.until(at('q2'));
  assert.equal(await webkit.run("return document.querySelector('main textarea').value"), 'Something else entirely');
  await webkit.click(press('Back'));
  await webkit.until(at('q1'));
  assert.equal(await webkit.run("return document.querySelector('main input:checked').labels[0].innerText.trim()"),
    'Yes they are generally relevant, but I suggest some changes');
});
