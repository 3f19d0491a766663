/** A division as it is seen; counterpart of render/scene/cloud.go, where the why is. */
import * as k from "../generated/scene.ts";
import type { EbitenCanvas } from "./ebiten.ts";
import { mix } from "./guides.ts";
import { rgba, type DrawList } from "./list.ts";
import { lookOf, shapes, widths, type Look } from "./look.ts";
import { compress, drawOrder } from "./plan.ts";
import type { Subject } from "./subject.ts";
import type { View } from "./view.ts";

/** Rows at fixed places of the map; their shape tells the origin, their color the block, state after state. */
export class Cloud implements Subject {
  private readonly x: Float32Array;
  private readonly y: Float32Array;
  private readonly order: Int32Array;
  /** States: rows × blocks responsibilities, row by row, 255 for all. */
  readonly states: Uint8Array[] = [];

  /** @param mapX and mapY in units of the map's edge, right and up. */
  constructor(readonly mapX: Float32Array, readonly mapY: Float32Array, readonly origin: Uint8Array, readonly blocks: number) {
    ({ x: this.x, y: this.y } = compress(mapX, mapY, 1, k.CloudCompression));
    this.order = drawOrder(origin.length);
  }

  get rows(): number {
    return this.origin.length;
  }

  feed(to: EbitenCanvas, sent: number): number {
    if (sent < 0) to.cloud(this.blocks, encode(this));
    for (let n = Math.max(0, sent); n < this.states.length; n++) to.state(this.states[n]!);
    return this.states.length;
  }

  /** Fills the list with the picture at time t: state floor(t) on its way to the next. */
  build(list: DrawList, t: number, v: View): void {
    const background = v.background ?? 0xffffff;
    list.reset(v.width, v.height, background);
    const look = lookOf(v.profile);
    const size = Math.min(k.CloudMax, Math.max(k.CloudMin, k.CloudShare * Math.sqrt((v.width * v.height) / Math.max(1, this.rows)))) * look.up;
    const half = Math.max(1, Math.min(v.width, v.height) / 2 - size * 0.75 - 3);
    const mixer = new Mixer(this, look, background, t);
    const put = (row: number, wide: number, alpha: number): [number, number] => {
      const o = this.origin[row]! % shapes.length;
      const far = Math.max(1, Math.sqrt(this.x[row]! * this.x[row]! + this.y[row]! * this.y[row]!));
      const [x, y] = [v.width / 2 + (half * this.x[row]!) / far, v.height / 2 - (half * this.y[row]!) / far];
      list.mark(x, y, wide * widths[o]!, shapes[o]!, rgba(mixer.color(row), alpha), row);
      return [x, y];
    };
    for (const row of this.order) put(row, size, look.point);
    if (!(v.hover >= 0 && v.hover < this.rows)) return;
    const [x, y] = put(v.hover, size * k.HoverScale, 1);
    list.mark(x, y, Math.max(k.RingMin * look.up, size * k.HoverRing), k.ShapeRing, rgba(look.ink, 1), v.hover);
  }
}

/** The rows of a cloud as ebiten's side takes them: origins, then x and y as f32, little-endian. */
function encode({ origin, mapX, mapY }: Cloud): Uint8Array {
  const n = origin.length;
  const out = new Uint8Array(9 * n);
  out.set(origin);
  const view = new DataView(out.buffer);
  for (let i = 0; i < n; i++) {
    view.setFloat32(n + 4 * i, mapX[i]!, true);
    view.setFloat32(5 * n + 4 * i, mapY[i]!, true);
  }
  return out;
}

type Channels = [number, number, number];
const channels = (rgb: number): Channels => [(rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff];

/** Blends the blocks' colors by a row's responsibilities at a time. */
class Mixer {
  private readonly from: Uint8Array | null;
  private readonly to: Uint8Array | null;
  private readonly part: number = 0;
  private readonly colors: Channels[];
  private readonly undecided: Channels;
  private readonly shares: number[] = [];

  constructor(private readonly cloud: Cloud, look: Look, background: number, t: number) {
    this.undecided = channels(mix(background, look.ink, k.UndecidedInk) >>> 8);
    this.colors = Array.from({ length: cloud.blocks }, (_, b) => channels(look.colors[b % look.colors.length]!));
    const last = cloud.states.length - 1;
    const whole = t > 0 ? Math.min(Math.floor(t), Math.max(0, last)) : 0;
    if (t > 0) this.part = Math.min(1, t - Math.floor(t));
    this.from = cloud.states[whole] ?? null;
    this.to = cloud.states[Math.min(whole + 1, last)] ?? null;
  }

  /** A row's color, 0xRRGGBB: the nearer to gray the less is settled. */
  color(row: number): number {
    const { blocks } = this.cloud;
    let total = 0;
    for (let b = 0; b < blocks; b++) {
      const from = this.from?.[row * blocks + b] ?? 0;
      const to = this.to?.[row * blocks + b] ?? 0;
      total += this.shares[b] = Math.floor(((from + (to - from) * this.part) / 255) * k.ShareSteps + 0.5);
    }
    if (total === 0) return join(this.undecided, this.undecided, 0);
    const blend: Channels = [0, 0, 0];
    let most = 0;
    for (let b = 0; b < blocks; b++) {
      const share = this.shares[b]! / total;
      most = Math.max(most, share);
      for (let c = 0; c < 3; c++) blend[c]! += share * this.colors[b]![c]!;
    }
    const even = 1 / blocks;
    return join(this.undecided, blend, blocks < 2 ? 1 : Math.sqrt(Math.max(0, (most - even) / (1 - even))));
  }
}

function join(from: Channels, to: Channels, share: number): number {
  return [0, 1, 2].reduce((out, c) => out * 256 + Math.floor(from[c]! + (to[c]! - from[c]!) * share + 0.5), 0);
}
