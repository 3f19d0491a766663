/** The images of a run's rows as one plane of bytes, from packed digits. */
import type { Run } from "../trace/run.ts";

/** Bytes before the table of digits; sim/dataset.ReadDigits documents the layout. */
const head = 12;

/** One byte per pixel, row after row and line by line: 0 paper, 255 ink. Throws where the file is not what the run was drawn from. */
export function planeOf({ header, points }: Pick<Run, "header" | "points">, packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const { width: side, file } = header.images!;
  const levels = packed[6]!;
  const start = head + 8 * packed[7]!;
  const size = side * side;
  const n = new DataView(packed.buffer, packed.byteOffset).getUint32(8, true);
  if (packed[5] !== side || packed.length < start + Math.ceil((n * size) / 2)) throw new Error(`${file}: not the file that the run was drawn from`);
  const out = new Uint8Array(header.rows * size);
  points.source.forEach((source, row) => {
    const image = source >> 2;
    if (image >= n) throw new Error(`${file}: row ${row} has image ${image} of ${n}`);
    for (let i = 0; i < size; i++) {
      // Where the pixel comes from: the image is turned counterclockwise.
      let [r, c] = [Math.floor(i / side), i % side];
      for (let q = source & 3; q > 0; q--) [r, c] = [c, side - 1 - r];
      const at = image * size + r * side + c;
      const gray = (packed[start + (at >> 1)]! >> (4 * (at & 1))) & 15;
      out[row * size + i] = Math.round((gray * 255) / (levels - 1));
    }
  });
  return out;
}
