import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { securityHeaders } from "./build-scripts/headers.mjs";
import { firstPagePlugin } from "./web/first-page/plugin.ts";
import { fileListPlugin } from "./web/offline/file-list.ts";
import { unusedVariantsPlugin } from "./web/styles/unused-variants.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path("."),
  base: "./",
  publicDir: path("web/public"),
  resolve: {
    alias: [
      { find: "takestock-engine", replacement: path("build/wasm/takestock.js") },
      { find: /^takestock-wasm/, replacement: path("build/wasm/takestock.wasm") },
    ],
  },
  plugins: [
    firstPagePlugin(path("surveys/taking-stock"), securityHeaders["Content-Security-Policy"]),
    unusedVariantsPlugin(),
    fileListPlugin("takestock-", { rarely: /^assets\/budget-/ }),
  ],
  worker: { format: "es" },
  build: {
    outDir: path("dist"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: ["chrome109", "firefox113", "safari16.4"],
    rolldownOptions: {
      input: { main: path("index.html"), sw: path("web/offline/service-worker.ts") },
      output: { entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
});
