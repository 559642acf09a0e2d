// WebKit has no synchronous file handles on Linux, so this is the way of browsers without them: IndexedDB.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { site } from '../respondent.mjs';
import { Display, WebKit } from './driver.mjs';

const main = "document.querySelector('main:not([hidden] *)')";
const at = (page) => `(${main}.dataset.page === '${page}' || ${main}.querySelector('[name=${page}]') !== null)`;
const ready = `${main} !== null && ${main}.dataset.page !== 'opening'`;
const saved = `${main}.querySelector('[data-state]').dataset.state === 'saved'`;
const press = (name) => `//*[self::a or self::button][normalize-space()='${name}'][not(ancestor-or-self::*[@hidden])]`;

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
  const address = await webkit.run('return location.href');
  await webkit.click(press('Continue'));
  await webkit.until('location.href !== arguments[0]', address);
  await sleep(200);
}

test('Answers are given and called saved', async () => {
  await webkit.go(server.address);
  await webkit.until(ready);
  await webkit.until('navigator.serviceWorker.controller !== null || window.readyToLeave === true || void navigator.serviceWorker.ready.then(() => { window.readyToLeave = true; })');
  await webkit.click(press('Start now'));
  await webkit.until(`!${at('start')}`);
  while (!await webkit.run(`return ${at('q1')}`)) await goOn();
  await webkit.click("//label[normalize-space()='Yes they are generally relevant, but I suggest some changes']");
  await webkit.until(saved);
  await goOn();
  await webkit.until(at('q2'));
  await webkit.type('//main//textarea', 'Something else entirely');
  await sleep(1500);
  await webkit.until(saved);
});

test('After a kill, with the server stopped, the page opens where they were with nothing missing', async () => {
  await webkit.kill();
  await server.stop();
  await webkit.open();
  await webkit.go(server.address);
  await webkit.until(ready);
  await webkit.until(at('q2'));
  assert.equal(await webkit.run("return document.querySelector('main:not([hidden] *) textarea').value"), 'Something else entirely');
  await webkit.click(press('Back'));
  await webkit.until(at('q1'));
  assert.equal(await webkit.run("return document.querySelector('main:not([hidden] *) input:checked').labels[0].innerText.trim()"),
    'Yes they are generally relevant, but I suggest some changes');
});
