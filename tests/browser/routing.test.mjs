// Which question follows which, and what happens to answers that no longer apply.
import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { site, someone } from './respondent.mjs';

let server, device, person;
before(async () => {
  server = await site();
  ({ device, person } = await someone(server.address));
  await person.begin();
});
after(async () => {
  await device?.discard();
  await server?.stop();
});

async function answerAndGoOn(answer, page) {
  await person.choose(answer);
  await person.saved();
  await person.goOn(page);
}

test('Question 2 follows suggested changes and "none are relevant", and no other answer', async () => {
  for (const [answer, next] of [
    ['Yes, they are still all relevant exactly as they are', 'q3'],
    ['Yes they are generally relevant, but I suggest some changes', 'q2'],
    ["Don't know", 'q3'],
    ['No, none of them are relevant now', 'q2'],
  ]) {
    await answerAndGoOn(answer, next);
    await person.goBack('q1');
  }
});

test('An answer that no longer applies is kept on the device, and the next page says that it will not be sent', async () => {
  await person.goTo('q13');
  await answerAndGoOn('Yes', 'q14');
  await answerAndGoOn('No', 'q15');
  await person.goBack('q14');
  await person.goBack('q13');
  await answerAndGoOn('No', 'q15');
  await person.sees('Because you changed question 13, question 14 no longer applies. We have kept your answer on this device but it will not be sent.');
  await person.goBack('q13');
  await answerAndGoOn('Yes', 'q14');
  assert.equal(await person.given(), 'No');
});

test("The browser's own Back and Forward walk through the pages as the page's Back does", async () => {
  await person.goTo('q4');
  await person.goOn('q5');
  await person.goOn('q6');
  await person.tab.goBack();
  await person.arrived('q5');
  await person.tab.goBack();
  await person.arrived('q4');
  await person.tab.goForward();
  await person.arrived('q5');
});

test('Nobody has to answer anything, and a blank answer can be made blank again', async () => {
  await person.goTo('q17');
  await person.goOn('q18');
  await person.choose('Ofsted');
  await person.saved();
  await person.press('Clear my answer');
  await person.saved();
  assert.equal(await person.given(), '');
  await person.goOn('q19');
});
