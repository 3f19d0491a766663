/** The images of a run, from the bytes that have them. Loaded when the first run of images is shown (ui/images.ts). */
import { sheetSize, type Pictures } from "../stage/sheet.ts";
import type { Run } from "../trace/run.ts";
import { Composed } from "./compose.ts";
import { planeOf } from "./plane.ts";

/** Makes the pictures of a run; null where there are too many to be told apart. */
export type Maker = (run: Run, bytes: Uint8Array, packed: boolean) => Pictures | null;

const make: Maker = (run, bytes, packed) => {
  const { width, height } = run.header.images!;
  const size = sheetSize(run.header.rows);
  if (size === null) return null;
  const plane = packed ? planeOf(run, bytes) : new Uint8Array(bytes);
  if (plane.length !== run.header.rows * width * height) throw new Error(`${plane.length} pixels for ${run.header.rows} images of ${width}×${height}`);
  return new Composed(run, plane, size);
};

(globalThis as unknown as { untangleImages: Maker }).untangleImages = make;
