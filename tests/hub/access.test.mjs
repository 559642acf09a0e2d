// Every path of the hub's interface with every identity that is not allowed it. The paths and the least role of each are read from the
// interface's own table, engine/hub/README.md, so that a path that is added there is tried here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Hub, root, run } from './running.mjs';
import { openRound, selfMadeLink } from './pushing.mjs';

const roles = ['viewer', 'organiser', 'owner'];
const json = { 'Content-Type': 'application/json' };
const chosen = 'correct horse battery staple';

/** { method, path, least } of each request the team makes; least is "any" for whoever is signed in. */
function rows() {
  const table = readFileSync(join(root, 'engine/hub/README.md'), 'utf8').split('### For the team, signed in')[1].split('\n## ')[0];
  const found = [];
  for (const line of table.split('\n').filter((each) => each.startsWith('| `'))) {
    const least = line.split('|').at(-2).trim();
    const [, method, path] = /^\| `(\w+) ([^`?\s]+)/.exec(line);
    found.push({ method, path, least });
    if (line.includes('/ `close`')) found.push({ method, path: path.replace('extend', 'close'), least });
  }
  return found.filter(({ least }) => least !== '');
}

async function signIn(hub, user, password) {
  const answer = await hub.ask('/api/v1/session', { method: 'POST', headers: json, body: JSON.stringify({ user, password }) });
  assert.equal(answer.status, 200, answer.body);
  return JSON.parse(answer.body).token;
}

const authorised = (token) => (token === undefined ? {} : { Authorization: `Bearer ${token}` });

async function addUser(hub, name, role) {
  const made = run('hub', 'user', 'add', name, '--role', role, '--data', hub.data);
  assert.equal(made.status, 0, made.stderr);
  return /: (\S+)/.exec(made.stdout)[1];
}

test('every path of the team is closed to everybody who is not meant', async (t) => {
  const hub = await Hub.start({ settings: { log: 'errors', limits: { sign_ins_per_minute: 1e6, sign_ins_burst: 1e6, requests_per_second: 1e6, requests_burst: 1e6 } } });
  t.after(() => hub.remove());
  await openRound(hub);
  await hub.stop();
  const given = Object.fromEntries(await Promise.all([...roles, 'novice'].map(async (name) => [name, await addUser(hub, name, name === 'novice' ? 'owner' : name)])));
  await hub.start();

  const tokens = {};
  for (const role of roles) {
    tokens[role] = await signIn(hub, role, given[role]);
    const body = JSON.stringify({ old: given[role], new: chosen });
    const changed = await hub.ask('/api/v1/session/password', { method: 'POST', headers: { ...json, ...authorised(tokens[role]) }, body });
    assert.equal(changed.status, 200, changed.body);
  }
  const novice = await signIn(hub, 'novice', given.novice);
  const ended = await signIn(hub, 'viewer', chosen);
  await hub.ask('/api/v1/session', { method: 'DELETE', headers: authorised(ended) });

  const strangers = { nobody: undefined, nonsense: '0'.repeat(64), injection: `' OR 1=1 --`, 'a respondent': selfMadeLink().code, 'an ended session': ended };
  const found = rows();
  assert.ok(found.length >= 25, `${found.length} rows were read`);
  for (const { method, path, least } of found) {
    const target = path.replace('{r}', JSON.parse(readFileSync(join(root, 'surveys/taking-stock/hub-round.json'), 'utf8')).id).replace(/\{\w+\}/g, 'x');
    const ask = (token) => hub.ask(target, { method, headers: { ...(method === 'POST' ? json : {}), ...authorised(token) }, body: method === 'POST' ? '{}' : undefined });
    for (const [who, token] of Object.entries(strangers)) {
      const answer = await ask(token);
      // A password cannot be looked at before its JSON is: there what is asked may be refused first.
      const early = path.startsWith('/api/v1/session/') && answer.status === 400;
      assert.ok(answer.status === 401 || early, `${method} ${target} by ${who}: ${answer.status} ${answer.body}`);
    }
    if (least === 'any') continue;
    for (const role of roles.slice(0, roles.indexOf(least))) {
      const answer = await ask(tokens[role]);
      assert.equal(answer.status, 403, `${method} ${target} by a ${role}: ${answer.status} ${answer.body}`);
      assert.equal(JSON.parse(answer.body).error.code, 'forbidden');
    }
    assert.equal((await ask(novice)).status, 403, `${method} ${target} before the given password was changed`);
    assert.ok(![401, 403].includes((await ask(tokens[least])).status), `${method} ${target} is open to a ${least}`);
  }
});
