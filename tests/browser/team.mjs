// The survey team's side of a browser test: the real hub with a round, contacts and their links, behind a stretch of network that a test can
// cut, slow down or hand to somebody else.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hub, root, run } from '../hub/running.mjs';
import { dist } from './respondent.mjs';

const password = 'a password of the survey team';
const read = (name) => readFileSync(join(root, 'surveys/taking-stock', name), 'utf8');
const rows = (csv) => csv.replace(/^\uFEFF/, '').trim().split(/\r?\n/).map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) => cell.replace(/^"|"$/g, '').replaceAll('""', '"')));

const query = `import json, sqlite3, sys
database = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True)
database.row_factory = sqlite3.Row
print(json.dumps([dict(row) for row in database.execute(sys.argv[2], sys.argv[3:])]))`;

/** What lies between the browser and the hub. mode: pass, down, cut (after the hub has done its work), portal, 500, 429, slow. */
class Network {
  mode = 'pass';
  /** So many pushes are let through; what comes after them meets a cut line. */
  most = Infinity;
  /** Every request that came through: { method, url, headers, body }. */
  requests = [];
  /** Text to be put before the worker's program. */
  worker = '';
  #server = createServer((asked, answer) => this.#handle(asked, answer));

  async start(port) {
    this.port = port;
    await new Promise((ready, failed) => this.#server.once('error', failed).listen(this.port ?? 0, '127.0.0.1', ready));
    this.port = this.#server.address().port;
    return this;
  }
  stop() {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(done));
  }
  pushes() { return this.requests.filter(({ url }) => url === '/sync/v1/push'); }

  async #handle(asked, answer) {
    const pieces = [];
    for await (const piece of asked) pieces.push(piece);
    const body = Buffer.concat(pieces);
    this.requests.push({ method: asked.method, url: asked.url, headers: asked.headers, body });
    const isPush = asked.url === '/sync/v1/push';
    if (this.mode === 'down' || (isPush && this.pushes().length > this.most)) return asked.socket.destroy();
    if (this.mode === 'portal' && (isPush || asked.url.startsWith('/api/'))) {
      return answer.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Free wifi</title><p>Log in to use this network.');
    }
    if (isPush && this.mode === '500') return answer.writeHead(500).end();
    if (isPush && this.mode === '429') return answer.writeHead(429, { 'Retry-After': '120' }).end();
    if (isPush && this.mode === 'slow') await new Promise((later) => setTimeout(later, 6000));
    this.#forward(asked, body, answer);
  }

  async #changed(reply, answer) {
    const pieces = [];
    for await (const piece of reply) pieces.push(piece);
    answer.writeHead(200, { 'Content-Type': reply.headers['content-type'] }).end(`${this.worker}\n${Buffer.concat(pieces)}`);
  }

  #forward({ method, url, headers: { 'accept-encoding': packed, ...headers }, socket }, body, answer) {
    if (packed && !this.worker) headers['accept-encoding'] = packed;
    const onwards = request({ host: '127.0.0.1', port: this.hubPort, method, path: url, headers }, (reply) => {
      if (this.mode === 'cut' && url === '/sync/v1/push') return reply.resume().on('end', () => socket.destroy());
      if (this.worker && /\/assets\/worker-/.test(url)) return this.#changed(reply, answer);
      answer.writeHead(reply.statusCode, reply.headers);
      reply.pipe(answer);
    });
    onwards.on('error', () => socket.destroy());
    onwards.end(body);
  }
}

export class Team {
  network = new Network();

  /** A hub that serves the page, with a user of the team signed in. */
  static async start(limits) {
    const team = new Team();
    await team.network.start();
    team.address = `http://127.0.0.1:${team.network.port}/`;
    const data = mkdtempSync(join(tmpdir(), 'takestock-team-'));
    const port = await freePort();
    team.hub = new Hub({ data, settings: { port, origin: team.address.slice(0, -1), site: dist, ...(limits && { limits }) } });
    team.hub.port = team.network.hubPort = port;
    try {
      await team.hub.start();
      await team.#signIn();
    } catch (error) {
      await team.remove();
      throw error;
    }
    return team;
  }
  async remove() {
    await this.network.stop();
    if (this.hub.process?.pid) await this.hub.remove();
  }

  async #signIn() {
    const made = run('hub', 'user', 'add', 'kim', '--role', 'owner', '--data', this.hub.data);
    const given = /^kim: (\S+)/m.exec(made.stdout)[1];
    this.token = JSON.parse(await this.post('session', { user: 'kim', password: given })).token;
    await this.post('session/password', { old: given, new: password });
    this.token = JSON.parse(await this.post('session', { user: 'kim', password })).token;
  }

  /** The answer's text; anything but success fails. */
  async post(path, body, type = 'application/json') {
    const headers = { 'Content-Type': type, Host: new URL(this.address).host, ...(this.token && { Authorization: `Bearer ${this.token}` }) };
    const { status, body: text } = await this.hub.ask(`/api/v1/${path}`, { method: 'POST', headers, body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) });
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return text;
  }

  /** Makes a round of the survey that is shipped, or of another definition. */
  async open(id, { definition = read('survey.json'), ...more } = {}) {
    const round = { ...JSON.parse(read('hub-round.json')), id, survey: JSON.parse(definition).id, ...more };
    await this.post('team/rounds', { round, definition });
    this.title = JSON.parse(definition).title;
    return id;
  }

  /** Invites people: [name, organisation] each. The links in their order. */
  async invite(round, people) {
    const csv = ['name,email,organisation', ...people.map(([name, organisation], i) => `${name},person${i}.${name.length}@example.org,${organisation}`)].join('\n');
    await this.post(`team/rounds/${round}/contacts?mapping=name:0,email:1,organisation:2`, csv, 'text/csv');
    const [head, ...found] = rows(await this.post(`team/rounds/${round}/links`, { invitees: null }));
    const column = (name) => head.indexOf(name);
    return people.map(([name]) => {
      const row = found.find((each) => each[column('name')] === name);
      return { address: row[column('link')], invitee: row[column('invitee')], name };
    });
  }
  /** A fieldworker's link. */
  async fieldworker(round, name) { return JSON.parse(await this.post(`team/rounds/${round}/fieldworkers`, { name })).link; }
  /** What became of a results file that somebody brought. */
  async takeIn(round, file) { return JSON.parse(await this.post(`team/rounds/${round}/results-file`, file, 'application/octet-stream')); }
  /** The hub and the line to it are gone, and back. */
  async stop() {
    await this.network.stop();
    this.hub.kill();
    await this.hub.ended;
  }
  async resume() {
    await this.hub.start();
    await this.network.start(this.network.port);
  }
  revoke(round, { invitee }) { return this.post(`team/rounds/${round}/links/${invitee}/revoke`, { reason: 'it was lost' }); }
  close(round) { return this.post(`team/rounds/${round}/close`, { confirm: this.title }); }
  extend(round, closes) { return this.post(`team/rounds/${round}/extend`, { closes, confirm: this.title }); }

  /** What the hub has of a round: every event, oldest first, and the one that counts of each response. */
  stored(round) {
    const [events, heads] = ['event WHERE round = ? ORDER BY received, seq', 'head WHERE round = ?'].map((wanted) =>
      JSON.parse(execFileSync('python3', ['-c', query, join(this.hub.data, 'hub.db'), `SELECT * FROM ${wanted}`, round])));
    const event = (head) => events.find(({ device, seq, response }) => device === head.device && seq === head.seq && response === head.response);
    return {
      events, heads,
      submits: events.filter(({ kind }) => kind === 'submit'),
      counted: heads.filter(({ counts }) => counts).map((head) => flat(JSON.parse(event(head).body))),
    };
  }
}

/** Answers by question, whatever groups they stand in. */
function flat(record) {
  return Object.entries(record).reduce((all, [name, value]) =>
    (value && typeof value === 'object' && !Array.isArray(value) ? { ...all, ...flat(value) } : { ...all, [name]: value }), {});
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
