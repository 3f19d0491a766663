/**
 * What travels between the stage and view.ts, the worker that ebiten draws in. Messages
 * come in the order they are sent; what fails is told by a message of its own, because
 * nothing across a worker's border can be answered at once.
 */

/** From the page, first: the canvas to draw on, and the program where it has been compiled before. */
export interface Start {
  kind: "start";
  canvas: OffscreenCanvas;
  /** Device pixels per CSS pixel, for as long as this worker lives. */
  ratio: number;
  module: WebAssembly.Module | null;
}

/** A picture. Each is answered by Drawn, and the page sends the next only then: none wait in line. */
export interface Draw {
  kind: "draw";
  t: number;
  width: number;
  height: number;
  profile: number;
  reduceMotion: boolean;
  hover: number;
  background: number;
}

export type ToView =
  | Start
  /** Begins a run: its header as JSON, its points as sim/trace packs them. */
  | { kind: "open"; header: string; points: Uint8Array }
  /** The run's next frame, as it was recorded. */
  | { kind: "frame"; bytes: Uint8Array }
  /** The images of the run's rows, premultiplied RGBA; rows 0 lets go of them. */
  | { kind: "sheet"; size: number; rows: number; pixels: Uint8Array }
  /** Begins a division in the place of a run. */
  | { kind: "cloud"; blocks: number; rows: Uint8Array }
  /** The division's next state. */
  | { kind: "state"; shares: Uint8Array }
  | Draw;

export type FromView =
  /** Bytes of view.wasm so far, and in all where the server says so. */
  | { kind: "loading"; loaded: number; total: number | undefined }
  /** view.wasm is compiled; the page keeps it for the next worker. */
  | { kind: "compiled"; module: WebAssembly.Module }
  /** Ebiten has drawn its first, empty picture and takes runs. */
  | { kind: "ready" }
  /** What was asked for last is drawn, and the canvas has that size in CSS px. */
  | { kind: "drawn"; width: number; height: number }
  /** The graphics context is gone, and this worker with it. */
  | { kind: "lost" }
  /** What went wrong, and what Go printed or a stack, possibly "". */
  | { kind: "failed"; problem: string; report: string };
