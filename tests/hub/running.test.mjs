// Start, stop, restart, settings, backup and restore of the real program.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Hub, run } from './running.mjs';

const folder = mkdtempSync(join(tmpdir(), 'takestock-running-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const json = (answer) => JSON.parse(answer.body);

test('a hub makes its data directory, says where it is and that it is well, and ends with 0 when told to', async () => {
  const data = join(folder, 'new');
  const hub = new Hub({ data: mkdtempSync(join(folder, 'a-')) });
  hub.data = data;
  await hub.start();
  const health = await hub.ask('/health');
  assert.equal(health.status, 200);
  assert.deepEqual(Object.keys(json(health)), ['ok', 'version', 'epoch']);
  assert.equal(await hub.stop(), 0);
  assert.equal(statSync(join(data, 'hub.db')).mode & 0o077, 0, 'its data is nobody else\'s to read');
});

test('a hub that is stopped and started again is the same hub, with the same epoch', async () => {
  const hub = await Hub.start();
  const before = json(await hub.ask('/health'));
  assert.equal(await hub.stop(), 0);
  await hub.start();
  assert.deepEqual(json(await hub.ask('/health')), before);
  await hub.remove();
});

test('a second hub is not let at the same data', async () => {
  const hub = await Hub.start();
  const second = run('hub', '--data', hub.data, '--port', '0');
  assert.equal(second.status, 1);
  assert.match(second.stderr, /A hub is running with this data directory/);
  await hub.remove();
});

test('a port that is taken is said so', async () => {
  const hub = await Hub.start();
  const other = run('hub', '--data', mkdtempSync(join(folder, 'port-')), '--port', String(hub.port));
  assert.equal(other.status, 1);
  assert.match(other.stderr, /Cannot listen at 127\.0\.0\.1, port \d+: /);
  await hub.remove();
});

for (const [what, settings, sentence] of [
  ['an unknown setting', { colour: 'red' }, /\/colour/],
  ['a limit that cannot be', { limits: { queue: 0 } }, /\/limits\/queue/],
  ['an origin with a path', { origin: 'https://survey.example.org/x' }, /single slash/],
  ['a round in a store that is not there', { rounds: { a: 'north' } }, /the store north, which is not there/],
  ['a proxy that is a name', { trusted_proxies: ['proxy.example.org'] }, /named by its address/],
  ['two stores of one name', { stores: [{ name: 'a' }, { name: 'a' }] }, /the same name/],
]) {
  test(`${what} in settings.json keeps the hub from starting, with a sentence`, () => {
    const data = mkdtempSync(join(folder, 'settings-'));
    writeFileSync(join(data, 'settings.json'), JSON.stringify({ port: 0, ...settings }));
    const { status, stderr } = run('hub', '--data', data);
    assert.equal(status, 1);
    assert.match(stderr, sentence);
  });
}

test('a database of another program is left alone', () => {
  const data = mkdtempSync(join(folder, 'other-'));
  writeFileSync(join(data, 'hub.db'), 'this is not a database, and long enough to be looked at by SQLite, which reads a header of 100 bytes');
  const { status, stderr } = run('hub', '--data', data, '--port', '0');
  assert.equal(status, 1);
  assert.match(stderr, /not a database/);
});

test('a request under way when the hub is told to stop is still answered, idle connections are closed', async () => {
  const hub = await Hub.start();
  const idle = connect({ port: hub.port, host: '127.0.0.1' });
  await new Promise((done) => idle.once('connect', done));
  const closed = new Promise((done) => idle.once('close', done));
  const begun = connect({ port: hub.port, host: '127.0.0.1' });
  let came = '';
  begun.setEncoding('utf8').on('data', (text) => (came += text));
  const over = new Promise((done) => begun.once('close', done));
  begun.write('GET /health HTTP/1.1\r\n');
  await wait(300);
  const ended = hub.kill('SIGTERM');
  await closed;
  begun.write(`Host: 127.0.0.1:${hub.port}\r\n\r\n`);
  await over;
  assert.match(came, /^HTTP\/1\.1 200 OK/);
  assert.match(came, /Connection: close/);
  const before = Date.now();
  assert.equal(await ended, 0);
  assert.ok(Date.now() - before < 10_000);
  await hub.remove();
});

test('a store that lies apart is made and served, and the map of rounds is kept to', async () => {
  const hub = await Hub.start({ settings: { stores: [{ name: 'main' }, { name: 'north' }], rounds: { 'north-2026': 'north' } } });
  assert.equal((await hub.ask('/health')).status, 200);
  await hub.stop();
  for (const name of ['main', 'north']) assert.ok(existsSync(join(hub.data, `${name}.db`)), name);
  await hub.remove();
});

test('a backup is made while the hub runs, and a hub restored from it has another epoch each time', async () => {
  const hub = await Hub.start({ settings: { stores: [{ name: 'main' }, { name: 'north' }] } });
  const first = json(await hub.ask('/health'));
  const file = join(folder, 'backup.db');
  const made = run('backup', '--data', hub.data, '-o', file);
  assert.equal(made.status, 0, made.stderr);
  assert.ok(existsSync(file) && existsSync(`${file}.north`));
  assert.match(run('backup', '--data', hub.data, '-o', file).stderr, /there already/);
  assert.match(run('restore', file, '--data', hub.data).stderr, /A hub is running/);
  await hub.stop();
  assert.match(run('restore', file, '--data', hub.data).stderr, /nothing is written over/);

  const epochs = [first.epoch];
  for (let i = 0; i < 2; i++) {
    for (const name of ['main', 'north']) for (const end of ['', '-wal', '-shm']) rmSync(join(hub.data, `${name}.db${end}`), { force: true });
    const restored = run('restore', file, '--data', hub.data);
    assert.equal(restored.status, 0, restored.stderr);
    await hub.start();
    epochs.push(json(await hub.ask('/health')).epoch);
    await hub.stop();
    await hub.start();
    assert.equal(json(await hub.ask('/health')).epoch, epochs.at(-1), 'and keeps it');
    await hub.stop();
  }
  assert.ok(epochs[0] < epochs[1] && epochs[1] < epochs[2], String(epochs));
  await hub.remove();
});

test('a damaged backup is refused and nothing is written', async () => {
  const hub = await Hub.start();
  const file = join(folder, 'damaged.db');
  assert.equal(run('backup', '--data', hub.data, '-o', file).status, 0);
  await hub.remove();
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 8192, 12288);
  writeFileSync(file, bytes);
  const data = mkdtempSync(join(folder, 'into-'));
  const { status, stderr } = run('restore', file, '--data', data);
  assert.equal(status, 1);
  assert.match(stderr, /damaged/);
  assert.ok(!existsSync(join(data, 'hub.db')) && !existsSync(join(data, 'hub.db.part')));
});

test('a user can be added beside a running hub; the name is taken then, and the role has to be one', async () => {
  const hub = await Hub.start();
  const added = run('hub', 'user', 'add', 'kim', '--role', 'organiser', '--data', hub.data);
  assert.equal(added.status, 0, added.stderr);
  assert.match(added.stdout, /^kim: \S{12,}\n/);
  assert.equal(run('hub', 'user', 'add', 'kim', '--role', 'viewer', '--data', hub.data).status, 1);
  assert.equal(run('hub', 'user', 'add', 'lee', '--role', 'emperor', '--data', hub.data).status, 2);
  await hub.remove();
});

test('the demonstration round is made once, and each time with a new link', async () => {
  const data = join(folder, 'demonstration', 'new');
  const first = run('hub', 'demonstrate', '--data', data), second = run('hub', 'demonstrate', '--data', data);
  assert.equal(first.status, 0, first.stderr);
  const link = /#\/taking-stock-hub-demo\/((?:[0-9a-z]{5}-){7}[0-9a-z]{5})\n/;
  assert.match(first.stdout, link);
  assert.match(second.stdout, link);
  assert.notEqual(link.exec(first.stdout)[1], link.exec(second.stdout)[1]);
  const fieldworkers = /\/field\/#\/event-feedback-demo\/(y(?:[0-9a-z]{4})-(?:[0-9a-z]{5}-){6}[0-9a-z]{5})\n/;
  assert.notEqual(fieldworkers.exec(first.stdout)[1], fieldworkers.exec(second.stdout)[1]);
  assert.match(first.stdout, /password \S{12,}/);
  assert.doesNotMatch(second.stdout, /password/);
  const hub = await Hub.start({ data });
  assert.match((await hub.ask('/api/v1/rounds/taking-stock-hub-demo')).body, /"open":true/);
  await hub.remove();
});

test('the help names the three commands', () => {
  const help = run('help').stdout;
  for (const word of ['takestock hub --data', 'takestock backup', 'takestock restore']) assert.ok(help.includes(word), word);
});
