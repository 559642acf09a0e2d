// What signatures are drawn on: strokes of a finger, a pen or a mouse, or words where nobody draws. It becomes a PNG.
const WIDTH = 900;
const HEIGHT = 360;
const INK = "#0b0c0c";
const PEN = 5;

interface Point { x: number; y: number }

function blank(canvas: HTMLCanvasElement | OffscreenCanvas): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  context.fillStyle = "white";
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = context.strokeStyle = INK;
  return context;
}

export class Pad {
  readonly canvas = document.createElement("canvas");
  private readonly strokes: Point[][] = [];
  private pen: number | null = null;

  /// `changed`: a stroke was ended.
  constructor(label: string, private readonly changed: () => void) {
    this.canvas.width = WIDTH;
    this.canvas.height = HEIGHT;
    this.canvas.className = "app-signature";
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", label);
    this.canvas.addEventListener("pointerdown", (event) => this.down(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"] as const) this.canvas.addEventListener(name, (event) => this.up(event));
    blank(this.canvas);
  }

  get count(): number { return this.strokes.length; }

  undo(): void {
    this.strokes.pop();
    this.redraw();
  }

  clear(): void {
    this.strokes.length = 0;
    this.redraw();
  }

  png(): Promise<Blob> {
    return new Promise((done, failed) => this.canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("No PNG could be made."))), "image/png"));
  }

  private at({ clientX, clientY }: PointerEvent): Point {
    const box = this.canvas.getBoundingClientRect();
    return { x: ((clientX - box.left) / box.width) * WIDTH, y: ((clientY - box.top) / box.height) * HEIGHT };
  }

  /// One pen at a time: a resting palm draws nothing.
  private down(event: PointerEvent): void {
    if (this.pen !== null || event.button !== 0) return;
    event.preventDefault();
    this.pen = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.strokes.push([this.at(event)]);
    this.redraw();
  }

  private move(event: PointerEvent): void {
    if (event.pointerId !== this.pen) return;
    this.strokes.at(-1)!.push(...(event.getCoalescedEvents?.() ?? [event]).map((each) => this.at(each)), this.at(event));
    this.redraw();
  }

  private up(event: PointerEvent): void {
    if (event.pointerId !== this.pen) return;
    this.pen = null;
    this.changed();
  }

  private redraw(): void {
    const context = blank(this.canvas);
    context.lineWidth = PEN;
    context.lineCap = context.lineJoin = "round";
    for (const [first, ...rest] of this.strokes) {
      context.beginPath();
      context.moveTo(first!.x, first!.y);
      for (const { x, y } of rest.length ? rest : [first!]) context.lineTo(x, y);
      context.stroke();
    }
  }
}

const LINE = 34;

/// Words in lines of at most so many letters; a longer word has a line of its own.
export function wrapped(text: string, most = LINE): string[] {
  return text.trim().split(/\s+/).reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
    return lines;
  }, []);
}

/// Words as a picture of the same size as a drawing.
export function wordsPicture(text: string, style: "italic" | "normal"): Promise<Blob> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT), context = blank(canvas), lines = wrapped(text);
  const height = Math.min(110, (HEIGHT - 40) / lines.length);
  context.font = `${style} ${Math.round(height / 1.3)}px ${style === "italic" ? "cursive, serif" : "sans-serif"}`;
  context.textBaseline = "middle";
  lines.forEach((line, index) => context.fillText(line, 30, HEIGHT / 2 + (index - (lines.length - 1) / 2) * height, WIDTH - 60));
  return canvas.convertToBlob({ type: "image/png" });
}
