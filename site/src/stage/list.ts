/** The draw list of a picture; counterpart of render/scene/sprite.go. */

/** 0xRRGGBBAA with straight alpha. */
export type Color = number;

/** Joins 0xRRGGBB and an opacity, which is clamped to [0, 1]. */
export function rgba(rgb: number, alpha: number): Color {
  const a = Math.min(Math.max(alpha, 0), 1);
  return ((rgb << 8) | Math.floor(a * 255 + 0.5)) >>> 0;
}

/**
 * Sprites to draw in order, the first at the bottom, as parallel arrays of `length`
 * used entries. Coordinates are CSS px from the top left of the stage, y down. A list
 * that is used again allocates only to grow.
 */
export class DrawList {
  /** Size of the stage in CSS px. */
  width = 0;
  height = 0;
  /** Color of the stage and of all halos, 0xRRGGBB. */
  background = 0xffffff;
  length = 0;
  /** Centers. */
  x = new Float32Array(0);
  y = new Float32Array(0);
  /** Full widths, without halo. */
  size = new Float32Array(0);
  /** Line width of a circle, height of a rectangle, 0 for the rest. */
  thick = new Float32Array(0);
  color = new Uint32Array(0);
  /** Training rows, or −1. */
  row = new Int32Array(0);
  shape = new Uint16Array(0);

  reset(width: number, height: number, background: number): void {
    this.width = width;
    this.height = height;
    this.background = background;
    this.length = 0;
  }

  /** Adds a mark; one that would not show is left out. */
  mark(x: number, y: number, size: number, shape: number, color: Color, row: number): void {
    if ((color & 0xff) === 0 || !(size > 0)) return;
    this.put(x, y, size, 0, shape, color, row);
  }

  /** Adds a guide: a circle or a rectangle. */
  guide(x: number, y: number, size: number, thick: number, shape: number, color: Color): void {
    this.put(x, y, size, thick, shape, color, -1);
  }

  private put(x: number, y: number, size: number, thick: number, shape: number, color: Color, row: number): void {
    if (this.length === this.x.length) this.grow();
    const i = this.length++;
    this.x[i] = x;
    this.y[i] = y;
    this.size[i] = size;
    this.thick[i] = thick;
    this.color[i] = color;
    this.row[i] = row;
    this.shape[i] = shape;
  }

  private grow(): void {
    const n = Math.max(256, 2 * this.x.length);
    const extend = <T extends { set(from: T): void }>(to: T, from: T): T => (to.set(from), to);
    this.x = extend(new Float32Array(n), this.x);
    this.y = extend(new Float32Array(n), this.y);
    this.size = extend(new Float32Array(n), this.size);
    this.thick = extend(new Float32Array(n), this.thick);
    this.color = extend(new Uint32Array(n), this.color);
    this.row = extend(new Int32Array(n), this.row);
    this.shape = extend(new Uint16Array(n), this.shape);
  }
}
