// The camera as a row of pictures to be read; what it sees is shown while it is open.
import type { Pixels, Reader } from "../qr/pictures.ts";

export type CameraTrouble = "refused" | "none" | "lost";

/// Pixels of the longer side that are read: more is slower and is not read better.
const MOST_PIXELS = 960;
const PAUSE = 80;

const troubleOf = (error: unknown): CameraTrouble => {
  const name = error instanceof DOMException ? error.name : "";
  return name === "NotAllowedError" || name === "SecurityError" ? "refused" : "none";
};

/// A camera that is read until it is closed: open() once, close() at the end.
export class Camera {
  readonly video = document.createElement("video");
  state: "closed" | "asking" | "open" = "closed";
  trouble: CameraTrouble | null = null;
  private stream: MediaStream | null = null;
  private readonly canvas = document.createElement("canvas");

  /// `seen`: the text of each picture that was read, the same again and again while it is before the camera; the next is read when it has
  /// resolved. `changed`: state or trouble changed.
  constructor(label: string, private readonly changed: () => void, private readonly seen: (text: string) => unknown) {
    this.video.muted = this.video.playsInline = true;
    this.video.className = "app-camera";
    this.video.setAttribute("aria-label", label);
  }

  async open(reader: () => Promise<Reader>): Promise<void> {
    if (this.state !== "closed") return;
    this.trouble = null;
    this.show("asking");
    try {
      if (!navigator.mediaDevices) throw new DOMException("There is no camera.", "NotFoundError");
      const [stream, read] = await Promise.all([navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } }), reader()]);
      await this.begin(stream, read);
    } catch (error) {
      this.end(troubleOf(error));
    }
  }

  close(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = this.video.srcObject = null;
    this.state = "closed";
  }

  private async begin(stream: MediaStream, read: Reader): Promise<void> {
    if (this.state !== "asking") return stream.getTracks().forEach((track) => track.stop());
    this.stream = this.video.srcObject = stream;
    stream.getVideoTracks()[0]?.addEventListener("ended", () => this.end("lost"));
    await this.video.play();
    this.show("open");
    void this.readOn(stream, read);
  }

  private async readOn(stream: MediaStream, read: Reader): Promise<void> {
    while (this.stream === stream) {
      const pixels = this.frame(), text = pixels && (await read(pixels).catch(() => (this.end("lost"), null)));
      if (text && this.stream === stream) await this.seen(text);
      await new Promise((later) => setTimeout(later, PAUSE));
    }
  }

  private frame(): Pixels | null {
    const { video, canvas } = this, { videoWidth, videoHeight } = video;
    if (!videoWidth) return null;
    const scale = Math.min(1, MOST_PIXELS / Math.max(videoWidth, videoHeight));
    canvas.width = Math.round(videoWidth * scale);
    canvas.height = Math.round(videoHeight * scale);
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  }

  private end(trouble: CameraTrouble): void {
    this.close();
    this.trouble = trouble;
    this.changed();
  }

  private show(state: Camera["state"]): void {
    this.state = state;
    this.changed();
  }
}
