// What a person does and sees on the page: by the words on it, as a person would.
import { strict as assert } from 'node:assert';
import { serve } from '../../build-scripts/server.mjs';
import { Device } from './device.mjs';

/** DIST names another build's folder. */
export const dist = process.env.DIST ?? new URL('../../dist/', import.meta.url).pathname;
const patience = 20_000;

/** The built page, served until `stop()`; `hits` counts the requests that reached it. */
export const site = (port = 0) => serve(dist, { port });

const quoted = (text) => (text.includes("'") ? `"${text}"` : `'${text}'`);
/** In an XPath: what has this text and is not on a hidden page. */
const reading = (text) => `[normalize-space()=${quoted(text)}][not(ancestor-or-self::*[@hidden])]`;

/** Runs in the page before its own code: `seen` tells where the person is, and which answers have no acknowledgement yet. */
function watch() {
  const unacknowledged = new Map();
  const main = () => document.querySelector('main:not([hidden] *)');
  const field = () => main()?.querySelector('input[name], textarea[name], select[name]');
  window.seen = {
    unacknowledged,
    main,
    page() {
      const name = main()?.dataset.page;
      return name === 'question' ? field()?.name ?? decodeURIComponent(location.hash.split('/').pop()) : name;
    },
    status: () => main()?.querySelector('[data-state]'),
    kept: () => unacknowledged.size === 0,
    saved: () => unacknowledged.size === 0 && window.seen.status()?.dataset.state === 'saved',
    opened: false,
    ready: () => window.seen.opened && window.seen.page() !== 'opening',
  };
  const entered = ({ target }) => { if (target.name) unacknowledged.set(target.name, target.value); };
  addEventListener('input', entered, true);
  const asked = new Map();
  const opening = new Set();
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      window.seen.worker = this;
      this.addEventListener('message', ({ data }) => {
        if (opening.has(data.id)) window.seen.opened = true;
        const answer = asked.get(data.id);
        const text = answer && (Array.isArray(answer.value) ? null : answer.value ?? '');
        if (data.reply && JSON.parse(data.reply).ok && answer && String(text ?? unacknowledged.get(answer.path)) === unacknowledged.get(answer.path)) {
          unacknowledged.delete(answer.path);
        }
      });
    }
    postMessage(message, ...rest) {
      if (message.do === 'open') opening.add(message.id);
      if (message.command === 'answer') asked.set(message.id, JSON.parse(message.request));
      super.postMessage(message, ...rest);
    }
  };
}

export class Respondent {
  constructor(tab) { this.tab = tab; }

  static async at(tab) {
    tab.setDefaultTimeout(patience);
    await tab.evaluateOnNewDocument(watch);
    return new this(tab);
  }

  /** Opens the page and waits until the engine has the answers open, or the page says why not. */
  async visit(address) {
    await this.tab.goto(address, { waitUntil: 'load', timeout: patience });
    await this.ready();
  }
  /** Waits until every file of the page is on the device. */
  readyWithoutSignal() { return this.tab.evaluate(() => navigator.serviceWorker.ready.then(() => true)); }
  async reload() {
    await this.tab.reload();
    await this.ready();
  }

  /** Waits until `condition` holds in the page; otherwise fails with `complaint` and what the page reads. */
  async until(condition, complaint, ...given) {
    await this.tab.waitForFunction(condition, { polling: 15 }, ...given)
      .catch(async () => assert.fail(`${complaint}; this is "${await this.at()}" and it reads:\n${await this.reads()}`));
  }
  ready() { return this.until(() => window.seen?.ready(), 'The answers were not opened'); }

  /** Where they are: "start", "q3", "check". */
  at() { return this.tab.evaluate(() => window.seen.page()); }
  arrived(page) { return this.until((wanted) => window.seen.page() === wanted, `"${page}" did not come`, page); }
  leaves(page) { return this.until((from) => window.seen.page() !== from, `It stays at "${page}"`, page); }

  heading() { return this.tab.evaluate(() => window.seen.main().querySelector('h1').innerText.trim()); }
  reads() { return this.tab.evaluate(() => document.body.innerText); }
  status() { return this.tab.evaluate(() => window.seen.status()?.innerText.trim() ?? ''); }
  sees(text) { return this.until((wanted) => document.body.innerText.includes(wanted), `Nothing says "${text}"`, text); }

  /** Waits until the engine has acknowledged everything entered so far and the page says that it is saved. */
  async saved() {
    await this.until(() => window.seen.saved(), 'What was entered is not called saved')
      .catch(async (error) => { error.message += `\nNot acknowledged: ${await this.tab.evaluate(() => JSON.stringify([...window.seen.unacknowledged]))}`; throw error; });
  }

  /** Waits until the engine has acknowledged everything entered so far, whatever else the page says. */
  kept() { return this.until(() => window.seen.kept(), 'What was entered is not acknowledged'); }

  click(xpath) { return this.tab.locator(`::-p-xpath(${xpath})`).setTimeout(patience).click(); }
  press(name) { return this.click(`//*[self::a or self::button or self::summary]${reading(name)}`); }
  choose(label) { return this.click(`//main//label${reading(label)}`); }
  async write(text) {
    const box = await this.tab.waitForSelector('main:not([hidden] *) :is(textarea, input[type=text])');
    await box.click();
    await box.evaluate((each) => each.setSelectionRange(each.value.length, each.value.length));
    await box.type(text);
  }
  /** Puts `text` into the box at once, as pasting does. */
  async paste(text) {
    await this.tab.click('main:not([hidden] *) textarea');
    await this.tab.evaluate((pasted) => document.execCommand('insertText', false, pasted), text);
  }

  /** What stands in the answer now: the chosen labels or the text. */
  given() {
    return this.tab.evaluate(() => {
      const main = window.seen.main();
      const chosen = [...main.querySelectorAll('input:checked')].map((input) => input.labels[0].innerText.trim());
      const typed = [...main.querySelectorAll('textarea, input[type=text]')].map((box) => box.value);
      return [...chosen, ...typed].join('\n');
    });
  }

  complaints() { return this.tab.complaints; }

  /** Presses Continue and waits for `page`, or for any other than this one. */
  async goOn(page) {
    const here = await this.at();
    await this.press('Continue');
    await (page ? this.arrived(page) : this.leaves(here));
  }

  /** Goes to an address of the page, as a bookmark would. */
  async show(hash, page) {
    await this.tab.evaluate((to) => { location.hash = to; }, hash);
    await this.arrived(page);
  }

  async goBack(page) {
    await this.press('Back');
    await this.arrived(page);
  }

  /** From the start page, past the questions on who is answering, to the paper's first question. */
  async begin() {
    await this.press('Start now');
    await this.leaves('start');
    while (await this.at() !== 'q1') await this.goOn();
  }

  /** Goes to a question through the list of all questions, or from there to the check page. */
  async goTo(page) {
    if (await this.at() !== 'contents') await this.press('See all questions');
    await this.arrived('contents');
    await this.click(`//main//a[substring(@href, string-length(@href) - ${page.length}) = '/${page}']`);
    await this.arrived(page);
  }
}

/** A person with a device of their own at the page `address`: { device, person }. */
export async function someone(address, options) {
  const device = await new Device(options).switchOn();
  const person = await Respondent.at(await device.tab());
  if (address) await person.visit(address);
  return { device, person };
}

/** The same person opens the page again, after `device` was switched off or killed. */
export async function again(device, address) {
  await device.switchOn();
  const person = await Respondent.at(await device.tab());
  await person.visit(address);
  return person;
}
