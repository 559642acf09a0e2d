// The results page with many responses, in Chromium: how long a file takes to open, then headlines and a table by region from the press of
// the button to the page with them; what of it is the engine's; and the longest task that kept the page from answering.
// node tests/bench/results-page.mjs [--survey impact-assessment] [--responses 50000] [--rows good_use_answer] [--columns region] [--file FILE]
// DIST names another build's folder.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { definitionOf, lines } from '../../surveys/synthetic.mjs';
import { Device } from '../browser/device.mjs';
import { site } from '../browser/respondent.mjs';

const { values } = parseArgs({ options: {
  survey: { type: 'string', default: 'impact-assessment' }, responses: { type: 'string', default: '50000' }, file: { type: 'string', default: '' },
  rows: { type: 'string', default: 'useful' }, columns: { type: 'string', default: 'region' },
} });

/** In the page: the longest task so far, and what the engine's thread took for each kind of command. */
function watch() {
  window.longest = 0;
  window.engine = {};
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => { window.longest = Math.max(window.longest, duration); })).observe({ type: 'longtask', buffered: true });
  const asked = new Map();
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (!('reply' in data) && !('failure' in data)) return;
        const { what, at } = asked.get(data.id);
        (window.engine[what] ??= []).push(performance.now() - at);
      });
    }
    postMessage(message, ...rest) {
      asked.set(message.id, { what: message.command ?? message.do, at: performance.now() });
      super.postMessage(message, ...rest);
    }
  };
}

/** In the page: presses the button and waits for what comes of it. */
async function press() {
  const old = document.querySelector('[data-results]');
  old.dataset.old = '';
  const before = document.querySelector('main').outerHTML.length, from = performance.now();
  document.querySelector('[data-act=show]').click();
  const busy = () => document.querySelector('main').ariaBusy === 'true';
  await new Promise((seen) => { const look = () => (busy() ? setTimeout(look) : seen()); setTimeout(look); });
  document.querySelector('[data-results]').getBoundingClientRect();
  return { milliseconds: performance.now() - from, size: before };
}

const quantile = (times, q) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(q * times.length))];
const say = (what, times) => console.log(`${what}: p50 ${quantile(times, 0.5).toFixed(1)} ms, max ${quantile(times, 1).toFixed(1)} ms (${times.length} times)`);

const folder = mkdtempSync(join(tmpdir(), 'takestock-results-page-'));
const file = values.file || join(folder, 'many.takestock');
if (!values.file) writeFileSync(file, [...lines(definitionOf(values.survey), { responses: Number(values.responses) })].join(''));
const server = await site();
const device = await new Device({ patience: 300_000 }).switchOn();
try {
  const tab = await device.tab({ width: 1280, height: 900 });
  tab.setDefaultTimeout(300_000);
  await tab.evaluateOnNewDocument(watch);
  await tab.goto(`${server.address}results/`);
  await tab.waitForFunction(() => document.querySelector('[data-offline]'));
  const from = Date.now();
  await (await tab.$('#files')).uploadFile(file);
  await tab.waitForFunction(() => document.querySelector('main').dataset.page === 'results' && document.querySelector('main').ariaBusy === 'false', { polling: 20 });
  console.log(`${await tab.$eval('[data-responded]', (each) => each.innerText)} responses, ${(statSync(file).size / 1e6).toFixed(1)} MB: opened in ${((Date.now() - from) / 1000).toFixed(2)} s, longest task ${await tab.evaluate(() => window.longest)} ms`);
  await tab.evaluate(() => { window.longest = 0; window.engine = {}; });
  const shown = async (rows, columns, by) => {
    for (const [id, value] of Object.entries({ rows, columns, by })) await tab.select(`#${id}`, value);
    return (await tab.evaluate(press)).milliseconds;
  };
  const engine = async (what) => {
    const took = await tab.evaluate(() => { const { publish = [] } = window.engine; window.engine = {}; return publish; });
    if (took.length > 0) say(`${what}, the engine's part`, took);
  };
  const times = async (what, ...asked) => {
    const all = [];
    for (let i = 0; i < 10; i++) all.push(await shown(...asked));
    console.log(`${what}: the first ${all[0].toFixed(1)} ms`);
    say(what, all);
    await engine(what);
  };
  await times('headlines', '', '', '');
  await times(`headlines and the table ${values.rows} by ${values.columns}`, values.rows, values.columns, '');
  await times(`headlines by ${values.columns}`, '', '', values.columns);
  console.log(`longest task while results were shown: ${await tab.evaluate(() => window.longest)} ms`);
  if (tab.complaints.length > 0) console.log(tab.complaints);
} finally {
  await device.discard();
  await server.stop();
  rmSync(folder, { recursive: true });
}
