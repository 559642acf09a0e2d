// SIGKILL under load: what was acknowledged is there afterwards, the database is whole, and the hub serves again at once.
// TAKESTOCK_LONG: 200 kills.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Hub } from './running.mjs';
import { Device, checkWhole, openRound, post, storedOf, verdicts } from './pushing.mjs';

const kills = process.env.TAKESTOCK_LONG ? 200 : 5;
const writers = 50;

/** Pushes until the hub is gone; the events that it says are stored are added to `acknowledged`, with their links. */
async function push(hub, agent, acknowledged, until) {
  const device = new Device();
  while (!until.over) {
    const batch = device.batch(1);
    let answer;
    try {
      answer = await post(hub, batch.body, { agent });
    } catch {
      return;
    }
    assert.equal(answer.status, 200, answer.body);
    assert.deepEqual(verdicts(answer.body).map((line) => line.verdict), ['stored'], answer.body);
    acknowledged.push({ link: batch.links[0], sha256: batch.events[0].sha256 });
  }
}

test(`${kills} kills under load: every acknowledged event is stored, the database is whole, serving again within 5 s`, { timeout: 3_600_000 }, async () => {
  const hub = await Hub.start({ settings: { log: 'errors', limits: { requests_per_second: 1e6, requests_burst: 1e6, self_made_per_minute: 1e8, self_made_burst: 1e8 } } });
  await openRound(hub);
  let slowest = 0, total = 0;
  for (let kill = 0; kill < kills; kill++) {
    const acknowledged = [], until = { over: false };
    const agent = new Agent({ keepAlive: true, maxSockets: writers });
    const load = Promise.all(Array.from({ length: writers }, () => push(hub, agent, acknowledged, until)));
    load.catch(() => {});  // said below
    while (acknowledged.length === 0) await wait(20);
    await wait(Math.random() * 800);
    await hub.kill('SIGKILL');
    until.over = true;
    await load;
    agent.destroy();
    const started = Date.now();
    await hub.start();
    assert.equal((await hub.ask('/health')).status, 200);
    slowest = Math.max(slowest, Date.now() - started);
    const stored = new Set(await storedOf(hub, acknowledged.map((each) => each.link)));
    const lost = acknowledged.filter((each) => !stored.has(each.sha256));
    assert.deepEqual(lost, [], `${lost.length} of ${acknowledged.length} lost in kill ${kill}`);
    checkWhole(hub);
    total += acknowledged.length;
  }
  assert.ok(slowest <= 5000, `${slowest} ms until it served again`);
  console.log(`${kills} kills, ${total} events acknowledged, 0 lost; serving again after ${slowest} ms at most`);
  await hub.remove();
});
