// Interviews by the dozen: what a page asks of its engine is asked straight away, of the same worker with the same storage.

/** The engine's reply to a command of the page that `worker` (a person) has open; fails with its message. */
export async function command(worker, name, request = {}) {
  const reply = await worker.tab.evaluate((asked, body) => new Promise((done) => {
    const engine = window.seen.worker, id = (window.lastAsked = (window.lastAsked ?? 1_000_000_000) + 1);
    const hear = ({ data }) => {
      if (data.id !== id) return;
      engine.removeEventListener('message', hear);
      done(data.reply ? JSON.parse(data.reply) : { error: data.failure });
    };
    engine.addEventListener('message', hear);
    engine.postMessage({ id, do: 'call', command: asked, request: JSON.stringify(body) });
  }), name, request);
  if (reply.error) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
  return reply;
}

/** Begins an interview, gives the answers (by question) and finishes it: its number. */
export async function interview(worker, answers) {
  const { interview: { number } } = await command(worker, 'begin_interview');
  for (const [path, value] of Object.entries(answers)) await command(worker, 'answer', { path, value });
  await command(worker, 'finish');
  return number;
}
