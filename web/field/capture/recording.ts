// Sound from the microphone, streamed to the storage while it is recorded.
import type { Attaching } from "./doors.ts";

export type RecordingTrouble = "refused" | "noMicrophone" | "noRecorder";

/// Milliseconds of sound in each part.
const PART = 1000;
/// Speech is well understood at this rate: 15 MB an hour.
const BITS_PER_SECOND = 32_000;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

/// Null where the browser records in none that is taken, or not at all.
export const recordingType = (): string | null =>
  (typeof MediaRecorder === "undefined" ? null : (TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? null));

const troubleOf = (error: unknown): RecordingTrouble => {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotSupportedError" ? "noRecorder" : "noMicrophone";
};

const silence = (stream: MediaStream | null): void => stream?.getTracks().forEach((track) => track.stop());

export class Recording {
  private readonly recorder: MediaRecorder;
  private readonly context = new AudioContext();
  private readonly analyser = this.context.createAnalyser();
  private readonly chunks: Blob[] = [];
  private began = 0;
  private ended = false;

  private constructor(private readonly stream: MediaStream, readonly type: string) {
    this.recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS_PER_SECOND });
    this.context.createMediaStreamSource(stream).connect(this.analyser);
  }

  /// Asks for the microphone.
  static async open(): Promise<Recording | RecordingTrouble> {
    const type = recordingType();
    if (!type || !navigator.mediaDevices) return "noRecorder";
    let stream: MediaStream | null = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      return new Recording(stream, type);
    } catch (error) {
      silence(stream);
      return troubleOf(error);
    }
  }

  get seconds(): number { return this.began ? (performance.now() - this.began) / 1000 : 0; }
  /// All that was recorded, also what could not be stored.
  get blob(): Blob { return new Blob(this.chunks, { type: this.type.split(";")[0]! }); }

  /// From 0 to 1, now.
  level(): number {
    const wave = new Float32Array(this.analyser.fftSize);
    this.analyser.getFloatTimeDomainData(wave);
    const power = wave.reduce((sum, each) => sum + each * each, 0) / wave.length;
    return Math.min(1, Math.sqrt(power) * 3);
  }

  /// Records until stop(); resolves when all of it is stored and is the answer. Rejects as soon as a part cannot be stored.
  async into(begin: () => Promise<Attaching>): Promise<void> {
    try {
      const attaching = await begin();
      await this.record(attaching);
      if (this.chunks.length > 0) await attaching.end();
    } finally {
      this.close();
    }
  }

  /// Gives the microphone back; nothing is recorded any more.
  close(): void {
    silence(this.stream);
    void this.context.close();
  }

  stop(): void {
    this.ended = true;
    if (this.recorder.state !== "inactive") this.recorder.stop();
  }

  private async record(attaching: Attaching): Promise<void> {
    let stored: Promise<unknown> = Promise.resolve();
    this.recorder.ondataavailable = ({ data }) => {
      if (data.size === 0) return;
      this.chunks.push(data);
      stored = stored.then(() => attaching.part(data));
      stored.catch(() => this.stop());
    };
    const stopped = new Promise((done) => this.recorder.addEventListener("stop", done, { once: true }));
    this.recorder.start(PART);
    this.began = performance.now();
    if (this.ended) this.stop();
    await stopped;
    await stored;
  }
}
