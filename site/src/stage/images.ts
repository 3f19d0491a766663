/** Which rows are drawn as images; counterpart of render/scene/images.go, where the why is. */
import { ImageApart } from "../generated/scene.ts";
import { onMap, type Layout, type Place } from "./layout.ts";
import type { Plan } from "./plan.ts";

/** Remembers the choice, frame by frame, for one layout. */
export class Shown {
  private readonly frames: Uint8Array[] = [];
  private readonly key: string;

  constructor(private readonly plan: Plan, private readonly layout: Layout) {
    this.key = keyOf(layout);
  }

  fits(layout: Layout): boolean {
    return layout === this.layout || keyOf(layout) === this.key;
  }

  /** The rows that are images in a frame: those that leave after it, and as many others as find room. */
  at(frame: number): Uint8Array {
    while (this.frames.length <= frame) this.frames.push(this.choose(this.frames.length));
    return this.frames[frame]!;
  }

  private choose(k: number): Uint8Array {
    const { plan, layout } = this;
    const f = plan.frames[k]!;
    const out = new Uint8Array(plan.rows);
    const room = new Crowd(layout);
    const at: Place = { x: 0, y: 0 };
    const attempt = (row: number, always: boolean) => {
      if (out[row]) return;
      onMap(layout, f.x[row]!, f.y[row]!, at);
      if (!always && !room.free(at.x, at.y)) return;
      room.put(at.x, at.y);
      out[row] = 1;
    };
    for (const row of f.removed) attempt(row, true);
    const here = (row: number) => plan.leftAt[row]! < 0 || plan.leftAt[row]! >= k;
    const before = this.frames[k - 1];
    if (before) for (const row of plan.order) if (before[row] && here(row)) attempt(row, false);
    for (const row of plan.order) if (here(row)) attempt(row, false);
    return out;
  }
}

const keyOf = (l: Layout) => Object.values(l).join();

/** The centers of images in buckets as wide as they must be apart. */
class Crowd {
  private readonly apart: number;
  private readonly columns: number;
  private readonly rows: number;
  /** The places in each bucket: x and y in turn. */
  private readonly buckets: (number[] | undefined)[] = [];

  constructor(l: Layout) {
    this.apart = Math.max(1, ImageApart * l.image);
    this.columns = Math.floor((2 * l.centerX) / this.apart) + 1;
    this.rows = Math.floor((2 * l.centerY) / this.apart) + 1;
  }

  private column(x: number): number {
    return Math.min(this.columns - 1, Math.max(0, Math.trunc(x / this.apart)));
  }

  private line(y: number): number {
    return Math.min(this.rows - 1, Math.max(0, Math.trunc(y / this.apart)));
  }

  /** Whether no image is nearer than apart. */
  free(x: number, y: number): boolean {
    const [column, line] = [this.column(x), this.line(y)];
    for (let v = Math.max(0, line - 1); v <= Math.min(this.rows - 1, line + 1); v++) {
      for (let u = Math.max(0, column - 1); u <= Math.min(this.columns - 1, column + 1); u++) {
        const places = this.buckets[u + this.columns * v] ?? [];
        for (let i = 0; i < places.length; i += 2) {
          const dx = places[i]! - x;
          const dy = places[i + 1]! - y;
          if (dx * dx + dy * dy < this.apart * this.apart) return false;
        }
      }
    }
    return true;
  }

  put(x: number, y: number): void {
    (this.buckets[this.column(x) + this.columns * this.line(y)] ??= []).push(x, y);
  }
}
