// The survey team at work in the browser, against the real hub: from the first sign-in to the download of what came in.
import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Device } from './device.mjs';
import { someone } from './respondent.mjs';
import { isFine } from './standards.mjs';
import { Team } from './team.mjs';

const wide = { width: 1280, height: 900 };
const round = 'team-round';
let team, office, tab;
const devices = [];

before(async () => {
  team = await Team.start();
  await team.open(round);
  office = await new Device().switchOn();
  devices.push(office);
  tab = await office.tab(wide);
  tab.setDefaultTimeout(20_000);
});
after(async () => {
  for (const device of devices) await device.discard();
  await team?.remove();
});

// --- what a person of the team does, by the words on the page ---

const until = async (condition, complaint, ...given) => {
  await tab.waitForFunction(condition, { polling: 50 }, ...given)
    .catch(async () => assert.fail(`${complaint}; the page reads:\n${await tab.evaluate(() => document.body.innerText)}`));
};
const sees = (words) => until((wanted) => document.body.innerText.includes(wanted), `Nothing says "${words}"`, words);
const page = (name) => until((wanted) => document.querySelector('main')?.dataset.page === wanted, `"${name}" did not come`, name);
const go = async (...parts) => {
  await tab.evaluate((hash) => { location.hash = hash; }, `#/${parts.join('/')}`);
};
const press = (selector) => tab.locator(selector).click();
const put = (selector, value) => tab.$eval(selector, (control, text) => { control.value = text; }, value);
const choose = (selector) => tab.$eval(selector, (control) => control.click());
const type = async (selector, text) => {
  await put(selector, '');
  await tab.type(selector, text);
};
const table = (caption) => tab.evaluate((wanted) => {
  const found = [...document.querySelectorAll('table')].find((each) => each.caption.innerText.trim() === wanted);
  return [...found.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.innerText.trim()));
}, caption);

async function signIn(user, password) {
  await tab.goto(`${team.address}team/`);
  await page('sign-in');
  await type('#f-user', user);
  await type('#f-password', password);
  await press('main form button');
}

/** Opens a link on a device of its own, answers and sees that it is sent. */
async function respond(link, words) {
  const { device, person } = await someone(link);
  devices.push(device);
  await person.begin();
  await person.show('#/q/q3', 'q3');
  await person.write(words);
  await person.kept();
  await person.show('#/check', 'check');
  await person.press('Send response to the LGA');
  await person.until(() => document.querySelector('.govuk-panel'), 'Nothing says that the response is sent');
}

const contacts = [
  'Name;E-mail;Organisation;Role;Council type;Region',
  'Zoë Müller;zoe@example.org;Aylesbury Vale;Chief executive;District;South East',
  'Kim Ali;kim@example.org;Durham;Leader;Unitary;North East',
  'No Address;not-an-address;Exeter;Leader;District;South West',
  '=1+1;eve@example.org;Oldham;Leader;Metropolitan;North West',
].join('\r\n');

test('Nobody sees anything of the team without signing in, and what is wrong is not told apart', async () => {
  await signIn('nobody', 'not the password');
  await until(() => document.querySelector('[data-error-summary]'), 'Nothing says that it is wrong');
  const first = await tab.$eval('[data-error-summary]', (summary) => summary.innerText);
  await type('#f-user', 'kim');
  await press('main form button');
  await until(() => document.querySelector('[data-error-summary]'), 'Nothing says that it is wrong');
  assert.equal(await tab.$eval('[data-error-summary]', (summary) => summary.innerText), first);
  await isFine({ tab });
  await tab.setViewport(wide);
  await go('rounds', round, 'contacts');
  await page('sign-in');
});

test('A new user chooses a password of their own before anything else', async () => {
  const { password } = JSON.parse(await team.post('users', { name: 'alex', role: 'owner' }));
  await signIn('alex', password);
  await page('password');
  await isFine({ tab });
  await tab.setViewport(wide);
  await type('#f-old', password);
  await type('#f-new', 'correct horse battery');
  await press('main form button');
  await page('rounds');
  await sees('Your password has been changed');
  await isFine({ tab });
  await tab.setViewport(wide);
});

test('Contacts of a spreadsheet are looked at before any is added; a second time adds none', async () => {
  const file = join(office.downloads, '..', 'contacts.csv');
  writeFileSync(file, Buffer.from(contacts, 'latin1'));
  await go('rounds', round, 'import');
  await page('import');
  for (const expected of ['3 would be added, 0 are there already, 1 row has a problem and would be left out.', '0 would be added, 3 are there already']) {
    const input = await tab.waitForSelector('#f-file');
    await input.uploadFile(file);
    await press('[data-choose] button');
    await sees(expected);
    await sees('Windows-1252');
    await sees('Row 4: the e-mail address has no @.');
    await sees('Zoë Müller');
    await isFine({ tab });
    await tab.setViewport(wide);
    if (expected.startsWith('0')) assert.equal(await tab.$('[data-confirm]'), null);
    else {
      await press('[data-confirm]');
      await page('contacts');
      await sees('3 added, 0 there already, 1 left out.');
      await go('rounds', round, 'import');
      await page('import');
    }
  }
});

test('Links are issued into a mail-merge file; opened, started and sent show in the progress, by region too', async () => {
  await go('rounds', round, 'links');
  await page('links');
  await isFine({ tab });
  await tab.setViewport(wide);
  await press('main form button');
  const { name, bytes } = await office.downloaded();
  assert.match(name, /\.csv$/);
  const lines = bytes.toString().trim().split(/\r?\n/);
  assert.equal(lines.length, 4);
  assert.ok(!/(^|,)"?=1/m.test(bytes.toString()), 'a formula of a spreadsheet got through');
  const link = /http:\S+?#\/[^,"]+/.exec(lines.find((line) => line.includes('Durham')))[0];
  await respond(link, 'from Durham');
  await go('rounds', round, 'progress');
  await page('progress');
  assert.deepEqual((await table('All'))[0].slice(1, 6), ['3', '3', '1', '1', '1']);
  assert.deepEqual((await table('By region')).map((row) => [row[0], row[1], row[5]]), [['North East', '1', '1'], ['North West', '1', '0'], ['South East', '1', '0']]);
  await isFine({ tab });
  await tab.setViewport(wide);
});

test('Those to chase are those who have not answered, and one of them can be left alone', async () => {
  await go('rounds', round, 'contacts');
  await page('contacts');
  await tab.select('#f-state', 'to_chase');
  await press('main form button');
  await sees('2 contacts.');
  assert.deepEqual((await table('Contacts')).map((row) => row[1]).sort(), ['Aylesbury Vale', 'Oldham']);
  await isFine({ tab });
  await tab.setViewport(wide);
  await tab.$$eval('main table a', (links) => links.find((each) => each.innerText.includes('Zoë')).click());
  await page('contact');
  await isFine({ tab });
  await tab.setViewport(wide);
  await press('[data-details] button[type=button]');
  await sees('The contact has been changed.');
  await go('rounds', round, 'contacts');
  await page('contacts');
  await tab.select('#f-state', 'to_chase');
  await press('main form button');
  await sees('1 contact.');
});

test('A response that came by post is entered for a contact and keeps how it came', async () => {
  await go('rounds', round, 'contacts');
  await page('contacts');
  await tab.waitForSelector('main table a');
  await tab.$$eval('main table tr', (rows) => [...rows].find((row) => row.innerText.includes('Oldham')).querySelector('a').click());
  await page('contact');
  await choose('input[name=channel][value=post]');
  await press('[data-entry] button');
  await tab.waitForSelector('[data-link]');
  await respond(await tab.$eval('[data-link]', (anchor) => anchor.href), 'from a letter');
  await go('rounds', round, 'progress');
  await page('progress');
  const [all] = await table('All');
  assert.deepEqual([all[5], all[6]], ['2', '1']);
  assert.equal(team.stored(round).heads.filter(({ channel }) => channel === 'post').length, 1);
});

test('Mail says that no server is set up', async () => {
  await go('rounds', round, 'mail');
  await page('mail');
  await sees('No mail server is set up for this hub.');
  await isFine({ tab });
  await tab.setViewport(wide);
});

test('Users and one\'s own account are looked after on pages that all can use', async () => {
  await go('users');
  await page('users');
  await sees('kim');
  await isFine({ tab });
  await tab.setViewport(wide);
  await go('account');
  await page('account');
  await sees('Second factor');
  await isFine({ tab });
  await tab.setViewport(wide);
});

test('A fieldworker is added with a link that is shown once, renewed and ended for a reason, and is in nobody\'s figures', async () => {
  await go('rounds', round, 'fieldworkers');
  await page('fieldworkers');
  await sees('There is no fieldworker yet.');
  await type('#f-name', 'Fay Weld');
  await press('[data-add] button');
  await tab.waitForSelector('[data-given] [data-link]');
  const first = await tab.$eval('[data-link]', (anchor) => anchor.href);
  assert.match(first, new RegExp(`/field/#/${round}/y`));
  assert.ok(await tab.evaluate(() => document.activeElement.hasAttribute('data-given')), 'the link is not where one is');
  await isFine({ tab });
  await tab.setViewport(wide);
  assert.deepEqual(await table('Fieldworkers'), [['Fay Weld', '0', 'Never', 'Works']]);
  await type('[data-renew] #f-reason', 'the tablet was lost');
  await press('[data-renew] button[value=reissue]');
  await until((before) => ![undefined, before].includes(document.querySelector('[data-link]')?.href), 'No new link came', first);
  await put('[data-renew] #f-reason', 'the contract ended');
  await press('[data-renew] button[value=revoke]');
  await sees('The links of Fay Weld have been ended.');
  assert.deepEqual(await table('Fieldworkers'), [['Fay Weld', '0', 'Never', 'Ended']]);
  assert.equal(await tab.$('[data-link]'), null);
  await go('rounds', round, 'progress');
  await page('progress');
  assert.equal((await table('All'))[0][1], '3');
});

test('Results files are taken in several at a time; one that is damaged does not stop the others, and what is here already stays as it is', async () => {
  const carried = await team.post(`team/rounds/${round}/export`, { format: 'takestock', unverified: 'without', reason: 'to carry it' });
  const [good, bad] = ['good.takestock', 'bad.takestock'].map((name) => join(office.downloads, '..', name));
  writeFileSync(good, carried);
  writeFileSync(bad, carried.slice(0, -20));
  await go('rounds', round, 'files');
  await page('files');
  await press('main form button');
  await until(() => document.querySelector('[data-error-summary]'), 'It went without a file');
  await isFine({ tab });
  await tab.setViewport(wide);
  await (await tab.$('#f-file')).uploadFile(bad, good);
  await press('main form button');
  await sees('2 files: 0 added, 2 here already, 0 held back or not counted, 0 refused.');
  const rows = await table('What became of them');
  assert.deepEqual(rows.map(([, result, , file]) => [result, file]), [['Not taken in', 'bad.takestock'], ['Here already', 'good.takestock'], ['Here already', 'good.takestock']]);
  assert.match(rows[0][2], /nothing of it was/);
  await isFine({ tab });
  await tab.setViewport(wide);
});

test('The list of contacts that is shown is downloaded as a file', async () => {
  await go('rounds', round, 'contacts');
  await page('contacts');
  await tab.select('#f-state', 'sent');
  await press('main form button');
  await sees('2 contacts.');
  await press('[data-file]');
  const { name, bytes } = await office.downloaded();
  assert.equal(name, `contacts-${round}.csv`);
  const lines = bytes.toString().trim().split(/\r?\n/);
  assert.equal(lines.length, 3);
  assert.ok(lines.some((line) => line.includes('Durham')), bytes.toString());
});

test('The round closes only when its name is typed; what comes later is held back until somebody decides, with a reason', async () => {
  await go('rounds', round, 'closing');
  await page('closing');
  await isFine({ tab });
  await tab.setViewport(wide);
  await type('#f-confirm-close', 'something else');
  await press('[data-close] button');
  await until(() => document.querySelector('[data-error-summary]'), 'It closed without its name');
  await type('#f-confirm-close', team.title);
  await press('[data-close] button');
  await sees('The round is closed.');
  await go('rounds', round, 'held');
  await page('held');
  await sees('Nothing is held back.');
  await isFine({ tab });
  await tab.setViewport(wide);
});

test('The whole round is downloaded as a table for a stated reason, which the record keeps with all else that was done', async () => {
  await go('rounds', round, 'downloads');
  await page('downloads');
  await press('main form button');
  await until(() => document.querySelector('[data-error-summary]'), 'It was handed out without a reason');
  await isFine({ tab });
  await tab.setViewport(wide);
  await type('#f-reason', 'the report to the board');
  await press('main form button');
  const { name, bytes } = await office.downloaded();
  assert.match(name, /\.csv$/);
  const csv = bytes.toString();
  assert.ok(csv.includes('from Durham') && csv.includes('from a letter'), csv.slice(0, 600));
  assert.equal(csv.trim().split(/\r?\n/).length, 3);
  await go('rounds', round, 'audit');
  await page('audit');
  const record = (await table('Record of what was done')).map((row) => row.join(' ')).join('\n');
  for (const each of ['alex', 'the report to the board', 'contacts imported', '3 added']) assert.ok(record.includes(each), `${each} is not in the record:\n${record}`);
  assert.ok(!record.includes('from Durham'), 'an answer is in the record');
  await isFine({ tab });
  await tab.setViewport(wide);
});

test('A viewer sees how many have answered and nothing of anybody', async () => {
  const { password } = JSON.parse(await team.post('users', { name: 'viola', role: 'viewer' }));
  await press('.team-nav button');
  await page('sign-in');
  await signIn('viola', password);
  await page('password');
  await type('#f-old', password);
  await type('#f-new', 'staple orange river');
  await press('main form button');
  await page('rounds');
  await go('rounds', round, 'progress');
  await page('progress');
  assert.equal(await tab.$(`a[href="#/rounds/${round}/contacts"]`), null);
  await go('rounds', round, 'contacts');
  await page('wrong');
});

test('Nothing of the team\'s pages is kept on a respondent\'s device', async () => {
  const { device, person } = await someone(team.address);
  devices.push(device);
  await person.readyWithoutSignal();
  const kept = await person.tab.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat());
  assert.ok(kept.length > 5);
  assert.deepEqual(kept.filter((path) => path.startsWith('/team/')), []);
  await person.tab.goto(`${team.address}team/`);
  await person.tab.waitForSelector('#f-password');
});
