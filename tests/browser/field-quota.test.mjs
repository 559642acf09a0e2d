// A device that runs out of space at any write: nothing acknowledged is lost, nothing is called saved that is not, and the work goes on
// without a reload once there is space again.
import { strict as assert } from 'node:assert';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { fieldworker } from './fieldworker.mjs';
import { command, Ledger } from './interviews.mjs';
import { Team } from './team.mjs';

const every = process.env.TAKESTOCK_LONG ? 1 : 20;
const most = 200;
/** Also of a machine that has other things to do for a while. */
const patience = 600_000;
const round = 'street-quota';
const picture = new URL('../../web/public/icon.png', import.meta.url).pathname;
const definition = JSON.stringify({
  takestock: 1, id: 'street-quota', version: '1', title: 'Life in your street',
  survey: [
    ...Array.from({ length: 6 }, (_, i) => ({ type: 'text', name: `q${i + 1}`, label: `What about thing ${i + 1}?` })),
    { type: 'image', name: 'photo', label: 'A photo of the street' },
  ],
});
const ledger = new Ledger();
let team, device, worker;

before(async () => {
  team = await Team.start();
  await team.open(round, { definition });
  team.network.worker = `(${obey})();`;
  team.network.most = 0;
  ({ device, worker } = await fieldworker(await team.fieldworker(round, 'Fay Worker'), { patience }));
  worker.tab.setDefaultTimeout(patience);
});
after(async () => {
  await device?.discard();
  await team?.remove();
});

/** At the top of the worker: { failAt: n, alone } makes the n-th write from then on throw, and all after it or it alone; 0: none. { tellWrites }
 * has it say how many there were since. */
function obey() {
  const { prototype } = FileSystemSyncAccessHandle, { write } = prototype;
  let writes = 0;
  addEventListener('message', (event) => {
    const { failAt, alone, tellWrites } = event.data;
    if (failAt === undefined && !tellWrites) return;
    event.stopImmediatePropagation();
    if (tellWrites) return postMessage({ id: -1, writes });
    writes = 0;
    prototype.write = function (...given) {
      writes++;
      if (failAt > 0 && (alone ? writes === failAt : writes >= failAt)) throw new DOMException('as if', 'QuotaExceededError');
      return write.apply(this, given);
    };
  });
}
const failAt = (n, alone = false) => worker.tab.evaluate((nth, once) => window.seen.worker.postMessage({ failAt: nth, alone: once }), n, alone);
const writes = () => worker.tab.evaluate(() => new Promise((done) => {
  window.seen.worker.addEventListener('message', ({ data }) => data.id === -1 && done(data.writes));
  window.seen.worker.postMessage({ tellWrites: true });
}));

/** Everything that an interviewer does, again and again until the storage says that it is full. */
async function workUntilFull() {
  for (;;) {
    try {
      const number = await ledger.begin(worker);
      for (let i = 1; i <= 3; i++) await ledger.answer(worker, number, `q${i}`, `${number} ${randomUUID()}`);
      await ledger.attach(worker, number, 'photo', 'image/jpeg', randomBytes(9_000));
      await ledger.finish(worker, number);
      await command(worker, 'results_file', { numbers: [number] });
      if (number % 3 === 0) await ledger.remove(worker, number);
    } catch (error) {
      if (error.code === 'storage_full') return;
      throw error;
    }
  }
}

/** Presses the button as it is: what the page says above it comes and goes, and moves it from under a mouse. */
const pressed = (words) => worker.tab.$$eval('main button', (all, wanted) => all.find((each) => each.innerText.trim() === wanted).click(), words);

/** At the first question of an interview of its own, with nothing on its way. */
async function atQuestion() {
  await failAt(0);
  await worker.show('#/', 'interviews');
  await pressed('Next respondent');
  await worker.arrived('q1');
  return ledger.begunByPage(worker);
}

test(`Storage that fails at its n-th write and every one after it, for n up to ${most}: 0 lost, 0 falsely called saved`, { timeout: 3_000_000 }, async (t) => {
  let turns = 0;
  for (let n = 1; n <= most; n += every) {
    turns++;
    await failAt(n);
    await workUntilFull();
    assert.ok(await writes() >= n, `only ${await writes()} writes`);
    await failAt(0);
    assert.deepEqual(await ledger.wrongs(worker), [], `after failing at write ${n}`);
    const number = await atQuestion(), text = `typed at ${n}`;
    await failAt(1);
    const done = ledger.expects(number, 'q1', text);
    await worker.write(text);
    await worker.sees('Not saved.');
    assert.doesNotMatch(await worker.reads(), /Saved on this device/, `falsely called saved at ${n}`);
    assert.equal(await worker.tab.$eval('#q-q1', (box) => box.value), text);
    await failAt(0);
    await pressed('Try again');
    await worker.saved();
    done();
    await worker.show('#/', 'interviews');
    await worker.reload();
    await worker.arrived('interviews');
    await failAt(0);
    assert.deepEqual(await ledger.wrongs(worker), [], `after a reload, failing at write ${n}`);
    await worker.reload();
    await worker.arrived('interviews');
  }
  assert.deepEqual(await ledger.wrongs(worker, true), []);
  t.diagnostic(`${ledger.acknowledged} acknowledged over ${turns} full disks, 0 lost, 0 falsely called saved`);
});

test('Storage that fails once and then has the space that was held back for it: the save at hand is completed, and the page says that little is left', async () => {
  await worker.reload();
  await worker.arrived('interviews');
  let failed = 0;
  for (let n = 1; n <= 12; n++) {
    const number = await atQuestion();
    await failAt(n, true);
    const done = ledger.expects(number, 'q1', `just fits ${n}`);
    await worker.write(`just fits ${n}`);
    await worker.saved();
    done();
    if (await writes() >= n) {  // how many an answer takes depends on how full the log is
      failed++;
      await worker.sees('This device is almost out of space.');
    }
    await worker.show('#/', 'interviews');
  }
  assert.ok(failed >= 3, `only ${failed} of 12 answers met a failing write`);
  await failAt(0);
  assert.deepEqual(await ledger.wrongs(worker), []);
});

test('A photo that the full device does not take is said not to be saved, the question is not left with it, and it is saved without a reload', async () => {
  await worker.reload();
  await worker.arrived('interviews');
  const number = await atQuestion();
  await worker.tab.evaluate(() => { location.hash = '#/q/photo'; });
  const input = await worker.tab.waitForSelector('#q-photo');
  await failAt(1);
  await input.uploadFile(picture);
  await worker.sees('The photo is not saved. This device is out of space.');
  assert.doesNotMatch(await worker.reads(), /photo is saved/);
  await failAt(0);
  await pressed('Try again');
  await worker.sees('The photo is saved on this device.');
  const value = (await command(worker, 'check')).sections.flatMap(({ rows }) => rows).find(({ page }) => page === 'photo').answer[0];
  assert.match(value, /^[0-9a-f]{32}\.jpg$/);
  await worker.reload();
  await worker.arrived('interviews');
  await worker.tab.evaluate((wanted) => { location.hash = `#/open/${wanted}`; }, number);
  await worker.until(() => document.querySelector('img.app-photo')?.naturalWidth > 0, 'The photo is not shown after a reload');
});
