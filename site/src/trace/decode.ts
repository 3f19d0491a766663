/**
 * The binary form of a run, exact counterpart of sim/trace/codec.go, which
 * documents the layout byte by byte. Both read the same fixture in tests/site.
 */
import { told } from "../messages/localize.ts";
import type { Frame, Header, Points } from "../generated/trace.ts";
import type { Run } from "./run.ts";

/** The version of the binary form this page reads; sim/trace.Version. */
export const traceVersion = 2;
/** Grid steps of the map on either side of the origin, even in the root of a coordinate; sim/trace.Levels. */
export const levels = 112;
export const magicRun = 0x31525455;
const magicFrame = 0x31524655;
/** Bytes of the fixed part of a frame. */
const frameFixed = 96;
const sectionDetail = 1;
const sectionRisks = 1;

/** Bytes that are not a run or a frame, with what is wrong in words. */
export class FormatError extends Error {
  override name = "FormatError";
}

/** The bytes each frame came from, for as long as the frame lives. */
const encodings = new WeakMap<Frame, Uint8Array>();

/** The bytes a frame was decoded from, for another decoder of the same run; undefined for a frame made otherwise. */
export const encodingOf = (frame: Frame): Uint8Array | undefined => encodings.get(frame);

/** Decodes the frames of one run; they must come in order from step 0. */
export class FrameDecoder {
  private gridX = new Int32Array(0);
  private gridY = new Int32Array(0);
  private predicted = new Uint8Array(0);
  private started = false;

  /** @param rows n of the run's header; a frame of another length is refused. */
  constructor(private readonly rows: number) {}

  /**
   * Decodes one frame. Per-row arrays have n entries; map coordinates come back
   * rounded to the grid. The frame keeps the bytes, which must not change. Throws
   * FormatError on malformed bytes.
   */
  frame(bytes: Uint8Array): Frame {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < frameFixed || view.getUint32(0, true) !== magicFrame) {
      throw new FormatError("not a frame");
    }
    const n = view.getUint32(8, true);
    const kept = view.getUint32(12, true);
    const removedCount = view.getUint32(16, true);
    const sections = view.getUint8(21);
    if (n !== this.rows || n > bytes.length / 3 || removedCount > n || kept > n || bytes.length < frameFixed + 4 * removedCount) {
      throw new FormatError(`a frame of ${bytes.length} bytes with ${n} rows where ${this.rows} were due`);
    }
    this.start(n);
    const f64 = (i: number) => view.getFloat64(24 + 8 * i, true);
    const extent = f64(8);
    if (!(extent > 0) || !Number.isFinite(extent)) throw new FormatError(`extent ${extent}`);
    const removed = readRemoved(view, removedCount, n);
    const at = { offset: frameFixed + 4 * removedCount };
    const mapX = readPlane(bytes, at, this.gridX, extent);
    const mapY = readPlane(bytes, at, this.gridY, extent);
    const predicted = this.readPredicted(bytes, at);
    const detail = sections & sectionDetail ? readDetail(view, at, n) : null;
    if (at.offset !== bytes.length) throw new FormatError(`${bytes.length - at.offset} bytes after a frame`);
    const frame: Frame = {
      step: view.getUint32(4, true), kept, removed,
      variance: f64(0), mean: f64(1), skewness: f64(2), kurtosis: f64(3), loss: f64(4),
      trainAccuracy: f64(5), testAccuracy: f64(6), condition: f64(7), extent,
      outcome: view.getUint8(20), risks: sections >> sectionRisks, iterations: view.getUint16(22, true),
      mapX, mapY, predicted,
      score: detail?.[0] ?? null, selfInfluence: detail?.[1] ?? null, pointLoss: detail?.[2] ?? null,
    };
    encodings.set(frame, bytes);
    return frame;
  }

  private start(n: number): void {
    if (this.started) return;
    this.started = true;
    this.gridX = new Int32Array(n);
    this.gridY = new Int32Array(n);
    this.predicted = new Uint8Array(n);
  }

  private readPredicted(bytes: Uint8Array, at: { offset: number }): Uint8Array<ArrayBuffer> {
    const n = this.predicted.length;
    if (bytes.length < at.offset + n) throw new FormatError("frame ends in the predicted labels");
    for (let i = 0; i < n; i++) this.predicted[i]! ^= bytes[at.offset + i]!;
    at.offset += n;
    return this.predicted.slice();
  }
}

function readRemoved(view: DataView, count: number, n: number): Uint32Array<ArrayBuffer> {
  const removed = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const row = view.getUint32(frameFixed + 4 * i, true);
    if (row >= n) throw new FormatError(`removed row ${row} of ${n}`);
    removed[i] = row;
  }
  return removed;
}

/** Reads one plane of zigzag varints, the change of each grid coordinate, and updates grid. */
function readPlane(bytes: Uint8Array, at: { offset: number }, grid: Int32Array, extent: number): Float32Array<ArrayBuffer> {
  const plane = new Float32Array(grid.length);
  let offset = at.offset;
  for (let i = 0; i < grid.length; i++) {
    if (offset >= bytes.length) throw new FormatError("frame ends in the map");
    let value = bytes[offset++]!;
    // Nearly every change fits one group; the first picture waits for this loop.
    if (value >= 0x80) {
      value &= 0x7f;
      for (let worth = 0x80; ; worth *= 0x80) {
        // Five groups of seven bits hold any change of an int32 grid.
        if (offset >= bytes.length || worth > 2 ** 28) throw new FormatError("frame ends in the map");
        const b = bytes[offset++]!;
        value += (b & 0x7f) * worth;
        if (b < 0x80) break;
      }
    }
    grid[i] = grid[i]! + (value % 2 === 0 ? value / 2 : -(value + 1) / 2);
    const root = grid[i]! / levels;
    plane[i] = root * Math.abs(root) * extent;
  }
  at.offset = offset;
  return plane;
}

/** Reads score, self-influence and loss; the padding aligns them within the frame. */
function readDetail(view: DataView, at: { offset: number }, n: number): Float32Array[] {
  at.offset = (at.offset + 3) & ~3;
  if (view.byteLength < at.offset + 12 * n) throw new FormatError("frame ends in the detail section");
  return [0, 1, 2].map(() => {
    const plane = new Float32Array(n);
    for (let i = 0; i < n; i++) plane[i] = view.getFloat32(at.offset + 4 * i, true);
    at.offset += 4 * n;
    return plane;
  });
}

/** The length of the encoded points of a run: with an image per row where the header names a file of them. */
export const pointBytes = (header: Header): number => header.rows * (2 + (header.columns?.length ?? 0) + (header.images?.file ? 4 : 0));

/** Reads label, origin, codes and images for a header. Throws FormatError where they do not fit it. */
export function decodePoints(header: Header, bytes: Uint8Array): Points {
  const n = header.rows;
  const codesEnd = n * (2 + (header.columns?.length ?? 0));
  if (bytes.length !== pointBytes(header)) throw new FormatError(`${bytes.length} bytes of points for ${n} rows`);
  const sources = new DataView(bytes.buffer, bytes.byteOffset + codesEnd, bytes.length - codesEnd);
  const source = Uint32Array.from({ length: sources.byteLength / 4 }, (_, i) => sources.getUint32(4 * i, true));
  const points = { label: bytes.slice(0, n), origin: bytes.slice(n, 2 * n), codes: bytes.slice(2 * n, codesEnd), source };
  for (let i = 0; i < n; i++) {
    if (points.label[i]! >= header.classes.length || points.origin[i]! >= header.origins.length) {
      throw new FormatError(`row ${i} has a label or origin that the header lacks`);
    }
  }
  return points;
}

/** Decodes a recorded run ("UTR1"). Throws FormatError on malformed bytes. */
export function decodeRun(buffer: ArrayBuffer): Run {
  const reader = new RunReader();
  reader.push(new Uint8Array(buffer));
  return reader.end();
}

/** Decodes a recorded run that comes in pieces, however they are cut; or cut in two by build/runs.mjs. */
export class RunReader {
  private run: Run | null = null;
  private decoder: FrameDecoder | null = null;
  /** Bytes that are not decoded yet. */
  private rest: Uint8Array = new Uint8Array(0);

  /** @param cut whether the codes of the points come with `pushRest`. */
  constructor(private readonly cut = false) {}

  /** Takes the second part of a run that has been cut in two. The codes of its points are zero until then. */
  pushRest(bytes: Uint8Array): void {
    const { codes } = this.begun().points;
    if (bytes.length < codes.length) throw new FormatError("run ends in the codes");
    codes.set(bytes.subarray(0, codes.length));
    this.push(bytes.subarray(codes.length));
  }

  /** Takes the next bytes and decodes what is complete. Frames keep them, so they must not change. Throws FormatError. */
  push(bytes: Uint8Array): void {
    this.rest = joined(this.rest, bytes);
    if (!this.run && !this.open()) return;
    const { run, decoder } = this;
    for (let length: number; (length = this.due()) >= 0 && this.rest.length >= 4 + length; this.rest = this.rest.subarray(4 + length)) {
      const frame = decoder!.frame(this.rest.subarray(4, 4 + length));
      if (frame.step !== run!.frames.length) throw new FormatError(`frame ${frame.step} where ${run!.frames.length} was due`);
      run!.frames.push(frame);
    }
  }

  /** The run as far as it has come. Throws FormatError where that is not even one frame, or part of one. */
  begun(): Run {
    const run = this.end();
    if (run.frames.length === 0) throw new FormatError("run ends before its first frame");
    return run;
  }

  /** The run, when all bytes have come. Throws FormatError where some are missing. */
  end(): Run {
    if (!this.run) throw new FormatError("run ends in the header or the points");
    if (this.rest.length > 0) throw new FormatError("run ends in a frame");
    return this.run;
  }

  /** Reads header and points. Returns false while they are not there whole. */
  private open(): boolean {
    const { rest } = this;
    if (rest.length < 8) return false;
    const view = new DataView(rest.buffer, rest.byteOffset, rest.length);
    if (view.getUint32(0, true) !== magicRun) throw new FormatError("not a recorded run");
    const headEnd = 8 + view.getUint32(4, true);
    if (headEnd > rest.length) return false;
    const header = decodeHeader(rest.subarray(8, headEnd));
    const codes = this.cut ? header.rows * header.columns.length : 0;
    const pointsEnd = headEnd + pointBytes(header) - codes;
    if (!(pointsEnd <= rest.length)) return false;
    const points = new Uint8Array(pointBytes(header));
    points.set(rest.subarray(headEnd, headEnd + 2 * header.rows));
    points.set(rest.subarray(headEnd + 2 * header.rows, pointsEnd), 2 * header.rows + codes);
    this.run = { header, points: decodePoints(header, points), frames: [] };
    this.decoder = new FrameDecoder(header.rows);
    this.rest = rest.subarray(pointsEnd);
    return true;
  }

  /** The length of the frame that comes next, or −1 before it is known. */
  private due(): number {
    const { buffer, byteOffset, length } = this.rest;
    return length < 4 ? -1 : new DataView(buffer, byteOffset, 4).getUint32(0, true);
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function decodeHeader(bytes: Uint8Array): Header {
  try {
    return checkHeader(JSON.parse(new TextDecoder().decode(bytes)) as Header);
  } catch (e) {
    throw e instanceof FormatError ? e : new FormatError(`header: ${String(e)}`);
  }
}

/** Refuses a header of another version or with a field missing; completes absent lists. */
export function checkHeader(header: Header): Header {
  if (header.version !== traceVersion) {
    throw new FormatError(`version ${header.version}, this page reads ${traceVersion}`);
  }
  // Go writes an empty slice that was never made as null.
  header.columns ??= [];
  if (!Number.isInteger(header.rows) || header.rows < 0 || !header.classes || !header.origins || !header.scenario) {
    throw new FormatError("header: a field is missing");
  }
  header.origins = header.origins.map(told);
  return header;
}
