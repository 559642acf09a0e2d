// Modules of web/ for node's test runner: TypeScript with its imports, bundled in memory.
import { rolldown } from "rolldown";
import { fileURLToPath } from "node:url";

/// The exports of a file given relative to web/. Of the packages named no bundle is made: node loads them as they are.
export async function load(path, packages = []) {
  const input = fileURLToPath(new URL(`../../web/${path}`, import.meta.url));
  const asTheyAre = { name: "as-they-are", resolveId: (id) => (packages.includes(id) ? { id: import.meta.resolve(id), external: true } : null) };
  const bundle = await rolldown({ input, platform: "node", logLevel: "silent", plugins: [asTheyAre] });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString("base64")}`);
}
