// Interviews carried out by hand: in files, sealed or not, to the hub and to other browsers, in any order and as often as one likes.
import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fieldworker, street } from './fieldworker.mjs';
import { interview } from './interviews.mjs';
import { isFine } from './standards.mjs';
import { Team } from './team.mjs';

const ROUND = 'carry-2027', MANY = 6, SECRET = 'spoken in confidence';
let team, link, device, worker, other, plain;
before(async () => {
  team = await Team.start();
  await team.open(ROUND, { definition: street });
  link = await team.fieldworker(ROUND, 'Fay Worker');
  ({ device, worker } = await fieldworker(link));
  await worker.checksOffline();
  await team.stop();
  for (let number = 1; number <= MANY; number++) await interview(worker, { q1: number % 2 ? 'yes' : 'no', q2: `${SECRET} ${number}` });
  await worker.toList();
});
after(async () => {
  await device?.discard();
  await other?.device.discard();
  await team?.remove();
});

/** Takes a file in on the page for that. */
async function takesIn(who, name, bytes) {
  const path = join(device.downloads, '..', name);
  writeFileSync(path, bytes);
  await who.show('#/import', 'import');
  await (await who.tab.$('#file')).uploadFile(path);
  await who.act('import');
}

test('Some interviews are chosen by their numbers, and what is no number is refused with an example', async () => {
  await worker.show('#/carry', 'carry');
  await isFine(worker);
  await worker.choose('Some, by number');
  await worker.type('numbers', 'the first two');
  await worker.act('make');
  await worker.sees('Enter the numbers of interviews, like 3, 7, 10-15');
  await isFine(worker);
  await worker.type('numbers', '1, 3-4');
  await worker.tab.$eval('#seal', (box) => box.click());
  await worker.act('make');
  await worker.tab.waitForSelector('[data-made]');
  assert.equal(await worker.tab.$eval('[data-number]', (span) => span.innerText), '3');
  await worker.type('numbers', '99');
  await worker.act('make');
  await worker.sees('There is no such interview to put in a file.');
});

test('A sealed file gives nothing away; a file that is not sealed has the answers; both say the same count and digest of what they hold', async () => {
  await worker.toList();
  const sealed = await worker.carriesOut(device, { sealed: true });
  await worker.toList();
  plain = await worker.carriesOut(device);
  assert.equal(sealed.count, MANY);
  assert.equal(plain.count, MANY);
  assert.match(sealed.name, /\.takestock-sealed$/);
  assert.ok(plain.bytes.includes(SECRET));
  for (const words of [SECRET, 'q2', 'yes', link.split('/').at(-1)]) assert.ok(!sealed.bytes.subarray(sealed.bytes.indexOf('\n')).includes(words), words);
  plain.sealed = sealed.bytes;
});

test('The hub takes in the sealed file, the plain one and what is sent later, and has each interview once', async () => {
  await team.resume();
  const first = await team.takeIn(ROUND, plain.sealed), second = await team.takeIn(ROUND, plain.bytes);
  assert.deepEqual([first.added, first.present, second.added, second.present], [MANY, 0, 0, MANY]);
  await worker.show('#/send', 'send');
  await worker.act('send');
  await worker.sees('Every finished interview is on this device');
  const { submits, counted } = team.stored(ROUND);
  assert.deepEqual([submits.length, counted.length], [MANY, MANY]);
});

test('Another browser takes the file in, twice without a change, and carries it on; a damaged or sealed file is refused with its reason', async () => {
  other = await fieldworker(link);
  await takesIn(other.worker, 'broken.takestock', plain.bytes.subarray(0, plain.bytes.length / 2));
  await other.worker.sees('There is a problem');
  await isFine(other.worker);
  await takesIn(other.worker, 'lost.takestock-sealed', plain.sealed);
  await other.worker.sees('This file is sealed. Only the survey team can open it.');
  await takesIn(other.worker, plain.name, plain.bytes);
  await other.worker.sees(`0 already present, ${MANY} added.`);
  await isFine(other.worker);
  await other.worker.toList();
  await takesIn(other.worker, plain.name, plain.bytes);
  await other.worker.sees(`${MANY} already present, 0 added.`);
  await other.worker.show('#/remove', 'remove');
  await other.worker.sees(`${MANY} interviews taken in from other devices are here too.`);
  const onwards = await other.worker.carriesOut(other.device);
  assert.equal(onwards.count, MANY);
  const taken = await team.takeIn(ROUND, onwards.bytes);
  assert.deepEqual([taken.added, taken.present], [0, MANY]);
});
