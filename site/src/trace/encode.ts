/** The way back of decodeRun: a run in memory as the bytes of a recorded run. */
import { encodingOf, magicRun } from "./decode.ts";
import type { Frame, Points, Run } from "./run.ts";

/**
 * Encodes the frames there are ("UTR1"). `bytesOf` gives the bytes a frame was decoded from; a
 * script of its own asks the page's (App.bytesOf). Throws for a frame without.
 */
export function encodeRun(run: Run, bytesOf: (frame: Frame) => Uint8Array | undefined = encodingOf): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(JSON.stringify(run.header));
  const parts: Uint8Array[] = [words(magicRun, header.length), header, encodePoints(run.points)];
  for (const frame of run.frames) {
    const bytes = bytesOf(frame);
    if (!bytes) throw new Error("trace: a frame that was not decoded");
    parts.push(words(bytes.length), bytes);
  }
  return join(parts);
}

/** The points of a run as they are sent and recorded. */
export function encodePoints({ label, origin, codes, source }: Points): Uint8Array {
  return join([label, origin, codes, words(...source)]);
}

function join(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

/** Numbers as 32-bit little-endian words. */
function words(...values: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((v, i) => view.setUint32(4 * i, v, true));
  return new Uint8Array(view.buffer);
}
