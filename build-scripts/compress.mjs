// compress.mjs DIRECTORY: puts x.br and x.gz beside every file that becomes smaller by it, for the hub to serve.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const packed = {
  '.br': (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  '.gz': (bytes) => gzipSync(bytes, { level: 9 }),
};

for (const name of readdirSync(process.argv[2], { recursive: true })) {
  const path = join(process.argv[2], name);
  if (!statSync(path).isFile() || /\.(br|gz|png|woff2|ico)$/.test(name)) continue;
  const bytes = readFileSync(path);
  for (const [ending, pack] of Object.entries(packed)) {
    const small = pack(bytes);
    if (small.length < bytes.length * 0.9) writeFileSync(path + ending, small);
    else rmSync(path + ending, { force: true });
  }
}
