// What an interview records beside typed answers, by itself: a place, a photo, a signature, a recording, a barcode. Each by mouse and by
// keyboard, with what it needs, refused it, and with a storage that is full.
import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { captureSite } from './capture-page/site.mjs';
import { film, qrPixels } from './capture-page/film.mjs';
import { Device, isChromium } from './device.mjs';
import { isFine } from './standards.mjs';

const folder = mkdtempSync(join(tmpdir(), 'takestock-film-'));
const flags = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${join(folder, 'badge.y4m')}`];
const located = (lat, lng, accuracy) => ({ 'geo.provider.network.url': `data:application/json,${JSON.stringify({ location: { lat, lng }, accuracy })}` });
const preferences = {
  'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true,
  'geo.prompt.testing': true, 'geo.prompt.testing.allow': true,
  ...located(51.50735, -0.12776, 4),
};
const refusing = { 'permissions.default.camera': 2, 'permissions.default.microphone': 2, 'permissions.default.geo': 2 };

let site, device, tab;
before(async () => {
  film(join(folder, 'badge.y4m'), [await qrPixels('BADGE 4711', 480)]);
  site = await captureSite();
  device = await new Device({ flags, preferences }).switchOn();
});
after(async () => {
  await device?.discard();
  await site?.stop();
  rmSync(folder, { recursive: true });
});

async function open(on) {
  const opened = await on.tab();
  opened.setDefaultTimeout(15_000);
  await opened.goto(site.address);
  await opened.waitForFunction(() => window.page?.show);
  return opened;
}
beforeEach(async () => { tab = await open(device); });

const show = (...fields) => tab.evaluate((each) => page.show(...each), fields);
const reads = () => tab.evaluate(() => document.body.innerText);
const until = (condition, complaint, ...given) => tab.waitForFunction(condition, { polling: 20 }, ...given)
  .catch(async () => assert.fail(`${complaint}; the page reads:\n${await reads()}`));
const sees = (words) => until((wanted) => document.body.innerText.includes(wanted), `Nothing says "${words}"`, words);
const press = (name) => tab.locator(`::-p-xpath(//*[self::button or self::summary or self::label][normalize-space()="${name}"])`).click();
const answer = (name) => tab.evaluate((wanted) => page.answers[wanted] ?? null, name);
const answered = (name) => until((wanted) => page.answers[wanted], `"${name}" has no answer`, name).then(() => answer(name));
const fails = (step) => tab.evaluate((wanted) => { page.fails = wanted; }, step);
const fine = () => isFine({ tab });
const choose = async (selector, path) => (await tab.$(selector)).uploadFile(path);
/** Reaches `name` with the Tab key and presses Enter or `key` there. */
async function byKeyboard(name, key = 'Enter') {
  for (let presses = 0; presses < 40; presses++) {
    await tab.keyboard.press('Tab');
    if (await tab.evaluate((wanted) => (document.activeElement.labels?.[0] ?? document.activeElement).innerText?.trim() === wanted, name)) return tab.keyboard.press(key);
  }
  return assert.fail(`"${name}" cannot be reached with the Tab key`);
}

const place = { type: 'geopoint', name: 'where', label: 'Where is it?' };
const photo = { type: 'image', name: 'photo', label: 'A photo of the board' };
const signature = { type: 'image', name: 'signature', label: 'Your signature', appearance: 'signature' };
const talk = { type: 'audio', name: 'talk', label: 'What was said' };
const badge = { type: 'barcode', name: 'badge', label: 'The code on the badge' };

/** The position that Chromium has from now on; Firefox has it from its preferences. */
async function standAt(position) {
  if (!isChromium) return;
  await tab.browserContext().overridePermissions(new URL(site.address).origin, ['geolocation']);
  await tab.setGeolocation(position);
}

/** Runs `action` in a tab of another browser. */
async function elsewhere(options, action) {
  const other = await new Device(options).switchOn();
  try {
    tab = await open(other);
    await action();
  } finally {
    await other.discard();
  }
}

test('All of them on one page meet the standards, before and with an answer', async () => {
  await show(place, photo, signature, talk, badge);
  await fine();
});

test('A position is recorded with its accuracy by a press of a key, and can be taken away', async () => {
  await standAt({ latitude: 51.50735, longitude: -0.12776, accuracy: 4 });
  await show(place);
  await byKeyboard('Record the position');
  assert.match(await answered('where'), /^51\.50735 -0\.12776 0 4$/);
  await sees('Position recorded: 51.50735, -0.12776, accurate to 4 metres.');
  await fine();
  await press('Clear my answer');
  assert.equal(await answer('where'), null);
});

test('A position that is not accurate yet is shown with its accuracy, and is the answer only once it is taken', () =>
  elsewhere({ preferences: { ...preferences, ...located(52, -1.5, 35) } }, async () => {
    await standAt({ latitude: 52, longitude: -1.5, accuracy: 35 });
    await show(place);
    await press('Record the position');
    await sees('accurate to 35 metres');
    await fine();
    assert.equal(await answer('where'), null);
    await press('Use this position');
    assert.equal(await answered('where'), '52 -1.5 0 35');
    await sees('accurate to 35 metres.');
  }));

test('Where the position is refused a sentence says so, and it can be typed by keyboard alone', () =>
  elsewhere({ preferences: { ...preferences, 'geo.prompt.testing.allow': false, ...refusing } }, async () => {
    await show(place);
    await press('Record the position');
    await sees('This browser may not use the position');
    await fine();
    await byKeyboard('Type the position instead');
    await tab.keyboard.press('Tab');
    await tab.keyboard.type('51.5');
    assert.equal(await answer('where'), '51.5 ? 0 0');
    await tab.keyboard.press('Tab');
    await tab.keyboard.type('-0.12');
    assert.equal(await answer('where'), '51.5 -0.12 0 0');
    await sees('Position recorded: 51.5, -0.12.');
    assert.equal(await tab.$eval('#q-where-latitude', (box) => box.value), '51.5');
    await fine();
  }));

test("The interview's own position is asked for once, and only when wanted", async () => {
  await standAt({ latitude: 51.50735, longitude: -0.12776, accuracy: 4 });
  await tab.evaluate(() => { page.place = { position: null }; page.show({ type: 'barcode', name: 'a', label: 'A' }, { type: 'barcode', name: 'b', label: 'B' }); });
  await fine();
  await press('Record the position');
  await sees('accurate to 4 metres');
  assert.deepEqual(await tab.evaluate(() => [page.place.position.latitude, page.place.position.accuracy]), [51.50735, 4]);
  await press('Remove the position');
  assert.equal(await tab.evaluate(() => page.place.position), null);
});

/** A JPEG, red at its left and blue at its right, whose camera noted that it is to be turned to the right, and where it was taken. */
async function turnedPhoto(width, height) {
  const jpeg = Buffer.from(await tab.evaluate(async (wide, high) => {
    const canvas = new OffscreenCanvas(wide, high), context = canvas.getContext('2d');
    context.fillStyle = 'red';
    context.fillRect(0, 0, wide / 2, high);
    context.fillStyle = 'blue';
    context.fillRect(wide / 2, 0, wide / 2, high);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, width, height));
  const tiff = Buffer.from('4d4d002a00000008' + '0002' + '011200030000000100060000' + '010e00020000001000000026' + '00000000', 'hex');
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from('taken at 51.5,0\0')]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  const path = join(folder, 'photo.jpg');
  writeFileSync(path, Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]));
  return path;
}

/** Of the stored file: size, kind, whether a camera's notes are in it, and the colours at the middle of its top and bottom. */
const stored = (value) => tab.evaluate(async (name) => {
  const blob = page.files.get(name), bitmap = await createImageBitmap(blob), { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(bitmap, 0, 0);
  const at = (y) => [...context.getImageData(width / 2, y, 1, 1).data].slice(0, 3).map((part) => Math.round(part / 128));
  const text = new TextDecoder('latin1').decode(await blob.arrayBuffer());
  return { width, height, type: blob.type, notes: text.includes('Exif') || text.includes('taken at'), top: at(10), bottom: at(height - 10) };
}, value);

test('A photo is kept upright, smaller, as JPEG and without what the camera noted, and is shown from the storage', async () => {
  await show(photo);
  await choose('#q-photo', await turnedPhoto(2400, 1200));
  const value = await answered('photo');
  assert.deepEqual(await stored(value), { width: 800, height: 1600, type: 'image/jpeg', notes: false, top: [2, 0, 0], bottom: [0, 0, 2] });
  await until(() => document.querySelector('img')?.naturalHeight === 1600, 'The photo is not shown');
  assert.equal(await tab.$eval('img', (img) => img.alt), 'The photo that answers: A photo of the board');
  await sees('The photo is saved on this device.');
  await fine();
  await choose('#q-photo-file', await turnedPhoto(300, 200));
  await until((before) => page.answers.photo !== before, 'The photo is not replaced', value);
  assert.equal((await stored(await answer('photo'))).height, 300);
  await byKeyboard('Remove the photo');
  assert.equal(await answer('photo'), null);
  assert.deepEqual(tab.complaints.filter((each) => !each.includes('404')), []);
});

test('A photo that is still being made smaller is waited for, and never given to another interview', async () => {
  await tab.evaluate(() => {
    const make = window.createImageBitmap;
    window.createImageBitmap = async (file) => { await new Promise((later) => setTimeout(later, 500)); return make(file); };
  });
  await show(photo);
  await choose('#q-photo', await turnedPhoto(400, 200));
  assert.equal(await tab.evaluate(() => page.settled()), true);
  const value = await answer('photo');
  assert.ok(value);
  await choose('#q-photo', await turnedPhoto(300, 200));
  await tab.evaluate(() => { page.interview = 'second'; page.draw(); });
  assert.equal(await tab.evaluate(() => page.settled()), false);
  assert.equal(await answer('photo'), value);
  assert.equal(await tab.evaluate(() => page.begun.length), 1);
});

test('What is no picture is said to be none, and nothing is stored', async () => {
  await show(photo);
  const path = join(folder, 'letter.jpg');
  writeFileSync(path, 'Dear all');
  await choose('#q-photo', path);
  await sees('This browser cannot read that file as a picture');
  await fine();
  assert.equal(await answer('photo'), null);
  assert.equal(await tab.evaluate(() => page.begun.length), 0);
});

for (const step of ['begin', 'part', 'end']) {
  test(`A photo that the storage does not take (${step}) is never called saved, and is saved once there is space`, async () => {
    await show(photo);
    await fails(step);
    await choose('#q-photo', await turnedPhoto(800, 400));
    await sees('The photo is not saved. This device is out of space.');
    assert.doesNotMatch(await reads(), /is saved on this device/);
    assert.equal(await tab.$('img'), null);
    assert.equal(await answer('photo'), null);
    await fine();
    await fails('');
    await press('Try again');
    await answered('photo');
    await sees('The photo is saved on this device.');
  });
}

async function sign() {
  const box = await (await tab.$('canvas')).boundingBox();
  for (const [from, to] of [[0.2, 0.8], [0.8, 0.2]]) {
    await tab.mouse.move(box.x + box.width * 0.2, box.y + box.height * from);
    await tab.mouse.down();
    await tab.mouse.move(box.x + box.width * 0.8, box.y + box.height * to, { steps: 8 });
    await tab.mouse.up();
  }
}

/** How many pixels of the stored picture are dark. */
const inked = (value) => tab.evaluate(async (name) => {
  const bitmap = await createImageBitmap(page.files.get(name)), context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  return data.filter((part, at) => at % 4 === 0 && part < 100).length;
}, value);

test('A signature is drawn, a stroke taken back, and kept as PNG', async () => {
  await show(signature);
  await press('Save this signature');
  await sees('Draw the signature first.');
  await sign();
  await sees('2 strokes drawn, not saved yet.');
  await press('Undo the last stroke');
  await sees('1 stroke drawn, not saved yet.');
  await press('Save this signature');
  const first = await answered('signature'), one = await inked(first);
  assert.equal(await tab.evaluate((name) => page.files.get(name).type, first), 'image/png');
  assert.ok(one > 1500, `${one} dark pixels`);
  await sees('The signature is saved on this device.');
  await fine();
  await press('Sign again');
  await sign();
  await press('Save this signature');
  await until((before) => page.answers.signature !== before, 'It is not replaced', first);
  assert.ok(await inked(await answer('signature')) > 1.5 * one);
});

test('Who cannot draw types the name with a keyboard alone, or the reason why there is no signature', async () => {
  await show(signature);
  await byKeyboard('Sign without drawing');
  await tab.keyboard.press('Tab');
  await tab.keyboard.type('Ada Lovelace');
  await byKeyboard('Save the typed name as the signature');
  const name = await answered('signature'), ink = await inked(name);
  assert.ok(ink > 1000, `${ink} dark pixels`);
  await press('Sign again');
  await press('Sign without drawing');
  await tab.type('#q-signature-reason', 'has no hand free');
  await press('Save the reason instead of a signature');
  await until((before) => page.answers.signature !== before, 'The reason is not kept', name);
  assert.notEqual(await inked(await answer('signature')), ink);
  await press('Remove the signature');
  assert.equal(await answer('signature'), null);
});

test('A recording is streamed to the storage while it is made, and can be heard again', async () => {
  await show(talk);
  await byKeyboard('Start recording');
  await sees('Recording. It counts once you stop.');
  await fine();
  await until(() => page.begun[0]?.parts.length >= 2, 'No part is stored while it records');
  assert.equal(await answer('talk'), null);
  await press('Stop recording');
  const value = await answered('talk');
  assert.ok(await tab.evaluate((name) => page.files.get(name).size, value) > 500);
  await sees('The recording is saved on this device.');
  await until(() => document.querySelector('audio')?.readyState >= 1, 'It cannot be played');
  assert.equal(await tab.$eval('audio', (audio) => audio.error), null);
  await fine();
  await press('Remove the recording');
  assert.equal(await answer('talk'), null);
  assert.deepEqual(tab.complaints.filter((each) => !each.includes('404')), []);
});

test('A recording whose question is left, or beside which a photo is taken, is ended and kept', async () => {
  await show(talk, photo);
  await press('Start recording: What was said');
  await until(() => page.begun[0]?.parts.length >= 1, 'It does not record');
  await choose('#q-photo', await turnedPhoto(400, 200));
  await answered('talk');
  await answered('photo');
  assert.deepEqual(await tab.evaluate(() => page.begun.map(({ ended }) => ended)), [true, true]);
  await press('Record again: What was said');
  await until(() => page.begun[2]?.parts.length >= 1, 'It does not record again');
  await show(badge);
  assert.equal(await tab.evaluate(() => page.settled()), true);
  assert.equal(await tab.evaluate(() => page.begun[2].ended), true);
});

test('A recording that the storage does not take is said not to be saved; all of it is saved once there is space', async () => {
  await show(talk);
  await press('Start recording');
  await until(() => page.begun[0]?.parts.length >= 1, 'It does not record');
  await fails('part');
  await sees('The recording is not saved. This device is out of space.');
  assert.equal(await answer('talk'), null);
  await fails('');
  await press('Try again');
  const value = await answered('talk');
  const [first, second] = await tab.evaluate(() => page.begun.map(({ parts }) => parts.reduce((sum, { size }) => sum + size, 0)));
  assert.ok(second > first, `${second} bytes after ${first}`);
  assert.equal(await tab.evaluate((name) => page.files.get(name).size, value), second);
});

test('Without leave to use microphone and camera there is a sentence for each, and a file or typing is another way', () =>
  elsewhere({ flags: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'], preferences: { 'media.navigator.streams.fake': true, ...refusing } }, async () => {
    await show(talk, badge);
    await press('Start recording: What was said');
    await sees('This browser may not use the microphone');
    await press('Scan with the camera: The code on the badge');
    await sees('This browser may not use the camera');
    await fine();
    const path = join(folder, 'talk.mp3');
    writeFileSync(path, Buffer.alloc(5000, 7));
    await choose('#q-talk-file', path);
    assert.match(await answered('talk'), /\.mp3$/);
  }));

test('Without MediaRecorder there is a sentence and the way by a file', async () => {
  await tab.evaluate(() => { delete window.MediaRecorder; });
  await show(talk);
  await sees('This browser cannot record sound.');
  assert.doesNotMatch(await reads(), /Start recording/);
  await fine();
});

/** From now on the camera sees what this canvas shows. */
const seeThrough = (text) => tab.evaluate((pixels) => {
  const canvas = document.createElement('canvas'), context = canvas.getContext('2d');
  canvas.width = pixels.width;
  canvas.height = pixels.height;
  const paint = () => context.putImageData(new ImageData(new Uint8ClampedArray(pixels.data), pixels.width, pixels.height), 0, 0);
  paint();
  setInterval(paint, 100);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
}, text);

test('A code is read by the camera and becomes the answer; it can be typed over', async () => {
  const { data, width, height } = await qrPixels('BADGE 4711', 480);
  if (!isChromium) await seeThrough({ data: [...data], width, height });
  await show(badge);
  await press('Scan with the camera');
  assert.equal(await answered('badge'), 'BADGE 4711');
  await sees('Read: BADGE 4711');
  assert.equal(await tab.$('video'), null);
  await fine();
  await tab.click('#q-badge', { count: 3 });
  await tab.keyboard.type('4712');
  assert.equal(await answer('badge'), '4712');
});

test("A browser's own reader is used where it has one, for every kind of code", async () => {
  await tab.evaluate(() => {
    window.BarcodeDetector = class {
      static getSupportedFormats = async () => ['ean_13', 'qr_code', 'unknown'];
      constructor({ formats }) { window.formats = formats; }
      detect = async (image) => (image instanceof ImageData ? [{ rawValue: '4006381333931' }] : []);
    };
  });
  if (!isChromium) await seeThrough({ data: [...new Uint8Array(400).fill(255)], width: 10, height: 10 });
  await show(badge);
  assert.doesNotMatch(await reads(), /only QR codes/);
  await press('Scan with the camera');
  assert.equal(await answered('badge'), '4006381333931');
  assert.deepEqual(await tab.evaluate(() => window.formats), ['ean_13', 'qr_code']);
});

test('What one interview began is not seen in the next, and the camera is closed with its question', async () => {
  await show(badge);
  await tab.evaluate(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => (window.stream = await ask(wanted));
    window.BarcodeDetector = class { static getSupportedFormats = async () => ['qr_code']; detect = async () => []; };
  });
  await press('Scan with the camera');
  await tab.waitForSelector('video');
  await tab.evaluate(() => { page.interview = 'second'; page.draw(); });
  assert.equal(await tab.$('video'), null);
  assert.deepEqual(await tab.evaluate(() => window.stream.getTracks().map(({ readyState }) => readyState)), ['ended']);
  await show(signature);
  await sign();
  await sees('2 strokes drawn');
  await tab.evaluate(() => { page.interview = 'third'; page.draw(); });
  assert.doesNotMatch(await reads(), /strokes drawn/);
});
