// Writes the service worker's list of files when the page is built: each file once, with the hash of its content.
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

export function fileListPlugin(): Plugin {
  let directory = "";
  return {
    name: "takestock-file-list",
    apply: "build",
    configResolved: (config) => { directory = config.build.outDir; },
    writeBundle() {
      const files = filesIn(directory).filter((path) => path !== WORKER)
        .map((path) => ({ path, integrity: `sha256-${sha256(readFileSync(join(directory, path)))}` }));
      const build = sha256(JSON.stringify(files)).replace(/\W/g, "").slice(0, 16);
      const worker = readFileSync(join(directory, WORKER), "utf8");
      writeFileSync(join(directory, WORKER), `const BUILD=${JSON.stringify(build)},FILES=${JSON.stringify(files)};\n${worker}`);
    },
  };
}
