// The built page with one file changed: its worker's file handles fail when a test says so, which no browser offers from outside, or it asks
// another survey.
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../../build-scripts/server.mjs';
import { dist } from './respondent.mjs';

/** At the top of the worker: a message { failWrites: NAME } makes every write throw a DOMException of that name, "" ends that. */
export function obey() {
  const prototype = FileSystemSyncAccessHandle.prototype;
  const write = prototype.write;
  addEventListener('message', (event) => {
    if (event.data.failWrites === undefined) return;
    event.stopImmediatePropagation();
    prototype.write = event.data.failWrites ? () => { throw new DOMException('as if', event.data.failWrites); } : write;
  });
}

const integrity = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** The built page, served; `changes` makes a new text of each asset whose name begins with one of its keys. */
async function changedSite(changes) {
  const folder = mkdtempSync(join(tmpdir(), 'takestock-site-'));
  cpSync(dist, folder, { recursive: true });
  const list = join(folder, 'sw.js');
  let files = readFileSync(list, 'utf8');
  for (const [kind, change] of Object.entries(changes)) {
    const asset = join(folder, 'assets', readdirSync(join(folder, 'assets')).find((name) => name.startsWith(`${kind}-`)));
    const before = readFileSync(asset, 'utf8');
    const after = change(before);
    writeFileSync(asset, after);
    files = files.replace(integrity(before), integrity(after));
  }
  writeFileSync(list, files);
  const server = await serve(folder);
  rmSync(folder, { recursive: true });
  return server;
}

/** Questions of tests/scenarios/surveys/NAME.json, or of a folder "surveys/NAME". The start page in the HTML is still the other survey's. */
const fileOf = (name) => (name.startsWith('surveys/') ? `../../${name}/survey.json` : `../scenarios/surveys/${name}.json`);
const asking = (name) => ({ survey: () => readFileSync(new URL(fileOf(name), import.meta.url), 'utf8') });

export const troubledSite = (survey) => changedSite({ worker: (program) => `(${obey})();\n${program}`, ...(survey && asking(survey)) });
export const surveySite = (survey) => changedSite(asking(survey));

/** Every write of the open files fails from now on with a DOMException of this name; "" lets them work again. */
export const failWrites = (person, name) => person.tab.evaluate((wanted) => window.seen.worker.postMessage({ failWrites: wanted }), name);

/** Overwrites every file that the page has kept, once the tab that just left has let go of them. */
export async function spoilFiles(tab, place = 'takestock') {
  for (let tries = 0; ; tries++) {
    try {
      return await tab.evaluate(async (name) => {
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name);
        const handles = [];
        for await (const handle of folder.values()) handles.push(handle);
        for (const handle of handles) {
          const file = await handle.createWritable();
          await file.write(new Uint8Array(8192).fill(0x55));
          await file.close();
        }
      }, place);
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(250);
    }
  }
}
