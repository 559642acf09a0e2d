// The hub on PostgreSQL: a real server of Debian's package. TAKESTOCK_LONG: 200 kills.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { resolve } from 'node:path';
import { Hub, program, root } from './running.mjs';
import { Device, openRound, post, storedOf, verdicts } from './pushing.mjs';
import { Postgres } from './postgres_server.mjs';

const kills = process.env.TAKESTOCK_LONG ? 200 : 5;
const serverCrashes = process.env.TAKESTOCK_LONG ? 20 : 2;
const writers = 50;
const unlimited = { requests_per_second: 1e6, requests_burst: 1e6, self_made_per_minute: 1e8, self_made_burst: 1e8 };

let postgres;

const stores = (dsn) => [{ name: 'hub', postgres: dsn }];
const settings = (dsn) => ({ log: 'errors', stores: stores(dsn), limits: unlimited });
async function started(t, dsn) {
  const hub = await Hub.start({ settings: settings(dsn) });
  t.after(() => hub.remove());
  return hub;
}

/** Pushes until it is told to stop or the hub is gone. What is said to be stored is added to `acknowledged`. */
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
    if (answer.status === 503 && until.may_be_busy) {
      until.busy = (until.busy ?? 0) + 1;
      await wait(20);
      continue;
    }
    assert.equal(answer.status, 200, answer.body);
    assert.deepEqual(verdicts(answer.body).map((line) => line.verdict), ['stored'], answer.body);
    acknowledged.push({ link: batch.links[0], sha256: batch.events[0].sha256 });
  }
}

async function untilSome(acknowledged, count) {
  for (const late = Date.now() + 60_000; acknowledged.length < count && Date.now() < late;) await wait(20);
  assert.ok(acknowledged.length >= count, `${acknowledged.length} of ${count} events were acknowledged in a minute`);
}

async function checkStored(hub, acknowledged) {
  const stored = new Set(await storedOf(hub, acknowledged.map((each) => each.link)));
  const lost = acknowledged.filter((each) => !stored.has(each.sha256));
  assert.deepEqual(lost, [], `${lost.length} of ${acknowledged.length} lost`);
}

describe('the hub on PostgreSQL', () => {
  before(async () => { postgres = await Postgres.start(); });
  after(() => postgres?.remove());

  test('the unit tests of the hub pass on SQLite and PostgreSQL', () => {
    const program = resolve(root, process.env.TAKESTOCK_TESTS ?? 'build/sanitized/takestock-tests');
    const ran = spawnSync(program, ['--source-file=*tests/unit/hub/*'], { cwd: root, encoding: 'utf8', env: { ...process.env, TAKESTOCK_POSTGRES: postgres.dsn() } });
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
    assert.match(ran.stdout, /test cases: +([3-9]\d|\d{3,}) /, 'those of PostgreSQL were among them');
    assert.match(postgres.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'unit_test'"), /^1$/, 'PostgreSQL was used');
  });

  test(`${kills} kills of the hub under load: every acknowledged event is stored once, serving again within 5 s`, { timeout: 3_600_000 }, async (t) => {
    const hub = await started(t, postgres.create('kills'));
    await openRound(hub);
    let slowest = 0, total = 0;
    for (let kill = 0; kill < kills; kill++) {
      const acknowledged = [], until = { over: false };
      const agent = new Agent({ keepAlive: true, maxSockets: writers });
      const load = Array.from({ length: writers }, () => push(hub, agent, acknowledged, until));
      await untilSome(acknowledged, 1);
      await wait(Math.random() * 700);
      await hub.kill('SIGKILL');
      until.over = true;
      await Promise.all(load);
      agent.destroy();
      const started = Date.now();
      await hub.start();
      assert.equal((await hub.ask('/health')).status, 200);
      slowest = Math.max(slowest, Date.now() - started);
      await checkStored(hub, acknowledged);
      total += acknowledged.length;
    }
    assert.ok(slowest <= 5000, `${slowest} ms until it served again`);
    assert.equal(postgres.sql('SELECT count(*) - count(DISTINCT (response, device, seq)) FROM event', 'kills'), '0');
    assert.equal(postgres.sql('SELECT count(*) FROM (SELECT DISTINCT response FROM event) e LEFT JOIN head h ON h.response = e.response WHERE h.response IS NULL', 'kills'), '0');
    console.log(`${kills} kills, ${total} events acknowledged, 0 lost; serving again after ${slowest} ms at most`);
  });

  test(`${serverCrashes} crashes of PostgreSQL under load: nothing acknowledged is lost, and the hub goes on by itself`, { timeout: 600_000 }, async (t) => {
    const hub = await started(t, postgres.create('crashes'));
    await openRound(hub);
    const acknowledged = [], until = { over: false, may_be_busy: true };
    const agent = new Agent({ keepAlive: true, maxSockets: writers });
    const load = Array.from({ length: writers }, () => push(hub, agent, acknowledged, until));
    for (let crash = 0; crash < serverCrashes; crash++) {
      await untilSome(acknowledged, acknowledged.length + writers);
      const sofar = acknowledged.length;
      await postgres.stop('SIGQUIT');
      await wait(300);
      await postgres.start();
      await untilSome(acknowledged, sofar + writers);
    }
    until.over = true;
    await Promise.all(load);
    agent.destroy();
    assert.ok(until.busy > 0, 'while PostgreSQL was away the hub said so');
    await checkStored(hub, acknowledged);
    assert.equal(await hub.stop(), 0);
  });

  test('a database in which answers would not be safe is refused with what to do', async () => {
    const refusal = (dsn) => {
      const hub = new Hub({ settings: { stores: stores(dsn) } });
      const ran = spawnSync(program, ['hub', '--data', hub.data, '--port', '0'], { cwd: root, encoding: 'utf8', timeout: 30_000 });
      rmSync(hub.data, { recursive: true });
      return ran;
    };
    const latin = refusal(postgres.create('latin', "ENCODING 'LATIN1' LOCALE 'C'"));
    assert.equal(latin.status, 1);
    assert.match(latin.stderr, /must keep its texts in UTF-8: make it anew with CREATE DATABASE .* \(here it is: LATIN1\)/);
    const english = refusal(postgres.create('english', "ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'"));
    assert.equal(english.status, 1);
    assert.match(english.stderr, /must sort texts by their bytes.*\(here it is: a a-b aa b B Z\)/);
    const nowhere = refusal('host=127.0.0.1 port=1 user=takestock password=hunter2');
    assert.equal(nowhere.status, 1);
    assert.match(nowhere.stderr, /PostgreSQL cannot be reached/);
    assert.doesNotMatch(nowhere.stderr, /hunter2/);
    const unreadable = refusal('postgresql://takestock:hunter2@[::1');
    assert.equal(unreadable.status, 1);
    assert.match(unreadable.stderr, /cannot be read/);
    assert.doesNotMatch(unreadable.stderr, /hunter2/);

    const unsafe = postgres.create('unsafe');
    await postgres.stop();
    await postgres.start('fsync=off');
    const forgetful = refusal(unsafe);
    await postgres.stop();
    await postgres.start();
    assert.equal(forgetful.status, 1);
    assert.match(forgetful.stderr, /would lose answers when the power fails: set fsync = on/);
  });

  test('a store that a newer program has made is left alone', async (t) => {
    const hub = await started(t, postgres.create('newer'));
    await hub.stop();
    postgres.sql("UPDATE meta SET value = '1000' WHERE key = 'schema'", 'newer');
    const ran = spawnSync(program, ['hub', '--data', hub.data, '--port', '0'], { cwd: root, encoding: 'utf8', timeout: 30_000 });
    assert.equal(ran.status, 1);
    assert.match(ran.stderr, /made by a newer version of this program \(its schema is 1000/);
  });

  test('commits are durable also where the server would not wait for its disk', async (t) => {
    const dsn = postgres.create('hasty');
    postgres.sql('ALTER DATABASE hasty SET synchronous_commit = off', 'hasty');
    const hub = await started(t, dsn);
    await openRound(hub);
    const batch = new Device().batch(1);
    assert.equal((await post(hub, batch.body)).status, 200);
    await postgres.stop('SIGQUIT');
    await postgres.start();
    await hub.stop();
    await hub.start();
    assert.deepEqual(await storedOf(hub, batch.links), [batch.events[0].sha256]);
  });
});
