/** Puts every row's image into its mark: the mark tells the origin as ever, the image is cut out of it. */
import { SheetWidth } from "../generated/scene.ts";
import { lookOf, shapes, widths } from "../stage/look.ts";
import { css, drawMark, trace } from "../stage/marks.ts";
import { sheetCell, sheetHeight, type Pictures, type Sheet } from "../stage/sheet.ts";
import type { Profile } from "../stage/view.ts";
import type { Run } from "../trace/run.ts";

/** How much wider than the mark's disc an image is drawn: digits leave a margin around them. */
const zoom = 1.02;
/** A label's height as a share of the mark, and the least mark in texels that has one. */
const tag = 0.36;
const tagFrom = 30;

/** Ink by gray: thin strokes of small images are made firmer, so that they can be read at a distance. */
const bold = Uint8Array.from({ length: 256 }, (_, v) => Math.round(255 * (v / 255) ** 0.7));

export class Composed implements Pictures {
  private last: { key: string; sheet: Sheet } | null = null;
  private readonly canvas = document.createElement("canvas");

  /** @param size of marks in the sheet, in texels. */
  constructor(private readonly run: Run, readonly plane: Uint8Array<ArrayBuffer>, private readonly size: number) {}

  sheet(profile: Profile, background: number): Sheet {
    const key = `${profile} ${background}`;
    if (this.last?.key !== key) this.last = { key, sheet: this.compose(profile, background) };
    return this.last.sheet;
  }

  paint(canvas: HTMLCanvasElement, row: number): void {
    const { width, height } = this.run.header.images!;
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")!.drawImage(this.mask(row, 0x16191d), 0, 0);
  }

  private compose(profile: Profile, background: number): Sheet {
    const { rows } = this.run.header;
    const image = document.createElement("canvas");
    image.width = SheetWidth;
    image.height = sheetHeight(rows, this.size);
    const c = image.getContext("2d", { willReadFrequently: true })!;
    c.imageSmoothingQuality = "high";
    const look = lookOf(profile);
    for (let row = 0; row < rows; row++) {
      const o = this.run.points.origin[row]! % shapes.length;
      const mask = this.mask(row, background);
      for (const half of [false, true]) {
        const cell = sheetCell(rows, this.size, row, half);
        const [x, y] = [cell.x + cell.side / 2, cell.y + cell.side / 2];
        drawMark(c, shapes[o]!, x, y, cell.size, look.colors[o]!, background);
        const fit = (zoom * cell.size) / widths[o]! / Math.max(mask.width, mask.height);
        c.save();
        trace(c, shapes[o]!, x, y, cell.size);
        c.clip();
        c.drawImage(mask, x - (fit * mask.width) / 2, y - (fit * mask.height) / 2, fit * mask.width, fit * mask.height);
        c.restore();
        if (cell.size >= tagFrom && this.tagged(o)) this.label(c, row, x, y, cell.size, look.ink, background);
      }
    }
    return { rows, size: this.size, image, pixels: () => premultiplied(c, image) };
  }

  /** The given label is written beside images that need not look like it: all but those of the first origin. */
  private tagged(origin: number): boolean {
    return origin > 0 || this.run.header.origins.length === 1;
  }

  private label(c: CanvasRenderingContext2D, row: number, x: number, y: number, size: number, ink: number, background: number): void {
    const text = this.run.header.classes[this.run.points.label[row]!]!.slice(0, 2);
    c.font = `600 ${tag * size}px system-ui, sans-serif`;
    c.textAlign = "center";
    c.textBaseline = "middle";
    c.lineWidth = size * 0.09;
    c.strokeStyle = css(background);
    c.strokeText(text, x + size * 0.42, y + size * 0.4);
    c.fillStyle = css(ink);
    c.fillText(text, x + size * 0.42, y + size * 0.4);
  }

  /** A row's image as ink of a color on nothing, until the next one is asked for. */
  private mask(row: number, rgb: number): HTMLCanvasElement {
    const { width, height } = this.run.header.images!;
    const { canvas } = this;
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const data = new ImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      data.data[4 * i] = rgb >> 16;
      data.data[4 * i + 1] = (rgb >> 8) & 0xff;
      data.data[4 * i + 2] = rgb & 0xff;
      data.data[4 * i + 3] = bold[this.plane[row * width * height + i]!]!;
    }
    canvas.getContext("2d", { willReadFrequently: true })!.putImageData(data, 0, 0);
    return canvas;
  }
}

function premultiplied(c: CanvasRenderingContext2D, { width, height }: HTMLCanvasElement): Uint8Array {
  const out = new Uint8Array(c.getImageData(0, 0, width, height).data.buffer);
  for (let i = 0; i < out.length; i += 4) {
    const alpha = out[i + 3]!;
    if (alpha === 255) continue;
    for (let k = 0; k < 3; k++) out[i + k] = Math.round((out[i + k]! * alpha) / 255);
  }
  return out;
}
