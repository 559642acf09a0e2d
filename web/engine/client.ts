// The page's side of the engine: one promise per call. A call that finds the worker stopped or its files taken away opens everything once
// more and is made again; only if that fails too does it fail.
import type { Ask, Failure, Opened, Opening, SavedFile, Told } from "./protocol.ts";
import type { Command, FileInfo, Replies } from "./replies.ts";

export class EngineError extends Error {
  constructor(readonly failure: Failure) { super(failure.message); }
  get code(): string { return this.failure.code; }
}

export interface Made { info: FileInfo; bytes: Uint8Array<ArrayBuffer> }

type Wanted = Ask extends infer A ? (A extends { id: number } ? Omit<A, "id"> : never) : never;
interface Waiting { done(told: Told): void; failed(error: EngineError): void }

const stopped = (): EngineError => new EngineError({ code: "crashed", message: "The engine stopped." });

export class Client {
  /// The last save needed the space that is held back for it.
  low = false;
  private worker: Worker | null = null;
  private opening: Opening | null = null;
  private reopening: Promise<Opened> | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  /// Starts the worker before there is anything to open, so that its program arrives with everything else.
  warmUp(): void {
    this.worker ??= this.start();
  }

  /// Opens the answers; a worker that had them open is ended first.
  async open(opening: Opening): Promise<Opened> {
    if (this.opening) this.end();
    this.opening = opening;
    const told = await this.ask({ do: "open", opening });
    if (!("opened" in told)) throw stopped();
    opening.link = "";
    return told.opened;
  }

  /// Durable when it resolves. Throws EngineError when the engine says no.
  async call<C extends Command>(command: C, request: object = {}): Promise<Replies[C]> {
    return (await this.send(command, request)).reply as Replies[C];
  }

  /// From now on in this language, also after the engine had to be started again; the survey's title in it.
  async speak(language: string): Promise<string> {
    const { title } = await this.call("language", { language });
    if (this.opening) this.opening.language = language;
    return title;
  }

  /// A command that makes a file.
  async make(command: "copy" | "results_file", request: object = {}): Promise<Made> {
    const { reply, attachment } = await this.send(command, request);
    return { info: (reply as Replies["copy"]).file, bytes: new Uint8Array(attachment ?? []) };
  }

  /// What is to be sent to the hub now; null where there is no link.
  async batch(): Promise<Uint8Array<ArrayBuffer> | null> {
    const { attachment } = await this.send("sync_batch", {});
    return attachment && new Uint8Array(attachment);
  }

  /// What was asked before is still done; what is asked afterwards fails until open() is called again.
  async close(): Promise<void> {
    const { worker } = this;
    if (!worker) return;
    const closed = this.ask({ do: "close" }).catch(() => undefined);
    this.worker = this.opening = null;
    await closed;
    worker.terminate();
  }

  /// Gives the files back this instant; what is not done yet fails.
  drop(): void {
    this.opening = null;
    this.end();
  }

  /// Deletes every file of the answers from this device.
  async wipe(): Promise<void> {
    await this.ask({ do: "wipe" });
    this.end();
  }

  /// The database files as they are, for someone who can repair them.
  async rescue(): Promise<SavedFile[]> {
    const told = await this.ask({ do: "rescue" });
    return "files" in told ? told.files : [];
  }

  protected async send(command: string, request: object, bytes?: Uint8Array<ArrayBuffer>): Promise<{ reply: unknown; attachment: Uint8Array | null }> {
    const wanted: Wanted = { do: "call", command, request: JSON.stringify(request), bytes };
    try {
      return await this.once(wanted);
    } catch (error) {
      if (!(error instanceof EngineError) || !["crashed", "storage_lost"].includes(error.code) || !this.opening) throw error;
      await (this.reopening ??= this.open(this.opening).finally(() => (this.reopening = null)));
      return this.once(wanted);
    }
  }

  private async once(wanted: Wanted): Promise<{ reply: unknown; attachment: Uint8Array | null }> {
    const told = await this.ask(wanted);
    if (!("reply" in told)) throw stopped();
    const reply = JSON.parse(told.reply) as { ok: boolean; error?: { code: string; message: string } };
    if (!reply.ok && reply.error) throw new EngineError(reply.error);
    this.low = told.low;
    return { reply, attachment: told.attachment };
  }

  private ask(wanted: Wanted): Promise<Told> {
    if (!this.worker && wanted.do === "call") return Promise.reject(stopped());
    const worker = (this.worker ??= this.start());
    const id = ++this.last;
    return new Promise<Told>((done, failed) => {
      this.waiting.set(id, { done, failed });
      worker.postMessage({ ...wanted, id } as Ask);
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (event: MessageEvent<Told>) => this.hear(event.data);
    worker.onerror = () => this.end();
    return worker;
  }

  private hear(told: Told): void {
    const waiting = this.waiting.get(told.id);
    this.waiting.delete(told.id);
    if ("failure" in told) waiting?.failed(new EngineError(told.failure));
    else waiting?.done(told);
  }

  private end(): void {
    this.worker?.terminate();
    this.worker = null;
    for (const waiting of this.waiting.values()) waiting.failed(stopped());
    this.waiting.clear();
  }
}
