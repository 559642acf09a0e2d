// hub.mjs [--seconds N] [--connections N] [--postgres DSN]: what the hub of build/native takes: submissions a second, each a response of 21 answers with
// its link check, the engine's validation, the audit row and a durable commit; processor time, 99th percentile, memory, bytes on the wire.
// Needs wrk (Debian: wrk). Bars, on 2 cores: 2,000 a second, 0.5 ms of processor each, 64 MB, 871 bytes a response in batches of 50.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Hub, head } from '../hub/running.mjs';
import { Device, openRound, post, verdicts } from '../hub/pushing.mjs';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '8' }, connections: { type: 'string', default: '50' }, postgres: { type: 'string' } } });
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), 'takestock-hub-bench-'));
const threads = 2, most = 5000;

const script = `
local bodies, at = {}, 0
local counter = 0
function setup(thread) thread:set("number", counter) counter = counter + 1 end
function init()
  local file = io.open("${folder}/bodies-" .. number, "rb")
  for body in file:read("*a"):gmatch("([^\\30]+)\\30") do bodies[#bodies + 1] = body end
  file:close()
end
function request()
  at = at + 1
  if at > #bodies then wrk.thread:stop() at = #bodies end
  return wrk.format("POST", "/sync/v1/push", {["Content-Type"] = "application/x-ndjson"}, bodies[at])
end`;

const stat = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
/** Milliseconds of processor, of all threads. */
const processor = (pid) => (Number(stat(pid)[11]) + Number(stat(pid)[12])) * 10;
const memory = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

function drive(port) {
  const words = ['-t', threads, '-c', values.connections, '-d', `${seconds}s`, '--latency', '-s', join(folder, 'push.lua'), `http://127.0.0.1:${port}`];
  return new Promise((done) => {
    let text = '';
    const wrk = spawn('wrk', words.map(String));
    wrk.stdout.on('data', (piece) => (text += piece));
    wrk.on('exit', () => done(text));
  });
}

/** Bytes of a batch of `count` responses and of its account, heads included. */
function wire(port, count) {
  const body = gzipSync(new Device().batch(count).body, { level: 6 });
  const request = Buffer.concat([Buffer.from(head({ port }, 'POST /sync/v1/push', ['Content-Type: application/x-ndjson', 'Content-Encoding: gzip', 'Accept-Encoding: gzip', `Content-Length: ${body.length}`, 'Connection: close'])), body]);
  return new Promise((done) => {
    let came = 0;
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (piece) => (came += piece.length)).on('close', () => done({ sent: request.length / count, came: came / count }));
  });
}

const hub = await Hub.start({
  settings: { log: 'errors', limits: { requests_per_second: 1e6, requests_burst: 1e6, self_made_per_minute: 1e8, self_made_burst: 1e8 } },
  ...(values.postgres && { arguments: ['--postgres', values.postgres] }),
});
await openRound(hub);
writeFileSync(join(folder, 'push.lua'), script);
for (let thread = 0; thread < threads; thread++) {
  const device = new Device();
  writeFileSync(join(folder, `bodies-${thread}`), Array.from({ length: (most * seconds) / threads }, () => `${device.batch(1).body}\x1e`).join(''));
}
const first = verdicts((await post(hub, new Device().batch(1).body)).body);
if (first[0]?.verdict !== 'stored') throw new Error(JSON.stringify(first));

const before = processor(hub.process.pid);
const told = await drive(hub.port);
const used = processor(hub.process.pid) - before;
const [requests, taken] = /(\d+) requests in ([\d.]+)s/.exec(told).slice(1).map(Number);
const failed = /Non-2xx or 3xx responses: (\d+)/.exec(told)?.[1] ?? 0;
const batches = (await hub.ask('/metrics')).body;
const count = Number(/takestock_batch_jobs_count\S* (\d+)/.exec(batches)[1]), sum = Number(/takestock_batch_jobs_sum\S* (\S+)/.exec(batches)[1]);
console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, ${values.connections} connections, ${seconds} s${values.postgres ? ', PostgreSQL' : ', SQLite'}`);
console.log(`${(requests / taken).toFixed(0)} submissions/s (${requests}, ${failed} refused), ${(used / requests).toFixed(3)} ms of processor each`);
console.log(`p50 ${/^ +50%\s+(\S+)/m.exec(told)[1]}, p99 ${/^ +99%\s+(\S+)/m.exec(told)[1]}; ${(sum / count).toFixed(1)} jobs a commit; ${memory(hub.process.pid).toFixed(0)} MB at most`);
for (const size of [1, 10, 50]) {
  const { sent, came } = await wire(hub.port, size);
  console.log(`batch of ${size}: ${(sent + came).toFixed(0)} bytes a response (${sent.toFixed(0)} there, ${came.toFixed(0)} back)`);
}
await hub.remove();
rmSync(folder, { recursive: true });
