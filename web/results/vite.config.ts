// The results page: a build of its own with a module of its own, which counts and does not ask, and its own service worker, so that it opens
// results files where there is no server at all.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { fileListPlugin } from "../offline/file-list.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path("."),
  base: "./",
  publicDir: false,
  resolve: {
    alias: [
      { find: "takestock-engine", replacement: path("../../build/wasm/takestock-results.js") },
      { find: /^takestock-wasm/, replacement: path("../../build/wasm/takestock-results.wasm") },
      { find: /^(\.\.?\/)+place\.ts$/, replacement: path("place.ts") },
    ],
  },
  plugins: [fileListPlugin("results-files-")],
  worker: { format: "es" },
  build: {
    outDir: path("../../dist/results"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: ["chrome109", "firefox113", "safari16.4"],
    rolldownOptions: {
      input: { main: path("index.html"), sw: path("../offline/service-worker.ts") },
      output: { entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
});
