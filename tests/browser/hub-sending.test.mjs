// Sending over networks as they are: it is called sent when the hub has it and not before, and it arrives once.
import { strict as assert } from 'node:assert';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isChromium } from './device.mjs';
import { again, someone } from './respondent.mjs';
import { isFine } from './standards.mjs';
import { Team } from './team.mjs';

let team, rounds = 0;
const devices = [];
before(async () => { team = await Team.start(); });
afterEach(async () => {  // a browser that is done with takes time from the others
  for (const device of devices.splice(0)) await device.discard();
});
after(() => team?.remove());

/** Somebody with a link of a round of their own: { round, link, device, person }. */
async function invited(more) {
  const round = await team.open(`sending-${++rounds}`, more);
  const [link] = await team.invite(round, [[`Person ${rounds}`, 'Exampleshire']]);
  team.network.mode = 'pass';
  return { round, link, ...(await opened(link)) };
}
async function opened(link) {
  const made = await someone(link.address);
  devices.push(made.device);
  return made;
}
async function answersAndSends(person, words, network) {
  if (await person.at() === 'start') await person.begin();
  await person.show('#/q/q3', 'q3');
  await person.write(words);
  await person.kept();
  await person.show('#/check', 'check');
  if (network) team.network.mode = network;
  await person.press('Send response to the LGA');
  await person.arrived('finished');
}
/** Presses Send now, unless it was sent by itself meanwhile. */
const sendNow = (who) => who.tab.evaluate(() => document.querySelector('[data-send]')?.click());
const seesSent = (who) => who.until(() => document.querySelector('.govuk-panel'), 'Nothing says that the response is sent');
const waits = async (person, why) => {
  await person.sees('Your response is waiting to be sent');
  if (why) await person.sees(why);
  assert.equal(await person.tab.$('.govuk-panel'), null);
  assert.doesNotMatch(await person.reads(), /Sent to the LGA/);
};

test('A reply that is lost after the hub has stored the response leaves it waiting; sent again it is still one, with the first reference', async () => {
  const { round, person } = await invited();
  await answersAndSends(person, 'cut off', 'cut');
  await waits(person, 'Could not reach the LGA. We will try again at');
  const first = team.stored(round).submits;
  assert.equal(first.length, 1);
  await isFine(person);
  team.network.mode = 'pass';
  await sendNow(person);
  await seesSent(person);
  const { submits } = team.stored(round);
  assert.equal(submits.length, 1);
  assert.deepEqual(submits[0], first[0]);
  await isFine(person);
});

test('A network that wants a log-in is not taken for the hub', async () => {
  const { round, person } = await invited();
  await answersAndSends(person, 'in a hotel', 'portal');
  await waits(person, 'Could not reach the LGA.');
  await sendNow(person);
  await waits(person, 'Could not reach the LGA.');
  assert.equal(team.stored(round).events.length, 0);
  team.network.mode = 'pass';
  await sendNow(person);
  await seesSent(person);
});

test('A hub that fails or is busy leaves it waiting, and the time of the next try is told and kept', async () => {
  const { person } = await invited();
  await answersAndSends(person, 'busy', '500');
  await waits(person, 'Could not reach the LGA.');
  team.network.mode = '429';
  await sendNow(person);
  await waits(person, "The LGA's computer is busy. We will try again at");
  const before = team.network.pushes().length;
  team.network.mode = 'pass';
  await sleep(7000);
  assert.equal(team.network.pushes().length, before, 'nothing is sent before the time that the hub named');
  await sendNow(person);
  await seesSent(person);
});

test('A slow hub is waited for, and meanwhile it is called sending', async () => {
  const { person } = await invited();
  await answersAndSends(person, 'slow', 'slow');
  await waits(person);
  await person.sees('Sending...');
  await seesSent(person);
});

test('After a failure it is tried again without a press', async () => {
  const { person } = await invited();
  await answersAndSends(person, 'by itself', 'down');
  await waits(person);
  team.network.mode = 'pass';
  await seesSent(person);
});

test('Pressed twice it is sent once, and Back shows that it is sent', async () => {
  const { round, person } = await invited();
  await person.begin();
  await person.choose("Don't know");
  await person.saved();
  await person.show('#/check', 'check');
  await person.tab.$eval('[data-finish]', (button) => { button.click(); button.click(); });
  await person.arrived('finished');
  await seesSent(person);
  await person.tab.goBack();
  await person.arrived('response');
  await seesSent(person);
  assert.equal(await person.tab.$('[data-finish]'), null);
  assert.equal(team.stored(round).submits.length, 1);
});

test('A browser that was closed in the middle of sending sends the rest on its own when it is opened again', async () => {
  const { round, link, device, person } = await invited();
  await answersAndSends(person, 'killed', 'slow');
  await device.kill();
  await sleep(6500);
  team.network.mode = 'pass';
  const back = await again(device, link.address);
  await seesSent(back);
  assert.equal(team.stored(round).submits.length, 1);
});

test('A browser that has lost everything gets the response from the hub, and says when it was sent', async () => {
  const { link, person } = await invited();
  await answersAndSends(person, 'kept by the hub');
  await seesSent(person);
  const { person: anew } = await opened(link);
  await anew.arrived('response');
  await anew.sees('We have your response sent on');
  await anew.sees('kept by the hub');
  await seesSent(anew);
  await isFine(anew);
});

test('What was finished without signal before the round closed still counts when it arrives a little later, and says so', async () => {
  const { round, person } = await invited();
  await answersAndSends(person, 'in time', 'down');
  await team.close(round);
  team.network.mode = 'pass';
  await seesSent(person);
  await person.sees('It arrived after the closing time, but was finished before it, so it counts.');
  assert.equal(team.stored(round).counted[0].q3, 'in time');
});

test('What was finished without signal after the round had closed is not accepted; everything is still here, and other ways are offered', async () => {
  const { round, person } = await invited();
  await person.begin();
  await person.kept();
  team.network.mode = 'down';
  await team.close(round);
  await answersAndSends(person, 'too late', 'down');
  await waits(person);
  team.network.mode = 'pass';
  await person.sees('Not accepted: the consultation has closed. Your answers are still on this device');
  assert.equal(await person.tab.$('.govuk-panel'), null);
  await person.sees('taking-stock@lga.example.org');
  await isFine(person);
  await person.reload();
  await person.sees('Your response was not accepted');
  await person.show('#/response', 'response');
  await person.sees('too late');
  assert.equal(await person.tab.$('.app-answers a'), null);
  assert.equal(team.stored(round).counted.length, 0);
});

test('When the round closes while somebody answers, the answers can be read and carried out but not changed', async () => {
  const { round, device, person } = await invited();
  await person.begin();
  await person.show('#/q/q3', 'q3');
  await person.write('half a thought');
  await person.kept();
  await team.close(round);
  await person.reload();
  await person.arrived('stopped');
  await person.sees('This consultation has closed');
  await person.sees('half a thought');
  assert.equal(await person.tab.$('main textarea, [data-finish]'), null);
  await isFine(person);
  await person.press('Download the results file');
  assert.match(String((await device.downloaded()).bytes), /half a thought/);
  assert.equal(team.stored(round).events.length, 0);
});

test('A link that is revoked while a draft is here is said to work no longer; the draft stays and is never sent', async () => {
  const { round, link, device, person } = await invited();
  await person.begin();
  await person.show('#/q/q3', 'q3');
  await person.write('mine alone');
  await person.kept();
  await team.revoke(round, link);
  await person.reload();
  await person.arrived('stopped');
  await person.sees('This link no longer works');
  await person.sees('Your answers are still on this device.');
  await person.sees('mine alone');
  await isFine(person);
  await person.press('Download a copy to print');
  assert.match(String((await device.downloaded()).bytes), /mine alone/);
  assert.equal(team.stored(round).events.length, 0);
});

test('A round that had closed before it was opened shows when, and whom to ask, and no question', async () => {
  const round = await team.open('closed-before');
  const [link] = await team.invite(round, [['Late Comer', 'Exampleshire']]);
  await team.close(round);
  const { person } = await opened(link);
  await person.arrived('closed');
  await person.sees('It closed on');
  await person.sees('taking-stock@lga.example.org');
  assert.equal(await person.tab.$('[data-start]'), null);
  await isFine(person);
});

/** In the page or the worker: its clock is that many milliseconds off. */
function shifted(by) {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) { super(...(given.length ? given : [Real.now() + by])); }
    static now() { return Real.now() + by; }
  };
}

for (const year of [2031, 2015]) {
  test(`On a device whose clock says ${year} the hub's time decides, and the page says that the date looks wrong`, async () => {
    const round = await team.open(`clock-${year}`, { closes: '2030-01-01T00:00:00Z' });
    const [link] = await team.invite(round, [['Clock', 'Exampleshire']]);
    const by = Date.UTC(year, 5, 1) - Date.now();
    team.network.mode = 'pass';
    team.network.worker = `(${shifted})(${by});`;
    try {
      const { device, person } = await someone();
      devices.push(device);
      await person.tab.evaluateOnNewDocument(shifted, by);
      await person.visit(link.address);
      await person.sees("Your device's date looks wrong");
      await isFine(person);
      await answersAndSends(person, 'first');
      await seesSent(person);
      const shownYear = await person.tab.$eval('[data-received]', (each) => each.innerText);
      assert.ok(shownYear.includes(String(new Date().getFullYear())), shownYear);
      await person.show('#/change/q3', 'q3');
      await person.write(', second');
      await person.kept();
      await person.goOn('check');
      await person.press('Send response to the LGA');
      await person.arrived('finished');
      await seesSent(person);
      const { counted, submits } = team.stored(round);
      assert.equal(submits.length, 2);
      assert.equal(counted[0].q3, 'first, second');
    } finally {
      team.network.worker = '';
    }
  });
}

test('Coming online sends by itself', { skip: !isChromium && 'only Chromium can be told that it is offline' }, async () => {
  const { person } = await invited();
  await person.readyWithoutSignal();
  await person.begin();
  await person.show('#/check', 'check');
  await person.tab.setOfflineMode(true);
  await person.press('Send response to the LGA');
  await person.arrived('finished');
  await waits(person);
  await person.tab.setOfflineMode(false);
  await seesSent(person);
});

test('Coming back to the page sends by itself, before the time of the next try', async () => {
  const { person } = await invited();
  await answersAndSends(person, 'looked at again', '429');
  await waits(person, 'is busy');
  team.network.mode = 'pass';
  await person.tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await seesSent(person);
});

test("The browser's own notice that there is signal again sends too", { skip: !isChromium && 'only Chromium has Background Sync' }, async () => {
  const { person } = await invited();
  await person.readyWithoutSignal();
  await person.reload();
  const session = await person.tab.createCDPSession();
  const registered = new Promise((found) => session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations.length && found(registrations[0])));
  await session.send('ServiceWorker.enable');
  const { registrationId } = await registered;
  await answersAndSends(person, 'in the background', '429');
  await waits(person, 'is busy');
  team.network.mode = 'pass';
  await session.send('ServiceWorker.dispatchSyncEvent', { origin: new URL(team.address).origin, registrationId, tag: 'send', lastChance: false });
  await seesSent(person);
});
