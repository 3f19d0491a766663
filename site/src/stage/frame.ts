/**
 * The inner frame that ebiten draws in. Ebiten takes over the document it runs in: it
 * appends a canvas, listens to keys, wheel and touch, and loops by itself. So it gets a
 * document of its own that nothing can reach (inert, no pointer events, no Tab stop), and
 * its requestAnimationFrame is replaced by one that fires when there is something to
 * draw: while nothing moves, nothing runs.
 */
import type { Frame, Header, Points } from "../trace/run.ts";
import { encodingOf } from "../trace/decode.ts";
import { encodePoints } from "../trace/encode.ts";
import { lookOf } from "./look.ts";
import type { Sheet } from "./sheet.ts";
import type { View } from "./view.ts";

export interface FrameEvents {
  /** Ebiten has a canvas and takes runs; after a lost context, again. */
  ready(): void;
  /** The graphics context is gone. Ebiten reloads its document, and ready follows. */
  lost(): void;
  /** What went wrong, and a report of it, possibly "". */
  failed(problem: string, report: string): void;
}

/** What the view exposes (wasm/internal/bridge/view.go); each call answers whether it succeeded. */
interface UntangleView {
  open(header: string, points: Uint8Array): boolean;
  frame(bytes: Uint8Array): boolean;
  sheet(size: number, rows: number, pixels: Uint8Array): boolean;
  cloud(blocks: number, rows: Uint8Array): boolean;
  state(shares: Uint8Array): boolean;
  draw(t: number, width: number, height: number, profile: number, reduceMotion: boolean, hover: number, background: number): boolean;
}

interface GoProgram {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

/** The inner window once wasm_exec.js has run in it. */
interface InnerWindow extends Window {
  Go?: new () => GoProgram;
  WebAssembly: typeof WebAssembly;
  untangleView?: UntangleView;
  fs?: { writeSync(fd: number, bytes: Uint8Array): number };
}

/** How long ebiten may take to its first frame, in ms. */
const startLimit = 20_000;
/** How many characters of what Go prints are kept for a report. */
const reportLength = 4000;

export class ViewFrame {
  readonly element: HTMLIFrameElement;
  private inner: InnerWindow | null = null;
  /** The frame that ebiten asked for and has not had yet. */
  private pending: FrameRequestCallback | null = null;
  private wanted = false;
  private printed = "";
  /** Counts documents, so that what an earlier one does late is ignored. */
  private generation = 0;
  private timer = 0;
  private readonly onMessage = (e: MessageEvent) => this.message(e);

  /** @param url of view.html; @param module view.wasm, compiled. */
  constructor(host: HTMLElement, url: string, private readonly module: WebAssembly.Module, private readonly events: FrameEvents) {
    const e = host.ownerDocument.createElement("iframe");
    e.inert = true;
    e.tabIndex = -1;
    e.setAttribute("aria-hidden", "true");
    e.style.cssText = "position:absolute;left:0;top:0;border:0;pointer-events:none;opacity:0";
    e.addEventListener("load", () => void this.start());
    e.src = url;
    this.element = e;
    window.addEventListener("message", this.onMessage);
    host.append(e);
  }

  /** Begins a run. */
  open(header: Header, points: Points): boolean {
    return this.inner?.untangleView?.open(JSON.stringify(header), encodePoints(points)) ?? false;
  }

  /** Gives the run its next frame. */
  frame(frame: Frame): boolean {
    const bytes = encodingOf(frame);
    if (!bytes) throw new Error("stage: a frame that was not decoded");
    return this.inner?.untangleView?.frame(bytes) ?? false;
  }

  /** Gives the run its images, or takes them away. */
  sheet(s: Sheet | null): boolean {
    return this.inner?.untangleView?.sheet(s?.size ?? 0, s?.rows ?? 0, s?.pixels() ?? new Uint8Array(0)) ?? false;
  }

  /** Begins a division in the place of a run. */
  cloud(blocks: number, rows: Uint8Array): boolean {
    return this.inner?.untangleView?.cloud(blocks, rows) ?? false;
  }

  /** Gives the division its next state. */
  state(shares: Uint8Array): boolean {
    return this.inner?.untangleView?.state(shares) ?? false;
  }

  /** Draws the run at time t, at once. */
  draw(t: number, v: View, background: number): void {
    this.resize(v.width, v.height);
    this.inner?.untangleView?.draw(t, v.width, v.height, lookOf(v.profile).index, v.reduceMotion, v.hover, background);
    this.fire();
  }

  /** Begins anew in a fresh document: the only way to tell ebiten of another pixel ratio. */
  reload(): void {
    this.stop();
    this.element.contentWindow?.location.reload();
  }

  dispose(): void {
    this.stop();
    window.removeEventListener("message", this.onMessage);
    this.element.remove();
  }

  private stop(): void {
    this.generation++;
    this.inner = null;
    this.pending = null;
    this.wanted = false;
    clearTimeout(this.timer);
  }

  private async start(): Promise<void> {
    this.stop();
    const mine = this.generation;
    const fail = (problem: string) => { if (mine === this.generation) this.events.failed(problem, this.printed); };
    this.timer = window.setTimeout(() => fail(`ebiten did not start within ${startLimit / 1000} s`), startLimit);
    try {
      const inner = this.element.contentWindow as InnerWindow;
      if (!inner.Go) throw new Error("wasm_exec.js did not load");
      this.inner = inner;
      this.prepare(inner);
      const go = new inner.Go();
      // The instance must be of the inner window's own kind: wasm_exec.js checks that.
      const instance = await inner.WebAssembly.instantiate(this.module, go.importObject);
      if (mine !== this.generation) return;
      await go.run(instance);
      fail("ebiten ended");
    } catch (e) {
      fail(e instanceof Error ? e.message : String(e));
    }
  }

  /** Puts our own functions in the way of ebiten's. */
  private prepare(inner: InnerWindow): void {
    this.printed = "";
    inner.requestAnimationFrame = (callback) => {
      this.pending = callback;
      if (this.wanted) requestAnimationFrame(() => this.fire());
      return 0;
    };
    // Ebiten answers a lost context by reloading; this listener comes before its own.
    inner.addEventListener("webglcontextlost", () => {
      this.stop();
      this.events.lost();
    }, true);
    // Go prints a fatal panic and ends; keep it for the report.
    const decoder = new TextDecoder();
    if (inner.fs) {
      inner.fs.writeSync = (_fd, bytes) => {
        this.printed = (this.printed + decoder.decode(bytes)).slice(-reportLength);
        return bytes.length;
      };
    }
  }

  /** Lets ebiten have its next frame now, or as soon as it asks. */
  private fire(): void {
    const callback = this.pending;
    this.wanted = callback === null;
    this.pending = null;
    callback?.(performance.now());
  }

  private resize(width: number, height: number): void {
    const { style } = this.element;
    if (style.width === `${width}px` && style.height === `${height}px`) return;
    style.width = `${width}px`;
    style.height = `${height}px`;
    // The browser would tell ebiten only after this picture is drawn.
    this.inner?.dispatchEvent(new Event("resize"));
  }

  private message(e: MessageEvent): void {
    if (e.source !== this.element.contentWindow) return;
    const data = e.data as { source?: string; type?: string; problem?: string; report?: string } | null;
    if (data?.source !== "untangle-view" || !this.inner) return;
    if (data.type === "ready") {
      clearTimeout(this.timer);
      this.events.ready();
    } else if (data.type === "error") {
      this.events.failed(data.problem ?? "unknown", data.report || this.printed);
    }
  }
}
