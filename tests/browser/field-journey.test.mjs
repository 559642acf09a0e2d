// Fieldwork for two days on one device without signal: forty interviews, the server really stopped, the browser really killed.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { fieldworker, fieldworkerAgain, street } from './fieldworker.mjs';
import { isFine } from './standards.mjs';
import { Team } from './team.mjs';

const ROUND = 'street-2027';
const PASSCODE = '4821';
const LAST = 40, DELETED = 7;
let team, link, device, worker, file;
/** What a tally sheet of paper would say. */
const tally = { total: 0, complete: 0, refused: 0, not_at_home: 0 };
const count = (outcome) => {
  tally.total += 1;
  tally[outcome] += 1;
};
const address = () => `${team.address}field/`;

before(async () => {
  team = await Team.start();
  await team.open(ROUND, { definition: street });
  link = await team.fieldworker(ROUND, 'Fay Worker');
});
after(async () => {
  await device?.discard();
  await team?.remove();
});

test('1. At the office the team code is typed, and "Ready to work offline" has read every file again', async () => {
  ({ device, worker } = await fieldworker());
  await worker.tab.goto(address());
  await worker.arrived('take-up');
  const [round, code] = link.split('#/')[1].split('/');
  await worker.type('link', ` ${code.toUpperCase()} `);
  await worker.type('round', round);
  await isFine(worker);
  await worker.act('open');
  await worker.arrived('interviews');
  await worker.checksOffline();
  for (const words of ['Checked offline', 'Yes', 'Life in your street, version 2027-3, 10 questions', 'English', 'Fay Worker', 'MB']) await worker.sees(words);
  await isFine(worker);
  assert.ok(!await worker.tab.evaluate((secret) => location.href.includes(secret), code));
});

test('A file of the page that is missing from the device is named, and it is not called ready', async () => {
  const path = await worker.tab.evaluate(async () => {
    const [name] = (await caches.keys()).filter((each) => each.startsWith('field-files-'));
    const cache = await caches.open(name);
    const [request] = (await cache.keys()).filter(({ url }) => url.endsWith('.wasm'));
    const kept = await cache.match(request);
    await cache.delete(request);
    window.putBack = () => cache.put(request, kept);
    return new URL(request.url).pathname.split('/').pop();
  });
  await worker.act('check');
  await worker.tab.waitForSelector('[data-offline=no]');
  await worker.sees(path);
  await isFine(worker);
  await worker.tab.evaluate(() => window.putBack());
  await worker.act('check');
  await worker.tab.waitForSelector('[data-offline=yes]');
});

test('2. With the server stopped and the browser started anew it opens within 3 seconds, and nothing is there yet', async () => {
  await team.stop();
  const asked = team.network.requests.length;
  await device.kill();
  await device.switchOn();
  const started = Date.now();
  const tab = await device.tab();
  worker = await worker.constructor.at(tab);
  await worker.visit(address());
  await worker.arrived('interviews');
  assert.ok(Date.now() - started < 3000, `${Date.now() - started} ms`);
  await worker.sees('There are no interviews on this device yet.');
  assert.equal(team.network.requests.length, asked);
  await isFine(worker);
});

test('3. Interviews are asked one question a page, with a label, an outcome and a pause', async () => {
  await worker.next();
  await worker.sees('Interview 1');
  await isFine(worker);
  await worker.choose('Yes');
  await worker.saved();
  await worker.goOn('q2');
  await worker.write('the bins');
  await worker.saved();
  await worker.press('Comment on this question');
  await worker.type('comment-q2', 'She laughed');
  await worker.act('comment');
  await worker.sees('The comment is saved.');
  await worker.show('#/start', 'start');
  await worker.type('label', 'Number 12, blue door');
  await worker.act('label');
  await worker.sees('The label is saved.');
  await isFine(worker);
  await worker.act('pause');
  await worker.arrived('interviews');
  assert.equal((await worker.rows())['1'], 'Interview 1, Number 12, blue door, in progress, question 2 of 10');
  await worker.press('Interview 1, Number 12, blue door');
  await worker.arrived('q2');
  assert.equal(await worker.given(), 'the bins');
  assert.equal(await worker.tab.$eval('#comment-q2', (box) => box.value), 'She laughed');
  await worker.finishes();
  count('complete');
  await isFine(worker);
  await worker.sees('It is saved on this device.');
  assert.doesNotMatch(await worker.reads(), /at the LGA/);
});

test('A required question that is blank is named with a jump to it; with another outcome it may be', async () => {
  await worker.next();
  await worker.show('#/check', 'check');
  await worker.act('finish');
  await worker.sees('There is a problem');
  await isFine(worker);
  await worker.click("//*[@data-error-summary]//a[contains(., 'Answer this question')]");
  await worker.arrived('q1');
  await worker.endsWith('Refused to take part');
  count('refused');
});

/** Interviews until there are so many, every fourth of them at a closed door. */
async function until(number) {
  for (let next = tally.total + 1; next <= number; next++) {
    await worker.next();
    if (next % 4) await worker.answersAndFinishes(next % 3 ? 'Yes' : 'No');
    else await worker.endsWith('Not at home');
    count(next % 4 ? 'complete' : 'not_at_home');
  }
}

test('4. A browser that is killed during interview 12 opens with a list that says where it was', async () => {
  await until(11);
  await worker.next();
  await worker.choose('No');
  await worker.saved();
  for (let question = 2; question <= 9; question++) {
    await worker.goOn(`q${question}`);
    await worker.write(`answer ${question}`);
    await worker.saved();
  }
  await device.kill();
  worker = await fieldworkerAgain(device, address());
  assert.equal((await worker.rows())['12'], 'Interview 12, in progress, question 9 of 10');
  await worker.press('Interview 12');
  await worker.arrived('q9');
  assert.match(await worker.given(), /answer 9/);
  await worker.goBack('q8');
  assert.match(await worker.given(), /answer 8/);
  await worker.finishes();
  count('complete');
});

test('5. After forty the list agrees with the tally sheet, is searched by number and label, and one is deleted alone, which is logged', async () => {
  await until(LAST);
  await worker.toList();
  assert.deepEqual(await worker.counts(), { ...tally, finished: LAST, unsent: LAST });
  await worker.type('search', '12');
  await worker.sees('Showing 1 to 2 of 2');
  assert.deepEqual(Object.keys(await worker.rows()).sort(), ['1', '12']);
  await worker.type('search', 'BLUE');
  await worker.sees('Showing 1 to 1 of 1');
  await worker.type('search', '');
  await worker.tab.select('#outcome', 'not_at_home');
  await worker.sees(`Showing 1 to ${tally.not_at_home} of ${tally.not_at_home}`);
  await isFine(worker);
  await worker.tab.goto(`${address()}#/open/${DELETED}`);
  await worker.arrived('start');
  await worker.press('Delete this interview');
  await worker.arrived('delete');
  await worker.sees('Nobody else has this interview.');
  await worker.type('number', '8');
  await worker.act('delete');
  await worker.sees(`Type the number ${DELETED} to delete this interview`);
  await isFine(worker);
  await worker.type('number', String(DELETED));
  await worker.act('delete');
  await worker.arrived('interviews');
  await worker.sees(`Interview ${DELETED} is deleted.`);
  tally.total -= 1;
  tally.complete -= 1;
  assert.deepEqual(await worker.counts(), { ...tally, finished: LAST - 1, unsent: LAST - 1 });
  await worker.show('#/deletions', 'deletions');
  await worker.sees(`Interview ${DELETED}, deleted on`);
  await isFine(worker);
});

test('6. With a passcode the page locks by itself after five minutes without a touch, and by hand; wrong ones do not open it', async () => {
  await worker.setsPasscode(PASSCODE);
  await worker.sees('The passcode is set.');
  await isFine(worker);
  await worker.toList();
  await worker.tab.evaluate((by) => {
    const real = Date.now;
    Date.now = () => real() + by;
    document.dispatchEvent(new Event('visibilitychange'));
  }, 5 * 60_000 + 1000);
  await worker.arrived('lock');
  assert.doesNotMatch(await worker.reads(), /Interview \d|blue door/);
  await isFine(worker);
  await worker.types('0000');
  await worker.sees('This is not the passcode');
  await worker.show('#/check', 'lock');
  await worker.types(PASSCODE);
  await worker.leaves('lock');
  await worker.toList();
  await worker.tab.click('[data-act=lock]');
  await worker.arrived('lock');
  await worker.reload();
  await worker.arrived('lock');
  await worker.types(PASSCODE);
  await worker.arrived('interviews');
});

test('8. A results file says how many interviews it has and its digest, and is named after the device and the day', async () => {
  await worker.show('#/device', 'device');
  await worker.type('device', 'Tablet 3');
  await worker.act('name');
  await worker.sees('The name is saved.');
  await isFine(worker);
  file = await worker.carriesOut(device);
  assert.equal(file.count, LAST - 1);
  assert.match(file.name, /^street-.*-tablet-3-\d{4}-\d\d-\d\d-\d{6}\.takestock$/);
  assert.match(file.digest, /^[0-9a-f]{64}$/);
  await isFine(worker);
});

test('7. "Send all" tells how far it is; a line that is cut leaves the rest on the device, and sending goes on where it was', async () => {
  team.network.most = team.network.pushes().length + 3;
  await team.resume();
  await worker.show('#/send', 'send');
  await worker.act('send');
  await worker.sees(`${LAST - 1 - 24} still on this device only`);  // sent by the press, or by itself just before it
  await worker.sees('Could not reach the LGA. Nothing is lost.');
  await isFine(worker);
  assert.equal(team.stored(ROUND).heads.length, 24);
  team.network.most = Infinity;
  await worker.tab.evaluate(() => { window.said = new Set(); new MutationObserver(() => window.said.add(document.querySelector('[data-sending]')?.innerText.trim())).observe(document.body, { subtree: true, childList: true, characterData: true }); });
  await worker.act('send');
  await worker.sees('Every finished interview is on this device and at the survey team');
  assert.ok(await worker.tab.evaluate(() => [...window.said].some((each) => /^Sending \d+ of 15$/.test(each))));
  const { heads, submits, counted } = team.stored(ROUND);
  assert.deepEqual([heads.length, submits.length, counted.length], [LAST - 1, LAST - 1, LAST - 1]);
  await isFine(worker);
  await worker.toList();
  assert.deepEqual(await worker.counts(), { ...tally, sent: LAST - 1, unsent: 0 });
  assert.equal((await worker.rows())['40'], 'Interview 40, Not at home, on this device and at the LGA');
});

test('8. The hub takes in the same file twice without adding anything to what was sent', async () => {
  for (let time = 0; time < 2; time++) {
    const taken = await team.takeIn(ROUND, file.bytes);
    assert.deepEqual([taken.added, taken.present], [0, LAST - 1]);
  }
  assert.equal(team.stored(ROUND).counted.length, LAST - 1);
});

test('A finished interview that is changed is a new version of the same one', async () => {
  await worker.tab.goto(`${address()}#/open/1`);
  await worker.arrived('start');
  await worker.show('#/change/q2', 'q2');
  await worker.write(', and the lamps');
  await worker.kept();
  await worker.goOn('check');
  await worker.act('finish');
  await worker.arrived('finished');
  await worker.toList();
  await worker.until(() => document.querySelector('[data-count=sent]')?.innerText === '39', 'It was not sent again');
  const { submits, counted } = team.stored(ROUND);
  assert.deepEqual([submits.length, counted.length], [LAST, LAST - 1]);
  assert.ok(submits.some(({ body }) => JSON.parse(body).q2 === 'the bins, and the lamps'));
});

test('9. What was sent is cleared from the device; what was not is not offered', async () => {
  await team.stop();
  await worker.next();
  await worker.answersAndFinishes();
  await worker.show('#/send', 'send');
  await worker.act('clear');
  await worker.sees(`${LAST - 1} interviews removed from this device.`);
  await worker.toList();
  assert.deepEqual(Object.keys(await worker.rows()), ['41']);
  await worker.show('#/remove', 'remove');
  await worker.sees('1 interview on this device and nowhere else.');
  await worker.act('remove');
  await worker.sees('Type 1 to remove everything');
  await isFine(worker);
  assert.deepEqual(worker.complaints().filter((each) => !/Failed to (load|fetch)|net::ERR|NetworkError|Loading/i.test(each)), []);
});
