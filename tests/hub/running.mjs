// A hub of its own for a test: the real program on a free port, with a data directory that is gone afterwards.
// TAKESTOCK names the program, build/native/takestock if it is not set.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const root = resolve(import.meta.dirname, '../..');
export const program = resolve(root, process.env.TAKESTOCK ?? 'build/native/takestock');
const patience = 30_000;

export const run = (...words) => spawnSync(program, words, { cwd: root, encoding: 'utf8' });

/** Those of tests that failed are ended after the last one, or the tests would not end. */
const running = new Set();
if (process.env.NODE_TEST_CONTEXT) (await import('node:test')).after(() => running.forEach((hub) => hub.kill()));

export class Hub {
  /** settings: as settings.json has them. */
  constructor({ settings = {}, arguments: more = [], data } = {}) {
    this.data = data ?? mkdtempSync(join(tmpdir(), 'takestock-hub-'));
    this.more = more;
    this.log = '';
    this.configure(settings);
  }
  configure(settings) {
    this.settings = settings;
    writeFileSync(join(this.data, 'settings.json'), JSON.stringify({ port: this.port ?? 0, ...settings }));
  }
  static async start(options) {
    const hub = new Hub(options);
    await hub.start();
    return hub;
  }
  /** Again on the same port, with the same data. */
  async start() {
    const words = ['hub', '--data', this.data, ...this.more, ...(this.port ? ['--port', String(this.port)] : [])];
    this.process = spawn(program, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this);
    this.ended = new Promise((done) => this.process.once('exit', (code, signal) => { running.delete(this); done(code ?? signal); }));
    this.process.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
    const late = wait(patience, 'late', { ref: false });
    const said = new Promise((done) => this.process.stdout.setEncoding('utf8').on('data', (text) => /at (\S+)/.test(text) && done(/at (\S+)/.exec(text)[1])));
    const first = await Promise.race([said, this.ended, late]);
    if (typeof first !== 'string' || !first.startsWith('http')) throw new Error(`the hub did not start (${first}): ${this.log}`);
    this.address = first;
    this.port ??= Number(/:(\d+)/.exec(await this.listening())[1]);
  }
  /** "http://127.0.0.1:8080", whatever its origin is. */
  async listening() {
    if (/127\.0\.0\.1:\d+$/.test(this.address)) return this.address;
    if (this.settings.port) return `http://127.0.0.1:${this.settings.port}`;
    throw new Error('a hub with an origin of its own needs a port in its settings');
  }
  kill(signal = 'SIGKILL') {
    this.process.kill(signal);
    return this.ended;
  }
  stop() { return this.process.exitCode === null && this.process.signalCode === null ? this.kill('SIGTERM') : this.ended; }
  async remove() {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
  lines() { return this.log.split('\n').filter(Boolean).map((line) => JSON.parse(line)); }

  /** One request: { status, headers, body }. */
  ask(path, { method = 'GET', headers = {}, body, agent, localAddress } = {}) {
    return new Promise((done, failed) => {
      const asked = httpRequest({ host: '127.0.0.1', port: this.port, path, method, headers, agent, localAddress }, (answer) => {
        const pieces = [];
        answer.on('data', (piece) => pieces.push(piece)).on('error', failed);
        answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces).toString() }));
      });
      asked.on('error', failed);
      asked.end(body);
    });
  }
  /** Bytes as they are; all that came back until the connection ended, or for `ms`. */
  send(bytes, { ms = 3000, localAddress } = {}) {
    return new Promise((done) => {
      const socket = connect({ port: this.port, host: '127.0.0.1', localAddress });
      let came = '', closed = false;
      const end = () => { clearTimeout(timer); socket.destroy(); done({ text: came, closed, statuses: [...came.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((m) => Number(m[1])) }); };
      const timer = setTimeout(end, ms);
      socket.setEncoding('latin1').on('data', (text) => (came += text));
      socket.on('error', () => {}).on('close', () => { closed = true; end(); });
      socket.on('connect', () => socket.write(bytes));
    });
  }
}

/** Head of a request as text, with the right Host unless `headers` has one. */
export const head = (hub, line, headers = []) =>
  `${line} HTTP/1.1\r\n${headers.some((each) => /^host:/i.test(each)) ? '' : `Host: 127.0.0.1:${hub.port}\r\n`}${headers.map((each) => `${each}\r\n`).join('')}\r\n`;
