// Writes the service worker's list of files when the page is built: each file once, with the hash of its content. The same list is written
// as a file of its own, where the page itself wants to look through it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const WORKER = "sw.js";

function filesIn(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1)).sort();
}

const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("base64");

export interface BuiltFile { path: string; integrity: string }

const listOf = (directory: string, isOurs: (path: string) => boolean): BuiltFile[] =>
  filesIn(directory).filter((path) => path !== WORKER && isOurs(path))
    .map((path) => ({ path, integrity: `sha256-${sha256(readFileSync(join(directory, path)))}` }));

/// `rarely`: the files that only some surveys need. The service worker keeps them once they were asked for.
export function fileListPlugin(caches: string, { also = "", rarely = /^$/ } = {}): Plugin {
  let directory = "";
  return {
    name: "takestock-file-list",
    apply: "build",
    configResolved: (config) => { directory = config.build.outDir; },
    writeBundle() {
      if (also) writeFileSync(join(directory, also), JSON.stringify(listOf(directory, (path) => path !== also)));
      const files = listOf(directory, (path) => !rarely.test(path));
      const build = sha256(JSON.stringify(files)).replace(/\W/g, "").slice(0, 16);
      const worker = readFileSync(join(directory, WORKER), "utf8");
      writeFileSync(join(directory, WORKER), `const CACHES=${JSON.stringify(caches)},BUILD=${JSON.stringify(build)},FILES=${JSON.stringify(files)};\n${worker}`);
    },
  };
}
