// From a tap on an answer to the page saying that it is saved, in Chromium with a processor slowed down.
// node tests/bench/browser.mjs [--taps 200] [--slow 4]
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { site, someone } from '../browser/respondent.mjs';

const { values } = parseArgs({ options: { taps: { type: 'string', default: '200' }, slow: { type: 'string', default: '4' } } });
const taps = Number(values.taps);

/** In the page: from the tap's own time stamp to the frame in which everything is acknowledged and called saved. */
function timeTaps() {
  window.taps = [];
  let since = null;
  addEventListener('click', (event) => { if (event.isTrusted && event.target.closest('label')) since = event.timeStamp; }, true);
  const look = () => {
    if (since !== null && window.seen.saved()) {
      window.taps.push(performance.now() - since);
      since = null;
    }
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  setInterval(look, 1);
}

const server = await site();
const { device, person } = await someone(server.address);
await person.begin();
await person.goTo('q8');
await person.choose('Yes');
await person.saved();
await person.tab.emulateCPUThrottling(Number(values.slow));
await person.tab.evaluate(timeTaps);
for (let tap = 0; tap < taps; tap++) {
  await person.choose(tap % 2 ? 'Yes' : 'No');
  await person.saved();
  await sleep(50);
}
const times = (await person.tab.evaluate(() => window.taps)).sort((a, b) => a - b);
const quantile = (q) => times[Math.min(times.length - 1, Math.floor(q * times.length))].toFixed(1);
console.log(`tap to saved, processor slowed ${values.slow}x, ${times.length} taps: p50 ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms, max ${quantile(1)} ms`);
await device.discard();
await server.stop();
