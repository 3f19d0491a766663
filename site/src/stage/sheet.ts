/**
 * The sheet of a run's images: every row's mark with its image in it, once in full and
 * once in half size. Both renderers draw from it; render/canvas/sheet.go has the same
 * geometry. What is in the cells is made by images/compose.ts, which loads with the images.
 */
import { CellHalf, CellPad, SheetHalf, SheetHeight, SheetWidth } from "../generated/scene.ts";
import type { Cell } from "./atlas.ts";
import type { Profile } from "./view.ts";

/** Sizes of a mark in its full cell in texels, of which the largest that fits is taken. */
const sizes = [44, 32, 24, 16];

export interface Sheet {
  rows: number;
  /** Size of a mark in its full cell in texels; half of it in the half-size copy. */
  size: number;
  image: HTMLCanvasElement;
  /** Its texels as premultiplied RGBA, SheetWidth wide. */
  pixels(): Uint8Array;
}

/** The images of a run. */
export interface Pictures {
  /** The sheet in the colors of a profile on a stage of a color; the last one is kept. */
  sheet(profile: Profile, background: number): Sheet;
  /** Draws a row's image, whole, into a canvas, as dark on light. */
  paint(canvas: HTMLCanvasElement, row: number): void;
  /** All images, row after row and line by line, one byte per pixel: 0 paper, 255 ink. */
  plane: Uint8Array<ArrayBuffer>;
}

const sideOf = (size: number) => 2 * Math.ceil(CellHalf * size + CellPad);
const heightOf = (rows: number, size: number) => Math.ceil(rows / Math.floor(SheetWidth / sideOf(size))) * sideOf(size);

/** Height in texels of a sheet of both sizes. */
export const sheetHeight = (rows: number, size: number): number => heightOf(rows, size) + heightOf(rows, size / 2);

/** The size of marks in a sheet of so many rows; null where even the smallest do not fit. */
export const sheetSize = (rows: number): number | null => sizes.find((size) => sheetHeight(rows, size) <= SheetHeight) ?? null;

/** The cell of a row's mark in full or half size. */
export function sheetCell(rows: number, full: number, row: number, half: boolean): Cell {
  const size = half ? full / 2 : full;
  const side = sideOf(size);
  const across = Math.floor(SheetWidth / side);
  return { x: (row % across) * side, y: (half ? heightOf(rows, full) : 0) + Math.floor(row / across) * side, side, size };
}

/** The cell for a mark that shows at `size` device pixels. */
export const cellFor = (s: Sheet, row: number, size: number): Cell => sheetCell(s.rows, s.size, row, size <= (SheetHalf * s.size) / 2);
