// The fieldwork page: a build of its own with the larger module, its own service worker and places to keep things, so that no respondent's
// device ever loads or keeps any of it.
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { fileListPlugin } from "../offline/file-list.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const icons = [{ src: "../icon.svg", sizes: "any" }, { src: "../icon.png", sizes: "192x192" }];
/// With it the page can be put among a device's own applications, whose storage browsers keep longer.
const manifest = (): Plugin => ({
  name: "takestock-field-manifest",
  generateBundle() {
    const source = JSON.stringify({ id: ".", start_url: ".", scope: ".", name: "Fieldwork", lang: "en-GB", icons, display: "standalone", theme_color: "#1f4e5f", background_color: "#ffffff" });
    this.emitFile({ type: "asset", fileName: "manifest.webmanifest", source });
  },
});

export default defineConfig({
  root: path("."),
  base: "./",
  publicDir: false,
  resolve: {
    alias: [
      { find: "takestock-engine", replacement: path("../../build/wasm/takestock-field.js") },
      { find: /^takestock-wasm/, replacement: path("../../build/wasm/takestock-field.wasm") },
      { find: /^(\.\.?\/)+place\.ts$/, replacement: path("place.ts") },
    ],
  },
  plugins: [manifest(), fileListPlugin("field-files-", { also: "files.json" })],
  worker: { format: "es" },
  build: {
    outDir: path("../../dist/field"),
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
