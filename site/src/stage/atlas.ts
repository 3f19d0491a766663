/** Marks drawn once and kept; counterpart of render/canvas/atlas.go. */
import * as k from "../generated/scene.ts";
import { drawMark, type Context2D } from "./marks.ts";

/**
 * Asks for a canvas in main memory. Where there is no GPU, which is where the 2-D player
 * is needed most, an "accelerated" canvas was seven times slower for a thousand marks; and
 * with one, this is fast enough for the seconds before ebiten is there.
 */
export const software: CanvasRenderingContext2DSettings = { willReadFrequently: true };

/** Rows of texels to begin with: the marks of most pictures fit, and the whole side is 4 MB that the first picture would wait for. */
const firstRows = 128;

/** Where a mark lies in the atlas. */
export interface Cell {
  /** Upper left corner and side of the cell in texels. */
  x: number;
  y: number;
  side: number;
  /** Size of the mark in the cell in texels. */
  size: number;
}

/** Marks of one stage color in an image of AtlasSide² texels, or of its first rows where those are enough. */
export class Atlas {
  readonly image: HTMLCanvasElement;
  private readonly context: Context2D;
  private readonly cells = new Map<number, Cell>();
  private background = -1;
  /** The last cell asked for of each shape: points of one origin have the same size and color. */
  private readonly recent: { rgb: number; size: number; cell: Cell }[] = [];
  // Cells are packed in rows ("shelves") from the top left.
  private shelfX = 0;
  private shelfY = 0;
  private shelfHeight = 0;

  constructor(document: Document) {
    this.image = document.createElement("canvas");
    this.image.width = k.AtlasSide;
    this.image.height = firstRows;
    const context = this.image.getContext("2d", software);
    if (!context) throw new Error("stage: no 2-D canvas");
    this.context = context;
  }

  /** Empties the atlas where the stage has another color: halos have that color. */
  prepare(background: number): void {
    if (background === this.background) return;
    this.background = background;
    this.clear(this.image.height);
  }

  /** The cell of a mark that shows at `size` device pixels in color 0xRRGGBB. */
  cell(shape: number, rgb: number, size: number): Cell {
    const last = this.recent[shape];
    if (last && last.rgb === rgb && last.size === size) return last.cell;
    const level = levelOf(size);
    const key = (level * 256 + shape) * 2 ** 24 + rgb;
    const cell = this.cells.get(key) ?? this.add(key, shape, rgb, 2 ** (level / 2));
    this.recent[shape] = { rgb, size, cell };
    return cell;
  }

  private add(key: number, shape: number, rgb: number, size: number): Cell {
    const side = 2 * Math.ceil(k.CellHalf * size + k.CellPad);
    if (this.shelfX + side > k.AtlasSide) {
      this.shelfX = 0;
      this.shelfY += this.shelfHeight;
      this.shelfHeight = 0;
    }
    // A full atlas grows to its whole side, or starts afresh; what the picture needs comes back at once.
    if (this.shelfY + side > this.image.height) this.clear(k.AtlasSide);
    const cell: Cell = { x: this.shelfX, y: this.shelfY, side, size };
    this.shelfX += side;
    this.shelfHeight = Math.max(this.shelfHeight, side);
    this.cells.set(key, cell);
    drawMark(this.context, shape, cell.x + side / 2, cell.y + side / 2, size, rgb, this.background);
    return cell;
  }

  private clear(height: number): void {
    this.cells.clear();
    this.recent.length = 0;
    this.shelfX = this.shelfY = this.shelfHeight = 0;
    // Setting the height empties the image, and lends no memory before something is drawn.
    this.image.height = height;
  }
}

/** The half octave of a size: its cell holds the mark at 2^(level/2) texels. */
export function levelOf(size: number): number {
  const texels = Math.min(k.AtlasMax, Math.max(k.AtlasMin, size * k.AtlasFactor));
  return Math.ceil(2 * Math.log2(texels) - 1e-6);
}
