// Storage that is full, blocked, lost, damaged or in use elsewhere: said in plain words, and nothing typed is lost.
import { strict as assert } from 'node:assert';
import { afterEach, beforeEach, test } from 'node:test';
import { isChromium } from './device.mjs';
import { Respondent, site, someone } from './respondent.mjs';
import { failWrites, spoilFiles, troubledSite } from './trouble.mjs';

let server, device;
beforeEach(async () => { server = await site(); });
afterEach(async () => {
  await device?.discard();
  await server.stop();
});

async function begun(options) {
  const made = await someone(server.address, options);
  device = made.device;
  await made.person.begin();
  return made.person;
}

async function failsAfterSaving(exception) {
  await server.stop();
  server = await troubledSite();
  const person = await begun();
  await person.goTo('q3');
  await person.write('saved before');
  await person.saved();
  await failWrites(person, exception);
  await person.write(', typed after');
  return person;
}

test('When writing fails because the device is full, the page says so, keeps the text, offers it as a file and can try again', async () => {
  const person = await failsAfterSaving('QuotaExceededError');
  await person.sees('Not saved.');
  await person.sees('This device is out of space');
  assert.equal(await person.given(), 'saved before, typed after');
  await person.press('Download what I have now');
  const { bytes } = await device.downloaded();
  assert.ok(String(bytes).includes('saved before, typed after'));
  await failWrites(person, '');
  await person.press('Try again');
  await person.saved();
  await person.reload();
  assert.equal(await person.given(), 'saved before, typed after');
});

test('When the files are taken away, the page opens them again by itself and saves what was typed', async () => {
  const person = await failsAfterSaving('InvalidStateError');
  await person.saved();
  await person.reload();
  assert.equal(await person.given(), 'saved before, typed after');
});

test("The browser's own quota is met with the same words", { skip: !isChromium && 'only Chromium can be given a quota' }, async () => {
  const person = await begun();
  await person.goTo('q3');
  const { origin } = new URL(server.address);
  const protocol = await person.tab.createCDPSession();
  await protocol.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await person.paste('far too much for this device '.repeat(20_000));
  await person.sees('Not saved.');
  await person.sees('This device is out of space');
  await protocol.send('Storage.overrideQuotaForOrigin', { origin });
  await person.press('Try again');
  await person.saved();
});

test('In a private window answers are kept while it is open, through reloads', { skip: isChromium && "Chromium's private windows have the same storage as others" }, async () => {
  const person = await begun({ privately: true });
  await person.goTo('q3');
  await person.write('in a private window');
  await person.saved();
  await person.reload();
  await person.arrived('q3');
  assert.equal(await person.given(), 'in a private window');
});

test('A browser that keeps nothing is told of before the first question, and one can carry on without being told that anything is saved',
  { skip: isChromium && 'only Firefox can be told to block all storage by a preference' }, async () => {
    const made = await someone(null, { preferences: { 'network.cookie.cookieBehavior': 2 } });
    device = made.device;
    const { person } = made;
    await person.visit(server.address);
    await person.sees('This browser will not keep your answers');
    await person.press('Carry on and finish in one go');
    await person.begin();
    await person.choose("Don't know");
    await person.sees('Not kept on this device.');
    assert.doesNotMatch(await person.reads(), /Saved on this device/);
  });

test('A second tab says that the response is open elsewhere and takes over with everything typed in the first', async () => {
  const person = await begun();
  await person.goTo('q3');
  await person.write('written in the first tab');
  const second = await Respondent.at(await device.tab());
  await second.tab.goto(server.address);
  await second.sees('You have this response open in another tab');
  await second.press('Use this tab instead');
  await second.arrived('q3');
  assert.equal(await second.given(), 'written in the first tab');
  await second.write(', then in the second');
  await second.saved();
  await person.sees('You have this response open in another tab');
});

test('A tab takes over by itself from one that was closed', async () => {
  const person = await begun();
  await person.goTo('q3');
  await person.write('before closing');
  await person.saved();
  const second = await Respondent.at(await device.tab());
  await second.tab.goto(server.address);
  await second.sees('You have this response open in another tab');
  await person.tab.close();
  await second.press('Use this tab instead');
  await second.arrived('q3');
  assert.equal(await second.given(), 'before closing');
});

test('Fifty thousand pasted characters are kept to the last one', async () => {
  const person = await begun();
  await person.goTo('q3');
  const text = 'fifty thousand characters. '.repeat(1852).slice(0, 50_000);
  await person.paste(text);
  await person.saved();
  await person.reload();
  assert.equal(await person.given(), text);
});

test('A paste beyond the limit is told, not cut', async () => {
  const person = await begun();
  await person.goTo('q3');
  await person.tab.$eval('main:not([hidden] *) textarea', (box) => {
    box.value = 'x'.repeat(1_100_000);
    box.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await person.sees('Your answer is too long to keep');
  assert.equal((await person.given()).length, 1_100_000);
});

test('Damaged files are said to be a problem, are not deleted and can be carried to someone who can help', async () => {
  const person = await begun();
  await person.goTo('q3');
  await person.write('about to be damaged');
  await person.saved();
  await person.tab.evaluate(async () => (await navigator.serviceWorker.ready).unregister());
  await person.tab.goto(new URL('no-such-page', server.address).href);
  await spoilFiles(person.tab);
  await person.tab.goto(server.address);
  await person.sees('We found a problem with your saved answers');
  await person.press('Download the saved files');
  const { bytes } = await device.downloaded();
  assert.ok(bytes.length >= 8192);
});
