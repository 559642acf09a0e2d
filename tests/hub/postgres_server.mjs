// A PostgreSQL of its own for a test: Debian's package, on a free port, in a directory that is gone afterwards. As root
// it runs as Debian's user postgres, because PostgreSQL refuses to run as root.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const packages = '/usr/lib/postgresql';
const patience = 60_000;

function programs() {
  const versions = existsSync(packages) ? readdirSync(packages).map(Number).filter(Boolean).sort((a, b) => b - a) : [];
  const found = versions.map((version) => join(packages, String(version), 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
  if (!found) throw new Error('PostgreSQL is not installed: build-scripts/install --tests installs it.');
  return found;
}

const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export class Postgres {
  static async start() {
    const made = new Postgres();
    made.folder = mkdtempSync(join(tmpdir(), 'takestock-postgres-'));
    made.as = process.getuid() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
    if (made.as.uid) chownSync(made.folder, made.as.uid, made.as.gid);
    made.programs = programs();
    made.run('initdb', '-D', made.data, '-U', 'takestock', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-instructions');
    made.port = await freePort();
    await made.start();
    return made;
  }
  get data() { return join(this.folder, 'data'); }
  run(program, ...words) {
    return execFileSync(join(this.programs, program), words, { cwd: this.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...this.as });
  }
  dsn(database = 'postgres') { return `host=127.0.0.1 port=${this.port} user=takestock dbname=${database}`; }
  sql(text, database = 'postgres') { return this.run('psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', this.dsn(database), '-c', text).trim(); }
  /** A new database, as the hub wants it unless `how` says otherwise. */
  create(name, how = "ENCODING 'UTF8' LOCALE 'C'") {
    this.sql(`CREATE DATABASE ${name} TEMPLATE template0 ${how}`);
    return this.dsn(name);
  }

  async start(...settings) {
    const words = ['-D', this.data, '-p', String(this.port), '-k', this.folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'shared_buffers=16MB'];
    this.process = spawn(join(this.programs, 'postgres'), [...words, ...settings.flatMap((setting) => ['-c', setting])],
      { cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'], ...this.as });
    this.log = '';
    this.process.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
    this.ended = new Promise((done) => this.process.once('exit', done));
    for (const until = Date.now() + patience; Date.now() < until; await wait(50)) {
      if (this.process.exitCode !== null) break;
      if (/ready to accept connections/.test(this.log) && await this.answers()) return;
    }
    throw new Error(`PostgreSQL did not start: ${this.log}`);
  }
  answers() {
    return new Promise((done) => {
      const socket = connect(this.port, '127.0.0.1', () => { socket.destroy(); done(true); }).on('error', () => done(false));
    });
  }
  /** SIGINT: ends all connections at once. SIGQUIT: as if the machine had stopped; its log is replayed at the next start. */
  async stop(signal = 'SIGINT') {
    this.process.kill(signal);
    await this.ended;
  }
  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
