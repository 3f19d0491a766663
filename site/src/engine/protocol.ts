/**
 * What travels between the page and worker.ts. The core's own messages are those of
 * sim/wire, as JSON text with bytes beside it; "host" messages are about the worker
 * itself: loading the program, and its end.
 */
import type {
  Answer, Assist, Assisted, Cancel, Cells, Compute, Done, Export, Error as WireError, Failed, File, Frame, Hello, Next, Open, Opened, Partial, Pictures, Planned, Preview, Progress, Refused, Result, Review, Share, Study, Summarize, Summary, Tune,
} from "../generated/wire.ts";

/** From the page: a message of sim/wire, turned to JSON in the worker to spare the page. */
export type ToCore = Hello | (File & { body?: Uint8Array | Blob }) | Open | Next | Study | Compute | Summarize | Assist | Assisted | Cancel | Question;

/** About the user's own data; each gets an Answer or is Refused. */
export type Question = Preview | Tune | Review | Cells | Export | Pictures;

/** The page's first message: the program where it has been compiled before, else null. */
export interface Start {
  host: "start";
  module: WebAssembly.Module | null;
}

/** From the core. */
export type FromCore = Hello | Opened | Progress | Frame | Planned | Partial | Result | Failed | Summary | Share | Assisted | Answer | Refused | Done | WireError;

/** From the worker. `body` is a buffer of its own. */
export type FromWorker =
  | { json: string; body: Uint8Array<ArrayBuffer> | null }
  /** Bytes of the program so far and in all; total 0 where it is not known. */
  | { host: "loading"; loaded: number; total: number }
  /** Bytes of the user's file read so far and in all. */
  | { host: "reading"; loaded: number; total: number }
  /** The program has been compiled; the page keeps it, so that the next worker starts at once. */
  | { host: "compiled"; module: WebAssembly.Module }
  /** The program could not be loaded, or ended; report holds what it last wrote. */
  | { host: "unloadable"; why: string }
  | { host: "ended"; why: string; report: string };
