// The components of web/field/capture by themselves, with a storage in memory that a test can make fail.
import { html, render } from 'lit-html';
import { EngineError } from '../../../web/engine/client.ts';
import { captureComponents } from '../../../web/field/capture/components.ts';
import { placeView } from '../../../web/field/capture/place.ts';
import { settled } from '../../../web/field/capture/turns.ts';
import { WakeLock } from '../../../web/field/capture/wake-lock.ts';

const extensions = { 'image/jpeg': 'jpg', 'image/png': 'png', 'audio/webm': 'webm', 'audio/ogg': 'ogg', 'audio/mp4': 'm4a', 'audio/wav': 'wav', 'audio/mpeg': 'mp3' };
const page = {
  interview: 'first',
  fields: [],
  answers: {},
  place: null,
  files: new Map(),
  /** Sizes of the parts of each file that was begun, and whether it ended. */
  begun: [],
  /** Which step fails: begin, part or end. */
  fails: '',
};
window.page = page;

function maybeFail(step) {
  if (page.fails === step) throw new EngineError({ code: 'storage_full', message: 'as if' });
}

function answer(name, value) {
  page.answers[name] = value;
  draw();
}

async function begin(node, type) {
  maybeFail('begin');
  const name = page.fields[node].name;
  const file = { name, type, parts: [], ended: false };
  page.begun.push(file);
  return {
    async part(bytes) {
      await new Promise((later) => setTimeout(later, 5));
      maybeFail('part');
      file.parts.push(bytes);
    },
    async end() {
      maybeFail('end');
      const value = `${String(page.begun.length).padStart(32, '0')}.${extensions[type]}`;
      page.files.set(value, new Blob(file.parts, { type }));
      file.ended = true;
      answer(name, value);
      return value;
    },
  };
}

async function stored(value) {
  if (!page.files.has(value)) throw new EngineError({ code: 'not_found', message: 'This file is not on this device.' });
  return page.files.get(value);
}

const components = captureComponents({ interview: () => page.interview, begin, stored });

function asked(field, node) {
  const value = page.answers[field.name] ?? null;
  return {
    field: { node, number: '', hint: '', guidance: '', appearance: '', required: false, read_only: false, relevant: true, finding: null, ...field, value },
    alone: page.fields.length === 1, error: field.error ?? null, change: (given) => answer(field.name, given),
  };
}

function draw() {
  const place = page.place && { interview: page.interview, position: page.place.position, set: async (position) => { page.place = { position }; draw(); return true; } };
  render(html`<main class="govuk-main-wrapper">
    ${page.fields.length === 1 ? '' : html`<h1 class="govuk-heading-l">Questions</h1>`}
    ${page.fields.map((field, node) => components[field.type](asked(field, node)))}
    ${place ? placeView(place) : ''}
  </main>`, document.getElementById('content'));
}

/** Shows these questions. */
page.show = (...fields) => { page.fields = fields; draw(); };
page.draw = draw;
page.settled = settled;
page.WakeLock = WakeLock;
page.bytes = async (value) => [...new Uint8Array(await page.files.get(value).arrayBuffer())];
page.answers = {};
