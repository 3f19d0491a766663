// Writes FILE.br and FILE.gz beside each file of dist that shrinks, for hosts that send such
// files as they are (nginx gzip_static, Caddy precompressed, Apache, S3). Only what changed is
// packed: a packed file carries the time stamp of what it was made from.
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { listing } from "./web.mjs";

const text = /\.(html|css|js|json|svg|csv|txt|md|wasm|webmanifest)$/;
/** Below this size, in bytes, a packed copy saves no packet. */
const least = 1024;
/** Brotli at its best is for small files; for the programs, of megabytes, 9 is what a build can wait for. */
const quality = (name) => (name.endsWith(".wasm") ? 9 : 11);

const packers = {
  br: (bytes, name) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality(name), [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes) => gzipSync(bytes, { level: 9 }),
};

/** Packs what changed in a folder; returns how many files that were. */
export function packAll(out) {
  const all = listing(out);
  // What was packed and is no more, or is a single-file page, is not to be found packed.
  for (const f of all.filter((f) => /\.(br|gz)$/.test(f) && !all.includes(f.slice(0, -3)))) rmSync(path.join(out, f));
  let packed = 0;
  for (const name of all.filter((f) => text.test(f) && !f.startsWith("single/"))) {
    const file = path.join(out, name);
    const { size, mtime, mtimeMs } = statSync(file);
    if (size < least) {
      // It may have been larger: what was packed then must not be sent now.
      for (const ending of Object.keys(packers)) rmSync(`${file}.${ending}`, { force: true });
      continue;
    }
    for (const [ending, pack] of Object.entries(packers)) {
      const to = `${file}.${ending}`;
      if (existsSync(to) && Math.abs(statSync(to).mtimeMs - mtimeMs) < 1) continue;
      writeFileSync(to, pack(readFileSync(file), name));
      utimesSync(to, mtime, mtime);
      packed++;
    }
  }
  return packed;
}
