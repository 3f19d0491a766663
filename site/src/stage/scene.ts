/**
 * The picture of a run at a time: the same pure function as render/scene/build.go,
 * held to it by tests/scene/golden.json. Read that file for the why.
 */
import * as k from "../generated/scene.ts";
import { addGuides } from "./guides.ts";
import { inTray, layoutOf, onMap, type Layout, type Place } from "./layout.ts";
import { rgba, type DrawList } from "./list.ts";
import { lookOf, shapes, widths, type Look } from "./look.ts";
import type { Plan, PlanFrame } from "./plan.ts";
import type { View } from "./view.ts";

/** Fills `list` with the picture of the run at time t; t is clamped to the frames there are. */
export function build(list: DrawList, p: Plan, t: number, v: View): void {
  const background = v.background ?? 0xffffff;
  list.reset(v.width, v.height, background);
  const b = new Builder(list, p, lookOf(v.profile), layoutOf(p, v), ...splitTime(p, t));
  addGuides(list, b.lay, b.look, p, v, background, b.frame);
  if (p.frames.length === 0) return;
  b.pick();
  b.ghosts();
  if (v.reduceMotion) {
    b.fade = easeInOut(span(b.ms, k.RingMs, k.MoveToMs));
    b.stayingFaded();
    b.tray();
    b.leavingFaded();
  } else {
    b.move = easeInOut(span(b.ms, k.MoveFromMs, k.MoveToMs));
    b.staying();
    b.tray();
    b.leaving();
  }
  b.hover(v.hover);
}

/** Splits a time into frame and milliseconds into the step. */
function splitTime(p: Plan, t: number): [number, number] {
  const last = p.frames.length - 1;
  if (!(t > 0) || last < 0) return [0, 0];
  if (t >= last) return [last, 0];
  const whole = Math.floor(t);
  return [whole, (t - whole) * k.StepMs];
}

/** How far ms is from a to b, in [0, 1]. */
const span = (ms: number, a: number, b: number) => Math.min(1, Math.max(0, (ms - a) / (b - a)));

const easeInOut = (x: number) => (x < 0.5 ? 4 * x * x * x : 1 - (2 - 2 * x) ** 3 / 2);
const easeOut = (x: number) => 1 - (1 - x) ** 3;
const lerp = (a: number, b: number, x: number) => a + (b - a) * x;

const marksAlone = [false] as const;
const marksAndImages = [false, true] as const;

class Builder {
  /** How far staying points have moved, or reduced motion has faded, to the next frame. */
  move = 0;
  fade = 0;
  private readonly from: PlanFrame;
  private readonly to: PlanFrame;
  /** Which rows are images in from and to; null: none ever. */
  private fromImages: Uint8Array | null = null;
  private toImages: Uint8Array | null = null;
  /** Sizes of a disc on the map and of what is to leave, and the opacity of that. */
  private small: number;
  private leave: number;
  private solid: number;
  private trayImages = false;
  private readonly a: Place = { x: 0, y: 0 };
  private readonly b: Place = { x: 0, y: 0 };

  constructor(
    private readonly list: DrawList, private readonly p: Plan, readonly look: Look, readonly lay: Layout,
    readonly frame: number, readonly ms: number,
  ) {
    this.from = p.frames[frame]!;
    this.to = ms > 0 ? p.frames[frame + 1]! : this.from;
    this.small = this.leave = lay.point;
    this.solid = look.point;
  }

  /** Chooses the images of the frames that are on screen. */
  pick(): void {
    const { lay, p } = this;
    if (!p.images) return;
    this.toImages = p.imagesAt(lay, this.to === this.from ? this.frame : this.frame + 1);
    this.fromImages = p.imagesAt(lay, this.frame);
    this.small = lay.point * k.ImageBeside;
    this.leave = lay.image;
    this.solid = 1;
    this.trayImages = lay.unit >= k.ImageUnit;
  }

  /** How much of an image a staying row is when a share of the step has gone by. */
  private isImage(row: number, gone: number): number {
    return this.fromImages ? lerp(this.fromImages[row]!, this.toImages![row]!, gone) : 0;
  }

  /** Adds a row's image; size is that of a disc. */
  private image(x: number, y: number, size: number, alpha: number, row: number): void {
    const o = this.p.origin[row]! % shapes.length;
    this.list.mark(x, y, size * widths[o]!, k.ShapeImage + row, rgba(this.look.colors[o]!, alpha), row);
  }

  /** Adds what there is of a row on the map as an image, or what there is as a mark. */
  private part(images: boolean, x: number, y: number, alpha: number, row: number, share: number): void {
    if (images) this.image(x, y, this.lay.image, alpha * share, row);
    else this.mark(x, y, this.small, this.look.point * alpha * (1 - share), row);
  }

  /** Adds a row on its way to the tray, or in it (e = 1). */
  private flying(x: number, y: number, size: number, e: number, alpha: number, row: number): void {
    if (!this.fromImages) return this.mark(x, y, size, alpha, row);
    const share = this.trayImages ? 1 : 1 - e;
    this.mark(x, y, size, alpha * (1 - share), row);
    this.image(x, y, size, alpha * share, row);
  }

  /** What to draw on the map one after the other: marks, and images if any. */
  private layers(): readonly boolean[] {
    return this.fromImages ? marksAndImages : marksAlone;
  }

  private where(f: PlanFrame, row: number, to: Place): void {
    onMap(this.lay, f.x[row]!, f.y[row]!, to);
  }

  /** Writes to this.a a staying row's place on the map now. */
  private between(row: number): void {
    this.where(this.from, row, this.a);
    if (this.move === 0) return;
    this.where(this.to, row, this.b);
    this.a.x = lerp(this.a.x, this.b.x, this.move);
    this.a.y = lerp(this.a.y, this.b.y, this.move);
  }

  /** Adds a row's mark in its shape and color; size is that of a disc. */
  private mark(x: number, y: number, size: number, alpha: number, row: number): void {
    const o = this.p.origin[row]! % shapes.length;
    this.list.mark(x, y, size * widths[o]!, shapes[o]!, rgba(this.look.colors[o]!, alpha), row);
  }

  private ghost(x: number, y: number, alpha: number, row: number): void {
    const o = this.p.origin[row]! % shapes.length;
    this.list.mark(x, y, this.small * widths[o]!, shapes[o]! + k.ShapeHollow, rgba(this.look.colors[o]!, alpha), row);
  }

  private ring(x: number, y: number, scale: number, alpha: number, row: number): void {
    const size = this.fromImages ? (this.lay.image * k.ImageRing * scale) / k.RingScale : Math.max(k.RingMin * this.look.up, this.lay.point * scale);
    this.list.mark(x, y, size, k.ShapeRing, rgba(this.look.ink, alpha), row);
  }

  /** Whether a row is still there when the step under way is over. */
  private stays(row: number): boolean {
    const at = this.p.leftAt[row]!;
    return at < 0 || at > this.frame;
  }

  ghosts(): void {
    for (const row of this.p.order) {
      const at = this.p.leftAt[row]!;
      if (at < 0 || at >= this.frame) continue;
      this.where(this.from, row, this.a);
      this.ghost(this.a.x, this.a.y, this.look.ghost, row);
    }
  }

  staying(): void {
    for (const images of this.layers()) {
      for (const row of this.p.order) {
        if (!this.stays(row)) continue;
        this.between(row);
        this.part(images, this.a.x, this.a.y, 1, row, this.isImage(row, this.move));
      }
    }
  }

  /** Adds the rows that left in earlier steps. */
  tray(): void {
    for (let i = 0; i < this.from.trayed; i++) {
      const row = this.p.trayed[i]!;
      inTray(this.lay, this.p.leftAt[row]!, this.p.slot[row]!, this.a);
      this.flying(this.a.x, this.a.y, this.lay.unit * k.TrayMark, 1, k.TrayAlpha, row);
    }
  }

  /** Adds the rows that leave in this step, the first to leave on top, and the next rings. */
  leaving(): void {
    const { removed } = this.from;
    const { a, b, lay, look, ms } = this;
    const scale = lerp(k.RingScale, k.RingTight, easeOut(span(ms, 0, k.RingMs)));
    for (let j = removed.length - 1; j >= 0; j--) {
      const row = removed[j]!;
      const begin = k.RingMs + (k.StaggerMs * j) / Math.max(1, removed.length - 1);
      const e = span(ms, begin, begin + k.LeaveMs);
      this.where(this.from, row, a);
      this.ghost(a.x, a.y, look.ghost * e, row);
      this.ring(a.x, a.y, scale, 1 - Math.min(1, 3 * e), row);
      inTray(lay, this.frame, this.p.slot[row]!, b);
      const fly = easeInOut(e);
      const dip = 1 - k.FlightDip * Math.sin(Math.PI * e);
      const size = lerp(this.leave, lay.unit * k.TrayMark, easeOut(e)) * dip;
      this.flying(lerp(a.x, b.x, fly), lerp(a.y, b.y, fly), size, e, lerp(this.solid, k.TrayAlpha, e) * dip, row);
    }
    if (ms === 0) return;
    for (const row of this.to.removed) {
      this.between(row);
      this.ring(a.x, a.y, k.RingScale, span(ms, k.NextMs, k.StepMs), row);
    }
  }

  /** Adds the points that stay, twice where they move. */
  stayingFaded(): void {
    const { a, b, fade } = this;
    for (const images of this.layers()) {
      for (const row of this.p.order) {
        if (!this.stays(row)) continue;
        this.where(this.from, row, a);
        this.where(this.to, row, b);
        if ((b.x - a.x) ** 2 + (b.y - a.y) ** 2 <= k.StillPx * k.StillPx) {
          this.part(images, lerp(a.x, b.x, fade), lerp(a.y, b.y, fade), 1, row, this.isImage(row, fade));
          continue;
        }
        this.part(images, a.x, a.y, 1 - fade, row, this.isImage(row, 0));
        this.part(images, b.x, b.y, fade, row, this.isImage(row, 1));
      }
    }
  }

  /** Adds the rows that leave in this step: out on the map and in in the tray. */
  leavingFaded(): void {
    const { removed } = this.from;
    const { a, b, fade, lay, look } = this;
    for (let j = removed.length - 1; j >= 0; j--) {
      const row = removed[j]!;
      this.where(this.from, row, a);
      this.ghost(a.x, a.y, look.ghost * fade, row);
      this.ring(a.x, a.y, k.RingScale, 1 - fade, row);
      this.flying(a.x, a.y, this.leave, 0, this.solid * (1 - fade), row);
      inTray(lay, this.frame, this.p.slot[row]!, b);
      this.flying(b.x, b.y, lay.unit * k.TrayMark, 1, k.TrayAlpha * fade, row);
    }
    if (this.ms === 0) return;
    for (const row of this.to.removed) {
      this.where(this.to, row, a);
      this.ring(a.x, a.y, k.RingScale, fade, row);
    }
  }

  /** Points a row out: where it stands, or its ghost and its place in the tray. */
  hover(row: number): void {
    if (!(row >= 0 && row < this.p.rows)) return;
    const { a, lay } = this;
    const at = this.p.leftAt[row]!;
    if (at === this.frame && this.ms > 0) return;
    const size = this.fromImages ? Math.max(lay.image * k.HoverScale, k.ImageHover) : lay.point * k.HoverScale;
    if (at >= 0 && at < this.frame) {
      this.where(this.from, row, a);
      this.ghost(a.x, a.y, 1, row);
      this.list.mark(a.x, a.y, Math.max(k.RingMin * this.look.up, this.small * k.HoverRing), k.ShapeRing, rgba(this.look.ink, 1), row);
      inTray(lay, at, this.p.slot[row]!, a);
      const wide = Math.max(lay.unit * k.TrayMark * k.HoverScale, size);
      const low = this.fromImages ? this.list.height - k.CellHalf * wide : Infinity;
      this.flying(a.x, Math.min(a.y, low), wide, 0, 1, row);
      return;
    }
    this.between(row);
    this.ring(a.x, a.y, this.fromImages ? (k.RingScale * size) / lay.image : k.HoverRing, 1, row);
    this.flying(a.x, a.y, size, 0, 1, row);
  }
}
