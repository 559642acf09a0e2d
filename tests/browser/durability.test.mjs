// What the page called saved is there afterwards, however the browser ended.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { again, site, someone } from './respondent.mjs';

const kills = process.env.TAKESTOCK_LONG ? 50 : 4;

let server;
before(async () => { server = await site(); });
after(() => server?.stop());

const options = ['Yes', 'No', "Don't know"];

/** How a person goes on answering, and whether `found` holds what was `acknowledged` or what was on its way, `given`. */
const ways = [
  {
    page: 'q3',
    give: (person, turn) => person.tab.type('main:not([hidden] *) textarea', ` ${turn}`),
    holds: (found, { acknowledged }) => found.startsWith(acknowledged),
  },
  {
    page: 'q8',
    // One call and no more: what a locator still waits for when the browser dies would end this test.
    give: (person, turn) => person.tab.$$eval('main:not([hidden] *) label', (labels, wanted) =>
      labels.find((each) => each.innerText.trim() === wanted).click(), options[turn % options.length]),
    holds: (found, { acknowledged, given }) => found === acknowledged || found === given,
  },
];

/** Answers again and again until the browser is gone; `said` follows what the page called saved. */
async function answerUntilKilled(person, way, said) {
  for (let turn = 1; ; turn++) {
    if (way.page === 'q8') said.given = options[turn % options.length];
    await way.give(person, turn);
    const given = await person.given();
    await person.saved();
    said.acknowledged = given;
    said.count++;
  }
}

test(`No acknowledged answer is lost when the browser is killed ${kills} times while someone answers`, { timeout: kills * 40_000 }, async (t) => {
  let { device, person } = await someone(server.address);
  t.after(() => device.discard());
  await person.begin();
  let count = 0;
  for (let round = 0; round < kills; round++) {
    const way = ways[round % ways.length];
    if (await person.at() !== way.page) await person.goTo(way.page);
    const said = { acknowledged: await person.given(), given: '', count: 0 };
    let stopped = null;
    answerUntilKilled(person, way, said).catch((error) => { stopped = error; });
    while (said.count === 0 && !stopped) await sleep(20);
    assert.ok(!stopped, `round ${round}: ${stopped}`);
    await sleep(Math.random() * 1000);
    await device.kill();
    person = await again(device, server.address);
    await person.arrived(way.page);
    const found = await person.given();
    assert.ok(way.holds(found, said), `round ${round}: acknowledged "${said.acknowledged.slice(-60)}", found "${found.slice(-60)}"`);
    count += said.count;
  }
  t.diagnostic(`${count} answers acknowledged over ${kills} kills, 0 lost`);
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
