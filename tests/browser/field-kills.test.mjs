// What a fieldworker's device has acknowledged is there afterwards, however often the browser was killed in the middle of it.
import { strict as assert } from 'node:assert';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fieldworker, fieldworker } from './fieldworker.mjs';
import { command, Ledger } from './interviews.mjs';
import { Team } from './team.mjs';

const kills = process.env.TAKESTOCK_LONG ? 200 : 6;
/** Also of a machine that has other things to do for a while. */
const patience = 600_000;
const round = 'street-kills';
const definition = JSON.stringify({
  takestock: 1, id: 'street-kills', version: '1', title: 'Life in your street',
  survey: [
    { type: 'start', name: 'started' },
    ...Array.from({ length: 6 }, (_, i) => ({ type: 'text', name: `q${i + 1}`, label: `What about thing ${i + 1}?` })),
    { type: 'image', name: 'photo', label: 'A photo of the street' },
  ],
});
const ledger = new Ledger();
let team, device, worker;

before(async () => {
  team = await Team.start();
  await team.open(round, { definition });
  ({ device, worker } = await fieldworker(await team.fieldworker(round, 'Fay Worker'), { patience }));
  worker.tab.setDefaultTimeout(patience);
  await worker.readyWithoutSignal();
});
after(async () => {
  await device?.discard();
  await team?.remove();
});

const here = () => ledger.numbers.filter((number) => ledger.interviews.get(number).removed === 'no');

async function begunWith(answers) {
  const number = await ledger.begin(worker);
  for (let i = 1; i <= answers; i++) await ledger.answer(worker, number, `q${i}`, `${number} ${randomUUID()}`);
  return number;
}
async function whole() {
  const number = await begunWith(3);
  await ledger.finish(worker, number);
  return number;
}

/** What goes on until the browser is gone: each for ever. */
const ways = {
  /** By the page itself: what counts is that it says "Saved". */
  async answering() {
    await worker.next();
    const number = await ledger.begunByPage(worker);
    for (let turn = 1; ; turn++) {
      const words = Array.from({ length: turn }, (_, i) => i + 1).join(' ');
      const done = ledger.expects(number, 'q1', words);
      await worker.tab.type('#q-q1', turn === 1 ? '1' : ` ${turn}`);
      await worker.saved();
      done();
    }
  },
  async finishing() { for (;;) await whole(); },
  async deleting() {
    for (;;) {
      await ledger.remove(worker, await whole());
      await whole();
    }
  },
  async exporting() {
    for (;;) {
      await whole();
      await command(worker, 'results_file');
    }
  },
  async sending() {
    for (;;) {
      for (let i = 0; i < 4; i++) await whole();
      await worker.show('#/', 'interviews');
      await worker.show('#/send', 'send');
      await worker.act('send');
      await sleep(Math.random() * 300);
    }
  },
  async photographing() {
    for (;;) {
      const number = await begunWith(1);
      await ledger.attach(worker, number, 'photo', 'image/jpeg', randomBytes(50_000 + Math.floor(Math.random() * 250_000)));
      if (number % 2) await ledger.finish(worker, number);
    }
  },
};

/** Opens the page again: how many milliseconds until the interviews are there. */
async function reopen() {
  await device.switchOn();
  worker = await Fieldworker.at(await device.tab());
  worker.tab.setDefaultTimeout(patience);
  const started = performance.now();
  await worker.tab.goto(`${team.address}field/`, { timeout: patience });
  await worker.ready();
  await worker.arrived('interviews');
  return performance.now() - started;
}

test(`Nothing acknowledged is lost or doubled when the browser is killed ${kills} times in the middle of fieldwork`, { timeout: patience + kills * 60_000 }, async (t) => {
  const names = Object.keys(ways), opening = [];
  for (let turn = 0; turn < kills; turn++) {
    const name = names[turn % names.length], before = ledger.acknowledged;
    let stopped = null;
    ways[name]().catch((error) => { stopped = error; });
    while (ledger.acknowledged === before && !stopped) await sleep(5);
    assert.ok(!stopped, `${name}: ${stopped}`);
    await sleep(Math.random() * 1200);
    assert.ok(!stopped, `${name}: ${stopped}`);
    await device.kill();
    opening.push(await reopen());
    assert.deepEqual(await ledger.wrongs(worker), [], `kill ${turn + 1}, ${name}`);
    await worker.reload();
    await worker.arrived('interviews');
  }
  opening.sort((a, b) => a - b);
  const at = (part) => Math.round(opening[Math.min(opening.length - 1, Math.floor(part * opening.length))]);
  t.diagnostic(`${ledger.acknowledged} acknowledged over ${kills} kills, 0 lost, 0 doubled; opened again in ${at(0.5)} ms (median), ${at(0.95)} ms (p95), ${at(1)} ms (longest)`);
});

test('Afterwards every interview is as acknowledged, and the hub gets each once', { timeout: patience + kills * 5000 }, async () => {
  assert.deepEqual(await ledger.wrongs(worker, true), []);
  await worker.reload();
  await worker.show('#/send', 'send');
  if (await worker.tab.$('[data-act="send"]')) await worker.act('send');
  await worker.until(() => document.body.innerText.includes('Every finished interview is on this device and at'), 'It is not sent');
  const { heads, submits } = team.stored(round), known = new Map([...ledger.interviews.values()].map((entry) => [entry.response, entry]));
  assert.equal(new Set(heads.map(({ response }) => response)).size, heads.length);
  for (const { response } of heads) assert.ok(known.has(response), 'an interview at the hub that nobody finished');
  for (const number of here().filter((each) => ledger.interviews.get(each).finished > 0)) {
    const { response, answers, finished } = ledger.interviews.get(number), events = submits.filter((event) => event.response === response);
    assert.equal(events.length, finished, `interview ${number} is there ${events.length} times`);
    const body = JSON.parse(events.at(-1).body);
    for (const [path, [value]] of Object.entries(answers)) assert.equal(body[path] ?? null, value, `interview ${number}, ${path}`);
  }
});
