/** What the scene knows about a run beyond a frame; counterpart of render/scene/plan.go. */
import { Compression, ImageCompression, ShapeImage } from "../generated/scene.ts";
import { Shown } from "./images.ts";
import type { Layout } from "./layout.ts";
import type { Frame, Run } from "../trace/run.ts";

/** One frame in the radial scale: coordinates in units of the extent, y up. */
export interface PlanFrame {
  x: Float32Array;
  y: Float32Array;
  /** The rows that leave after the frame, highest score first. */
  removed: Int32Array;
  /** How many entries of Plan.trayed belong to earlier steps. */
  trayed: number;
}

/** Where each point stands, and where it will lie in the tray. */
export class Plan {
  readonly rows: number;
  readonly perStep: number;
  readonly steps: number;
  readonly origin: Uint8Array;
  /** Rows in the order they are drawn. */
  readonly order: Int32Array;
  readonly frames: PlanFrame[] = [];
  /** The step in whose frame a row is listed as removed, or −1. */
  readonly leftAt: Int32Array;
  /** The place of a removed row in its column, from the bottom. */
  readonly slot: Int32Array;
  /** All removed rows, step by step, each column bottom to top. */
  readonly trayed: number[] = [];
  /** The largest |x| and |y| of frame 0 in the radial scale. */
  reachX = 1;
  reachY = 1;
  /** Whether rows are images, and whether their sheet is there, so that they are drawn as such where they fit. */
  readonly pictured: boolean;
  images = false;
  /** Of the radial scale. */
  readonly power: number;
  private shown: Shown | null = null;
  private readonly origins: number;

  constructor(readonly run: Run) {
    const { rows, origins, scenario } = run.header;
    this.rows = rows;
    this.perStep = Math.max(1, scenario.purify.perStep);
    this.steps = Math.max(1, scenario.purify.steps);
    this.origins = Math.max(1, origins.length);
    this.origin = run.points.origin;
    this.order = drawOrder(rows);
    this.leftAt = new Int32Array(rows).fill(-1);
    this.slot = new Int32Array(rows);
    this.pictured = !!run.header.images && rows <= 0xffff - ShapeImage;
    this.power = this.pictured ? ImageCompression : Compression;
    this.sync();
  }

  /** Which rows are drawn as images in a frame; see Shown. */
  imagesAt(layout: Layout, frame: number): Uint8Array {
    if (!this.shown?.fits(layout)) this.shown = new Shown(this, layout);
    return this.shown.at(frame);
  }

  /** Takes in the frames that the run has gained. */
  sync(): void {
    while (this.frames.length < this.run.frames.length) this.add(this.run.frames[this.frames.length]!);
  }

  private add(f: Frame): void {
    const { x, y } = compress(f.mapX, f.mapY, f.extent, this.power);
    const step = this.frames.length;
    if (step === 0) {
      this.reachX = reach(x);
      this.reachY = reach(y);
    }
    const removed: number[] = [];
    for (const row of f.removed) {
      // A row that left already cannot leave again: malformed input must not duplicate it.
      if (this.leftAt[row]! >= 0) continue;
      this.leftAt[row] = step;
      removed.push(row);
    }
    this.frames.push({ x, y, removed: Int32Array.from(removed), trayed: this.trayed.length });
    this.stack(removed);
  }

  /** Lays the rows of a step into their column: distribution 0 on top, within one by score. */
  private stack(removed: number[]): void {
    const start = this.trayed.length;
    for (let o = this.origins - 1; o >= 0; o--) {
      for (const row of removed) {
        if (Math.min(this.origin[row]!, this.origins - 1) !== o) continue;
        this.slot[row] = this.trayed.length - start;
        this.trayed.push(row);
      }
    }
  }
}

/** Maps coordinates to the radial scale: radius ρ in extents goes to ρ^power. */
export function compress(mapX: Float32Array, mapY: Float32Array, extent: number, power: number): { x: Float32Array; y: Float32Array } {
  const n = mapX.length;
  const x = new Float32Array(n);
  const y = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const u = mapX[i]! / extent;
    const v = mapY[i]! / extent;
    const rho = Math.sqrt(u * u + v * v);
    if (rho === 0) continue;
    const f = Math.pow(rho, power - 1);
    x[i] = u * f;
    y[i] = v * f;
  }
  return { x, y };
}

/** The largest |v|, and 1 where all are 0. */
function reach(vs: Float32Array): number {
  let r = 0;
  for (const v of vs) r = Math.max(r, Math.abs(v));
  return r === 0 ? 1 : r;
}

/** A fixed permutation of the rows that mixes them evenly, so that no distribution lies on top. */
export function drawOrder(n: number): Int32Array {
  const order = new Int32Array(n);
  let stride = Math.floor(0.6180339887498949 * n);
  while (gcd(stride, n) > 1 || stride === 0) stride++;
  for (let i = 0; i < n; i++) order[i] = (i * stride) % n;
  return order;
}

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
