// From device to device by a row of QR pictures, and what comes of it at the hub when all ways are gone again and again.
import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { film, qrPixels } from './capture-page/film.mjs';
import { isChromium } from './device.mjs';
import { fieldworker, street } from './fieldworker.mjs';
import { command, interview } from './interviews.mjs';
import { isFine } from './standards.mjs';
import { Team } from './team.mjs';

const round = 'street-2027';
/** Reading pictures takes as long as the machine lets it. */
const patience = 90_000;
const folder = mkdtempSync(join(tmpdir(), 'takestock-film-'));
const preferences = { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true };
const camera = (name) => ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${join(folder, name)}`];
let team, giver, taker;
/** What the giver's screen shows, picture by picture, and the number beside them. */
let pictures, check;

before(async () => {
  team = await Team.start();
  await team.open(round, { definition: street });
  const [gives, takes] = [await team.fieldworker(round, 'Fay Worker'), await team.fieldworker(round, 'Office')];
  giver = await fieldworker(gives);
  film(join(folder, 'row.y4m'), [await qrPixels('not yet', 480)]);
  taker = await fieldworker(takes, { flags: camera('row.y4m'), preferences });
  for (const { worker } of [giver, taker]) {
    worker.tab.setDefaultTimeout(patience);
    await worker.readyWithoutSignal();
  }
  team.network.mode = 'down';
});
after(async () => {
  await giver?.device.discard();
  await taker?.device.discard();
  await team?.remove();
  rmSync(folder, { recursive: true });
});

const press = (worker, name) => worker.press(name);
const checkNumber = (reads) => /Check number: ([0-9a-f]{4} [0-9a-f]{4})\./.exec(reads)[1];
const picture = (worker) => worker.tab.$eval('[data-picture]', (each) => Number(each.dataset.picture));
const many = (worker) => worker.tab.$eval('[data-slides]', (each) => Number(/of (\d+)/.exec(each.innerText)[1]));

/** Fills in which interviews, and has their pictures made. */
async function prepares(worker, from, to) {
  await worker.type('from', String(from));
  await worker.type('to', String(to));
  await press(worker, 'Prepare the pictures');
}

/** The pixels on the giver's screen. */
const onScreen = (worker) => worker.tab.$eval('canvas.app-qr', (canvas) => {
  const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return { dark: data.reduce((all, part, at) => (at % 4 === 0 ? all + (part < 128 ? '1' : '0') : all), ''), width, height };
}).then(({ dark, width, height }) => ({ data: Uint8ClampedArray.from({ length: dark.length * 4 }, (_, at) => (dark[at >> 2] === '1' ? 0 : 255)), width, height }));

/** Every picture of the row, by hand. */
async function wholeRow(worker) {
  const all = [], of = await many(worker);
  await press(worker, 'Pause');
  await worker.type('picture-number', '1');
  await press(worker, 'Show');
  for (let index = 1; index <= of; index++) {
    await worker.until((wanted) => document.querySelector('canvas.app-qr')?.getAttribute('aria-label')?.startsWith(`QR picture ${wanted} of`), `Picture ${index} does not come`, index);
    all.push(await onScreen(worker));
    await press(worker, 'Next picture');
  }
  assert.equal(await picture(worker), 1);
  return all;
}

/** From now on the camera of that page sees these pictures, one after the other for ever. */
const seesThrough = (worker, row) => worker.tab.evaluate((shown) => {
  clearInterval(window.row);
  const canvas = document.createElement('canvas'), context = canvas.getContext('2d', { willReadFrequently: true });
  [canvas.width, canvas.height] = [shown[0].width + 40, shown[0].height + 40];
  let next = 0;
  const paint = () => {
    const { dark, width, height } = shown[next++ % shown.length];
    const image = new ImageData(Uint8ClampedArray.from({ length: dark.length * 4 }, (_, at) => (at % 4 < 3 && dark[at >> 2] === '1' ? 0 : 255)), width, height);
    context.fillStyle = 'gray';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.putImageData(image, 20, 20);
  };
  paint();
  window.row = setInterval(paint, 250);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(12);
}, row.map(({ data, width, height }) => ({ dark: Array.from({ length: data.length / 4 }, (_, at) => (data[at * 4] === 0 ? '1' : '0')).join(''), width, height })));

const shuffled = (list) => list.map((each) => [Math.random(), each]).sort(([a], [b]) => a - b).map(([, each]) => each);
const taken = (worker) => worker.until(() => /have come over|has come over/.test(document.body.innerText), 'Nothing has come over');

test('Where there is nothing to hand over, the page says so', async () => {
  await giver.worker.show('#/qr-send', 'hand-over');
  await giver.worker.sees('There is no finished interview to hand over.');
  await isFine(giver.worker);
});

test('Fifty interviews become a row of pictures that goes on by itself, stops, turns back and can be used without motion', async () => {
  const { worker } = giver;
  for (let number = 1; number <= 50; number++) {
    const q2 = `Person ${number} says that the park is ${number % 3 ? 'near' : 'far'}.`;
    assert.equal(await interview(worker, { q1: number % 2 ? 'yes' : 'no', q2, q3: String(number * 37) }), number);
  }
  await worker.show('#/', 'interviews');
  await worker.show('#/qr-send', 'hand-over');
  await worker.tab.waitForSelector('#from');
  await prepares(worker, 1, 50);
  await worker.sees('50 interviews in');
  const of = await many(worker);
  assert.ok(of <= 30, `${of} pictures`);
  await worker.until(() => document.querySelector('[data-picture]').dataset.picture === '3', 'It does not go on by itself');
  await isFine(worker);
  await press(worker, 'Pause');
  const at = await picture(worker);
  await new Promise((later) => setTimeout(later, 2000));
  assert.equal(await picture(worker), at);
  await press(worker, 'Previous picture');
  assert.equal(await picture(worker), at - 1);
  await press(worker, 'Go on by itself');
  await worker.until((before) => Number(document.querySelector('[data-picture]').dataset.picture) > before, 'It does not go on again', at);
  pictures = await wholeRow(worker);
  check = checkNumber(await worker.reads());
  assert.equal(pictures.length, of);
});

test('With a wish for no motion the row stands still until it is asked to go on', async () => {
  const { worker } = giver;
  await worker.tab.evaluate(() => {
    window.ask = window.matchMedia;
    window.matchMedia = (query) => (query === '(prefers-reduced-motion: reduce)' ? { matches: true } : window.ask(query));
  });
  await worker.show('#/', 'interviews');
  await worker.show('#/qr-send', 'hand-over');
  await worker.tab.waitForSelector('#from');
  await prepares(worker, 1, 3);
  await worker.sees('Go on by itself');
  await new Promise((later) => setTimeout(later, 2000));
  assert.equal(await picture(worker), 1);
  await worker.tab.evaluate(() => { window.matchMedia = window.ask; });
});

test('What does not fit is said beforehand', async () => {
  const { worker } = giver;
  const noise = Array.from({ length: 100_000 }, () => String.fromCharCode(33 + Math.floor(Math.random() * 90))).join('');
  await interview(worker, { q1: 'yes', q2: noise });
  await worker.show('#/', 'interviews');
  await worker.show('#/qr-send', 'hand-over');
  await worker.tab.waitForSelector('#from');
  await prepares(worker, 1, 51);
  await worker.sees('51 interviews are too many for pictures: 50 go at most.');
  await prepares(worker, 51, 51);
  await worker.sees('pictures, and 120 go at most');
  await prepares(worker, 60, 70);
  await worker.sees('There is no finished interview with these numbers.');
  await isFine(worker);
  await command(worker, 'delete_interview', { number: 51, response: (await command(worker, 'interviews', { search: '51' })).rows[0].response });
});

test('On the way those that are missing are named; a code that is none of ours and another row are passed over', async () => {
  const { worker } = taker, half = pictures.filter((_, index) => index % 2 === 0);
  await worker.show('#/qr-take', 'take-over');
  await isFine(worker);
  await seesThrough(worker, [await qrPixels('https://example.org', 480)]);
  await press(worker, 'Start the camera');
  await worker.sees('That is a QR code, but none of ours.');
  await press(worker, 'Stop the camera');
  await seesThrough(worker, half);
  await press(worker, 'Start the camera');
  await worker.sees(`${half.length} of ${pictures.length} pictures read.`);
  await worker.sees(`Still missing: ${pictures.map((_, index) => index + 1).filter((number) => number % 2 === 0).join(', ')}.`);
  await isFine(worker);
  await press(worker, 'Stop the camera');
  await worker.show('#/', 'interviews');
});

test("The camera reads them in any order, and both devices show the same number", async () => {
  const { worker } = taker;
  if (isChromium) {
    await taker.device.kill();
    film(join(folder, 'row.y4m'), shuffled(pictures).flatMap((each) => [each, each]));
    await taker.device.switchOn();
    taker.worker = await worker.constructor.at(await taker.device.tab());
    taker.worker.tab.setDefaultTimeout(patience);
    await taker.worker.visit(`${team.address}field/`);
  }
  await taker.worker.show('#/qr-take', 'take-over');
  if (!isChromium) await seesThrough(taker.worker, shuffled(pictures));
  await press(taker.worker, 'Start the camera');
  await taken(taker.worker);
  await taker.worker.sees('50 interviews have come over. 50 added, 0 already present.');
  await isFine(taker.worker);
  assert.equal(checkNumber(await taker.worker.reads()), check);
});

test('Ten times over by pictures, by both devices\' files and by sending, mixed: fifty interviews at the hub, each once', async () => {
  const { worker } = taker;
  team.network.mode = 'pass';
  const file = await giver.worker.carriesOut(giver.device);
  const theirs = await worker.carriesOut(taker.device);
  assert.deepEqual([file.count, theirs.count], [50, 50]);
  const byPictures = async () => {
    await worker.show('#/', 'interviews');
    await worker.show('#/qr-take', 'take-over');
    await seesThrough(worker, shuffled(pictures));
    await press(worker, 'Start the camera');
    await taken(worker);
    await worker.sees('Nothing was added: all of it was here already.');
  };
  const sends = async ({ worker: each }) => {
    await each.show('#/send', 'send');
    if (await each.tab.$('[data-act="send"]')) await each.act('send');
    await each.until(() => /Every finished interview is on this device and at|nothing to send/.test(document.body.innerText), 'It is not sent');
  };
  for (let replay = 0; replay < 10; replay++) {
    for (const way of shuffled([byPictures, () => team.takeIn(round, file.bytes), () => team.takeIn(round, theirs.bytes), () => sends(giver), () => sends(taker)])) await way();
  }
  const { heads, submits, counted } = team.stored(round);
  assert.deepEqual([heads.length, submits.length, counted.length], [50, 50, 50]);
  assert.deepEqual(counted.map(({ q3 }) => Number(q3)).sort((a, b) => a - b), Array.from({ length: 50 }, (_, i) => (i + 1) * 37));
  assert.equal((await command(giver.worker, 'interviews')).counts.total, 50);
  assert.equal((await command(worker, 'results_file')).count, 50);
});
