// Fieldwork in WebKit, which has no synchronous file handles on Linux: interviews are kept in IndexedDB, through a kill, with the server stopped.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { street } from '../fieldworker.mjs';
import { Team } from '../team.mjs';
import { Display, WebKit } from './driver.mjs';

const main = "document.querySelector('main:not([hidden] *)')";
const at = (page) => `(${main}?.dataset.page === '${page}' || ${main}?.querySelector('input[name=${page}], textarea[name=${page}]') != null)`;
const saved = `${main}?.querySelector('[data-state]')?.dataset.state === 'saved'`;
const act = (name) => `//*[@data-act='${name}']`;
const link = (words) => `//a[normalize-space()='${words}']`;

let team, display, webkit;
before(async () => {
  team = await Team.start();
  display = await new Display().open();
  webkit = await new WebKit(display).open();
});
after(async () => {
  await webkit?.discard();
  display?.close();
  await team?.remove();
});
const show = async (hash, page) => {
  await webkit.run('location.hash = arguments[0]', hash);
  await webkit.until(at(page));
};

test('The page is ready to work offline, and an interview is begun', async () => {
  const round = await team.open('webkit-2027', { definition: street });
  await webkit.go(await team.fieldworker(round, 'Fay Worker'));
  await webkit.until(at('interviews'));
  await webkit.until('window.isKept === true || void navigator.serviceWorker.ready.then(() => { window.isKept = true; })');
  await webkit.go(`${team.address}field/`);
  await webkit.until(at('interviews'));
  await show('#/ready', 'ready');
  await webkit.until("document.querySelector('[data-offline]') !== null");
  assert.equal(await webkit.run("return document.querySelector('[data-offline]').dataset.offline"), 'yes', await webkit.run('return document.body.innerText'));
  await show('#/', 'interviews');
  await webkit.click(act('next'));
  await webkit.until(at('q1'));
  await webkit.click("//label[normalize-space()='Yes']");
  await webkit.until(saved);
  await webkit.click("//button[normalize-space()='Continue']");
  await webkit.until(at('q2'));
  await webkit.type("//main//input[@name='q2']", 'Something about bins');
  await sleep(1500);
  await webkit.until(saved);
});

test('After a kill, with the server stopped, the interview is gone on with, finished and carried out; after sending it is at the hub', async () => {
  await webkit.kill();
  await team.stop();
  await webkit.open();
  await webkit.go(`${team.address}field/`);
  await webkit.until(at('interviews'));
  await webkit.click(link('Interview 1'));
  await webkit.until(at('q2'));
  assert.equal(await webkit.run("return document.querySelector('main input[name=q2]').value"), 'Something about bins');
  await show('#/check', 'check');
  await webkit.click(act('finish'));
  await webkit.until(at('finished'));
  await show('#/carry', 'carry');
  await webkit.click(act('make'));
  await webkit.until("document.querySelector('[data-number]')?.innerText === '1'");
  await team.resume();
  await show('#/send', 'send');
  await webkit.click(act('send'));
  await webkit.until("document.body.innerText.includes('Every finished interview is on this device')");
  assert.equal(team.stored('webkit-2027').counted.length, 1);
});
