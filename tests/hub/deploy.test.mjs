// The files of build-scripts/deploy with the real programs: nginx with TLS in front of the hub, systemd's own check of the units.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Hub, root } from './running.mjs';

const deploy = join(root, 'build-scripts/deploy');
const folder = mkdtempSync(join(tmpdir(), 'takestock-deploy-'));
const settings = JSON.parse(readFileSync(join(deploy, 'settings.json'), 'utf8'));
const name = 'survey.example.org';

const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); });
});

let hub, nginx, tls, plain;
before(async () => {
  const certificate = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`,
    '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')]);
  assert.equal(certificate.status, 0, String(certificate.stderr));
  [tls, plain] = [await freePort(), await freePort()];
  const port = await freePort();
  hub = await Hub.start({ settings: { ...settings, site: undefined, port } });

  // The shipped file, with this machine's ports and files.
  const shipped = readFileSync(join(deploy, 'nginx.conf'), 'utf8');
  const here = shipped
    .replaceAll('listen 443 ', `listen 127.0.0.1:${tls} `).replaceAll('listen 80;', `listen 127.0.0.1:${plain};`).replaceAll(/^ *listen \[::\].*\n/gm, '')
    .replace('127.0.0.1:8080', `127.0.0.1:${port}`)
    .replaceAll(/\/etc\/letsencrypt\/live\/survey\.example\.org\/(fullchain|privkey)\.pem/g, (_, which) => join(folder, which === 'privkey' ? 'key.pem' : 'certificate.pem'))
    .replace('/var/log/nginx/takestock.log', join(folder, 'takestock.log'));
  mkdirSync(join(folder, 'temp'));
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${join(folder, 'temp')};`).join('\n');
  writeFileSync(join(folder, 'nginx.conf'), `daemon off; master_process off; pid ${join(folder, 'nginx.pid')}; error_log ${join(folder, 'error.log')};\nevents { }\nhttp {\n${temp}\n${here}\n}\n`);
  nginx = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'ignore', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
  for (let i = 0; i < 100 && !(await fetched('/health').catch(() => null)); i++) await wait(100);
});
after(async () => {
  nginx?.kill('SIGQUIT');
  await hub?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const fetched = (path, { method = 'GET', headers = {}, body } = {}) => new Promise((done, failed) => {
  const asked = request({ host: '127.0.0.1', port: tls, servername: name, path, method, headers: { Host: name, ...headers }, ca: readFileSync(join(folder, 'certificate.pem')) }, (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (piece) => (text += piece)).on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: text }));
  });
  asked.on('error', failed);
  asked.end(body);
});

test('a request goes through nginx to the hub and back, and no header is lost or doubled', async () => {
  const answer = await fetched('/health');
  assert.equal(answer.status, 200, readFileSync(join(folder, 'error.log'), 'utf8'));
  assert.equal(JSON.parse(answer.body).ok, true);
  assert.equal(answer.headers['strict-transport-security'], 'max-age=31536000');
  assert.equal(answer.headers['referrer-policy'], 'no-referrer');
  assert.doesNotMatch(answer.headers.server ?? '', /\d/);
});

test('HTTP/2 is spoken', async () => {
  const session = connect(`https://${name}:${tls}`, { ca: readFileSync(join(folder, 'certificate.pem')), lookup: (_, options, done) => (options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)) });
  const stream = session.request({ ':path': '/health' });
  const headers = await new Promise((done, failed) => { stream.once('response', done); session.once('error', failed); });
  assert.equal(headers[':status'], 200);
  session.close();
  stream.close();
});

test('plain HTTP is sent to TLS of the name that is configured, whatever the client calls it', async () => {
  const { get } = await import('node:http');
  const answer = await new Promise((done) => get({ host: '127.0.0.1', port: plain, path: '/x', headers: { Host: 'evil.example' } }, done));
  assert.deepEqual([answer.statusCode, answer.headers.location], [301, `https://${name}/x`]);
  answer.resume();
});

test('a client cannot say that it is another one, and no client of the proxy sees the metrics', async () => {
  for (const headers of [{}, { 'X-Forwarded-For': '127.0.0.1' }, { 'X-Forwarded-For': '203.0.113.5', Forwarded: 'for=203.0.113.5' }]) assert.equal((await fetched('/metrics', { headers })).status, 404);
  assert.match(hub.log, /"peer":"127\.0\.0\.0\/24"/);
  assert.doesNotMatch(hub.log, /203\.0\.113/);
});

test('a file of contacts is not too large for the proxy, what is larger is', async () => {
  assert.equal((await fetched('/api/v1/session', { method: 'POST', body: Buffer.alloc(21 * 1024 * 1024) })).status, 413);
});

test('neither log has what was asked', async () => {
  await fetched('/nowhere/canary-path?canary-query=1', { headers: { Authorization: 'Bearer canary-token', Referer: 'https://x/canary-referer' } });
  await wait(300);
  for (const text of [hub.log, readFileSync(join(folder, 'takestock.log'), 'utf8'), readFileSync(join(folder, 'error.log'), 'utf8')]) assert.doesNotMatch(text, /canary/);
});

const verifies = spawnSync('systemd-analyze', ['--version']).status === 0;
test('systemd finds nothing wrong with the units', { skip: !verifies && 'systemd-analyze is not installed' }, () => {
  const units = ['takestock.service', 'takestock-backup.service', 'takestock-backup.timer'];
  for (const unit of units) {
    const text = readFileSync(join(deploy, unit), 'utf8').replaceAll('/usr/local/bin/takestock', '/bin/true');
    writeFileSync(join(folder, unit), text);
  }
  const checked = spawnSync('systemd-analyze', ['verify', ...units.map((unit) => join(folder, unit))], { encoding: 'utf8' });
  assert.deepEqual([checked.status, checked.stderr.trim()], [0, '']);
});

test('the service stops in time for the hub to finish, and is told where its data is', () => {
  const unit = readFileSync(join(deploy, 'takestock.service'), 'utf8');
  assert.ok(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)[1]) > 10);
  assert.match(unit, /^ExecStart=\S+ hub --data \/var\/lib\/takestock$/m);
});
