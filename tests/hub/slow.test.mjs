// Clients that send as slowly as they can, on many connections, while others want to be served.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Hub, head } from './running.mjs';

const drips = {
  head: (hub) => head(hub, 'GET /health', [`X: ${'a'.repeat(4000)}`]),
  body: (hub) => head(hub, 'POST /api/v1/session', ['Content-Length: 1000']) + 'x'.repeat(1000),
  chunks: (hub) => head(hub, 'POST /api/v1/session', ['Transfer-Encoding: chunked']) + '1\r\nx\r\n'.repeat(200),
  nothing: () => '',
};

/** Drips one byte a second behind `at once` bytes; tells when the hub has closed it. */
function drip(hub, bytes, atOnce, localAddress) {
  const socket = connect({ port: hub.port, host: '127.0.0.1', localAddress });
  const started = Date.now();
  let at = atOnce;
  socket.on('error', () => {}).resume();
  socket.once('connect', () => socket.write(bytes.slice(0, atOnce)));
  const timer = setInterval(() => at < bytes.length && socket.write(bytes[at++]), 1000);
  return new Promise((done) => socket.once('close', () => { clearInterval(timer); done(Date.now() - started); }));
}

test('600 dripping connections are all closed within 30 seconds, and honest clients are served meanwhile', async () => {
  const hub = await Hub.start({ settings: { limits: { requests_per_second: 10000, requests_burst: 100000 } } });
  const kinds = Object.entries(drips);
  const dripping = Array.from({ length: 600 }, (_, i) => {
    const [kind, bytes] = kinds[i % kinds.length];
    const text = bytes(hub);
    return drip(hub, text, kind === 'head' ? 20 : text.indexOf('\r\n\r\n') + 4, `127.0.1.${1 + (i % 10)}`);
  });
  const closed = Promise.all(dripping);
  let over = false;
  closed.then(() => (over = true));
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const times = [];
  await wait(1000);
  while (!over && times.length < 20_000) {
    const started = performance.now();
    assert.equal((await hub.ask('/health', { agent })).status, 200);
    times.push(performance.now() - started);
    await wait(20);
  }
  const slowest = Math.max(...(await closed));
  times.sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)];
  console.log(`closed after ${slowest} ms at most; ${times.length} honest requests, p99 ${p99.toFixed(1)} ms`);
  assert.ok(slowest <= 30_000, `${slowest} ms`);
  assert.ok(times.length > 100, `${times.length} honest requests`);
  agent.destroy();
  await hub.remove();
});

test('a client that does not read its answer is let go', async () => {
  const hub = await Hub.start({ settings: { limits: { write_ms: 1000 } } });
  const socket = connect({ port: hub.port, host: '127.0.0.1' });
  await new Promise((done) => socket.once('connect', done));
  socket.on('error', () => {}).pause();
  const closed = new Promise((done) => socket.once('close', done));
  // More answers than the kernel's buffers between two programs hold.
  const asked = head(hub, 'GET /metrics');
  for (let i = 0; i < 4000; i++) socket.write(asked);
  await wait(5000);
  const { body } = await hub.ask('/metrics');
  assert.equal(/^takestock_connections (\d+)/m.exec(body)[1], '1', 'only this one is open');
  socket.resume();
  await closed;
  await hub.remove();
});

test('a body that comes slowly but steadily enough is taken', async () => {
  const hub = await Hub.start({ settings: { limits: { body_ms: 500, body_bytes_per_second: 100 } } });
  const body = JSON.stringify({ user: 'nobody', password: 'x'.repeat(400) });
  const socket = connect({ port: hub.port, host: '127.0.0.1' });
  const came = new Promise((done) => socket.setEncoding('utf8').on('close', () => done('closed')).on('data', done));
  await new Promise((done) => socket.once('connect', done));
  socket.write(head(hub, 'POST /api/v1/session', [`Content-Length: ${body.length}`]));
  for (let at = 0; at < body.length; at += 40) {
    socket.write(body.slice(at, at + 40));
    await wait(100);
  }
  assert.match(await came, /^HTTP\/1\.1 401/);
  socket.destroy();
  await hub.remove();
});
