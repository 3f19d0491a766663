/**
 * The page's side of the engine: one worker, one conversation. It knows the protocol
 * (versions, credit, run numbers) and turns messages into calls; it holds no run.
 */
import {
  KindCancel, KindDone, KindError, KindFrame, KindHello, KindNext, KindOpen, KindOpened, KindProgress, Version,
  type Done, type Error as WireError, type Frame, type Opened, type Progress, type Table,
} from "../generated/wire.ts";
import { say } from "../messages.ts";
import type { FromCore, FromWorker, ToCore } from "./protocol.ts";

/** Frames asked for ahead of those that have come: enough to keep the core at work. */
const credit = 2;

/** What the page hears of the engine. Messages of a run that has been replaced are dropped. */
export interface Listener {
  loading(loaded: number, total: number): void;
  opened(m: Opened, points: Uint8Array): void;
  progress(m: Progress): void;
  frame(m: Frame, bytes: Uint8Array): void;
  done(m: Done): void;
  error(m: WireError): void;
  /** The worker is gone; no further calls come until the next run. */
  lost(kind: "unloadable" | "ended" | "crashed" | "garbled", why: string, report: string): void;
}

export class Engine {
  private worker: Worker | null = null;
  private run = 0;

  /** @param url the address of worker.js; @param build identifies the page in reports. */
  constructor(private readonly url: string, private readonly build: string, private readonly listener: Listener) {}

  /** The number of the run last opened; 0 before the first. */
  get current(): number {
    return this.run;
  }

  /** Starts a run and ends the one before it. Returns its number. */
  open(scenario: string, table: Table | null): number {
    this.start();
    this.run++;
    this.send({ kind: KindOpen, run: this.run, scenario, ...(table && { table }), detail: true });
    this.send({ kind: KindNext, run: this.run, frames: credit });
    return this.run;
  }

  /** Asks the core to end the run at hand. What it still sends of that run is dropped. */
  cancel(): void {
    if (this.worker) this.send({ kind: KindCancel, run: this.run });
    this.run++;
  }

  /** Ends the worker at once, whatever it does. */
  stop(): void {
    this.worker?.terminate();
    this.worker = null;
  }

  private start(): void {
    if (this.worker) return;
    const worker = new Worker(this.url);
    this.worker = worker;
    const mine = (handle: () => void) => { if (this.worker === worker) handle(); };
    worker.onmessage = (e: MessageEvent<FromWorker>) => mine(() => this.receive(e.data));
    worker.onerror = (e) => {
      e.preventDefault();
      mine(() => this.lose("crashed", e.message || say.noReason, e.filename ? `${e.message}\n${e.filename}:${e.lineno}` : e.message));
    };
    worker.onmessageerror = () => mine(() => this.lose("garbled", say.unreadable, ""));
    this.send({ kind: KindHello, version: Version, build: this.build });
  }

  private send(message: ToCore): void {
    this.worker?.postMessage(message);
  }

  private lose(kind: "unloadable" | "ended" | "crashed" | "garbled", why: string, report: string): void {
    this.stop();
    this.listener.lost(kind, why, report);
  }

  private receive(m: FromWorker): void {
    if ("json" in m) {
      try {
        this.dispatch(JSON.parse(m.json) as FromCore, m.body ?? new Uint8Array(0));
      } catch (e) {
        this.lose("garbled", e instanceof Error ? e.message : String(e), m.json.slice(0, 2000));
      }
      return;
    }
    if (m.host === "loading") this.listener.loading(m.loaded, m.total);
    else if (m.host === "unloadable") this.lose("unloadable", m.why, "");
    else if (m.host === "ended") this.lose("ended", m.why, m.report);
  }

  private dispatch(m: FromCore, body: Uint8Array): void {
    if (m.kind === KindHello) return;
    const run = (m as { run: number }).run;
    if (run !== this.run && run !== 0) return;
    switch (m.kind) {
      case KindOpened: return this.listener.opened(m as Opened, body);
      case KindProgress: return this.listener.progress(m as Progress);
      case KindFrame:
        this.listener.frame(m as Frame, body);
        return this.send({ kind: KindNext, run: this.run, frames: 1 });
      case KindDone: return this.listener.done(m as Done);
      case KindError: return this.listener.error(m as WireError);
      default: throw new Error(`a message of kind ${JSON.stringify(m.kind)}`);
    }
  }
}
