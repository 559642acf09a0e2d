// The device goes from hand to hand: nobody sees another's answers, whatever they press, and after it is over nothing is left on it.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fieldworker, fieldworkerAgain, street } from './fieldworker.mjs';
import { isFine } from './standards.mjs';
import { Team } from './team.mjs';

const ROUND = 'kiosk-2027';
const PASSCODE = 'open sesame';
const SECRET = 'a confidence about the neighbours';
let team, link, device, worker;
const address = () => `${team.address}field/`;

before(async () => {
  team = await Team.start();
  await team.open(ROUND, { definition: street });
  link = await team.fieldworker(ROUND, 'Fay Worker');
  ({ device, worker } = await fieldworker(link));
  await worker.checksOffline();
});
after(async () => {
  await device?.discard();
  await team?.remove();
});

/** Nothing of what was answered before is in the page, shown or not. */
async function seesNothingOfIt() {
  const found = await worker.tab.evaluate((secret) => ({
    markup: document.documentElement.outerHTML.includes(secret),
    boxes: [...document.querySelectorAll('input, textarea')].some((box) => box.value.includes(secret)),
    title: document.title.includes(secret), address: location.href,
  }), SECRET);
  assert.deepEqual([found.markup, found.boxes, found.title], [false, false, false], JSON.stringify(found));
}
const autocompletes = () => worker.tab.$$eval('form', (forms) => forms.map((form) => form.autocomplete));

test('The device is handed over only when there is a passcode to come back with', async () => {
  await worker.toList();
  await worker.next();
  await worker.show('#/kiosk', 'kiosk');
  await worker.sees('First set a passcode');
  assert.equal(await worker.tab.$('[data-act=hand-over]'), null);
  await isFine(worker);
  await worker.act('passcode');
  await worker.arrived('passcode');
  await worker.setsPasscode('abc');
  await worker.sees('Enter at least 4 digits or letters');
  await isFine(worker);
  await worker.type('new', PASSCODE);
  await worker.type('again', PASSCODE);
  await worker.act('set');
  await worker.arrived('kiosk');
  await worker.act('hand-over');
  await worker.arrived('welcome');
  await isFine(worker);
});

test('The respondent has the questions of this interview and no way to anything else', async () => {
  await team.stop();
  await worker.act('begin');
  await worker.arrived('q1');
  await worker.choose('Yes');
  await worker.kept();
  await worker.goOn('q2');
  await worker.write(SECRET);
  await worker.kept();
  assert.deepEqual(await autocompletes(), ['off']);
  assert.equal(await worker.tab.$('details textarea, .field-nav, .field-bar'), null);
  await isFine(worker);
  for (const elsewhere of ['#/', '#/send', '#/carry', '#/open/1', '#/device', '#/passcode', '#/remove', '#/delete/1', '#/take-up', '#/qr-send', '#/import']) {
    await worker.show(elsewhere, 'welcome');
  }
  await worker.act('begin');
  await worker.arrived('q2');
  await worker.goOn('q3');
});

test('A browser that is killed meanwhile comes back to the same interview, and to nothing else', async () => {
  await device.kill();
  worker = await fieldworkerAgain(device, address(), 'welcome');
  await worker.act('begin');
  await worker.leaves('welcome');
  await worker.show('#/q/q2', 'q2');
  assert.equal(await worker.given(), SECRET);
});

test('At the end nothing of it can be reached: not by Back, by an address, by loading again, or in the next interview', async () => {
  await worker.show('#/contents', 'contents');
  await isFine(worker);
  await worker.show('#/check', 'check');
  await worker.sees(SECRET);
  assert.equal(await worker.tab.$('[name=outcome]'), null);
  await isFine(worker);
  await worker.act('finish');
  await worker.arrived('thanks');
  await worker.sees('Please hand the device back.');
  await isFine(worker);
  await seesNothingOfIt();
  for (let back = 0; back < 6; back++) {
    await worker.tab.evaluate(() => history.back());
    await sleep(200);
    if (await worker.tab.evaluate(() => location.href === 'about:blank')) break;
    await seesNothingOfIt();
    assert.equal(await worker.at(), 'thanks');
  }
  await worker.visit(`${address()}#/q/q2`);
  await worker.arrived('thanks');
  for (const elsewhere of ['#/check', '#/contents', '#/change/q2', '#/start', '#/finished', '#/open/1', '#/']) {
    await worker.show(elsewhere, 'thanks');
    await seesNothingOfIt();
  }
  await worker.reload();
  await worker.arrived('thanks');
  await seesNothingOfIt();
  await worker.act('next');
  await worker.arrived('welcome');
  await worker.act('begin');
  await worker.arrived('q1');
  assert.equal(await worker.given(), '');
  await worker.choose('No');
  await worker.kept();
  await worker.goOn('q2');
  assert.equal(await worker.given(), '');
  await seesNothingOfIt();
  await worker.tab.evaluate(() => history.back());
  await sleep(300);
  await seesNothingOfIt();
  await worker.show('#/check', 'check');
  await seesNothingOfIt();
  await worker.act('finish');
  await worker.arrived('thanks');
});

test('A device that is left lying locks, and leaving takes the passcode, which is not tried for ever', async () => {
  await worker.act('next');
  await worker.arrived('welcome');
  await worker.press('For the interviewer: leave');
  await worker.arrived('leave');
  await isFine(worker);
  for (let wrong = 0; wrong < 5; wrong++) {
    await worker.types(`guess ${wrong}`);
    await worker.sees(wrong < 4 ? 'This is not the passcode' : 'Too many wrong tries. Try again in');
    await worker.until(() => document.querySelector('#passcode').value === '' && !document.querySelector('[data-act=unlock]').innerText.includes('Working'), 'The try is not over');
  }
  await worker.types(PASSCODE);
  await worker.sees('Too many wrong tries. Try again in');
  await isFine(worker);
  await worker.tab.evaluate((by) => {
    const real = Date.now;
    Date.now = () => real() + by;
    document.dispatchEvent(new Event('visibilitychange'));
  }, 5 * 60_000 + 1000);
  await worker.arrived('lock');
  await seesNothingOfIt();
  await worker.types(PASSCODE);
  await worker.arrived('interviews');
  assert.deepEqual(Object.keys(await worker.rows()).sort(), ['1', '2', '3']);
});

test('Whoever has forgotten the passcode can save what nobody but the team can open', async () => {
  await worker.tab.click('[data-act=lock]');
  await worker.arrived('lock');
  await worker.press('Forgotten your passcode?');
  await isFine(worker);
  await worker.act('sealed');
  const { name, bytes } = await device.downloaded();
  assert.match(name, /\.takestock-sealed$/);
  assert.ok(!bytes.includes(SECRET));
  await worker.types(PASSCODE);
  await worker.arrived('interviews');
});

test('After "finish and remove" a search of the whole browser profile finds none of the answers, the label or the passcode', async () => {
  await worker.press('Interview 3');
  await worker.leaves('interviews');
  await worker.show('#/start', 'start');
  await worker.type('label', 'the house with the red gate');
  await worker.act('label');
  await worker.sees('The label is saved.');
  await team.resume();
  await worker.show('#/send', 'send');
  await worker.act('send');
  await worker.sees('interviews that are safely sent');
  await worker.show('#/remove', 'remove');
  await worker.sees('1 interview on this device and nowhere else.');
  await worker.type('count', '1');
  await worker.act('remove');
  await worker.arrived('removed');
  await isFine(worker);
  await device.kill();
  assert.deepEqual([SECRET, 'red gate', PASSCODE].flatMap((words) => device.filesWith(words)), []);
  await device.switchOn();
  worker = await worker.constructor.at(await device.tab());
  await worker.tab.goto(address());
  await worker.arrived('take-up');
});
