// A person's device: a browser with a profile of its own that outlives crashes, and the address it visits.
// Which browser is said by BROWSER=chromium (the default) or firefox.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';

export const browserName = process.env.BROWSER ?? 'chromium';
export const isChromium = browserName === 'chromium';
export const phone = { width: 360, height: 740 };

const binaries = { chromium: 'chromium', firefox: 'firefox-esr' };
const executablePath = execFileSync('sh', ['-c', `command -v ${binaries[browserName]}`], { encoding: 'utf8' }).trim();

/** Processes started by `pid`, and those that name `profile`, whoever their parent is by now. */
function processTree(pid, profile) {
  const parents = new Map();
  const found = new Set([pid]);
  for (const each of readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)) {
    try {
      parents.set(each, Number(readFileSync(`/proc/${each}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[1]));
      if (readFileSync(`/proc/${each}/cmdline`, 'utf8').includes(profile)) found.add(each);
    } catch { /* it has ended meanwhile */ }
  }
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const [child, parent] of parents) if (found.has(parent)) found.add(child);
  }
  return [...found];
}

const firefoxPreferences = (privately, downloads) => ({
  'browser.download.dir': downloads,
  'browser.download.folderList': 2,
  'browser.download.useDownloadDir': true,
  'browser.privatebrowsing.autostart': privately,
  'dom.storageManager.prompt.testing': true,
  'dom.storageManager.prompt.testing.allow': true,
});

export class Device {
  #privately;
  #preferences;
  #flags;
  #patience = {};
  #folder = mkdtempSync(join(tmpdir(), 'takestock-device-'));
  #profile = mkdtempSync(join(this.#folder, 'profile-'));
  downloads = mkdtempSync(join(this.#folder, 'downloads-'));
  browser = null;

  /** `privately`: every window is a private one (Firefox only). `preferences`: Firefox's about:config. `flags`: Chromium's command line.
   * `patience`: milliseconds for it to start and to answer, where the machine has other things to do for a while. */
  constructor({ privately = false, preferences = {}, flags = [], patience = 0 } = {}) {
    if (patience) this.#patience = { timeout: patience, protocolTimeout: patience };
    this.#flags = flags;
    this.#privately = privately;
    this.#preferences = preferences;
  }

  async switchOn() {
    this.browser = await puppeteer.launch({
      browser: isChromium ? 'chrome' : 'firefox',
      executablePath,
      headless: true,
      ...this.#patience,
      userDataDir: this.#profile,
      downloadBehavior: { policy: 'allow', downloadPath: this.downloads },
      args: isChromium ? ['--disable-gpu', '--disable-dev-shm-usage', ...(process.getuid() === 0 ? ['--no-sandbox'] : []), ...this.#flags] : [],
      extraPrefsFirefox: { ...firefoxPreferences(this.#privately, this.downloads), ...this.#preferences },
    });
    await this.#refuseOld();
    return this;
  }

  /** puppeteer asks Firefox for what 140 does not know (emulation.setScreenOrientationOverride), and would wait for ever. */
  async #refuseOld() {
    const version = await this.browser.version();
    if (isChromium || Number(/\d+/.exec(version)) > 140) return;
    await this.kill();
    throw new Error(`${version} is older than the tests can drive: bring the system up to date, Debian's security updates have a newer one.`);
  }

  /** A new tab, `size` large. What its console or its security policy complains about is kept in tab.complaints. */
  async tab(size = phone) {
    const tab = await this.browser.newPage();
    tab.complaints = [];
    tab.on('console', (message) => {
      if (message.type() === 'error') tab.complaints.push(message.text());
    });
    tab.on('pageerror', (error) => tab.complaints.push(String(error)));
    await tab.setViewport(size);
    return tab;
  }

  /** Ends every process of the browser at once, as a flat battery would: no page is told. */
  async kill() {
    for (const pid of processTree(this.browser.process().pid, this.#profile)) {
      try { process.kill(pid, 'SIGKILL'); } catch { /* it has ended meanwhile */ }
    }
    await this.browser.disconnect().catch(() => {});
    this.browser = null;
    await sleep(300);
  }

  /** A file that arrived in the downloads folder, once it is whole, as { name, bytes }; it is taken out of the folder. */
  async downloaded(patience = 15_000) {
    for (const until = Date.now() + patience; Date.now() < until; await sleep(50)) {
      const names = readdirSync(this.downloads);
      if (names.some((name) => /\.(crdownload|part)$/.test(name))) continue;
      for (const name of names) {
        const path = join(this.downloads, name);
        const bytes = readFileSync(path);
        if (bytes.length === 0) continue;
        rmSync(path);
        return { name, bytes };
      }
    }
    throw new Error(`No download came within ${patience} ms`);
  }

  /** The files of the profile in which those words stand, in UTF-8 or UTF-16. */
  filesWith(words) {
    const wanted = [Buffer.from(words, 'utf8'), Buffer.from(words, 'utf16le')];
    const files = readdirSync(this.#profile, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => {
      const bytes = readFileSync(path);
      return wanted.some((each) => bytes.includes(each));
    });
  }

  async discard() {
    if (this.browser) await this.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
