// Fills the placeholders of index.html from the survey, so that its wording has one source, and writes the manifest beside it.
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { manifest, parts, type RoundFile } from "./document.ts";
import type { Definition } from "./first-question.ts";

const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;

/// A policy in a meta element may not say who may frame the page; the server's header does.
const metaPolicy = (policy: string): string => policy.split("; ").filter((rule) => !rule.startsWith("frame-ancestors")).join("; ");

export function firstPagePlugin(survey: string, policy: string): Plugin {
  const definition = () => read<Definition>(`${survey}/survey.json`);
  return {
    name: "takestock-first-page",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "manifest.webmanifest", source: manifest(definition()) });
    },
    transformIndexHtml: {
      order: "pre",
      handler(html) {
        const known = { ...parts(definition(), read<RoundFile>(`${survey}/round.json`)), policy: metaPolicy(policy) };
        return html.replace(/\{\{(\w+)\}\}/g, (_, name: keyof typeof known) => known[name]!);
      },
    },
  };
}
