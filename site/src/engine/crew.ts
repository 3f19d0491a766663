/**
 * Several workers of one compiled program: started, told what is at hand, canceled, replaced
 * where they do not answer. What they compute is their owner's matter.
 */
import { KindCancel, KindDone, KindError } from "../generated/wire.ts";
import { cancelPatience } from "./client.ts";
import { Link, type Loss } from "./link.ts";
import type { FromCore } from "./protocol.ts";

/** How many workers a machine gets: all processors but one, 1 … 4. */
export function poolSize(processors = globalThis.navigator?.hardwareConcurrency || 2): number {
  return Math.max(1, Math.min(processors - 1, 4));
}

/** A worker, with what its owner keeps of it. */
export interface Mate<State> {
  link: Link;
  greeted: boolean;
  state: State;
  /** Ends the worker if it does not answer a cancel. */
  patience: ReturnType<typeof setTimeout> | undefined;
}

/** What the owner of a crew hears. */
export interface Owner<State> {
  /** What is kept of a worker that is new. */
  blank(): State;
  /** A worker was started, in place of one that was ended or to fill the crew. */
  started(m: Mate<State>): void;
  /** Whether a worker that was ended is to be replaced. */
  busy(): boolean;
  loading(loaded: number, total: number): void;
  message(m: Mate<State>, message: FromCore, body: Uint8Array): void;
  /** A worker is gone by itself, and all others were ended with it. */
  lost(kind: Loss, why: string, report: string): void;
}

export class Crew<State> {
  members: Mate<State>[] = [];
  private module: WebAssembly.Module | null = null;

  /** @param url the address of worker.js; @param build identifies the page in reports. */
  constructor(private readonly url: string, private readonly build: string, readonly size: number, private readonly owner: Owner<State>) {}

  /** Starts the workers that are missing: with the program, or the first, which compiles it. */
  fill(module: WebAssembly.Module | null = null): void {
    this.module ??= module;
    if (!this.module) {
      if (this.members.length === 0 && this.size > 0) this.add();
      return;
    }
    while (this.members.length < this.size) this.add();
  }

  /** Asks all workers to end a run; those too deep in a computation to answer are ended. */
  cancel(run: number): void {
    for (const m of this.members) {
      m.link.send({ kind: KindCancel, run });
      if (m.greeted) m.patience ??= setTimeout(() => this.replace(m), cancelPatience);
    }
  }

  /** Ends all workers. */
  stop(): void {
    for (const m of this.members.splice(0)) {
      clearTimeout(m.patience);
      m.link.stop();
    }
  }

  private add(): void {
    const member = { state: this.owner.blank(), greeted: false, patience: undefined } as Mate<State>;
    member.link = new Link(this.url, this.build, this.module, {
      loading: (loaded, total) => this.owner.loading(loaded, total),
      compiled: (module) => this.fill(module),
      greeted: () => { member.greeted = true; },
      message: (m, body) => {
        if (m.kind === KindDone || m.kind === KindError) {
          clearTimeout(member.patience);
          member.patience = undefined;
        }
        this.owner.message(member, m, body);
      },
      lost: (kind, why, report) => {
        this.stop();
        this.module = null;
        this.owner.lost(kind, why, report);
      },
    });
    this.members.push(member);
    this.owner.started(member);
  }

  private replace(m: Mate<State>): void {
    const at = this.members.indexOf(m);
    if (at < 0) return;
    this.members.splice(at, 1);
    m.link.stop();
    if (this.owner.busy()) this.add();
  }
}
