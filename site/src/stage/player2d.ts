/** Draws a draw list on a 2-D canvas: the first picture before any wasm, and the fallback. */
import { ShapeCircle, ShapeImage, ShapeRect } from "../generated/scene.ts";
import { Atlas, software, type Cell } from "./atlas.ts";
import type { DrawList } from "./list.ts";
import { css } from "./marks.ts";
import { cellFor, type Sheet } from "./sheet.ts";

export class Player2D {
  readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly atlas: Atlas;

  constructor(document: Document) {
    this.canvas = document.createElement("canvas");
    const context = this.canvas.getContext("2d", { alpha: false, ...software });
    if (!context) throw new Error("stage: no 2-D canvas");
    this.context = context;
    this.atlas = new Atlas(document);
  }

  /** Draws the list at `ratio` device pixels per CSS px; images come from the sheet. */
  draw(list: DrawList, ratio: number, sheet: Sheet | null = null): void {
    const { canvas, context: c, atlas } = this;
    const width = Math.max(1, Math.floor(list.width * ratio));
    const height = Math.max(1, Math.floor(list.height * ratio));
    // Setting the size clears the canvas, so only when it changes.
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    atlas.prepare(list.background);
    c.globalAlpha = 1;
    c.fillStyle = css(list.background);
    c.fillRect(0, 0, width, height);
    c.imageSmoothingEnabled = true;
    c.imageSmoothingQuality = "low";
    for (let i = 0; i < list.length; i++) {
      const shape = list.shape[i]!;
      c.globalAlpha = (list.color[i]! & 0xff) / 255;
      if (shape === ShapeRect || shape === ShapeCircle) this.guide(list, i, ratio);
      else if (shape < ShapeImage) this.mark(list, i, ratio, atlas.image, atlas.cell(shape, list.color[i]! >>> 8, list.size[i]! * ratio));
      else if (sheet && shape - ShapeImage < sheet.rows) this.mark(list, i, ratio, sheet.image, cellFor(sheet, shape - ShapeImage, list.size[i]! * ratio));
    }
    c.globalAlpha = 1;
  }

  private mark(list: DrawList, i: number, ratio: number, image: HTMLCanvasElement, cell: Cell): void {
    const side = (cell.side * list.size[i]! * ratio) / cell.size;
    this.context.drawImage(image, cell.x, cell.y, cell.side, cell.side,
      list.x[i]! * ratio - side / 2, list.y[i]! * ratio - side / 2, side, side);
  }

  private guide(list: DrawList, i: number, ratio: number): void {
    const c = this.context;
    const x = list.x[i]! * ratio;
    const y = list.y[i]! * ratio;
    const color = css(list.color[i]! >>> 8);
    const size = list.size[i]! * ratio;
    const thick = list.thick[i]! * ratio;
    if (list.shape[i] === ShapeRect) {
      const [left, wide] = snap(x, size);
      const [top, tall] = snap(y, thick);
      c.fillStyle = color;
      c.fillRect(left, top, wide, tall);
      return;
    }
    c.strokeStyle = color;
    c.lineWidth = thick;
    c.beginPath();
    c.arc(x, y, size / 2, 0, 2 * Math.PI);
    c.stroke();
  }
}

/** Start and length in whole device pixels of a stretch around a center, at least one pixel. */
function snap(center: number, length: number): [number, number] {
  const start = Math.floor(center - length / 2 + 0.5);
  return [start, Math.max(1, Math.floor(length + 0.5))];
}
