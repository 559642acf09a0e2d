// The worker: owns the files and the engine, and does one thing at a time in the order it was asked.
import { sha256 } from "../digest.ts";
import { Engine } from "./engine.ts";
import { deleteKept, openFiles, readKept, StorageError, type Files } from "./files.ts";
import { FIRST } from "../place.ts";
import { hold } from "./owner.ts";
import type { Ask, Failure, Opened, Opening, Told } from "./protocol.ts";
import type { Replies } from "./replies.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;

let engine: Engine | null = null;
let files: Files | null = null;
let release: (() => void) | null = null;

class Refused extends Error {
  constructor(readonly failure: Failure) { super(failure.message); }
}

const refuse = (code: string, message: string): never => {
  throw new Refused({ code, message });
};

/// A reply of the engine that must be ok, as JSON text.
function must(command: string, request: string): string {
  const { json } = engine!.call(command, request);
  const reply = JSON.parse(json) as { ok: boolean; error?: { code: string; message: string } };
  if (!reply.ok) refuse(reply.error!.code, reply.error!.message);
  return json;
}

async function takeFiles(patience: number): Promise<Files> {
  release = await hold(patience).catch((error: unknown) => refuse("no_storage", String(error)));
  if (!release) refuse("elsewhere", "Another tab has the answers.");
  return openFiles();
}

/// The wanted language, or "" if the survey is not offered in it: then it is the survey's own.
function offered(language: string, survey: string): string {
  const { languages } = (JSON.parse(survey) as { survey: { languages: string[] } }).survey;
  return languages.includes(language) ? language : "";
}

/// The response of the link, or why there is none to open.
function follow(text: string): { resumed: string; refused: string } {
  const { json } = engine!.call("link", JSON.stringify({ text }));
  const { error } = JSON.parse(json) as { error?: { code: string; message: string } };
  if (!error) return { resumed: json, refused: "" };
  if (error.code !== "bad_text" && error.code !== "not_found") refuse(error.code, error.message);
  return { resumed: must("resume", "{}"), refused: error.message };
}

async function open({ module, definition, round, patience, memory, language: wanted, link }: Opening): Promise<Opened> {
  files = memory ? null : await takeFiles(patience);
  engine = await Engine.make(module, files ? files.handles : []);
  must("digest", JSON.stringify({ sha256: await sha256(definition) }));
  const survey = must("define", definition);
  const language = offered(wanted, survey);
  const title = language && (JSON.parse(must("language", JSON.stringify({ language }))) as Replies["language"]).title;
  const roundReply = must("round", round);
  must("open_store", JSON.stringify(files ? { path: "survey.db", vfs: "opfs" } : { path: ":memory:" }));
  await files?.commit();
  const followed = link ? follow(link) : { resumed: must(FIRST, "{}"), refused: "" };
  await files?.commit();
  return { survey, round: roundReply, ...followed, kept: files !== null, language, title };
}

function close(): void {
  engine = null;
  files?.close();
  files = null;
  release?.();
  release = null;
}

async function call(command: string, request: string, bytes?: Uint8Array) {
  if (!engine) return refuse("storage_lost", "The answers are not open in this tab.");
  const reply = engine.call(command, request, bytes);
  await files?.commit();
  return reply;
}

async function answer(ask: Ask): Promise<Told> {
  const { id } = ask;
  switch (ask.do) {
    case "open":
      return { id, opened: await open(ask.opening) };
    case "call": {
      const { json, attachment } = await call(ask.command, ask.request, ask.bytes);
      return { id, reply: json, attachment, low: files?.low ?? false };
    }
    case "rescue":
      close();
      return { id, files: await readKept() };
    case "wipe":
      close();
      await deleteKept();
      return { id, done: true };
    case "close":
      close();
      return { id, done: true };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof Refused) return error.failure;
  if (error instanceof StorageError) return { code: error.trouble, message: error.message };
  const aborted = typeof error === "string";  // as Emscripten's abort() throws it
  const stopped = aborted || error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  return { code: stopped ? "crashed" : "internal", message: String(error) };
}

async function serve(ask: Ask): Promise<void> {
  let told: Told;
  try {
    told = await answer(ask);
  } catch (error) {
    told = { id: ask.id, failure: failureOf(error) };
    if (ask.do === "open") close();
  }
  scope.postMessage(told);
}

let line: Promise<void> = Promise.resolve();
scope.onmessage = (event: MessageEvent<Ask>) => {
  line = line.then(() => serve(event.data));
};
