/** Runs the study on screen: settings in, results out. It draws nothing itself. */
import type { Own } from "../engine/client.ts";
import { files } from "../engine/files.ts";
import type { Loss } from "../engine/link.ts";
import { poolSize } from "../engine/crew.ts";
import { Pool, type StudyListener } from "../engine/pool.ts";
import type { Study } from "../generated/scenario.ts";
import type { Error as WireError, Failed, Progress } from "../generated/wire.ts";
import { say } from "../messages/en/page.ts";
import { words } from "../messages/en/lab.ts";
import { recording } from "./studies.ts";
import type { Kind, LabState } from "./types.ts";

/** A message to the reader. */
export type Tell = (level: "info" | "warning" | "error", words: { place: string; problem: string; remedy: string }, report?: string) => void;

/** How long settings must rest before a change of them is computed, in milliseconds. */
const settleMillis = 350;

export class Lab {
  state: LabState;
  private readonly pool: Pool;
  private asked = 0;
  private started = 0;
  private settling = 0;
  private scheduled = false;
  /** The user's own table, where the study is about it. */
  private own: Own | null = null;

  constructor(doc: Study, private kind: Kind, private readonly build: string, private readonly tell: Tell, private readonly draw: (s: LabState) => void) {
    this.pool = new Pool("worker.js", build);
    this.state = fresh(doc, "light");
  }

  /** Shows another study: its recording, if its settings are as it ships. A study of a table of the user's own has none, and is computed. */
  show(base: Study, doc: Study, kind: Kind, own: Own | null = null): void {
    this.cancel();
    this.kind = kind;
    this.own = own;
    this.state = { ...fresh(base, this.state.profile), doc };
    this.changed();
    const number = ++this.asked;
    if (own || !same(base, doc)) {
      void this.live();
      return;
    }
    recording(base.id).then((r) => {
      if (number !== this.asked || this.state.phase !== "idle") return;
      if (!same(r.document, base)) throw new Error("it was made from other settings");
      this.update({ recorded: true, millis: new Map(), results: r.results, summary: r.summary, finished: r.results.length });
    }).catch((e: unknown) => {
      if (number === this.asked) this.tell("info", words.recordMissing(why(e)));
    });
  }

  /** Changes settings and computes them when they have come to rest. */
  edit(doc: Study): void {
    this.asked++;
    this.cancel();
    this.update({ doc, stale: true });
    window.clearTimeout(this.settling);
    this.settling = window.setTimeout(() => this.live(), settleMillis);
  }

  /** Computes the study in the tab. */
  async live(): Promise<void> {
    window.clearTimeout(this.settling);
    const number = ++this.asked;
    const { doc } = this.state;
    this.update({ phase: "files", failed: [], progress: null });
    let bytes;
    try {
      bytes = await files(this.kind.files(doc));
    } catch (e) {
      if (number !== this.asked) return;
      this.update({ phase: "failed" });
      return this.tell("error", words.fileMissing(why(e)));
    }
    if (number !== this.asked) return;
    this.started = performance.now();
    this.update({ phase: "starting", workers: poolSize() });
    this.pool.open(JSON.stringify(doc), this.own?.table ?? null, { ...bytes, ...this.own?.files }, this.listener(number));
  }

  cancel(): void {
    window.clearTimeout(this.settling);
    if (!["files", "starting", "running"].includes(this.state.phase)) return;
    this.asked++;
    this.pool.cancel();
    this.update({ phase: "canceled", progress: null });
  }

  profile(profile: LabState["profile"]): void {
    this.update({ profile });
  }

  /** What the page hears of a study; a listener of another one is deaf. */
  private listener(number: number): StudyListener {
    const mine = <A extends unknown[]>(f: (...a: A) => void) => (...a: A) => { if (number === this.asked) f(...a); };
    return {
      loading: mine((loaded, total) => this.update({ loaded, total })),
      planned: mine((cells) => this.update({ phase: "running", stale: false, recorded: false, results: new Array(cells).fill(null), partials: new Map(), millis: new Map(), summary: null, finished: 0 })),
      progress: mine((m: Progress) => this.update({ progress: { cell: m.step, phase: m.phase, share: m.total > 0 ? m.done / m.total : 0 } })),
      partial: mine((cell, state) => {
        this.state.partials.set(cell, state);
        this.update({});
      }),
      result: mine((cell, value, millis) => {
        this.state.results[cell] = value;
        this.state.millis.set(cell, millis);
        this.update({ finished: this.state.finished + 1 });
      }),
      failed: mine((m: Failed) => {
        if (this.state.failed.length === 0) this.tell("warning", { place: m.place, problem: m.problem, remedy: m.remedy });
        this.update({ failed: [...this.state.failed, m], finished: this.state.finished + 1 });
      }),
      summary: mine((value) => this.update({ summary: value })),
      done: mine(() => this.update({ phase: "done", progress: null })),
      error: mine((m: WireError) => {
        this.update({ phase: "failed", progress: null });
        this.tell("error", { place: m.place, problem: m.problem, remedy: m.remedy }, m.report);
      }),
      lost: mine((kind: Loss, reason: string, report: string) => {
        this.update({ phase: "failed", progress: null });
        const text = kind === "garbled" ? say.badBytes(reason) : kind === "version" ? say.otherVersion(reason) : kind === "unloadable" ? say.noEngine(reason) : say.crash(reason);
        this.tell("error", text, report && `${report}\nbuild ${this.build}`);
      }),
    };
  }

  private update(change: Partial<LabState>): void {
    const elapsed = this.started > 0 && this.state.phase !== "done" ? performance.now() - this.started : this.state.elapsed;
    this.state = { ...this.state, elapsed, ...change };
    this.changed();
  }

  /** Asks for one drawing per animation frame. */
  private changed(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.draw(this.state);
    });
  }
}

function fresh(base: Study, profile: LabState["profile"]): LabState {
  return {
    base, doc: structuredClone(base), recorded: false, stale: false, phase: "idle", results: [], partials: new Map(), millis: new Map(), summary: null,
    failed: [], finished: 0, elapsed: 0, workers: 0, loaded: 0, total: 0, progress: null, profile,
  };
}

/** Whether two documents say the same, however their fields are ordered. */
export function same(a: Study, b: Study): boolean {
  return canonical(a) === canonical(b);
}

function canonical(v: unknown): string {
  return JSON.stringify(v, (_, x: unknown) =>
    x && typeof x === "object" && !Array.isArray(x) ? Object.fromEntries(Object.entries(x).sort(([p], [q]) => (p < q ? -1 : 1))) : x);
}

function why(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}
