// Links: read as they arrive, wrong ones explained, one's own made, several on one device; two devices with one link.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { isChromium } from './device.mjs';
import { someone } from './respondent.mjs';
import { isFine } from './standards.mjs';
import { Team } from './team.mjs';

const ROUND = 'open-to-all', INVITED = 'by-invitation';
let team, ada, ben, cleo, dora;
const devices = [];
before(async () => {
  team = await Team.start({ self_made_per_minute: 0.5, self_made_burst: 3 });
  await team.open(ROUND);
  await team.open(INVITED, { open_to_anyone: false });
  [ada, ben] = await team.invite(ROUND, [['Ada Lovelace', 'North Exampleshire'], ['Ben Nevis', 'South Exampleshire']]);
  [cleo, dora] = await team.invite(INVITED, [['Cleo Patra', 'East Exampleshire'], ['Dora Bell', 'West Exampleshire']]);
});
afterEach(async () => {  // a browser that is done with takes time from the others
  for (const device of devices.splice(0)) await device.discard();
});
after(() => team?.remove());

async function opened(address = team.address) {
  const made = await someone(address);
  devices.push(made.device);
  return made;
}
/** Presses Send now, unless it was sent by itself meanwhile. */
const sendNow = (who) => who.tab.evaluate(() => document.querySelector('[data-send]')?.click());
const seesSent = (who) => who.until(() => document.querySelector('.govuk-panel'), 'Nothing says that the response is sent');
async function writes(person, page, words) {
  await person.show(`#/q/${page}`, page);
  await person.write(words);
  await person.kept();
}
async function sends(person) {
  await person.show('#/check', 'check');
  await person.press('Send response to the LGA');
}

test('Links as mail programs leave them open the same response', async () => {
  const { person } = await opened(ada.address);
  await person.sees('Ada Lovelace');
  const [before, code] = ada.address.split(/(?<=#.*)\/(?=[^/]*$)/);
  for (const mangled of [`${before}/${code.toUpperCase()}.`, `${before}/%20${code.replaceAll('-', '')}%20`, `${before.replace('#/', '#%2F')}%2F${code})`]) {
    await person.tab.goto('about:blank');
    await person.visit(mangled);
    await person.sees('Ada Lovelace');
    assert.equal(await person.tab.evaluate(() => location.hash), '');
  }
});

test('A link that is opened while the page is open takes over, and leaves the address', async () => {
  const { person } = await opened(ada.address);
  await person.sees('Ada Lovelace');
  await person.tab.evaluate((hash) => { location.hash = hash; }, new URL(ben.address).hash);
  await person.sees('Ben Nevis');
  assert.equal(await person.tab.evaluate(() => location.hash), '#/');
});

test('A mistyped link is told from the others by what is wrong with it', async () => {
  const last = ada.address.at(-5);
  const { person } = await opened(ada.address.slice(0, -5) + (last === 'a' ? 'b' : 'a') + ada.address.slice(-4));
  await person.arrived('link');
  assert.equal(await person.heading(), 'Check the link');
  await person.sees('One or more letters of this link are different');
  await person.sees('taking-stock@lga.example.org');
  await isFine(person);
  await person.visit(ada.address.slice(0, -3));
  await person.sees('This link is too short: 3 letters are missing');
});

test('A link that is unknown and one that was revoked say the same, and nothing of whose they were', async () => {
  await team.revoke(INVITED, dora);
  const strange = ada.address.replace(ROUND, INVITED);
  const read = [];
  for (const address of [strange, dora.address]) {
    const { person } = await opened(address);
    await person.arrived('link');
    await person.sees('This link does not open a response.');
    await isFine(person);
    read.push((await person.reads()).replace(/Opened on .*/g, ''));
  }
  assert.equal(read[0], read[1]);
  assert.doesNotMatch(read[1], /Dora|West/);
});

test('A round that nobody knows is a wrong link too, and answers that are here can be gone on with', async () => {
  const { person } = await opened(ada.address);
  await person.begin();
  await person.visit(ada.address.replace(ROUND, 'no-such-round'));
  await person.arrived('link');
  await person.sees('This link does not open a response.');
  await person.press('Ada Lovelace, North Exampleshire');
  await person.until(() => window.seen.page() === 'q1' || window.seen.page() === 'role' || window.seen.page() === 'start', 'The response does not open');
});

test('The link for another survey shows its words, also without signal once they are here', async () => {
  const definition = readFileSync(new URL('../scenarios/surveys/loose.json', import.meta.url), 'utf8');
  const round = await team.open('another-survey', { definition });
  const [link] = await team.invite(round, [['Eve Ning', 'Exampleshire']]);
  const { device, person } = await opened(link.address);
  await person.sees(JSON.parse(definition).title);
  await person.readyWithoutSignal();
  team.network.mode = 'down';
  try {
    await person.reload();
    await person.sees(JSON.parse(definition).title);
    await person.press('Start now');
    await person.leaves('start');
    await person.sees('First');
    await device.kill();
  } finally {
    team.network.mode = 'pass';
  }
});

test('Without the words of its round and without signal a link says that it needs one the first time, and opens when there is one', async () => {
  const { person } = await opened();
  await person.readyWithoutSignal();
  team.network.mode = 'down';
  await person.tab.goto('about:blank');
  await person.tab.goto(ben.address);
  await person.sees('This link needs a signal the first time');
  await isFine(person);
  team.network.mode = 'pass';
  await person.press('Try again');
  await person.sees('Ben Nevis');
});

test('Several links on one device are listed, and each opens its own response', async () => {
  const { person } = await opened(ada.address);
  await writes(person, 'q3', "Ada's words");
  await person.visit(ben.address);
  await person.sees('Ben Nevis');
  await writes(person, 'q3', "Ben's words");
  await person.show('#/link', 'link');
  await isFine(person);
  await person.press('Ada Lovelace, North Exampleshire');
  await person.arrived('q3');
  assert.equal(await person.given(), "Ada's words");
  await person.reload();
  await person.arrived('q3');
  assert.equal(await person.given(), "Ada's words");
});

test('Anyone makes a link of their own, without signal too; it is shown once, said to be unverified, and registered when there is signal', async () => {
  const { device, person } = await opened();
  await person.readyWithoutSignal();
  await person.press('Use another link, or make your own');
  await person.arrived('link');
  await person.until((round) => document.querySelector(`[data-create="${round}"]`), 'The round is not offered', ROUND);
  assert.equal(await person.tab.$(`[data-create="${INVITED}"]`), null);
  team.network.mode = 'down';
  await person.tab.click(`[data-create="${ROUND}"]`);
  await person.arrived('made');
  await person.sees('The link is not registered yet.');
  await person.sees('marked as unverified');
  await isFine(person);
  const address = await person.tab.$eval('[data-link]', (each) => each.innerText.trim());
  assert.match(address, new RegExp(`^${team.address}#/${ROUND}/z[0-9a-z]{4}(-[0-9a-z]{5}){7}$`));
  await person.press('Download the link');
  assert.ok(String((await device.downloaded()).bytes).includes(address));
  team.network.mode = 'pass';
  await person.sees('The link is registered.');
  await person.press('Start now');
  await person.leaves('made');
  await writes(person, 'q3', 'From anyone');
  await sends(person);
  await seesSent(person);
  const { events } = team.stored(ROUND);
  assert.equal(events.filter(({ body }) => body.includes('From anyone')).length, 1);
  const elsewhere = (await opened(address)).person;
  await elsewhere.sees('From anyone');
});

test('Too many links from one address are told to wait, with the time, and no puzzle', async () => {
  const { person } = await opened();
  for (let made = 0; made < 6 && !(await person.reads()).includes('is busy'); made++) {
    await person.show('#/link', 'link');
    await person.until((round) => document.querySelector(`[data-create="${round}"]`), 'The round is not offered', ROUND);
    await person.tab.click(`[data-create="${ROUND}"]`);
    await person.arrived('made');
    await person.until(() => /is registered|is busy/.test(document.body.innerText), 'Nothing came of it');
  }
  await person.sees("The LGA's computer is busy. We will try again at");
  await person.sees('The link is not registered yet.');
});

test('Two devices answer one link without signal: what only one said comes together, what both said is chosen, nothing is lost', async () => {
  const one = (await opened(cleo.address)).person, two = (await opened(cleo.address)).person;
  await one.sees('Cleo Patra');
  await two.sees('Cleo Patra');
  team.network.mode = 'down';
  await writes(one, 'q3', 'Three, said by one');
  await writes(one, 'q5', 'Five, said by one');
  await writes(two, 'q3', 'Three, said by two');
  await writes(two, 'q6', 'Six, said by two');
  await sends(one);
  await one.sees('Your response is waiting to be sent');
  team.network.mode = 'pass';
  await sendNow(one);
  await seesSent(one);
  await sends(two);
  await two.arrived('choose');
  for (const words of ['Three, said by one', 'Three, said by two']) await two.sees(words);
  await isFine(two);
  assert.equal(team.stored(INVITED).submits.length, 1);
  await two.tab.click('[data-keep=theirs]');
  await two.sees('You have chosen.');
  await two.press('Check your answers');
  await two.arrived('check');
  await two.sees('Five, said by one');
  await two.press('Send response to the LGA');
  await seesSent(two);
  const { counted, submits } = team.stored(INVITED);
  assert.deepEqual([counted.length, counted[0].q3, counted[0].q5, counted[0].q6], [1, 'Three, said by one', 'Five, said by one', 'Six, said by two']);
  assert.equal(submits.length, 2);

  await one.reload();
  await one.sees('Your response was replaced from another device.');
  await isFine(one);
  await one.show('#/response', 'response');
  await one.sees('Six, said by two');
  await isFine(one);
  await one.show('#/versions', 'versions');
  await isFine(one);
  await one.click('(//main//dl/div)[last()]//a');
  await one.arrived('version');
  await isFine(one);
  assert.doesNotMatch(await one.reads(), /Six, said by two/);
  await one.press('Bring this version back');
  await one.arrived('check');
  await one.press('Send response to the LGA');
  await seesSent(one);
  const after = team.stored(INVITED);
  assert.equal(after.submits.length, 3);
  assert.equal(after.counted[0].q6, undefined);
});

test('A draft is saved to the hub only when asked for, and a colleague goes on with it on another device, under their own name', async () => {
  const { person } = await opened(ben.address);
  await person.sees('Ben Nevis');
  await writes(person, 'q3', 'Begun by Ben');
  assert.equal(team.stored(ROUND).events.filter(({ body }) => body.includes('Begun by Ben')).length, 0);
  await person.show('#/share', 'share');
  await isFine(person);
  await person.press('Save a draft to the LGA');
  await person.sees('The draft is saved to the LGA.');
  assert.equal(team.stored(ROUND).events.filter(({ kind, body }) => kind === 'draft' && body.includes('Begun by Ben')).length, 1);
  const colleague = (await opened(ben.address)).person;
  await colleague.sees('This draft was saved to the LGA from another device.');
  await colleague.show('#/share', 'share');
  await colleague.tab.type('#by', 'Una Clerk');
  await colleague.tab.click('[data-by]');
  await colleague.until(() => document.querySelector('[data-said]').innerText === 'Saved', 'The name is not saved');
  await sends(colleague);
  await seesSent(colleague);
  const { counted } = team.stored(ROUND);
  const sent = counted.find(({ q3 }) => q3 === 'Begun by Ben');
  assert.equal(sent.filled_in_by, 'Una Clerk');
  await colleague.show('#/versions', 'versions');
  await colleague.sees('Filled in by Una Clerk');
});

/** How often the hub has been asked, once nobody asks any more by himself. */
async function quiet() {
  for (let count = -1; count !== team.network.pushes().length;) {
    count = team.network.pushes().length;
    await new Promise((later) => setTimeout(later, 1000));
  }
  return team.network.pushes().length;
}

test('Another tab that takes over sends, and the first one does not', async () => {
  const { device, person } = await opened(ada.address);
  await writes(person, 'q4', 'In the first tab');
  const { Respondent } = await import('./respondent.mjs');
  const second = await Respondent.at(await device.tab());
  await second.tab.goto(ada.address);
  await second.sees('You have this response open in another tab');
  await second.press('Use this tab instead');
  await second.arrived('q4');
  assert.equal(await second.given(), 'In the first tab');
  const before = await quiet();
  await person.tab.evaluate(() => dispatchEvent(new Event('online')));
  await new Promise((later) => setTimeout(later, 500));
  assert.equal(team.network.pushes().length, before);
  await sends(second);
  await seesSent(second);
});

test('With colours forced the panel of a sent response can be seen', { skip: !isChromium && 'Only Chromium can be told to force colours' }, async () => {
  const { person } = await opened(ada.address);
  await seesSent(person);
  const session = await person.tab.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
  const width = await person.tab.$eval('.govuk-panel', (each) => parseFloat(getComputedStyle(each).borderTopWidth));
  assert.ok(width > 0);
});
