// The page's side of the worker: one promise per request.
import { compiled } from "../engine/compiled.ts";
import type { Ask, Failure, Told } from "./protocol.ts";
import type { Command, FileInfo, Replies } from "./replies.ts";

export class ResultsError extends Error {
  constructor(readonly failure: Failure) { super(failure.message); }
  get code(): string { return this.failure.code; }
}

export interface Made { info: FileInfo; bytes: Uint8Array<ArrayBuffer> }

type Wanted = Ask extends infer A ? (A extends { id: number } ? Omit<A, "id"> : never) : never;
type Reply = Extract<Told, { reply: string }>;
interface Waiting { done(told: Reply): void; failed(error: ResultsError): void; tell: ((part: number) => void) | undefined }

const stopped = (): ResultsError => new ResultsError({ code: "crashed", message: "", where: "" });

export class ResultsClient {
  private worker: Worker | null = null;
  private starting: Promise<void> | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  /// The engine; started at once, so that it is there when a file comes. Again after it has stopped.
  start(): Promise<void> {
    return (this.starting ??= this.begin());
  }

  /// Takes a results file in, whole or not at all. `tell`: how much is done, of 1.
  async take(file: File, tell: (part: number) => void): Promise<void> {
    await this.start();
    await this.ask({ do: "take", name: file.name, file }, tell);
  }

  async call<C extends Command>(command: C, request: object = {}): Promise<Replies[C]> {
    return (await this.send(command, request)).reply as Replies[C];
  }

  async make(command: "record" | "save", request: object = {}): Promise<Made> {
    const { reply, attachment } = await this.send(command, request);
    return { info: (reply as Replies["save"]).file, bytes: attachment ?? new Uint8Array() };
  }

  private async begin(): Promise<void> {
    const module = await compiled();
    this.worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }: MessageEvent<Told>) => this.hear(data);
    this.worker.onerror = () => this.end();
    await this.ask({ do: "start", module });
  }

  private async send(command: Command, request: object): Promise<{ reply: unknown; attachment: Uint8Array<ArrayBuffer> | null }> {
    await this.start();
    const told = await this.ask({ do: "call", command, request: JSON.stringify(request) });
    const reply = JSON.parse(told.reply) as { ok: boolean; error?: Failure };
    if (!reply.ok) throw new ResultsError(reply.error!);
    return { reply, attachment: told.attachment };
  }

  private ask(wanted: Wanted, tell?: (part: number) => void): Promise<Reply> {
    const { worker } = this;
    if (!worker) return Promise.reject(stopped());
    const id = ++this.last;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done, failed, tell });
      worker.postMessage({ ...wanted, id } as Ask);
    });
  }

  private hear(told: Told): void {
    const waiting = this.waiting.get(told.id);
    if ("done" in told) return waiting?.tell?.(told.done / told.of);
    this.waiting.delete(told.id);
    if ("reply" in told) return waiting?.done(told);
    waiting?.failed(new ResultsError(told.failure));
    if (told.failure.code === "crashed") this.end();
  }

  /// What was opened is gone with the worker.
  private end(): void {
    this.worker?.terminate();
    this.worker = this.starting = null;
    for (const waiting of this.waiting.values()) waiting.failed(stopped());
    this.waiting.clear();
  }
}
