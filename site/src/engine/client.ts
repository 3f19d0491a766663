/**
 * The page's side of the engine: one worker, one conversation. It knows the protocol
 * (versions, credit, run numbers) and turns messages into calls; it holds no run.
 */
import {
  KindCancel, KindDone, KindError, KindFrame, KindHello, KindNext, KindOpen, KindOpened, KindProgress, Version,
  type Done, type Error as WireError, type Frame, type Hello, type Opened, type Progress, type Table,
} from "../generated/wire.ts";
import { say } from "../messages.ts";
import type { FromCore, FromWorker, Start, ToCore } from "./protocol.ts";

/** Frames asked for ahead of those that have come: enough to keep the core at work. */
const credit = 2;

/** How long the core may take to answer a cancel, in milliseconds, before its worker is ended. */
const cancelPatience = 100;

/** Why the worker is gone. */
export type Loss = "unloadable" | "ended" | "crashed" | "garbled" | "version";

/** What the page hears of the engine. Messages of a run that has been replaced are dropped. */
export interface Listener {
  loading(loaded: number, total: number): void;
  opened(m: Opened, points: Uint8Array): void;
  progress(m: Progress): void;
  frame(m: Frame, bytes: Uint8Array): void;
  done(m: Done): void;
  error(m: WireError): void;
  /** The worker is gone; no further calls come until the next run. */
  lost(kind: Loss, why: string, report: string): void;
}

export class Engine {
  private worker: Worker | null = null;
  private run = 0;
  /** Whether the run at hand has not ended, as far as the page has heard. */
  private busy = false;
  /** The run canceled last that has not said that it ended (0: none), and how long it may take. */
  private dying = 0;
  private patience: ReturnType<typeof setTimeout> | undefined;
  /** The messages that opened the run at hand, for the worker that takes over. */
  private opening: ToCore[] = [];
  /** Whether the worker has sent anything, and whether the core has greeted. */
  private heard = false;
  private greeted = false;
  /** The compiled program, so that a worker that takes over starts at once. */
  private module: WebAssembly.Module | null = null;

  /** @param url the address of worker.js; @param build identifies the page in reports. */
  constructor(private readonly url: string, private readonly build: string, private readonly listener: Listener) {}

  /** The number of the run last opened; 0 before the first. */
  get current(): number {
    return this.run;
  }

  /** Starts a run and ends the one before it. Returns its number. */
  open(scenario: string, table: Table | null): number {
    this.cancel();
    this.start();
    this.busy = true;
    this.opening = [
      { kind: KindOpen, run: this.run, scenario, ...(table && { table }), detail: true },
      { kind: KindNext, run: this.run, frames: credit },
    ];
    for (const m of this.opening) this.send(m);
    return this.run;
  }

  /**
   * Asks the core to end the run at hand. What it still sends of that run is dropped. A core
   * that is too deep in a computation to answer is ended with its worker, so that the next
   * run never waits for a dead one.
   */
  cancel(): void {
    if (this.worker && this.busy) {
      this.send({ kind: KindCancel, run: this.run });
      this.dying = this.run;
      this.wait();
    }
    this.busy = false;
    this.opening = [];
    this.run++;
  }

  /** Ends the worker at once, whatever it does. */
  stop(): void {
    this.calm();
    this.worker?.terminate();
    this.worker = null;
    this.busy = this.heard = this.greeted = false;
    this.dying = 0;
  }

  /** Gives a core that is there its time to cancel; one that is still loading is not late. */
  private wait(): void {
    if (this.greeted && this.dying) this.patience ??= setTimeout(() => this.replace(), cancelPatience);
  }

  private calm(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
  }

  /** Ends a worker that does not answer; a run that waits behind it goes to a fresh one. */
  private replace(): void {
    const waiting = this.opening;
    this.stop();
    if (waiting.length === 0) return;
    this.start();
    this.busy = true;
    for (const m of waiting) this.send(m);
  }

  private start(): void {
    if (this.worker) return;
    let worker: Worker;
    try {
      worker = new Worker(this.url);
    } catch (e) {
      // Told behind the caller's back, as every other loss is.
      setTimeout(() => this.lose("unloadable", e instanceof Error ? e.message : String(e), ""));
      return;
    }
    this.worker = worker;
    const mine = (handle: () => void) => { if (this.worker === worker) handle(); };
    worker.onmessage = (e: MessageEvent<FromWorker>) => mine(() => this.receive(e.data));
    worker.onerror = (e) => {
      e.preventDefault();
      // A worker that never said a word was not let in: no such file, or a policy against it.
      mine(() => this.lose(this.heard ? "crashed" : "unloadable", e.message || say.noReason, e.filename ? `${e.message}\n${e.filename}:${e.lineno}` : e.message));
    };
    worker.onmessageerror = () => mine(() => this.lose("garbled", say.unreadable, ""));
    worker.postMessage({ host: "start", module: this.module } satisfies Start);
    this.send({ kind: KindHello, version: Version, build: this.build });
  }

  private send(message: ToCore): void {
    this.worker?.postMessage(message);
  }

  private lose(kind: Loss, why: string, report: string): void {
    this.stop();
    this.opening = [];
    this.module = null;
    this.listener.lost(kind, why, report);
  }

  private receive(m: FromWorker): void {
    this.heard = true;
    if ("json" in m) {
      try {
        this.dispatch(JSON.parse(m.json) as FromCore, m.body ?? new Uint8Array(0));
      } catch (e) {
        this.lose("garbled", e instanceof Error ? e.message : String(e), m.json.slice(0, 2000));
      }
      return;
    }
    if (m.host === "compiled") this.module = m.module;
    else if (m.host === "loading") this.listener.loading(m.loaded, m.total);
    else if (m.host === "unloadable") this.lose("unloadable", m.why, "");
    else if (m.host === "ended") this.lose("ended", m.why, m.report);
  }

  private dispatch(m: FromCore, body: Uint8Array): void {
    if (m.kind === KindHello) return this.greet(m as Hello);
    const run = (m as { run: number }).run;
    if (m.kind === KindDone || m.kind === KindError) this.ended(run);
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

  /** Page and core must speak one version; nothing of another one is believed. */
  private greet(m: Hello): void {
    if (m.version !== Version) return this.lose("version", say.versions(Version, String(m.version)), "");
    this.greeted = true;
    this.wait();
  }

  /** A run has ended; 0 is whatever run the core had. */
  private ended(run: number): void {
    if (run === this.run || run === 0) this.busy = false;
    if (!this.dying) return;
    this.calm();
    if (run === 0 || run >= this.dying) this.dying = 0;
    else this.wait();
  }
}
