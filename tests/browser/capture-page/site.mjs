// That page, built and served under the headers of fieldwork.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { compileString } from 'sass';
import { serve } from '../../../build-scripts/server.mjs';

const here = new URL('.', import.meta.url);
const page = `<!doctype html><html lang="en-GB" class="govuk-template"><head><meta charset="utf-8"><title>Questions</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="page.css"><script type="module" src="main.js"></script></head>
<body class="govuk-template__body"><div class="govuk-width-container" id="content"></div></body></html>`;
const styles = `@use "web/styles/main";
@use "node_modules/govuk-frontend/dist/govuk/components/file-upload";
@use "web/field/capture/capture";`;

async function program() {
  const bundle = await rolldown({ input: fileURLToPath(new URL('main.js', here)), platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'esm', entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' });
  await bundle.close();
  return output.map(({ fileName, code, source }) => [fileName, code ?? source]);
}

export async function captureSite() {
  const folder = mkdtempSync(join(tmpdir(), 'takestock-capture-'));
  const { css } = compileString(styles, { loadPaths: [fileURLToPath(new URL('../../../', here))], quietDeps: true, silenceDeprecations: ['import', 'global-builtin'] });
  for (const [name, text] of [['index.html', page], ['page.css', css], ...await program()]) {
    const file = join(folder, 'field', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const server = await serve(folder);
  rmSync(folder, { recursive: true });
  return { ...server, address: `${server.address}field/` };
}
