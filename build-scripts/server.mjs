// A server of one directory, read whole at the start: right types, compressed, with the headers of headers.mjs.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { caching, headersOf } from './headers.mjs';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};
const alreadySmall = new Set(['.png', '.woff2', '.ico']);
const compress = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: promisify(gzip),
};

async function readFiles(directory) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = new Map();
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(path);
    const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
    files.set('/' + path.slice(join(directory, '/').length), { bytes, etag, type: types[extname(path)], packed: {} });
  }
  return files;
}

function encodingFor(request, file, path) {
  if (alreadySmall.has(extname(path)) || file.bytes.length < 600) return null;
  const accepted = request.headers['accept-encoding'] ?? '';
  return ['br', 'gzip'].find((name) => new RegExp(`\\b${name}\\b`).test(accepted)) ?? null;
}

async function answer(files, request, response) {
  const asked = new URL(request.url, 'http://host').pathname;
  const path = asked.endsWith('/') ? asked + 'index.html' : asked;
  const file = files.get(path);
  for (const [name, value] of Object.entries(headersOf(path))) response.setHeader(name, value);
  if (!file || !['GET', 'HEAD'].includes(request.method)) {
    response.writeHead(file ? 405 : 404, { 'Content-Type': types['.txt'] });
    return response.end(file ? 'Only GET and HEAD are served here.\n' : 'There is no such page here.\n');
  }
  response.setHeader('Cache-Control', caching(path));
  response.setHeader('ETag', file.etag);
  response.setHeader('Vary', 'Accept-Encoding');
  if (request.headers['if-none-match'] === file.etag) return response.writeHead(304).end();
  const encoding = encodingFor(request, file, path);
  const bytes = encoding ? await (file.packed[encoding] ??= compress[encoding](file.bytes)) : file.bytes;
  if (encoding) response.setHeader('Content-Encoding', encoding);
  response.writeHead(200, { 'Content-Type': file.type ?? 'application/octet-stream', 'Content-Length': bytes.length });
  return response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** Serves `directory` on 127.0.0.1. Rejects with EADDRINUSE when the port is taken; port 0 takes any. */
export async function serve(directory, { port = 0 } = {}) {
  const files = await readFiles(directory);
  const server = createServer((request, response) => {
    result.hits++;
    answer(files, request, response).catch(() => response.destroy());
  });
  const result = {
    hits: 0,
    address: '',
    stop: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }),
  };
  await new Promise((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready));
  result.address = `http://127.0.0.1:${server.address().port}/`;
  return result;
}
