// Modules of web/ for node's test runner: TypeScript with its imports, bundled in memory.
import { rolldown } from "rolldown";
import { fileURLToPath } from "node:url";

/// The exports of a file given relative to web/.
export async function load(path) {
  const input = fileURLToPath(new URL(`../../web/${path}`, import.meta.url));
  const bundle = await rolldown({ input, platform: "node", logLevel: "silent" });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString("base64")}`);
}
