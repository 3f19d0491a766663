/**
 * The page's side of a run: one worker that computes its frames. It knows the protocol
 * (credit, run numbers) and turns messages into calls; it holds no run.
 */
import {
  KindAnswer, KindShare, KindCancel, KindDone, KindError, KindFile, KindFrame, KindNext, KindOpen, KindOpened, KindProgress, KindRefused,
  type Answer, type Done, type Error as WireError, type Frame, type Opened, type Progress, type Refused, type Share, type Table,
} from "../generated/wire.ts";
import { say } from "../messages/en/page.ts";
import { spoken } from "../messages/said.ts";
import { poolSize } from "./crew.ts";
import type { Files } from "./files.ts";
import { Helpers } from "./helpers.ts";
import { Link, type Loss } from "./link.ts";
import type { FromCore, Question, ToCore } from "./protocol.ts";

export type { Loss } from "./link.ts";

/** Frames asked for ahead of those that have come: enough to keep the core at work. */
const credit = 2;

/** How long the core may take to answer a cancel, in milliseconds, before its worker is ended. */
export const cancelPatience = 100;

/** What the page hears of the engine. Messages of a run that has been replaced are dropped. */
export interface Listener {
  loading(loaded: number, total: number): void;
  /** The warnings of the message, in the language of the page. */
  opened(m: Opened, points: Uint8Array, warnings: string[]): void;
  progress(m: Progress): void;
  frame(m: Frame, bytes: Uint8Array): void;
  done(m: Done): void;
  error(m: WireError): void;
  /** The worker is gone; no further calls come until the next run. */
  lost(kind: Loss, why: string, report: string): void;
}

/** A table of the user's own: what the core is told of it, and the files it names. */
export interface Own {
  table: Table;
  files: Record<string, Blob>;
}

/** A question that cannot be answered, or that was given up (then `canceled`). */
export class Refusal extends Error {
  override name = "Refusal";
  constructor(readonly place: string, readonly problem: string, readonly remedy: string, readonly canceled = false) {
    super(`${place}: ${problem}; ${remedy}`);
  }
}

/** A question that waits for its answer. */
interface Asked {
  message: Question;
  /** The run it goes by, for one that takes a while; else 0. */
  run: number;
  progress: (m: Progress) => void;
  resolve(answer: { body: Uint8Array; millis: number }): void;
  reject(why: Refusal): void;
}

export class Engine {
  private link: Link | null = null;
  private run = 0;
  /** Whether the run at hand has not ended, as far as the page has heard. */
  private busy = false;
  /** The run canceled last that has not said that it ended (0: none), and how long it may take. */
  private dying = 0;
  private patience: ReturnType<typeof setTimeout> | undefined;
  /** The messages that opened the run at hand, for the worker that takes over. */
  private opening: ToCore[] = [];
  private greeted = false;
  /** The user's own files, which every worker gets first. */
  private own: Record<string, Blob> = {};
  private asked = new Map<number, Asked>();
  private asks = 0;
  private readonly helpers: Helpers;
  /** Hears how far the reading of the user's files is, in bytes. */
  onReading: (loaded: number, total: number) => void = () => {};
  /** The compiled program, so that a worker that takes over starts at once. */
  private module: WebAssembly.Module | null = null;

  /**
   * @param url the address of worker.js
   * @param build identifies the page in reports
   * @param workers how many workers compute a run, ≥ 1: one, and helpers where there is work to share
   */
  constructor(private readonly url: string, private readonly build: string, private readonly listener: Listener, workers = poolSize()) {
    this.helpers = new Helpers(url, build, workers - 1, (m) => { if (m.run === this.run) this.send(m); });
  }

  /** The number of the run last opened; 0 before the first. */
  get current(): number {
    return this.run;
  }

  /**
   * Starts a run and ends the one before it, with the data files it needs, which may still be
   * on their way. Returns its number.
   */
  open(scenario: string, own: Own | null, files: Promise<Files> | null = null): number {
    this.cancel();
    this.start();
    const table = own?.table;
    if (own) this.give(own.files);
    this.busy = true;
    const run = this.run;
    const begin = (more: Files) => {
      if (run !== this.run) return;
      this.opening = [
        ...Object.entries(more).map(([name, body]): ToCore => ({ kind: KindFile, name, body })),
        { kind: KindOpen, run, scenario, ...(table && { table }), detail: true, ...(this.helpers.size > 0 && { helpers: this.helpers.size }) },
        { kind: KindNext, run, frames: credit },
      ];
      for (const m of this.opening) this.send(m);
    };
    if (!files) begin({});
    else files.then(begin, (e: unknown) => {
      if (run !== this.run) return;
      this.busy = false;
      const [place, problem, remedy] = say.noFile(e instanceof Error ? e.message : String(e));
      this.listener.error({ kind: KindError, run, code: "data", place, problem, remedy, report: "", said: { place, problem, remedy } });
    });
    return run;
  }

  /**
   * Asks about the user's own data. `files` are the user's files from now on; a question
   * that takes a while ends the run at hand, goes by a number of its own, and tells of its
   * progress. Rejects with a Refusal.
   */
  ask(make: (ask: number, run: number) => Question, files: Record<string, Blob> | null = null, progress: ((m: Progress) => void) | null = null): Promise<{ body: Uint8Array; millis: number }> {
    if (progress) this.cancel();
    this.start();
    if (files) this.give(files);
    const ask = ++this.asks;
    const run = progress ? this.run : 0;
    if (run) this.busy = true;
    const message = make(ask, run);
    return new Promise((resolve, reject) => {
      this.asked.set(ask, { message, run, progress: progress ?? (() => {}), resolve, reject });
      this.send(message);
    });
  }

  /** Ends the worker with all it was asked, as when a file takes too long to read. */
  abandon(): void {
    this.stop();
    this.opening = [];
    this.run++;
    this.own = {};
    this.rejectAsked("", true);
  }

  /** Hands over the user's files that the worker does not have, and takes back the others. */
  private give(files: Record<string, Blob>): void {
    const old = Object.keys(this.own).filter((name) => files[name] !== this.own[name]);
    if (old.length > 0) this.helpers.stop(); // they would keep them; the next share starts others
    for (const name of old) if (!files[name]) this.send({ kind: KindFile, name });
    for (const [name, body] of Object.entries(files)) if (this.own[name] !== body) this.send({ kind: KindFile, name, body });
    this.own = { ...files };
  }

  private rejectAsked(why: string, canceled: boolean, only: (a: Asked) => boolean = () => true): void {
    for (const [ask, a] of [...this.asked]) {
      if (!only(a)) continue;
      this.asked.delete(ask);
      a.reject(new Refusal(...say.noAnswer(why), canceled));
    }
  }

  private answer(m: Answer | Refused, body: Uint8Array): void {
    const a = this.asked.get(m.ask);
    if (!a) return;
    this.asked.delete(m.ask);
    if (a.run === this.run) this.busy = false;
    if (m.kind === KindAnswer) a.resolve({ body, millis: (m as Answer).millis });
    else a.reject(new Refusal((m as Refused).place, (m as Refused).problem, (m as Refused).remedy));
  }

  /**
   * Asks the core to end the run at hand. What it still sends of that run is dropped. A core
   * that is too deep in a computation to answer is ended with its worker, so that the next
   * run never waits for a dead one.
   */
  cancel(): void {
    if (this.link && this.busy) {
      this.send({ kind: KindCancel, run: this.run });
      this.dying = this.run;
      this.wait();
    }
    this.helpers.cancel();
    this.busy = false;
    this.opening = [];
    this.rejectAsked("", true, (a) => a.run > 0);
    this.run++;
  }

  /** Ends the worker and its helpers at once, whatever they do, with the memory and the files they hold. */
  stop(): void {
    this.helpers.stop();
    this.calm();
    this.link?.stop();
    this.link = null;
    this.busy = this.greeted = false;
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
    if (waiting.length === 0 && this.asked.size === 0) return;
    this.start();
    this.busy = waiting.length > 0 || [...this.asked.values()].some((a) => a.run > 0);
    for (const m of waiting) this.send(m);
    for (const a of this.asked.values()) this.send(a.message);
  }

  private start(): void {
    if (this.link) return;
    this.link = new Link(this.url, this.build, this.module, {
      loading: (loaded, total) => this.listener.loading(loaded, total),
      reading: (loaded, total) => this.onReading(loaded, total),
      compiled: (module) => { this.module = module; },
      greeted: () => { this.greeted = true; this.wait(); },
      message: (m, body) => this.receive(m, body),
      lost: (kind, why, report) => {
        this.stop();
        this.opening = [];
        this.module = null;
        this.rejectAsked(why, false);
        this.listener.lost(kind, why, report);
      },
    });
    for (const [name, body] of Object.entries(this.own)) this.send({ kind: KindFile, name, body });
  }

  private send(message: ToCore): void {
    this.link?.send(message);
  }

  private receive(m: FromCore, body: Uint8Array): void {
    if (m.kind === KindAnswer || m.kind === KindRefused) return this.answer(m as Answer | Refused, body);
    const run = (m as { run: number }).run;
    if (m.kind === KindError) this.rejectAsked((m as WireError).problem, false, (a) => run === 0 || a.run === run);
    if (m.kind === KindDone || m.kind === KindError) this.ended(run);
    if (run !== this.run && run !== 0) return;
    switch (m.kind) {
      case KindOpened: return this.listener.opened(m as Opened, body, ((m as Opened).warnings ?? []).map(spoken));
      case KindProgress: {
        const asked = [...this.asked.values()].find((a) => a.run === run);
        return asked ? asked.progress(m as Progress) : this.listener.progress(m as Progress);
      }
      case KindFrame:
        this.listener.frame(m as Frame, body);
        return this.send({ kind: KindNext, run: this.run, frames: 1 });
      case KindShare: {
        const own = Object.entries(this.own).map(([name, body]): ToCore => ({ kind: KindFile, name, body }));
        return this.helpers.deal(m as Share, [...own, ...this.opening.filter((o) => o.kind !== KindNext)], this.module);
      }
      case KindDone: return this.listener.done(m as Done);
      case KindError: return this.listener.error(m as WireError);
      default: throw new Error(`a message of kind ${JSON.stringify(m.kind)}`);
    }
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
