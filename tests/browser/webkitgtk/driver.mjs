// WebKitGTK through WebKitWebDriver, on a display of its own: the W3C protocol and nothing on top.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const host = new URL('./host.py', import.meta.url).pathname;
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Its own process group, so that it and its children can be ended together. */
function start(command, args, options) {
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'], ...options });
  child.endGroup = () => { try { process.kill(-child.pid, 'SIGKILL'); } catch { /* it has ended */ } };
  return child;
}

export class Display {
  async open() {
    this.server = start('Xvfb', ['-displayfd', '3', '-screen', '0', '800x900x24', '-nolisten', 'tcp'], {});
    this.server.on('error', (error) => { throw error; });
    const [number] = await once(this.server.stdio[3], 'data');
    this.name = `:${String(number).trim()}`;
    return this;
  }
  close() { this.server.endGroup(); }
}

export class WebKit {
  constructor(display) {
    this.display = display;
    this.profile = mkdtempSync(join(tmpdir(), 'takestock-webkit-'));
    chmodSync(this.profile, 0o700);
  }

  async open() {
    this.port = await freePort();
    const environment = {
      ...process.env, DISPLAY: this.display.name, WK_PROFILE: this.profile, XDG_RUNTIME_DIR: this.profile,
      NO_AT_BRIDGE: '1', LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    };
    this.driver = start('WebKitWebDriver', [`--port=${this.port}`], { env: environment });
    await this.answering();
    const options = { 'webkitgtk:browserOptions': { binary: host, args: [] } };
    const { sessionId } = await this.send('POST', '/session', { capabilities: { alwaysMatch: options } });
    this.session = `/session/${sessionId}`;
    await this.send('POST', `${this.session}/timeouts`, { script: 20_000, pageLoad: 30_000 });
    return this;
  }

  async answering() {
    for (let tries = 0; ; tries++) {
      try {
        return await this.send('GET', '/status');
      } catch (error) {
        if (tries === 100) throw error;
        await sleep(50);
      }
    }
  }

  async send(method, path, body) {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }

  go(url) { return this.send('POST', `${this.session}/url`, { url }); }
  run(script, ...args) { return this.send('POST', `${this.session}/execute/sync`, { script, args }); }

  async until(script, ...args) {
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) {
      if (await this.run(`return ${script}`, ...args)) return;
    }
    throw new Error(`It did not become true: ${script} ${args}; the page reads:\n${await this.run('return document.body.innerText')}`);
  }

  async element(xpath) {
    await this.until('document.evaluate(arguments[0], document, null, 9, null).singleNodeValue !== null', xpath);
    return (await this.send('POST', `${this.session}/element`, { using: 'xpath', value: xpath }))[elementKey];
  }
  async click(xpath) { return this.send('POST', `${this.session}/element/${await this.element(xpath)}/click`, {}); }
  async type(xpath, text) { return this.send('POST', `${this.session}/element/${await this.element(xpath)}/value`, { text }); }

  /** Ends driver and browser at once, as a power cut would. */
  async kill() {
    this.driver.endGroup();
    await sleep(500);
  }

  async discard() {
    await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
