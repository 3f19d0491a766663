/** Finds the row at a place of the picture, whichever renderer drew it. */
import { ShapeHexagon, ShapeHollow, ShapeImage } from "../generated/scene.ts";
import type { DrawList } from "./list.ts";

/** A row and the center of its mark in CSS px. */
export interface Hit {
  row: number;
  x: number;
  y: number;
}

/** Side of a bucket of the grid in CSS px. */
const bucket = 48;
/** By how many px a ghost must be nearer than a point to be meant. */
const ghostHandicap = 4;

const isGhost = (shape: number) => shape >= ShapeHollow && shape < ShapeImage;

/** A grid over the marks of a draw list, filled again for every new picture. */
export class HitGrid {
  private list: DrawList | null = null;
  private columns = 1;
  private rows = 1;
  /** For each bucket its last sprite, and for each sprite the one before it; −1 for none. */
  private last = new Int32Array(0);
  private before = new Int32Array(0);

  /** Takes in the marks of a list. The list must not change until the next fill. */
  fill(list: DrawList): void {
    this.list = list;
    this.columns = Math.max(1, Math.ceil(list.width / bucket));
    this.rows = Math.max(1, Math.ceil(list.height / bucket));
    const buckets = this.columns * this.rows;
    if (this.last.length < buckets) this.last = new Int32Array(buckets);
    if (this.before.length < list.length) this.before = new Int32Array(list.x.length);
    this.last.fill(-1);
    for (let i = 0; i < list.length; i++) {
      // A ring is around a mark that is found by itself.
      if (list.row[i]! < 0 || (list.shape[i]! > ShapeHexagon + ShapeHollow && list.shape[i]! < ShapeImage)) continue;
      const b = this.column(list.x[i]!) + this.columns * this.line(list.y[i]!);
      this.before[i] = this.last[b]!;
      this.last[b] = i;
    }
  }

  /**
   * The mark nearest to (x, y) whose edge is within `reach` px, or null. Of two equally
   * near marks the upper one counts.
   */
  at(x: number, y: number, reach: number): Hit | null {
    const list = this.list;
    if (!list) return null;
    let best = -1;
    let least = Infinity;
    // Marks are less than a bucket wide, so their centers lie at most reach + bucket/2 away.
    const far = reach + bucket / 2;
    for (let line = this.line(y - far); line <= this.line(y + far); line++) {
      for (let column = this.column(x - far); column <= this.column(x + far); column++) {
        for (let i = this.last[column + this.columns * line]!; i >= 0; i = this.before[i]!) {
          const center = Math.hypot(list.x[i]! - x, list.y[i]! - y);
          if (center - list.size[i]! / 2 > reach) continue;
          const d = center + (isGhost(list.shape[i]!) ? ghostHandicap : 0);
          if (d < least || (d === least && i > best)) [best, least] = [i, d];
        }
      }
    }
    return best < 0 ? null : { row: list.row[best]!, x: list.x[best]!, y: list.y[best]! };
  }

  private column(x: number): number {
    return Math.min(this.columns - 1, Math.max(0, Math.floor(x / bucket)));
  }

  private line(y: number): number {
    return Math.min(this.rows - 1, Math.max(0, Math.floor(y / bucket)));
  }
}
