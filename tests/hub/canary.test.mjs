// Nothing that is secret is in the hub's log, its metrics or the names of its files: tokens, passwords, sessions, answers, names.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { Hub, run } from './running.mjs';
import { Device, openRound, post, verdicts } from './pushing.mjs';

test('a token, a password, a session and an answer never appear where others read', async () => {
  const hub = await Hub.start();
  await openRound(hub);
  const made = run('hub', 'user', 'add', 'kim', '--role', 'owner', '--data', hub.data);
  const password = /^kim: (\S+)/.exec(made.stdout)[1];
  const answer = 'canary answer: the bins are not emptied';
  const device = new Device();
  const batch = device.batch(1, answer);

  assert.deepEqual(verdicts((await post(hub, batch.body)).body).map((line) => line.verdict), ['stored']);
  const json = { 'Content-Type': 'application/json' };
  const wrong = 'canary wrong password';
  const refused = await hub.ask('/api/v1/session', { method: 'POST', headers: json, body: JSON.stringify({ user: 'canary-user', password: wrong }) });
  assert.equal(refused.status, 401);
  const signedIn = await hub.ask('/api/v1/session', { method: 'POST', headers: json, body: JSON.stringify({ user: 'kim', password }) });
  assert.equal(signedIn.status, 200, signedIn.body);
  const { token } = JSON.parse(signedIn.body);
  await hub.ask('/api/v1/session', { headers: { Authorization: `Bearer ${token}` } });
  await hub.ask(`/api/v1/rounds/canary-round?q=canary-query`, { headers: { Referer: 'https://x.example/canary-referer', 'User-Agent': 'canary-agent' } });
  await hub.ask(`/canary-path/${batch.links[0].code}`);
  await hub.ask(`/%00canary`);
  await post(hub, batch.body.replace(answer, 'changed'));
  await post(hub, 'canary no batch\n');
  const metrics = (await hub.ask('/metrics')).body;
  await hub.stop();

  const { code, token: secret, invitee } = batch.links[0];
  const seen = { log: hub.log, metrics, files: readdirSync(hub.data).join('\n') };
  for (const [where, text] of Object.entries(seen))
    for (const canary of ['canary', answer, password, token, code, secret, invitee, code.replaceAll('-', ''), 'kim', 'Exampleshire', device.id])
      assert.ok(!text.includes(canary), `${canary} is in the ${where}: ${text.split('\n').find((line) => line.includes(canary))}`);
  assert.ok(hub.lines().filter((line) => line.event === 'request').length >= 8, 'the requests are logged');
  for (const line of hub.lines()) assert.deepEqual(Object.keys(line).slice(0, 3), ['time', 'level', 'event']);
  await hub.remove();
});
