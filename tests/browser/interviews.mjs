// Interviews by the dozen: what a page asks of its engine is asked straight away, of the same worker with the same storage; and a ledger of
// what was acknowledged, to be held against what is there.
import { createHash } from 'node:crypto';

/** The engine's reply to a command of the page that `worker` (a person) has open; fails with its message. `bytes`: what goes beside it; `base64` of the reply:
 * what came beside it. */
export async function command(worker, name, request = {}, bytes = null) {
  const reply = await worker.tab.evaluate((asked, body, beside) => new Promise((done) => {
    const engine = window.seen.worker, id = (window.lastAsked = (window.lastAsked ?? 1_000_000_000) + 1);
    const hear = ({ data }) => {
      if (data.id !== id) return;
      engine.removeEventListener('message', hear);
      const file = data.attachment && new Blob([data.attachment]);
      if (!data.reply) return done({ error: data.failure });
      const read = new FileReader();
      read.onload = () => done({ ...JSON.parse(data.reply), base64: read.result.split(',')[1] });
      if (file) read.readAsDataURL(file);
      else done(JSON.parse(data.reply));
    };
    engine.addEventListener('message', hear);
    const given = beside && Uint8Array.from(atob(beside), (letter) => letter.charCodeAt(0));
    engine.postMessage({ id, do: 'call', command: asked, request: JSON.stringify(body), ...(given && { bytes: given }) });
  }), name, request, bytes && bytes.toString('base64'));
  if (reply.error) throw Object.assign(new Error(`${name}: ${reply.error.code}: ${reply.error.message}`), { code: reply.error.code });
  return reply;
}

/** Begins an interview, gives the answers (by question) and finishes it: its number. */
export async function interview(worker, answers) {
  const { interview: { number } } = await command(worker, 'begin_interview');
  for (const [path, value] of Object.entries(answers)) await command(worker, 'answer', { path, value });
  await command(worker, 'finish');
  return number;
}

/** What was asked of a device, what it has acknowledged, and what may or may not have been done when it was stopped. */
export class Ledger {
  interviews = new Map();
  acknowledged = 0;
  /** Begun, but nobody was told the number. */
  #unnamed = 0;
  #touched = new Set();

  get numbers() { return [...this.interviews.keys()]; }

  async begin(worker) {
    this.#unnamed++;
    const { interview: { number, response } } = await command(worker, 'begin_interview');
    this.#unnamed--;
    this.#keep(number, response);
    this.acknowledged++;
    return number;
  }

  /** The interview that the page itself began last. */
  async begunByPage(worker) {
    const { rows: [{ number, response }] } = await command(worker, 'interviews', { limit: 1 });
    this.#keep(number, response);
    this.acknowledged++;
    return number;
  }

  /** Of the interview that is open there. */
  async answer(worker, number, path, value) {
    const done = this.expects(number, path, value);
    await command(worker, 'answer', { path, value });
    done();
  }

  /** An answer is on its way; to be called when the device has called it saved. */
  expects(number, path, value) {
    this.#touched.add(number);
    const { answers } = this.interviews.get(number);
    answers[path] = [...(answers[path] ?? [null]), value];
    return () => { answers[path] = [value]; this.acknowledged++; };
  }

  async finish(worker, number) {
    const entry = this.#touch(number);
    entry.finishing++;
    await command(worker, 'finish');
    entry.finishing--;
    entry.finished++;
    this.acknowledged++;
  }

  async remove(worker, number) {
    const entry = this.#touch(number);
    entry.removed = 'perhaps';
    await command(worker, 'delete_interview', { response: entry.response, number });
    entry.removed = 'yes';
    this.acknowledged++;
  }

  /** A file that answers `path` of the interview that is open there. */
  async attach(worker, number, path, type, bytes) {
    const entry = this.#touch(number);
    const value = `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.${{ 'image/jpeg': 'jpg', 'audio/webm': 'webm' }[type]}`;
    const { attachment } = await command(worker, 'attach', { path, type });
    for (let at = 0; at < bytes.length; at += 100_000) await command(worker, 'attach_part', { attachment }, bytes.subarray(at, at + 100_000));
    await command(worker, 'attach_end', { attachment });
    entry.files.push({ value, bytes });
    this.acknowledged++;
  }

  #keep(number, response) {
    this.interviews.set(number, { response, answers: {}, files: [], finished: 0, finishing: 0, removed: 'no' });
    this.#touched.add(number);
  }
  #touch(number) {
    this.#touched.add(number);
    return this.interviews.get(number);
  }

  /** What is wrong on the device: everything that was touched since this was asked last, or all. What was open is settled by what is found. */
  async wrongs(worker, all = false) {
    const { rows } = await command(worker, 'interviews', { limit: 10_000 });
    const wrongs = [...this.#wrongNumbers(rows)];
    for (const number of all ? this.numbers : this.#touched) {
      const row = rows.find((each) => each.number === number), entry = this.interviews.get(number);
      wrongs.push(...this.#wrongPresence(number, entry, row));
      if (row && entry.removed !== 'yes') wrongs.push(...await this.#wrongContent(worker, number, entry, row));
    }
    for (const [number, { removed }] of this.interviews) if (removed === 'yes') this.interviews.get(number).answers = {};
    this.#touched.clear();
    return wrongs;
  }

  *#wrongNumbers(rows) {
    if (new Set(rows.map(({ number }) => number)).size !== rows.length || new Set(rows.map(({ response }) => response)).size !== rows.length) yield 'An interview is there twice';
    const unknown = rows.filter(({ number }) => !this.interviews.has(number));
    if (unknown.length > this.#unnamed) yield `${unknown.length} interviews are there that nobody began`;
    for (const { number, response } of unknown) this.#keep(number, response);
    this.#unnamed = 0;
  }

  *#wrongPresence(number, entry, row) {
    if (row && entry.removed === 'yes') yield `${number} is there though it was deleted`;
    if (!row && entry.removed === 'no') yield `${number} is lost`;
    if (entry.removed === 'perhaps') entry.removed = row ? 'no' : 'yes';
  }

  async #wrongContent(worker, number, entry, row) {
    const wrongs = [];
    await command(worker, 'open_interview', { number });
    const { sections } = await command(worker, 'check');
    const found = Object.fromEntries(sections.flatMap(({ rows }) => rows).map(({ page, answer }) => [page, answer?.join('\n') ?? null]));
    for (const [path, possible] of Object.entries(entry.answers)) {
      if (!possible.includes(found[path])) wrongs.push(`${number}, ${path}: "${found[path]}" where it was ${JSON.stringify(possible)}`);
      entry.answers[path] = [found[path]];
    }
    if (entry.finished > 0 && row.status === 'draft' && entry.finishing === 0) wrongs.push(`${number} is no longer finished`);
    if (entry.finishing > 0 && row.status !== 'draft') entry.finished++;
    entry.finishing = 0;
    for (const { value, bytes } of entry.files) {
      const { size, base64 } = await command(worker, 'attachment', { value });
      if (size !== bytes.length || !Buffer.from(base64, 'base64').equals(bytes)) wrongs.push(`${number}: the file ${value} is not what it was`);
    }
    return wrongs;
  }
}
