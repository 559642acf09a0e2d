// The worker: owns the engine and does one thing at a time. Files are read here, piece by piece, so that the page never waits for one.
import { Engine } from "../engine/engine.ts";
import type { Ask, Failure, Told } from "./protocol.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
const PIECE = 1024 * 1024;
/// Of the way of a file, what is reading it; the rest is keeping what it holds.
const READING = 0.8;

let engine: Engine | null = null;

class Refused extends Error {
  constructor(readonly failure: Failure) { super(failure.message); }
}

interface Reply { ok: boolean; error?: Failure; left?: number }

function call(command: string, request: object, bytes?: Uint8Array): Reply {
  const reply = JSON.parse(engine!.call(command, JSON.stringify(request), bytes).json) as Reply;
  if (!reply.ok) throw new Refused(reply.error!);
  return reply;
}

const isSealed = (bytes: Uint8Array): boolean => new TextDecoder().decode(bytes.subarray(0, 60)).includes('"takestock-sealed"');

/// `tell`: how much of it is done, of 1.
async function take(name: string, file: Blob, tell: (done: number) => void): Promise<void> {
  call("take_file", { name });
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    if (at === 0 && isSealed(piece)) throw new Refused({ code: "sealed", message: "", where: name });
    call("take_part", {}, piece);
    tell((READING * (at + piece.length)) / file.size);
  }
  const { left: events = 0 } = call("take_end", {});
  for (let left = events; left > 0;) {
    left = call("take_on", {}).left!;
    tell(READING + (1 - READING) * (1 - left / events));
  }
}

async function answer(ask: Ask): Promise<Told> {
  const { id } = ask;
  if (ask.do === "start") engine = await Engine.make(ask.module, []);
  if (ask.do === "take") await take(ask.name, ask.file, (done) => scope.postMessage({ id, done, of: 1 } satisfies Told));
  if (ask.do !== "call") return { id, reply: '{"ok":true}', attachment: null };
  const { json, attachment } = engine!.call(ask.command, ask.request);
  return { id, reply: json, attachment: attachment && new Uint8Array(attachment) };
}

function failureOf(error: unknown, name: string): Failure {
  if (error instanceof Refused) return error.failure;
  const unreadable = error instanceof DOMException;
  const stopped = typeof error === "string" || error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  return { code: unreadable ? "unreadable" : stopped ? "crashed" : "internal", message: String(error), where: name };
}

let line: Promise<void> = Promise.resolve();
scope.onmessage = ({ data }: MessageEvent<Ask>) => {
  line = line.then(async () => {
    const told = await answer(data).catch((error: unknown): Told => ({ id: data.id, failure: failureOf(error, data.do === "take" ? data.name : "") }));
    scope.postMessage(told);
  });
};
