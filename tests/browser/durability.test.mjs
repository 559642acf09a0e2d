// What the page called saved is there afterwards, however the browser ended.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { again, site, someone } from './respondent.mjs';

const kills = process.env.TAKESTOCK_LONG ? 50 : 3;

let server;
before(async () => { server = await site(); });
after(() => server?.stop());

/** Types on, word by word, until the browser is gone; `acknowledged` follows what the page called saved. */
async function typeUntilKilled(person, acknowledged) {
  for (let word = 0; ; word++) {
    await person.tab.type('main:not([hidden] *) textarea', ` ${word}`);
    const text = await person.given();
    await person.saved();
    acknowledged.text = text;
    acknowledged.count++;
  }
}

test(`No acknowledged answer is lost when the browser is killed ${kills} times while someone types`, { timeout: kills * 30_000 }, async (t) => {
  let { device, person } = await someone(server.address);
  t.after(() => device.discard());
  await person.begin();
  await person.goTo('q3');
  const acknowledged = { text: '', count: 0 };
  for (let round = 0; round < kills; round++) {
    const before = acknowledged.count;
    let stopped = null;
    const typing = typeUntilKilled(person, acknowledged).catch((error) => { stopped = error; });
    while (acknowledged.count === before && !stopped) await sleep(20);
    assert.ok(!stopped, `round ${round}: ${stopped}`);
    await sleep(Math.random() * 1000);
    const said = acknowledged.text;
    await device.kill();
    await typing;
    person = await again(device, server.address);
    await person.arrived('q3');
    const found = await person.given();
    assert.ok(found.startsWith(said) && found.startsWith(acknowledged.text),
      `round ${round}: acknowledged "${acknowledged.text.slice(-60)}", found "${found.slice(-60)}"`);
  }
  t.diagnostic(`${acknowledged.count} answers acknowledged over ${kills} kills, 0 lost`);
  assert.ok(acknowledged.count >= kills);
});

test('Answers survive a reload at every page, also one made right after typing', async (t) => {
  const { device, person } = await someone(server.address);
  t.after(() => device.discard());
  await person.begin();
  for (const [page, answer] of [['q1', "Don't know"], ['q3', 'Some text'], ['q8', 'No'], ['q18', 'A new inspectorate']]) {
    if (await person.at() !== page) await person.goTo(page);
    if (page === 'q3') await person.write(answer); else await person.choose(answer);
    await person.saved();
    await person.reload();
    await person.arrived(page);
    assert.equal(await person.given(), answer);
  }
  await person.goTo('q5');
  await person.write('typed and at once reloaded');
  await sleep(1000);
  await person.reload();
  assert.equal(await person.given(), 'typed and at once reloaded');
});
