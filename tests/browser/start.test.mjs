// The first seconds: the page is usable before the engine is there, and allows nothing but its own code.
import { strict as assert } from 'node:assert';
import { after, afterEach, before, test } from 'node:test';
import { Respondent, site } from './respondent.mjs';
import { Device, isChromium } from './device.mjs';

let server, device;
before(async () => { server = await site(); });
after(() => server?.stop());
afterEach(() => device?.discard());

async function newTab() {
  device = await new Device().switchOn();
  return await Respondent.at(await device.tab());
}

test('A tap made before the engine has come is kept and saved once it has', async () => {
  const person = await newTab();
  const held = [];
  let holding = true;
  await person.tab.setRequestInterception(true);
  person.tab.on('request', (request) => {
    if (holding && request.url().endsWith('.wasm')) held.push(request); else request.continue();
  });
  await person.tab.goto(server.address, { waitUntil: 'domcontentloaded' });
  await person.press('Start now');
  await person.tab.waitForFunction(() => window.seen.main().querySelector('input, textarea, select') !== null);
  const first = await person.tab.$eval('main:not([hidden] *) label.govuk-radios__label', (label) => label.innerText.trim());
  await person.choose(first);
  assert.doesNotMatch(await person.reads(), /Saved on this device/);
  while (held.length === 0) await new Promise((again) => setTimeout(again, 20));
  holding = false;
  for (const request of held) await request.continue();
  await person.ready();
  await person.saved();
  await person.reload();
  assert.ok((await person.given()).includes(first));
});

test('The start page of a first visit says that it is ready to work without a signal, but not before it is', async () => {
  assert.match(await (await fetch(server.address)).text(), /data-offline-ready hidden>/);
  const person = await newTab();
  await person.visit(server.address);
  await person.sees('This page is now ready to work without a signal.');
  assert.equal(await person.at(), 'start');
});

test('With JavaScript off the page says what it is and how to answer another way', { skip: !isChromium && 'Firefox cannot be driven with JavaScript off' }, async () => {
  const person = await newTab();
  await person.tab.setJavaScriptEnabled(false);
  await person.tab.goto(server.address);
  const page = await person.reads();
  for (const words of ['Answering on this page needs JavaScript', 'Taking Stock', '@']) assert.ok(page.includes(words), words);
});

test('Every answer of the server forbids code from elsewhere and inline, and only files with a hash in the name are kept unasked', async () => {
  const index = await fetch(server.address);
  const text = await index.text();
  assert.match(index.headers.get('content-security-policy'), /default-src 'none'; script-src 'self' 'wasm-unsafe-eval'/);
  assert.equal(index.headers.get('cache-control'), 'no-cache');
  assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)[^>]*>\s*\S/);
  const asset = /src="([^"]*assets\/main-[^"]+\.js)"/.exec(text)[1];
  const { headers } = await fetch(new URL(asset, server.address), { headers: { 'accept-encoding': 'br' } });
  assert.match(headers.get('cache-control'), /immutable/);
  assert.equal(headers.get('content-encoding'), 'br');
});

test('Nothing asks for anything beyond the page itself, and no cookie is set', async () => {
  const person = await newTab();
  const elsewhere = [];
  person.tab.on('request', (request) => {
    if (!request.url().startsWith(server.address)) elsewhere.push(request.url());
  });
  await person.visit(server.address);
  await person.begin();
  assert.deepEqual(elsewhere.filter((url) => /^https?:/.test(url)), []);
  assert.equal(await person.tab.evaluate(() => document.cookie), '');
  assert.deepEqual(person.complaints(), []);
});
