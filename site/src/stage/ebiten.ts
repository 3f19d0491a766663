/**
 * The page's side of ebiten: a canvas on the stage, and the worker (view.ts) that draws on
 * it. It comes behind the first picture (later.ts). There is this way alone: where a worker
 * cannot draw with WebGL 2 (Safari before 17, say), the 2-D canvas goes on, which shows the
 * same. A second way, ebiten on the page's own thread, would be for those browsers alone,
 * and hold them up the most.
 *
 * A canvas can be handed over once, so whoever begins anew (a lost context, another pixel
 * ratio) gets another canvas and another worker.
 */
import type { Frame, Header, Points } from "../trace/run.ts";
import { encodingOf } from "../trace/decode.ts";
import { encodePoints } from "../trace/encode.ts";
import { lookOf } from "./look.ts";
import type { Draw, FromView, ToView } from "./protocol.ts";
import type { Sheet } from "./sheet.ts";
import type { View } from "./view.ts";

export interface CanvasEvents {
  /** Bytes of view.wasm so far, and in all where known. */
  loading(loaded: number, total: number | undefined): void;
  /** Ebiten takes runs; after restart, again. */
  ready(): void;
  /** A picture of what is shown is drawn, and none that looks otherwise waits; while a run plays, a later one of it does. */
  drawn(): void;
  /** The graphics context is gone; restart gets another. */
  lost(): void;
  /** What went wrong, and a report of it, possibly "". */
  failed(problem: string, report: string): void;
}

/** How long ebiten may take to its first frame once its program is there, in ms. */
const startLimit = 20_000;

/** The program, once it has been compiled: the next worker of the page starts with it at once. */
let compiled: WebAssembly.Module | null = null;

export class EbitenCanvas {
  element!: HTMLCanvasElement;
  /** Device pixels per CSS pixel that ebiten draws. */
  ratio = 1;
  private worker: Worker | null = null;
  private timer = 0;
  /** The picture that is on its way, and which one is to follow it. */
  private asked: Draw | null = null;
  private next: Draw | null = null;
  /** Whether something else is shown since that picture was asked for: another run, other images. */
  private outdated = false;

  /** @param url of the folder of view.js, with a slash at its end. */
  constructor(private readonly host: HTMLElement, private readonly url: string, private readonly events: CanvasEvents) {
    this.begin();
  }

  /** Begins a run. */
  open(header: Header, points: Points): void {
    const packed = encodePoints(points);
    this.outdated = true;
    this.send({ kind: "open", header: JSON.stringify(header), points: packed }, [packed.buffer]);
  }

  /** Gives the run its next frame. */
  frame(frame: Frame): void {
    const bytes = encodingOf(frame);
    if (!bytes) throw new Error("stage: a frame that was not decoded");
    this.send({ kind: "frame", bytes });
  }

  /** Gives the run its images, or takes them away. */
  sheet(s: Sheet | null): void {
    this.outdated = true;
    this.send({ kind: "sheet", size: s?.size ?? 0, rows: s?.rows ?? 0, pixels: s?.pixels() ?? new Uint8Array(0) });
  }

  /** Begins a division in the place of a run. */
  cloud(blocks: number, rows: Uint8Array): void {
    this.outdated = true;
    this.send({ kind: "cloud", blocks, rows });
  }

  /** Gives the division its next state. */
  state(shares: Uint8Array): void {
    this.send({ kind: "state", shares });
  }

  /** Draws the run at time t; while a picture is on its way, the last one asked for follows it. */
  draw(t: number, v: View, background: number): void {
    const picture: Draw = { kind: "draw", t, width: v.width, height: v.height, profile: lookOf(v.profile).index, reduceMotion: v.reduceMotion, hover: v.hover, background };
    if (this.drawing) this.next = picture;
    else this.ask(picture);
  }

  /** Whether a picture is on its way. */
  get drawing(): boolean {
    return this.asked !== null;
  }

  /** Begins anew with another canvas: after a lost context, and to tell ebiten of another pixel ratio. */
  restart(): void {
    this.stop();
    this.begin();
  }

  dispose(): void {
    this.stop();
  }

  private begin(): void {
    const { ownerDocument } = this.host;
    const e = ownerDocument.createElement("canvas");
    // What the canvas shows is told by the figure around it.
    e.setAttribute("aria-hidden", "true");
    e.dataset.by = "ebiten";
    e.style.cssText = "position:absolute;left:0;top:0;pointer-events:none;opacity:0";
    this.element = e;
    this.host.append(e);
    this.ratio = window.devicePixelRatio || 1;
    try {
      if (!e.transferControlToOffscreen) throw new Error("this browser draws nothing in a worker");
      const canvas = e.transferControlToOffscreen();
      const worker = new Worker(`${this.url}view.js`);
      this.worker = worker;
      worker.onmessage = ({ data }: MessageEvent<FromView>) => { if (this.worker === worker) this.receive(data); };
      worker.onerror = (event) => {
        event.preventDefault();
        if (this.worker === worker) this.fail(event.message || "view.js did not load", "");
      };
      if (compiled) this.wait();
      this.send({ kind: "start", canvas, ratio: this.ratio, module: compiled }, [canvas]);
    } catch (problem) {
      // No such canvas, or no workers in a sandboxed frame. Told behind the caller's back, as every other failure is.
      this.timer = window.setTimeout(() => this.fail(problem instanceof Error ? problem.message : String(problem), ""));
    }
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = null;
    this.asked = this.next = null;
    this.element.remove();
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.fail(`ebiten did not start within ${startLimit / 1000} s`, ""), startLimit);
  }

  private fail(problem: string, report: string): void {
    this.events.failed(problem, report);
  }

  private send(message: ToView, transfer: Transferable[] = []): void {
    this.worker?.postMessage(message, transfer);
  }

  private ask(picture: Draw): void {
    this.asked = this.worker && picture;
    this.next = null;
    this.outdated = false;
    this.send(picture);
  }

  private receive(m: FromView): void {
    switch (m.kind) {
      case "loading": return this.events.loading(m.loaded, m.total);
      case "compiled":
        compiled = m.module;
        return this.wait();
      case "ready":
        clearTimeout(this.timer);
        return this.events.ready();
      case "drawn": return this.drawn(m.width, m.height);
      case "lost":
        // Nothing of this worker is to come behind it.
        this.stop();
        return this.events.lost();
      case "failed": return this.fail(m.problem, m.report);
    }
  }

  private drawn(width: number, height: number): void {
    // The canvas gets its size with the picture of that size, not a frame before.
    const { style } = this.element;
    style.width = `${width}px`;
    style.height = `${height}px`;
    const { asked, next } = this;
    this.asked = null;
    // Another time of the same is no reason to wait: while a run plays, there is always a next picture.
    const current = !this.outdated && (!next || (["width", "height", "profile", "background"] as const).every((k) => next[k] === asked?.[k]));
    if (next) this.ask(next);
    if (current) this.events.drawn();
  }
}

/** The class, as the stage takes it: by a promise of it. */
export type Ebiten = typeof EbitenCanvas;
