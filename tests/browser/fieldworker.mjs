// What a fieldworker does with the fieldwork page, and a survey for it.
import { strict as assert } from 'node:assert';
import { Device } from './device.mjs';
import { Respondent } from './respondent.mjs';

const yesNo = [{ name: 'yes', label: 'Yes' }, { name: 'no', label: 'No' }];
const texts = Array.from({ length: 8 }, (_, i) => ({ type: 'text', name: `q${i + 2}`, number: `${i + 2}`, label: `What about the ${i + 2}th thing?` }));

/** Ten questions at the door. */
export const street = JSON.stringify({
  takestock: 1, id: 'street', version: '2027-3', title: 'Life in your street',
  choices: { yes_no: yesNo },
  survey: [
    { type: 'start', name: 'started' }, { type: 'username', name: 'interviewer' },
    { type: 'select_one yes_no', name: 'q1', number: '1', label: 'Do you use the park?', required: true },
    ...texts,
    { type: 'select_one yes_no', name: 'q10', number: '10', label: 'May we ask again?' },
  ],
});

export class Fieldworker extends Respondent {
  /** Presses the button with that data-act. */
  act(name) { return this.tab.locator(`[data-act="${name}"]`).click(); }

  /** What stands in the answer now; comments are none. */
  given() {
    return this.tab.evaluate(() => {
      const main = window.seen.main();
      const chosen = [...main.querySelectorAll('input:checked')].map((input) => input.labels[0].innerText.trim());
      return [...chosen, ...[...main.querySelectorAll('textarea[name], input[type=text][name]')].map((box) => box.value)].join('\n');
    });
  }

  async type(id, text) {
    await this.tab.waitForSelector(`#${id}`);
    await this.tab.$eval(`#${id}`, (box) => { box.value = ''; box.dispatchEvent(new Event('input')); });
    await this.tab.type(`#${id}`, text);
  }

  /** A new interview, at its first question. */
  async next() {
    await this.tab.waitForSelector('[data-act="next"]');
    await this.tab.$eval('[data-act="next"]', (button) => button.click());  // as it is: what is said above it comes and goes, and moves it
    await this.arrived('q1');
  }

  /** From the first question to the end. */
  async answersAndFinishes(answer = 'Yes') {
    await this.choose(answer);
    await this.kept();
    await this.finishes();
  }
  async finishes() {
    await this.show('#/check', 'check');
    await this.act('finish');
    await this.arrived('finished');
  }

  /** An interview without answers, for the reason that is given. */
  async endsWith(outcome) {
    await this.show('#/start', 'start');
    await this.choose(outcome);
    await this.tab.evaluate(() => window.seen.unacknowledged.delete('outcome'));  // it is no answer
    await this.act('finish-now');
    await this.arrived('finished');
  }

  toList() { return this.show('#/', 'interviews'); }

  /** The tally by name, as the list has it. */
  counts() {
    return this.tab.$$eval('[data-count]', (all) => Object.fromEntries(all.map((each) => [each.dataset.count, Number(each.innerText)])));
  }
  /** What the list says of each interview that it shows, by number. */
  rows() {
    return this.tab.$$eval('[data-interview]', (all) => Object.fromEntries(all.map((each) => [each.dataset.interview, each.innerText.replace('\n', ', ')])));
  }

  /** Waits until every file of the page is on the device and the page has made sure of it. */
  async checksOffline() {
    await this.readyWithoutSignal();
    await this.show('#/ready', 'ready');
    for (let tries = 0; !await this.tab.$('[data-offline=yes]'); tries++) {
      assert.ok(tries < 20, await this.reads());
      await this.tab.waitForSelector('[data-offline]');
      if (await this.tab.$('[data-offline=no]')) await this.reload().then(() => this.arrived('ready'));
    }
  }

  async setsPasscode(passcode) {
    await this.show('#/passcode', 'passcode');
    await this.type('new', passcode);
    await this.type('again', passcode);
    await this.act('set');
  }
  async types(passcode) {
    await this.type('passcode', passcode);
    await this.act('unlock');
  }

  /** A results file of what is chosen on the page: { name, count, digest, bytes }. */
  async carriesOut(device, { sealed = false, choose } = {}) {
    await this.show('#/carry', 'carry');
    await choose?.();
    if (await this.tab.$('#seal')) {
      if (await this.tab.$eval('#seal', (box) => box.checked) !== sealed) await this.tab.$eval('#seal', (box) => box.click());
    }
    await this.act('make');
    await this.tab.waitForSelector('[data-made]');
    const [name, count, digest] = await Promise.all(['name', 'number', 'digest'].map((each) => this.tab.$eval(`[data-${each}]`, (span) => span.innerText)));
    await this.act('save');
    const { bytes, name: saved } = await device.downloaded();
    assert.equal(saved, name);
    return { name, count: Number(count), digest, bytes };
  }
}

/** A fieldworker with a device of their own, at the list: { device, worker }. */
export async function fieldworker(link, options) {
  const device = await new Device(options).switchOn();
  const worker = await Fieldworker.at(await device.tab());
  if (link) await worker.visit(link);
  if (link) await worker.arrived('interviews');
  return { device, worker };
}

/** The same one opens the page again after `device` was switched off or killed. */
export async function fieldworkerAgain(device, address, page = 'interviews') {
  await device.switchOn();
  const worker = await Fieldworker.at(await device.tab());
  await worker.visit(address);
  await worker.arrived(page);
  return worker;
}
