// Bad days on a fieldworker's device: wrong links, two tabs, no space, no storage, damaged files, a new version, old interviews.
import { strict as assert } from 'node:assert';
import { after, afterEach, before, test } from 'node:test';
import { isChromium } from './device.mjs';
import { Fieldworker, fieldworker, street } from './fieldworker.mjs';
import { interview } from './interviews.mjs';
import { isFine } from './standards.mjs';
import { Team } from './team.mjs';
import { failWrites, obey, spoilFiles } from './trouble.mjs';

let team, device, rounds = 0;
before(async () => { team = await Team.start(); });
afterEach(async () => {
  team.network.worker = '';
  team.network.mode = 'pass';
  await device?.discard();
});
after(() => team?.remove());

/** Somebody with a link of a round of their own, at the list. */
async function begun(options) {
  const round = await team.open(`bad-${++rounds}`, { definition: street });
  const link = await team.fieldworker(round, 'Fay Worker');
  const made = await fieldworker(link, options);
  ({ device } = made);
  return { ...made, round, link };
}
const address = () => `${team.address}field/`;

test('A link that was cut in two, a respondent\'s link and a round that is not known are told from each other, kindly, and nothing is lost', async () => {
  const { worker, round, link } = await begun();
  await interview(worker, { q1: 'yes' });
  const [respondent] = await team.invite(round, [['Kit', 'Exampleshire']]);
  for (const wrong of [link.slice(0, -9), `${link.split('#')[0]}#${respondent.address.split('#')[1]}`, link.replace(round, 'elsewhere-2027')]) {
    await worker.tab.goto('about:blank');
    await worker.tab.goto(wrong);
    await worker.arrived('take-up');
    await worker.sees('This link does not open fieldwork');
    await isFine(worker);
    await worker.press('Back');
    await worker.arrived('interviews');
    assert.equal((await worker.counts()).total, 1);
  }
  await worker.show('#/take-up', 'take-up');
  await worker.act('open');
  await worker.sees('Enter the link or the team code');
  await isFine(worker);
});

test('A link that is opened first without a signal says that it needs one once', async () => {
  const { worker } = await begun();
  await worker.checksOffline();
  const other = await team.fieldworker(await team.open('far-2027', { definition: street }), 'Fay Worker');
  team.network.mode = 'down';
  await worker.tab.goto('about:blank');
  await worker.tab.goto(other);
  await worker.arrived('take-up');
  await worker.sees('cannot be reached now');
  await isFine(worker);
});

test('When the device is full the page says that it is not saved, keeps the words, and saves them when there is space again', async () => {
  team.network.worker = `(${obey})();`;
  const { worker } = await begun();
  await worker.next();
  await worker.choose('Yes');
  await worker.saved();
  await worker.goOn('q2');
  await failWrites(worker, 'QuotaExceededError');
  await worker.write('typed on a full device');
  await worker.sees('Not saved.');
  await worker.sees('This device is out of space');
  assert.equal(await worker.given(), 'typed on a full device');
  await isFine(worker);
  await worker.press('Download what I have now');
  assert.ok(String((await device.downloaded()).bytes).includes('typed on a full device'));
  await failWrites(worker, '');
  await worker.press('Try again');
  await worker.saved();
  await worker.reload();
  await worker.press('Interview 1');
  await worker.arrived('q2');
  assert.equal(await worker.given(), 'typed on a full device');
});

test('A second tab does not open the interviews; it takes them over after the first has saved what was typed', async () => {
  const { worker } = await begun();
  await worker.next();
  await worker.show('#/q/q2', 'q2');
  const second = await Fieldworker.at(await device.tab());
  await second.tab.goto(address());
  await second.arrived('elsewhere');
  await second.sees('Fieldwork is open in another tab');
  await isFine(second);
  await worker.tab.bringToFront();
  await worker.write('typed in the first tab');
  await second.tab.bringToFront();
  await second.press('Use this tab instead');
  await second.arrived('interviews');
  await worker.arrived('elsewhere');
  await second.press('Interview 1');
  await second.arrived('q2');
  assert.equal(await second.given(), 'typed in the first tab');
});

test('A respondent\'s own answers and fieldwork are kept beside each other, and each is removed alone', async () => {
  const { worker, round } = await begun();
  await interview(worker, { q1: 'yes' });
  const [link] = await team.invite(round, [['Kit', 'Exampleshire']]);
  const respondent = await Fieldworker.at(await device.tab());
  await respondent.visit(link.address);
  await respondent.press('Start now');
  await respondent.choose('No');
  await respondent.saved();
  await respondent.show('#/remove', 'remove');
  await respondent.press('Yes, remove everything');
  await respondent.arrived('removed');
  await worker.reload();
  await worker.arrived('interviews');
  assert.equal((await worker.counts()).total, 1);
  await worker.checksOffline();
});

test('Where the browser keeps nothing, that is said before anything is typed', { skip: isChromium && 'only Firefox can be told to keep nothing' }, async () => {
  const made = await fieldworker('', { preferences: { 'network.cookie.cookieBehavior': 2 } });
  ({ device } = made);
  await made.worker.tab.goto(address());
  await made.worker.arrived('trouble');
  await made.worker.sees('This browser will not keep interviews');
  await isFine(made.worker);
});

test('Damaged files are not opened: they can be saved for somebody who repairs them', async () => {
  const { worker } = await begun();
  await interview(worker, { q1: 'yes' });
  const tab = await device.tab();
  await worker.tab.close();
  await tab.goto(`${team.address}icon.svg`);
  await spoilFiles(tab, 'takestock-field');
  const again = await Fieldworker.at(tab);
  await again.tab.goto(address());
  await again.arrived('trouble');
  await again.sees('We found a problem with the saved interviews');
  await isFine(again);
  await again.act('rescue');
  const { name, bytes } = await device.downloaded();
  assert.equal(name, 'saved-interviews.tar');
  assert.ok(bytes.length >= 8192);
  await again.act('start-again');
  await again.sees('type the word remove');
  await again.type('word', 'remove');
  await again.act('start-again');
  await again.arrived('removed');
});

test('Interviews that are not sent for a day are recalled, more strongly after five', async () => {
  const { worker } = await begun();
  team.network.mode = 'down';
  await interview(worker, { q1: 'yes' });
  for (const [days, kind, words] of [[0.5, null, ''], [1.5, 'mild', 'not sent for more than a day'], [5.5, 'strong', 'not sent for more than five days']]) {
    await worker.tab.evaluate((by) => { window.realNow ??= Date.now; Date.now = () => window.realNow() + by; }, days * 86_400_000);
    await worker.show('#/device', 'device');
    await worker.toList();
    assert.equal(await worker.tab.evaluate(() => document.querySelector('[data-reminder]')?.dataset.reminder ?? null), kind);
    if (words) await worker.sees(words);
    await isFine(worker);
  }
});

test('A link that was ended says so when it is sent with; the interviews stay and can be carried out', async () => {
  const { worker, round, link } = await begun();
  team.network.mode = 'down';
  await interview(worker, { q1: 'yes' });
  const invitee = link.split('/').at(-1).replaceAll('-', '').slice(0, 12);
  await team.post(`team/rounds/${round}/fieldworkers/${invitee}/revoke`, { reason: 'it was lost' });
  team.network.mode = 'pass';
  await worker.show('#/send', 'send');
  await worker.act('send');
  await worker.sees('This link no longer works, so nothing can be sent with it.');
  await isFine(worker);
  const file = await worker.carriesOut(device);
  const taken = await team.takeIn(round, file.bytes);
  assert.equal(taken.added, 1);
  const renewed = JSON.parse(await team.post(`team/rounds/${round}/fieldworkers/${invitee}/reissue`, { reason: 'a new one' })).link;
  await worker.tab.goto('about:blank');
  await worker.tab.goto(renewed);
  await worker.arrived('interviews');
  await worker.until(() => document.querySelector('[data-count=sent]')?.innerText === '1', 'It is not sent with the new link');
});
