// What is taken off the device is not on it any more: a search of every file of the browser's profile, as somebody who finds it would make.
import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Fieldworker, fieldworker } from './fieldworker.mjs';
import { command, Ledger } from './interviews.mjs';
import { Team } from './team.mjs';

const round = 'street-erased';
const definition = JSON.stringify({
  takestock: 1, id: 'street-erased', version: '1', title: 'Life in your street',
  survey: [{ type: 'text', name: 'q1', label: 'What about the park?' }, { type: 'image', name: 'photo', label: 'A photo of the street' }],
});
const ledger = new Ledger();
let team, device, worker;

before(async () => {
  team = await Team.start();
  await team.open(round, { definition });
  ({ device, worker } = await fieldworker(await team.fieldworker(round, 'Fay Worker')));
  await worker.readyWithoutSignal();
  team.network.mode = 'down';
});
after(async () => {
  await device?.discard();
  await team?.remove();
});

/** What somebody could look for of an interview: the answer before it was changed, the answer, a long one, what stands in the photo, the comment, the label. */
const traces = (who) => ['first thought', 'last word', 'end of a long story', 'inside the photo', 'remark', 'red gate'].map((what) => `${what} of ${who}`);

async function tells(who) {
  const [early, late, long, photo, remark, label] = traces(who), number = await ledger.begin(worker);
  await command(worker, 'answer', { path: 'q1', value: early });
  await command(worker, 'answer', { path: 'q1', value: `${late} ${'and so on. '.repeat(2000)} ${long}` });
  await ledger.attach(worker, number, 'photo', 'image/jpeg', Buffer.concat([randomBytes(70_000), Buffer.from(photo), randomBytes(70_000)]));
  await command(worker, 'comment', { path: 'q1', text: remark });
  await command(worker, 'set_label', { label });
  await command(worker, 'results_file', { drafts: true });
  await ledger.finish(worker, number);
  return number;
}

async function switchedOff(action) {
  await device.kill();
  await action();
  await device.switchOn();
  worker = await Fieldworker.at(await device.tab());
  await worker.visit(`${team.address}field/`);
}
const foundOf = (who) => traces(who).filter((words) => device.filesWith(words).length > 0);
const everything = (who) => assert.deepEqual(foundOf(who).slice(1), traces(who).slice(1), `the search finds what is there of ${who}`);
const nothing = (who) => assert.deepEqual(foundOf(who), [], `of ${who}`);

test('One interview that is deleted alone leaves nothing in any file, and the others stay whole', async () => {
  const ann = await tells('Ann');
  await tells('Ben');
  await switchedOff(() => ['Ann', 'Ben'].forEach(everything));
  await worker.arrived('interviews');
  await ledger.remove(worker, ann);
  await switchedOff(() => {
    nothing('Ann');
    everything('Ben');
  });
  await worker.arrived('interviews');
  assert.deepEqual(await ledger.wrongs(worker), []);
});

test('Interviews that are safely sent and cleared leave nothing either', async () => {
  await worker.reload();
  await tells('Cleo');
  team.network.mode = 'pass';
  await worker.reload();
  await worker.show('#/send', 'send');
  await worker.act('send');
  await worker.until(() => document.body.innerText.includes('Every finished interview is on this device and at'), 'It is not sent');
  await worker.until(() => document.querySelector('[data-act="clear"]'), 'What was sent cannot be cleared');
  team.network.mode = 'down';
  await tells('Dan');
  const { cleared } = await command(worker, 'clear_sent');
  assert.equal(cleared, 2);
  await switchedOff(() => {
    ['Ben', 'Cleo'].forEach(nothing);
    everything('Dan');
  });
});

test('After "finish and remove" none of the answers, photos, comments or labels is anywhere in the profile', async () => {
  await worker.arrived('interviews');
  await worker.show('#/remove', 'remove');
  await worker.type('count', '1');
  await worker.act('remove');
  await worker.arrived('removed');
  await device.kill();
  ['Ann', 'Ben', 'Cleo', 'Dan'].forEach(nothing);
});
