// The built page with one addition: its worker's file handles fail when a test says so. No browser offers that from outside.
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../build-scripts/server.mjs';
import { dist } from './respondent.mjs';

/** At the top of the worker: a message { failWrites: NAME } makes every write throw a DOMException of that name, "" ends that. */
function obey() {
  const prototype = FileSystemSyncAccessHandle.prototype;
  const write = prototype.write;
  addEventListener('message', (event) => {
    if (event.data.failWrites === undefined) return;
    event.stopImmediatePropagation();
    prototype.write = event.data.failWrites ? () => { throw new DOMException('as if', event.data.failWrites); } : write;
  });
}

const integrity = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

export async function troubledSite() {
  const folder = mkdtempSync(join(tmpdir(), 'takestock-site-'));
  cpSync(dist, folder, { recursive: true });
  const worker = join(folder, 'assets', readdirSync(join(folder, 'assets')).find((name) => /^worker-.*\.js$/.test(name)));
  const before = readFileSync(worker, 'utf8');
  const after = `(${obey})();\n${before}`;
  writeFileSync(worker, after);
  const list = join(folder, 'sw.js');
  writeFileSync(list, readFileSync(list, 'utf8').replace(integrity(before), integrity(after)));
  const server = await serve(folder);
  rmSync(folder, { recursive: true });
  return server;
}

/** Every write of the open files fails from now on with a DOMException of this name; "" lets them work again. */
export const failWrites = (person, name) => person.tab.evaluate((wanted) => window.seen.worker.postMessage({ failWrites: wanted }), name);
