// Mails through a real SMTP server on this machine: who gets one, what it says, and what happens when either side breaks off.
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { Hub, run } from './running.mjs';

const servers = new Set();
after(() => servers.forEach((server) => server.close()));

/** A mail server that keeps what it gets. `answer(address)` may throw for a receiver; `onMail(mail)` may wait. */
class Mailbox {
  constructor({ answer = () => {}, onMail = () => {}, ...options } = {}) {
    this.mails = [];
    this.connections = 0;
    this.server = new SMTPServer({
      authOptional: true,
      onConnect: (session, done) => { this.connections += 1; done(); },
      onRcptTo: ({ address }, session, done) => { try { answer(address); done(); } catch (refusal) { done(refusal); } },
      onData: async (stream, session, done) => {
        const pieces = [];
        for await (const piece of stream) pieces.push(piece);
        const mail = { to: session.envelope.rcptTo.map((each) => each.address), from: session.envelope.mailFrom.address, secure: session.secure, user: session.user, bytes: Buffer.concat(pieces).toString('latin1') };
        this.mails.push(mail);
        await onMail(mail);
        done();
      },
      ...options,
    });
    this.server.on('error', () => {});
  }
  async listen(address = '127.0.0.1') {
    await new Promise((done) => this.server.listen(0, address, done));
    servers.add(this.server);
    this.port = this.server.server.address().port;
    return this;
  }
  close() {
    servers.delete(this.server);
    return new Promise((done) => this.server.close(done));
  }
  receivers() { return this.mails.flatMap((mail) => mail.to).sort(); }
}

const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

const header = (mail, name) => mail.bytes.split('\r\n\r\n')[0].replace(/\r\n /g, ' ').match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1];
const words = (text) => text.replace(/\?= =\?/g, '?==?').replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, word) => Buffer.from(word, 'base64').toString());
const text = (mail) => Buffer.from(mail.bytes.slice(mail.bytes.indexOf('\r\n\r\n') + 4).replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString();

/** A round, and who may do everything with it. */
function demonstration(hub) {
  const made = run('hub', 'demonstrate', '--data', hub.data);
  assert.equal(made.status, 0, made.stderr);
  const [, user, password] = /Sign-in: +(\S+), password (\S+)/.exec(made.stdout);
  return { round: /#\/([a-z0-9-]+)\//.exec(made.stdout)[1], user, password, temporary: true };
}

/** A hub whose team has a round with contacts. */
class Team {
  static async start(mailbox, { mail = {}, contacts = 5, settings = {} } = {}) {
    const team = new Team();
    team.hub = new Hub({ settings: { smtp: 'smtp.json', ...settings } });
    team.mailFile = join(team.hub.data, 'smtp.json');
    writeFileSync(team.mailFile, JSON.stringify({ server: '127.0.0.1', port: mailbox.port, security: 'none', from: 'survey@lga.example.org', from_name: 'Equipe Zoë', ...mail }));
    chmodSync(team.mailFile, 0o600);
    Object.assign(team, demonstration(team.hub));
    await team.hub.start();
    await team.signIn();
    const rows = Array.from({ length: contacts }, (_, i) => `Pérson ${i},p${i}@council${i}.example.org,Côuncil ${i}`);
    await team.done('POST', 'contacts?mapping=name:0,email:1,organisation:2', `name,email,council\n${rows.join('\n')}\n`);
    return team;
  }
  async signIn() {
    const signed = await this.hub.ask('/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user: this.user, password: this.password }) });
    assert.equal(signed.status, 200, signed.body);
    this.token = JSON.parse(signed.body).token;
    if (!this.temporary) return;
    const password = 'a password of the tests';
    const changed = await this.hub.ask('/api/v1/session/password', { method: 'POST', headers: this.headers(), body: JSON.stringify({ old: this.password, new: password }) });
    assert.equal(changed.status, 200, changed.body);
    [this.password, this.temporary] = [password, false];
  }
  headers() { return { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' }; }
  ask(method, path, body) {
    return this.hub.ask(`/api/v1/team/rounds/${this.round}/${path}`, { method, headers: this.headers(), body: typeof body === 'object' ? JSON.stringify(body) : body });
  }
  async done(method, path, body) {
    const answer = await this.ask(method, path, body);
    assert.equal(answer.status, 200, answer.body);
    return JSON.parse(answer.body);
  }
  send(kind = 'invitation', more = {}) {
    return this.done('POST', 'mail', { kind, subject: 'Täking stock: {{organisation}}', text: 'Dear {{name}},\n\n.a dot first\nYour own link: {{link}}\n', rate: 600, ...more });
  }
  async until(true_of, what) {
    for (const end = Date.now() + 30_000; Date.now() < end; await wait(100)) {
      const batch = (await this.done('GET', 'mail')).batches[0];
      if (true_of(batch)) return batch;
    }
    assert.fail(`${what}: ${JSON.stringify((await this.done('GET', 'mail')).batches[0])}`);
  }
  finished() { return this.until((batch) => batch.done, 'the batch is done'); }
}

test('each gets one mail, in his own letters, with a link that works; a reminder leaves the first link good', async () => {
  const mailbox = await new Mailbox().listen();
  const team = await Team.start(mailbox);
  const preview = await team.done('POST', 'mail/preview', { kind: 'invitation', subject: 's', text: '{{link}}' });
  assert.match(preview.sample.text, /#\/[a-z-]+\/xxxxx-/);
  const { recipients } = await team.send();
  assert.equal(recipients, preview.recipients);
  const batch = await team.finished();
  assert.equal(batch.counts.sent, recipients);
  assert.equal(new Set(mailbox.receivers()).size, recipients);
  assert.equal(mailbox.mails.length, recipients);
  assert.ok(mailbox.connections < recipients, 'one connection serves several mails');
  const mail = mailbox.mails.find((each) => each.to[0] === 'p3@council3.example.org');
  assert.equal(words(header(mail, 'Subject')), 'Täking stock: Côuncil 3');
  assert.equal(words(header(mail, 'From')), 'Equipe Zoë <survey@lga.example.org>');
  assert.equal(words(header(mail, 'To')), 'Pérson 3 <p3@council3.example.org>');
  assert.equal(header(mail, 'Auto-Submitted'), 'auto-generated');
  assert.match(header(mail, 'Message-ID'), /^<[0-9a-f]{32}@lga\.example\.org>$/);
  assert.equal(mail.from, 'survey@lga.example.org');
  assert.match(text(mail), /^Dear Pérson 3,\r\n\r\n\.a dot first\r\nYour own link: http:\S+#\/\S+\r\n$/);
  const codes = mailbox.mails.map((each) => /#\/\S+/.exec(text(each))[0]);
  assert.equal(new Set(codes).size, recipients);

  await team.send('reminder');
  await team.finished();
  assert.equal(mailbox.mails.length, 2 * recipients);
  const links = await team.done('GET', 'contacts?state=issued');
  assert.equal(links.contacts.filter((each) => each.mails === 2).length, recipients);
  const secrets = codes.map((code) => code.split('/')[2].replaceAll('-', '').slice(12, 38));
  for (const secret of secrets) assert.ok(!team.hub.log.includes(secret));
  await team.hub.remove();
  await mailbox.close();
});

test('STARTTLS and the password are used, and neither is in the log', async () => {
  const asked = [];
  const mailbox = await new Mailbox({ authOptional: false, onAuth: (auth, session, done) => { asked.push([auth.username, auth.password, session.secure]); done(null, { user: auth.username }); } }).listen();
  const team = await Team.start(mailbox, { contacts: 1, mail: { security: 'starttls', user: 'survey', password: 'canary-of-the-mail-server' } });
  await team.send();
  await team.finished();
  assert.deepEqual(asked[0], ['survey', 'canary-of-the-mail-server', true]);
  assert.ok(mailbox.mails.every((mail) => mail.secure));
  assert.ok(!team.hub.log.includes('canary-of-the-mail-server'));
  await team.hub.remove();
  await mailbox.close();
});

test('a server that offers no encryption gets no mail when encryption is asked for', async () => {
  const mailbox = await new Mailbox({ hideSTARTTLS: true }).listen();
  const team = await Team.start(mailbox, { contacts: 1, mail: { security: 'starttls' } });
  await team.send();
  const batch = await team.until((each) => each.trouble, 'there is trouble');
  assert.equal(batch.counts.sent, 0);
  assert.equal(mailbox.mails.length, 0);
  await team.hub.remove();
  await mailbox.close();
});

test('a certificate that nobody vouches for is not trusted, but from a server that is called as this machine', async () => {
  const mailbox = await new Mailbox().listen('::');
  const team = await Team.start(mailbox, { contacts: 1, mail: { server: hostname(), security: 'starttls' } });
  await team.send();
  const batch = await team.until((each) => each.trouble, 'there is trouble');
  assert.match(batch.trouble, /certificate/i);
  assert.equal(mailbox.mails.length, 0);
  await team.hub.remove();
  await mailbox.close();
});

test('a wrong password holds all mails back and blames no contact', async () => {
  const mailbox = await new Mailbox({ authOptional: false, onAuth: (auth, session, done) => done(refusal(535, 'Wrong password')) }).listen();
  const team = await Team.start(mailbox, { contacts: 2, mail: { security: 'starttls', user: 'survey', password: 'wrong' } });
  await team.send();
  const batch = await team.until((each) => each.trouble, 'there is trouble');
  assert.deepEqual([batch.counts.failed, batch.counts.sent, batch.counts.unknown], [0, 0, 0]);
  await team.hub.remove();
  await mailbox.close();
});

test('a refused address is told with the server\'s words, a temporary refusal waits, and the others get theirs', async () => {
  const mailbox = await new Mailbox({
    answer: (address) => {
      if (address.startsWith('p1@')) throw refusal(550, 'No such user here');
      if (address.startsWith('p2@')) throw refusal(450, 'Try again later');
    },
  }).listen();
  const team = await Team.start(mailbox);
  const { recipients } = await team.send();
  const batch = await team.until((each) => each.counts.sent === recipients - 2 && each.counts.failed === 1 && each.trouble, 'the others were sent');
  assert.match(batch.failed[0].text, /No such user here/);
  assert.equal(batch.failed[0].email, 'p1@council1.example.org');
  assert.match(batch.trouble, /Try again later/);
  assert.equal(batch.counts.waiting, 1);
  await team.hub.remove();
  await mailbox.close();
});

test('a mail whose answer was lost is unknown and not sent again', async () => {
  let cut;
  const mailbox = await new Mailbox({ onMail: async (mail) => { if (mail.to[0].startsWith('p0@')) { cut?.(); await wait(60_000, null, { ref: false }); } } }).listen();
  cut = () => mailbox.server.connections.forEach((connection) => connection._socket.destroy());
  const team = await Team.start(mailbox, { contacts: 2 });
  await team.send();
  const batch = await team.finished();
  assert.deepEqual(batch.unknown.map((each) => each.email), ['p0@council0.example.org']);
  assert.equal(mailbox.receivers().filter((to) => to.startsWith('p0@')).length, 1);
  await team.hub.remove();
  mailbox.close();
});

test('a hub that is killed while it mails goes on after its start and mails nobody twice', async () => {
  const mailbox = await new Mailbox({ onMail: () => wait(30) }).listen();
  const team = await Team.start(mailbox, { contacts: 60 });
  const { recipients } = await team.send();
  for (let kills = 0; kills < 5; ++kills) {
    const before = mailbox.mails.length;
    while (mailbox.mails.length < before + 5) await wait(10);
    await team.hub.kill();
    await team.hub.start();
    await team.signIn();
  }
  const batch = await team.finished();
  const receivers = mailbox.receivers();
  assert.equal(new Set(receivers).size, receivers.length, 'nobody twice');
  assert.equal(batch.counts.sent + batch.counts.unknown, recipients);
  assert.ok(batch.counts.unknown <= 5);
  assert.ok(receivers.length >= batch.counts.sent);
  await team.hub.remove();
  await mailbox.close();
});

test('settings with a password that others may read, or without encryption to another machine, are as good as none', async () => {
  const wrong = [
    [0o644, { server: '127.0.0.1', security: 'none', user: 'u', password: 'canary', from: 'a@b.example.org' }, /read by others/],
    [0o600, { server: 'mail.example.org', security: 'none', from: 'a@b.example.org' }, /only a server on this machine/],
    [0o600, { server: '127.example.org', security: 'none', from: 'a@b.example.org' }, /only a server on this machine/],
    [0o600, { server: 'mail.example.org', from: 'a@b.example.org\r\nX: y' }, /e-mail address/],
  ];
  for (const [mode, mail, reason] of wrong) {
    const hub = new Hub({ settings: { smtp: 'smtp.json' } });
    const file = join(hub.data, 'smtp.json');
    writeFileSync(file, JSON.stringify(mail));
    chmodSync(file, mode);
    await hub.start();
    assert.match(hub.lines().find((line) => line.event === 'mail_settings').detail, reason);
    assert.ok(!hub.log.includes('canary'));
    await hub.remove();
  }
});
