// The team's pages: a build of their own, so that no respondent's device ever loads or keeps any of it.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path("."),
  base: "./",
  publicDir: false,
  build: {
    outDir: path("../../dist/team"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: ["chrome109", "firefox113", "safari16.4"],
  },
});
