/**
 * The stage: shows a run at a time t. It starts at once with a 2-D canvas, loads ebiten
 * behind it, in a worker, and swaps when that has drawn the same picture; it goes back to
 * the canvas when ebiten is not to be had. It listens to the pointer and to nothing else: it never
 * prevents a default, takes no focus, and the wheel scrolls the page.
 */
import type { Ebiten, EbitenCanvas } from "./ebiten.ts";
import { HitGrid } from "./hit.ts";
import { DrawList } from "./list.ts";
import type { Plan } from "./plan.ts";
import { Player2D } from "./player2d.ts";
import { Pointer } from "./pointer.ts";
import type { Pictures, Sheet } from "./sheet.ts";
import { RunSubject, type Subject } from "./subject.ts";
import type { Run } from "../trace/run.ts";
import type { View } from "./view.ts";

export interface StageStatus {
  renderer: "2d" | "ebiten";
  /** Why it is not ebiten, in words; absent while that loads. */
  reason?: string;
  /** What a developer needs to know of it, possibly a stack. */
  report?: string;
  /** Bytes of view.wasm so far, and in all where known. */
  loadedBytes?: number;
  totalBytes?: number;
}

export interface StageOptions {
  /** URL of the folder of view.js, view.wasm and wasm_exec.js, with a slash at its end. */
  viewURL: string;
  /** A row came under the pointer, its mark at (x, y) CSS px of the stage; row −1: none, and the pointer is there. */
  onHover(row: number, x: number, y: number): void;
  /** A row was clicked or tapped, or −1 for none. */
  onPick(row: number): void;
  onStatus(s: StageStatus): void;
  /** What draws with WebGL, when it comes; null to stay with the canvas. */
  ebiten: Promise<Ebiten> | null;
}

/** Lost contexts after which the stage stays with the canvas. */
const losses = 3;

export class Stage {
  private readonly player: Player2D;
  private readonly pointer: Pointer;
  private readonly list = new DrawList();
  private readonly hits = new HitGrid();
  private subject: Subject | null = null;
  private t = 0;
  private view: Required<View> | null = null;
  private listed = false;
  private gridded = false;
  private far: EbitenCanvas | null = null;
  /** Parts of the subject (frames of a run) that ebiten has; −1 before it has any. */
  private sent = -1;
  /** The images of the run, and the sheet of them that ebiten has. */
  private pictures: Pictures | null = null;
  private sentSheet: Sheet | null = null;
  /** Off: the canvas alone. Warm: both draw, the canvas shows. On: ebiten alone. */
  private ebiten: "off" | "warm" | "on" = "off";
  /** Whether the picture is for paper: the canvas shows, because it has drawn when draw returns. */
  private paper = false;
  private loading = false;
  private disposed = false;
  private swapping = false;
  private lost = 0;

  /** @param host a positioned element of the size of the view; the stage fills it. */
  constructor(private readonly host: HTMLElement, private readonly o: StageOptions) {
    this.player = new Player2D(host.ownerDocument);
    this.player.canvas.style.cssText = "position:absolute;left:0;top:0";
    host.append(this.player.canvas);
    this.pointer = new Pointer(host, (x, y, reach) => this.hit(x, y, reach), o);
    o.onStatus({ renderer: "2d" });
  }

  /** Shows another run from the next draw on. */
  setRun(run: Run): void {
    this.show(new RunSubject(run));
  }

  /** Shows something else than a run from the next draw on, such as a division. */
  show(subject: Subject): void {
    this.subject = subject;
    this.pictures = null;
    this.sent = -1;
    this.feed();
  }

  /** Gives the run its images; they are drawn from the next draw on. */
  setPictures(pictures: Pictures | null): void {
    this.pictures = pictures;
    if (this.subject instanceof RunSubject) this.subject.plan.images = pictures !== null;
  }

  /** Takes in what the subject has gained, such as the frames of a run. */
  framesChanged(): void {
    if (this.subject instanceof RunSubject) this.subject.plan.sync();
    this.feed();
  }

  /**
   * Shows the run at time t, and never by itself, but for a lost picture. The 2-D canvas draws
   * now, ebiten as soon as its worker hears of it; `paper` asks for a picture that is there when
   * the call returns, as printing does.
   */
  draw(t: number, view: View, paper = false): void {
    // Whole pixels, so that both renderers have the same.
    const [width, height] = [Math.floor(view.width), Math.floor(view.height)];
    if (!this.subject || !(width > 0 && height > 0)) return;
    this.t = t;
    this.paper = paper;
    this.view = { ...view, width, height, background: view.background ?? stageColor(this.host) };
    this.listed = this.gridded = false;
    this.pointer.resize(width, height);
    this.paint();
    if (!this.loading) this.load();
  }

  /** Where the points of the run are; null where something else is shown. */
  get plan(): Plan | null {
    return this.subject instanceof RunSubject ? this.subject.plan : null;
  }

  /** Whether ebiten has a picture on its way to the screen. */
  get drawing(): boolean {
    return this.far !== null && this.ebiten !== "off" && this.far.drawing;
  }

  dispose(): void {
    this.disposed = true;
    this.far?.dispose();
    this.pointer.dispose();
    this.player.canvas.remove();
    this.subject = null;
  }

  private paint(): void {
    const { view } = this;
    if (!view || !this.subject) return;
    const ratio = window.devicePixelRatio || 1;
    if (this.far && this.ebiten !== "off" && ratio !== this.far.ratio) {
      this.fallBack();
      this.far.restart();
      this.pointer.raise();
      return;
    }
    const sheet = this.pictures?.sheet(view.profile, view.background) ?? null;
    if (this.ebiten !== "off" && !this.paper) {
      this.give(sheet);
      this.far!.draw(this.t, view, view.background);
    }
    this.reveal();
    if (this.ebiten === "on" && !this.paper) return;
    const { canvas } = this.player;
    canvas.style.width = `${view.width}px`;
    canvas.style.height = `${view.height}px`;
    this.player.draw(this.picture(), ratio, sheet);
  }

  /** The draw list of what is shown. */
  private picture(): DrawList {
    if (!this.listed && this.view) this.subject?.build(this.list, this.t, this.view);
    this.listed = true;
    return this.list;
  }

  private hit(x: number, y: number, reach: number) {
    if (!this.subject || !this.view) return null;
    const list = this.picture();
    if (!this.gridded) this.hits.fill(list);
    this.gridded = true;
    return this.hits.at(x, y, reach);
  }

  /** Loads ebiten once the first picture is there. */
  private load(): void {
    this.loading = true;
    const { ebiten } = this.o;
    if (!ebiten) return;
    const idle = window.requestIdleCallback ?? ((f: () => void) => setTimeout(f, 200));
    void ebiten.then((Canvas) => idle(() => this.begin(Canvas), { timeout: 1000 }));
  }

  private begin(Canvas: Ebiten): void {
    if (this.disposed) return;
    this.far = new Canvas(this.host, this.o.viewURL, {
      loading: (loadedBytes, totalBytes) => this.o.onStatus({ renderer: "2d", loadedBytes, ...(totalBytes === undefined ? {} : { totalBytes }) }),
      ready: () => this.warmUp(),
      drawn: () => this.drawn(),
      lost: () => this.lose(),
      failed: (problem, report) => this.giveUp(problem, report),
    });
    this.pointer.raise();
  }

  /** Brings a fresh ebiten to what is shown. */
  private warmUp(): void {
    this.ebiten = "warm";
    this.sent = -1;
    this.feed();
    this.paint();
  }

  /** Ebiten has drawn what is shown: it shows after a frame of the screen, which has its picture. */
  private drawn(): void {
    const { far } = this;
    if (this.ebiten !== "warm" || this.swapping) return;
    this.swapping = true;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      this.swapping = false;
      if (this.ebiten !== "warm" || this.far !== far) return;
      this.ebiten = "on";
      this.reveal();
      this.o.onStatus({ renderer: "ebiten" });
    }));
  }

  /** Gives ebiten what it does not have of the subject. */
  private feed(): void {
    const { far, subject } = this;
    if (!far || !subject || this.ebiten === "off") return;
    if (this.sent < 0) this.sentSheet = null;
    try {
      this.sent = subject.feed(far, this.sent);
    } catch (e) {
      this.giveUp(e instanceof Error ? e.message : String(e), "");
    }
  }

  /** Gives ebiten the sheet of images where it has another. */
  private give(sheet: Sheet | null): void {
    if (this.sent < 0 || this.sentSheet === sheet) return;
    this.far!.sheet(sheet);
    this.sentSheet = sheet;
  }

  private lose(): void {
    this.fallBack();
    this.lost++;
    if (this.lost >= losses) return this.giveUp("the graphics context was lost again and again", "");
    this.o.onStatus({ renderer: "2d", reason: "the graphics context was lost" });
    this.far!.restart();
    this.pointer.raise();
  }

  /** Shows the canvas, up to date, and hides ebiten. */
  private fallBack(): void {
    this.ebiten = "off";
    this.paint();
  }

  /** Lets the one show that has the picture. The other is hidden, for its picture may be an old one, of another size. */
  private reveal(): void {
    const far = this.ebiten === "on" && !this.paper;
    this.player.canvas.style.visibility = far ? "hidden" : "";
    if (this.far) this.far.element.style.opacity = far ? "1" : "0";
  }

  /** Stays with the canvas. */
  private giveUp(reason: string, report: string): void {
    this.fallBack();
    this.far?.dispose();
    this.far = null;
    this.o.onStatus({ renderer: "2d", reason, report });
  }
}

/** The token --stage of the style sheet as 0xRRGGBB, white where it is missing. */
function stageColor(host: HTMLElement): number {
  const value = getComputedStyle(host).getPropertyValue("--stage").trim();
  const digits = /^#([0-9a-f]{6})$/i.exec(value)?.[1];
  return digits ? parseInt(digits, 16) : 0xffffff;
}
