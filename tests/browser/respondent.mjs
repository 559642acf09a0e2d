// What a person does and sees on the page: by the words on it, as a person would.
import { strict as assert } from 'node:assert';
import { serve } from '../../build-scripts/server.mjs';
import { Device } from './device.mjs';

const dist = new URL('../../dist/', import.meta.url).pathname;
const patience = 20_000;

/** The built page, served until `stop()`; `hits` counts the requests that reached it. */
export const site = (port = 0) => serve(dist, { port });

const quoted = (text) => (text.includes("'") ? `"${text}"` : `'${text}'`);

export class Respondent {
  constructor(tab) {
    this.tab = tab;
    tab.setDefaultTimeout(patience);
  }

  /** Opens the page and waits until it can be used. */
  async visit(address) {
    await this.tab.goto(address, { waitUntil: 'load', timeout: patience });
    await this.ready();
  }

  /** Waits until the engine has the answers open, or the page says why not. */
  ready() { return this.tab.waitForSelector('html[data-engine]'); }

  /** Where they are: the page's name, as "q3", "start", "check". */
  at() { return this.tab.$eval('main', (main) => main.dataset.page); }
  arrived(page) {
    return this.tab.waitForFunction((wanted) => document.querySelector('main').dataset.page === wanted, { polling: 20 }, page)
      .catch(async () => assert.fail(`The page is "${await this.at()}" and not "${page}"; it reads:\n${await this.reads()}`));
  }

  heading() { return this.tab.$eval('h1', (h1) => h1.innerText.trim()); }
  title() { return this.tab.title(); }
  reads() { return this.tab.$eval('body', (body) => body.innerText); }
  status() { return this.tab.$eval('[role=status]', (status) => status.innerText.trim()); }

  async sees(text) {
    await this.tab.waitForFunction((wanted) => document.body.innerText.includes(wanted), { polling: 50 }, text)
      .catch(async () => assert.fail(`Nothing on the page says "${text}"; it reads:\n${await this.reads()}`));
  }

  control(name) {
    const q = quoted(name);
    return this.tab.locator(`::-p-xpath(//*[self::a or self::button or self::summary][normalize-space()=${q}])`);
  }
  press(name) { return this.control(name).click(); }
  offers(name) {
    const q = quoted(name);
    return this.tab.$(`::-p-xpath(//*[self::a or self::button][normalize-space()=${q}])`).then(Boolean);
  }

  choose(label) { return this.tab.locator(`::-p-xpath(//main//label[normalize-space()=${quoted(label)}])`).click(); }
  async write(text) {
    const box = await this.tab.waitForSelector('main textarea, main input[type=text]');
    await box.click();
    await box.type(text);
  }

  /** What stands in the answer now: the chosen labels or the text. */
  given() {
    return this.tab.$eval('main', (main) => {
      const chosen = [...main.querySelectorAll('input:checked')].map((input) => input.labels[0].innerText.trim());
      const typed = [...main.querySelectorAll('textarea, input[type=text]')].map((box) => box.value);
      return [...chosen, ...typed].join('\n');
    });
  }

  /** Waits until the page has said of everything entered so far that it is saved on this device. */
  async saved() {
    await this.tab.waitForFunction(() => document.querySelector('[role=status]').dataset.state === 'saved', { polling: 10 })
      .catch(async () => assert.fail(`The page does not say "saved" but "${await this.status()}"`));
  }

  /** Presses Continue and waits for `page`, or for any other than this one. */
  async goOn(page) {
    const here = await this.at();
    await this.press('Continue');
    if (page) return this.arrived(page);
    return this.tab.waitForFunction((from) => document.querySelector('main').dataset.page !== from, { polling: 20 }, here);
  }

  /** From the start page, past the questions on who is answering, to the paper's first question. */
  async begin() {
    await this.press('Start now');
    await this.tab.waitForFunction(() => document.querySelector('main').dataset.page !== 'start', { polling: 20 });
    while (await this.at() !== 'q1') await this.goOn();
  }

  /** Goes to a page through the list of all questions, or to the check page. */
  async goTo(page) {
    if (await this.at() !== 'contents') await this.press('See all questions');
    await this.arrived('contents');
    await this.tab.locator(`main a[href$="${page}"]`).click();
    await this.arrived(page);
  }

  /** Puts `text` into the box at once, as pasting does. */
  async paste(text) {
    await this.tab.click('main textarea');
    await this.tab.evaluate((pasted) => document.execCommand('insertText', false, pasted), text);
  }

  complaints() { return this.tab.complaints; }
}

/** A person with a device of their own at the page `address`: { device, person }. */
export async function someone(address, options) {
  const device = await new Device(options).switchOn();
  const person = new Respondent(await device.tab());
  if (address) await person.visit(address);
  return { device, person };
}

/** The same person opens the page again, after `device` was switched off or killed. */
export async function again(device, address) {
  await device.switchOn();
  const person = new Respondent(await device.tab());
  await person.visit(address);
  return person;
}
