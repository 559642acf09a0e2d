// A fieldworker's device with many interviews, in Chromium with a processor slowed down: how long the list, the next question and a results
// file of all take, and whether memory stays what it is.
// node tests/bench/field.mjs [--interviews 2000] [--questions 60] [--slow 4]
// Chromium slows the page's own thread only. What the engine's thread took is therefore counted that many times.
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fieldworker } from '../browser/fieldworker.mjs';
import { Team } from '../browser/team.mjs';

const { values } = parseArgs({ options: { interviews: { type: 'string', default: '2000' }, questions: { type: 'string', default: '60' }, slow: { type: 'string', default: '4' } } });
const [many, questions, slow] = [values.interviews, values.questions, values.slow].map(Number);

const choices = { scale: ['never', 'seldom', 'often', 'always'].map((name) => ({ name, label: `I do this ${name}` })) };
const question = (i) => ({ type: i % 5 === 4 ? 'text' : 'select_one scale', name: `q${i + 1}`, number: `${i + 1}`, label: `How often is it like this, for the thing of number ${i + 1}?` });
const definition = JSON.stringify({ takestock: 1, id: 'many', version: '1', title: 'Many interviews', choices, survey: Array.from({ length: questions }, (_, i) => question(i)) });

/** In the page: makes interviews as its pages would, each answer acknowledged before the next. */
async function make(count, each) {
  const engine = window.seen.worker;
  let id = 1e9;
  const call = (command, request = {}) => new Promise((done, failed) => {
    const mine = ++id;
    const hear = ({ data }) => {
      if (data.id !== mine) return;
      engine.removeEventListener('message', hear);
      const reply = data.reply ? JSON.parse(data.reply) : { ok: false, error: data.failure };
      if (reply.ok) done(reply);
      else failed(new Error(reply.error.message));
    };
    engine.addEventListener('message', hear);
    engine.postMessage({ id: mine, do: 'call', command, request: JSON.stringify(request) });
  });
  const names = ['never', 'seldom', 'often', 'always'];
  for (let i = 0; i < count; i++) {
    await call('begin_interview', { label: `House ${i}` });
    for (let q = 0; q < each; q++) await call('answer', { path: `q${q + 1}`, value: q % 5 === 4 ? `What was said about ${q} in house ${i}` : names[(q + i) % 4] });
    await call('finish');
  }
}

/** In the engine's thread: says with every reply how long it took, also what it waited for another. Of keep_place nobody awaits the reply. */
function tellTime() {
  const started = new Map(), { postMessage } = self;
  addEventListener('message', ({ data }) => { if (data.command !== 'keep_place') started.set(data.id, performance.now()); });
  self.postMessage = (told) => postMessage.call(self, { ...told, took: performance.now() - started.get(told.id) });
}

/** In the page: adds that up. */
function watchEngine() {
  window.engineTime = 0;
  const Real = window.Worker;
  window.Worker = class extends Real {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => { window.engineTime += data.took || 0; });
    }
  };
}

/** In the page: milliseconds until `selector` holds something that `mark` says is new, and of these the engine's. */
async function timed(act, selector) {
  for (const old of document.querySelectorAll(selector)) old.dataset.old = '';
  const engine = window.engineTime, from = performance.now();
  if (act.startsWith('#')) location.hash = act;
  else document.querySelector(act).click();
  const fresh = () => document.querySelector(`${selector}:not([data-old])`);
  while (!fresh()) await new Promise((soon) => setTimeout(soon));
  fresh().getBoundingClientRect();
  return [performance.now() - from, window.engineTime - engine];
}

const megabytes = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).reduce((sum, pid) => {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (!words.includes('--type=renderer')) return sum;
    return sum + Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  } catch { return sum; }
}, 0);

const quantile = (times, q) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(q * times.length))];
const slowed = ([wall, engine]) => wall + (slow - 1) * engine;
const say = (what, times) => console.log(`${what}, processor slowed ${slow}x, ${times.length} times: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms, max ${quantile(times, 1).toFixed(0)} ms`);

const team = await Team.start();
let device;
try {
  const round = await team.open('many-2027', { definition });
  const link = await team.fieldworker(round, 'Fay Worker');
  const made = await fieldworker();
  device = made.device;
  const { worker } = made;
  await worker.tab.evaluateOnNewDocument(watchEngine);
  await worker.visit(link);
  await worker.arrived('interviews');
  await worker.checksOffline();
  await team.stop();
  const started = Date.now();
  for (let done = 0; done < many; done += 100) await worker.tab.evaluate(make, Math.min(100, many - done), questions);
  console.log(`${many} interviews of ${questions} questions made in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  await worker.reload();
  await worker.show('#/', 'interviews');
  await worker.tab.workers()[0].evaluate(tellTime);
  await worker.tab.emulateCPUThrottling(slow);

  const lists = [], next = [], files = [], memory = [];
  for (let cycle = 0; cycle < 10; cycle++) {
    await worker.show('#/device', 'device');
    lists.push(slowed(await worker.tab.evaluate(timed, '#/', '[data-interview]')));
    await worker.next();
    for (let i = 0; i < Math.min(20, questions - 1); i++) {
      next.push(slowed(await worker.tab.evaluate(timed, '[data-continue]', 'main h1')));
      await sleep(30);
    }
    await worker.toList();
    await worker.show('#/carry', 'carry');
    if (await worker.tab.$eval('#seal', (box) => box.checked).catch(() => false)) await worker.tab.$eval('#seal', (box) => box.click());
    if (cycle % 3 === 0) files.push(slowed(await worker.tab.evaluate(timed, '[data-act=make]', '[data-made]')));
    await worker.toList();
    await sleep(500);
    memory.push(megabytes());
  }
  say('list opens', lists);
  say('next question', next);
  say('results file of all', files);
  console.log(`memory of the page's processes: ${memory.map((each) => each.toFixed(0)).join(', ')} MB; growth ${(memory.at(-1) - memory[1]).toFixed(0)} MB after the first two rounds`);
} finally {
  await device?.discard();
  await team.remove();
}
