// Everything that an interview records, in an interview of the real page: kept with it, sent with it, under the page's own security policy.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { isChromium } from './device.mjs';
import { fieldworker, fieldworkerAgain } from './fieldworker.mjs';
import { command } from './interviews.mjs';
import { isFine } from './standards.mjs';
import { Team } from './team.mjs';

const round = 'whole-2027';
const picture = new URL('../../web/public/icon.png', import.meta.url).pathname;
const definition = JSON.stringify({
  takestock: 1, id: 'whole', version: '1', title: 'A day at the market',
  survey: [
    { type: 'geopoint', name: 'where', number: '1', label: 'Where is the stall?', required: true },
    { type: 'image', name: 'photo', number: '2', label: 'A photo of the stall' },
    { type: 'audio', name: 'talk', number: '3', label: 'What the owner says' },
    { type: 'barcode', name: 'badge', number: '4', label: 'The code on the badge' },
    { type: 'image', name: 'signature', number: '5', label: 'The owner signs', appearance: 'signature' },
  ],
});
const flags = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const preferences = {
  'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true, 'geo.prompt.testing': true, 'geo.prompt.testing.allow': true,
  'geo.provider.network.url': 'data:application/json,{"location":{"lat":51.50735,"lng":-0.12776},"accuracy":4.0}',
};
let team, device, worker;

before(async () => {
  team = await Team.start();
  await team.open(round, { definition });
  ({ device, worker } = await fieldworker(await team.fieldworker(round, 'Fay Worker'), { flags, preferences }));
  await worker.readyWithoutSignal();
  team.network.mode = 'down';
  if (!isChromium) return;
  await worker.tab.browserContext().overridePermissions(new URL(team.address).origin, ['geolocation']);
  await worker.tab.setGeolocation({ latitude: 51.50735, longitude: -0.12776, accuracy: 4 });
});
after(async () => {
  await device?.discard();
  await team?.remove();
});

const asks = (name) => worker.tab.waitForSelector(`#q-${name}`);
const answers = async () => Object.fromEntries((await command(worker, 'check')).sections.flatMap(({ rows }) => rows).map(({ page, answer }) => [page, answer?.[0] ?? null]));

test('The place: half of it typed is said to be wrong in words that help, and the position of the device is taken', async () => {
  await worker.act('next');
  await asks('where');
  await worker.press('Type the position instead');
  await worker.tab.type('#q-where-latitude', '51.5');
  await worker.press('Continue');
  await worker.sees('Enter a latitude from -90 to 90 and a longitude from -180 to 180');
  await isFine(worker);
  await worker.press('Record the position again');
  await worker.sees('Position recorded: 51.50735, -0.12776, accurate to 4 metres.');
  await worker.sees('Saved on this device');
  await worker.tab.evaluate(() => window.seen.unacknowledged.clear());  // a part of an answer is none
  await worker.press('Continue');
  await asks('photo');
});

test('The photo is shown from the storage', async () => {
  await (await asks('photo')).uploadFile(picture);
  await worker.sees('The photo is saved on this device.');
  await worker.until(() => document.querySelector('img.app-photo')?.naturalWidth > 0, 'The photo is not shown');
  await isFine(worker);
  await worker.press('Continue');
  await asks('talk');
});

test('A recording that runs when Continue is pressed is ended and kept, and can be heard', async () => {
  await worker.press('Start recording');
  await worker.sees('Recording. It counts once you stop.');
  await worker.until(() => /0 minutes [2-9] seconds/.test(document.querySelector('[role=timer]').innerText), 'It does not record');
  await worker.press('Continue');
  await asks('badge');
  assert.match((await answers()).talk, /^[0-9a-f]{32}\.(webm|ogg|m4a)$/);
  await worker.press('Back');
  await worker.until(() => document.querySelector('audio')?.readyState >= 1, 'It cannot be heard');
  await isFine(worker);
  await worker.press('Continue');
});

test('The code and the signature', async () => {
  await asks('badge');
  await worker.tab.type('#q-badge', '4711');
  await worker.saved();
  await worker.press('Continue');
  await asks('signature');
  await worker.press('Sign without drawing');
  await worker.tab.type('#q-signature-name', 'Ada Lovelace');
  await worker.press('Save the typed name as the signature');
  await worker.sees('The signature is saved on this device.');
  await isFine(worker);
});

test('All of it is there after the browser was killed', async () => {
  const before = await answers();
  await device.kill();
  worker = await fieldworkerAgain(device, `${team.address}field/`);
  await command(worker, 'open_interview', { number: 1 });
  assert.deepEqual(await answers(), before);
  assert.deepEqual(Object.keys(before).filter((name) => !before[name]), []);
});

test('What is removed again is not sent; everything else comes to the hub, each file once', async () => {
  await worker.tab.evaluate(() => { location.hash = '#/open/1'; });
  await asks('signature');
  await worker.press('Remove the signature');
  await worker.saved();
  await worker.finishes();
  team.network.mode = 'pass';
  await worker.show('#/send', 'send');
  await worker.act('send');
  await worker.until(() => document.body.innerText.includes('Every finished interview is on this device and at'), 'It is not sent');
  const [{ where, photo, talk, badge, signature }] = team.stored(round).counted;
  assert.deepEqual([where, badge, signature], ['51.50735 -0.12776 0 4', '4711', undefined]);
  const sent = team.network.requests.filter(({ method, url }) => method === 'PUT' && url.startsWith('/sync/v1/attachments/')).map(({ url }) => /attachments\/([0-9a-f]{32})/.exec(url)[1]);
  assert.deepEqual(sent.sort(), [photo, talk].map((value) => value.slice(0, 32)).sort());
  assert.deepEqual((await command(worker, 'attachments_owed')).owed, []);
  assert.deepEqual(worker.complaints().filter((each) => !/Failed to load|ERR_/.test(each)), []);
});
