// Journey A against the real hub: a chief executive with a link and a phone, an officer with a laptop, signal that comes and goes.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { isChromium } from './device.mjs';
import { again, Respondent, someone } from './respondent.mjs';
import { Team } from './team.mjs';

const ROUND = 'taking-stock-2027';
const threeHundredWords = Array.from({ length: 300 }, (_, n) => `word${n + 1}`).join(' ');
const changes = 'Yes they are generally relevant, but I suggest some changes';
const exactly = 'Yes, they are still all relevant exactly as they are';

let team, link, device, person, laptop, officer;
before(async () => {
  team = await Team.start();
  await team.open(ROUND, { closes: '2031-03-05T17:00:00Z' });
  [link] = await team.invite(ROUND, [['Alex Morgan', 'Exampleshire County Council']]);
});
after(async () => {
  await device?.discard();
  await laptop?.discard();
  await team?.remove();
});

const seesSent = (who) => who.until(() => document.querySelector('.govuk-panel'), 'Nothing says that the response is sent');
const panels = (who) => who.tab.$$eval('.govuk-panel', (all) => all.length);
/** Signal is lost: nothing gets through, and where a browser can be told so, it knows. */
async function signal(on) {
  team.network.mode = on ? 'pass' : 'down';
  if (isChromium) await person.tab.setOfflineMode(!on);
}

test('1. The link opens the start page with the council, the closing date and who sees the answers, and leaves the address', async () => {
  ({ device, person } = await someone(link.address));
  assert.equal(await person.at(), 'start');
  for (const words of ['Exampleshire County Council', 'Alex Morgan', '5 March 2031', 'Who sees your answers']) await person.sees(words);
  const seen = await person.tab.evaluate(() => ({ address: location.href, title: document.title, entries: history.length }));
  assert.equal(seen.address, team.address);
  assert.ok(!seen.title.includes(link.invitee));
  await person.readyWithoutSignal();
});

test('2. Question 2 is asked for suggested changes and not otherwise', async () => {
  await person.begin();
  await person.choose(changes);
  await person.saved();
  await person.goOn('q2');
  await person.goBack('q1');
  await person.choose(exactly);
  await person.saved();
  await person.goOn('q3');
});

test('3. When the signal goes in the middle of a word, the words stay, and Continue works', async () => {
  await person.write(threeHundredWords.slice(0, 1000));
  await signal(false);
  await person.tab.keyboard.type(threeHundredWords.slice(1000));
  await person.kept();
  if (isChromium) await person.sees('You are offline.');
  if (isChromium) assert.match(await person.status(), /^You are offline\. Saved on this device at \d\d:\d\d$/);
  assert.equal(await person.given(), threeHundredWords);
  for (const page of ['q4', 'q5', 'q6', 'q7', 'q8']) await person.goOn(page);
});

test('4. After the battery died, without signal, the link leads back to question 8 with every word there', async () => {
  await person.choose('Yes');
  await person.kept();
  await device.kill();
  person = await again(device, link.address);
  if (isChromium) await person.tab.setOfflineMode(true);
  await person.arrived('q8');
  await person.sees('Welcome back. You have answered');
  assert.equal(await person.given(), 'Yes');
  await person.goTo('q3');
  assert.equal(await person.given(), threeHundredWords);
});

test('5. An answer that no longer applies is kept on the device and said not to be sent', async () => {
  await person.goTo('q13');
  await person.choose('Yes');
  await person.goOn('q14');
  await person.choose('No');
  await person.goBack('q13');
  await person.choose('No');
  await person.goOn('q15');
  await person.sees('question 14 no longer applies');
});

test('6. Sharing says first that whoever has the link can replace the response, and the link can be copied and mailed', async () => {
  await person.press('See all questions');
  await person.press('Save or share this response');
  await person.arrived('share');
  await person.sees('Anyone with this link can see and replace your response. Their response will overwrite yours.');
  if (isChromium) await device.browser.defaultBrowserContext().overridePermissions(new URL(team.address).origin, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
  await person.tab.bringToFront();
  await person.press('Copy link');
  await person.sees('Link copied');
  const mail = await person.tab.$eval('[data-mail]', (each) => decodeURIComponent(each.href));
  assert.ok(mail.startsWith('mailto:?') && mail.includes(link.address));
});

test("7. On another device the link shows what was sent, which is nothing yet, and not the chief executive's draft", async () => {
  team.network.mode = 'pass';
  const made = await someone();
  laptop = made.device;
  officer = made.person;
  await officer.tab.setViewport({ width: 1280, height: 900 });
  await officer.visit(link.address);
  assert.equal(await officer.at(), 'start');
  await officer.sees('There may be newer answers on another device.');
  await officer.begin();
  assert.equal(await officer.given(), '');
  if (!isChromium) team.network.mode = 'down';
});

test('8. Check your answers has every section, "Not provided" for blanks, and Change comes back in one Continue', async () => {
  await person.goBack('contents');
  await person.goTo('check');
  await person.sees('Not provided');
  await person.click(`//main//a[substring(@href, string-length(@href) - 2) = '/q9']`);
  await person.arrived('q9');
  await person.choose('Yes – unless there are exceptional circumstances');
  await person.goOn('check');
});

test('9. Sent without signal it waits, and nothing looks as if it had been sent', async () => {
  await signal(false);
  await person.press('Send response to the LGA');
  await person.arrived('finished');
  assert.equal(await person.heading(), 'Your response is waiting to be sent');
  await person.sees('It is saved on this device only. We will send it when you have signal and this page is open. Keep this tab, or come back to your link.');
  await person.sees('Waiting to be sent. 1 response on this device');
  assert.equal(await panels(person), 0);
  assert.doesNotMatch(await person.reads(), /reference/i);
  assert.equal(team.stored(ROUND).submits.length, 0);
});

test("10. With signal, after a restart of the browser, it is sent without a press, exactly once, with the hub's time and reference", async () => {
  await device.kill();
  team.network.mode = 'pass';
  person = await again(device, link.address);
  await seesSent(person);
  assert.match(await person.status(), /^Sent to the LGA at \d\d:\d\d\. Reference [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$/);
  const { submits, counted } = team.stored(ROUND);
  assert.equal(submits.length, 1);
  assert.equal(counted.length, 1);
  assert.equal(counted[0].q3, threeHundredWords);
  assert.ok(!('q14' in counted[0]));
  await person.reload();
  await seesSent(person);
  assert.equal(team.stored(ROUND).submits.length, 1);
});

test('11. A change after sending is said to be one, and sent again it is what counts; the first is kept', async () => {
  await person.click(`//main//a[substring(@href, string-length(@href) - 3) = '/q21']`);
  await person.arrived('q21');
  await person.write('One more thought');
  await person.sees('Changed since it was sent');
  assert.match(await person.status(), /Changed since it was sent at \d\d:\d\d\. Send again to update it$/);
  await person.goOn('check');
  await person.press('Send response to the LGA');
  await person.arrived('finished');
  await seesSent(person);
  const { submits, counted, heads } = team.stored(ROUND);
  assert.equal(submits.length, 2);
  assert.equal(heads.length, 1);
  assert.equal(counted[0].q21, 'One more thought');
});

test("12. The copies say the same as the hub's version", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'takestock-copies-'));
  try {
    await person.press('Download a copy for Word');
    const { bytes } = await device.downloaded();
    writeFileSync(join(folder, 'copy.docx'), bytes);
    const word = String(execFileSync('python3', ['-c', 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read("word/document.xml"))', join(folder, 'copy.docx')]));
    await person.press('Download a copy to print');
    const print = String((await device.downloaded()).bytes);
    for (const copy of [word, print]) for (const said of [threeHundredWords, 'One more thought']) assert.ok(copy.includes(said), said);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("13. Who changed the same question meanwhile is shown both answers, and nobody's are lost", async () => {
  await officer.reload();
  await officer.show('#/change/q3', 'q3');
  await officer.tab.$eval('main:not([hidden] *) textarea', (box) => { box.value = ''; box.dispatchEvent(new Event('input', { bubbles: true })); });
  await officer.write("The officer's words");
  await officer.saved();
  await officer.goOn('check');

  await person.show('#/change/q3', 'q3');
  await person.write(' and the last word');
  await person.saved();

  await officer.press('Send response to the LGA');
  await officer.arrived('finished');
  await seesSent(officer);
  assert.equal(team.stored(ROUND).counted[0].q3, "The officer's words");

  await person.goOn('check');
  await person.press('Send response to the LGA');
  await person.arrived('choose');
  await person.sees('Your response was replaced from another device');
  for (const words of ["The officer's words", 'and the last word']) await person.sees(words);
  await person.tab.click('[data-keep=mine]');
  await person.sees('You have chosen.');
  await person.press('Check your answers');
  await person.arrived('check');
  await person.press('Send response to the LGA');
  await person.arrived('finished');
  await seesSent(person);
  const { counted, submits } = team.stored(ROUND);
  assert.equal(counted[0].q3, `${threeHundredWords} and the last word`);
  assert.equal(submits.length, 4);
  assert.ok(submits.some(({ body }) => body.includes("The officer's words")));
  await person.press('Versions of your response');
  await person.arrived('versions');
  assert.equal(await person.tab.$$eval('[data-version]', (all) => all.length), 4);
  assert.equal(await person.tab.$$eval('[data-counts=true]', (all) => all.length), 1);
});

test('Neither the link nor an answer was in any address, header, title or history', async () => {
  const token = link.address.split('/').at(-1);
  const secrets = [token, token.replaceAll('-', ''), 'word299', 'One%20more', 'One more'];
  for (const { url, headers, method } of team.network.requests) {
    const said = `${method} ${url} ${JSON.stringify(headers)}`;
    for (const secret of secrets) assert.ok(!said.includes(secret), said);
    assert.equal(headers.cookie, undefined);
  }
  assert.ok(team.network.pushes().length >= 4);
  for (const { headers, body } of team.network.pushes()) {
    assert.equal(headers.referer, undefined);
    assert.equal(headers['content-encoding'], 'gzip');
    assert.ok(gunzipSync(body).includes('takestock_sync'));
  }
  const shown = await person.tab.evaluate(() => `${document.title} ${location.href} ${document.referrer} ${JSON.stringify(history.state)}`);
  for (const secret of secrets) assert.ok(!shown.includes(secret), shown);
  assert.ok(!team.hub.log.includes(token));
});
