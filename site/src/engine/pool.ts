/**
 * Several workers that compute the cells of one study. Cells go out one by one to whoever
 * is free, in order; each is a function of the document alone, so what comes out does not
 * depend on the number of workers. All run one compiled program.
 */
import {
  KindCompute, KindDone, KindError, KindFailed, KindFile, KindPartial, KindPlanned, KindProgress, KindResult, KindStudy, KindSummarize, KindSummary,
  type Error as WireError, type Failed, type Partial, type Planned, type Progress, type Result, type Table,
} from "../generated/wire.ts";
import { Crew, poolSize, type Mate } from "./crew.ts";
import type { Loss } from "./link.ts";
import type { FromCore, ToCore } from "./protocol.ts";

/** What the page hears of a study. Messages of one that has been replaced are dropped. */
export interface StudyListener {
  loading(loaded: number, total: number): void;
  planned(cells: number): void;
  progress(m: Progress): void;
  partial(cell: number, state: unknown): void;
  result(cell: number, value: unknown, millis: number): void;
  failed(m: Failed): void;
  /** What the results so far come to. */
  summary(value: unknown): void;
  /** Every cell has been computed or has failed, and the last summary has come. */
  done(): void;
  /** The study cannot be opened, or a worker gave up on it. */
  error(m: WireError): void;
  lost(kind: Loss, why: string, report: string): void;
}

/** Files by name: data of the build as bytes, the user's own as they are. */
export type PoolFiles = Record<string, Uint8Array | Blob>;

/** What a worker is at: the cell, or −1; whether it may be asked. */
interface State {
  planned: boolean;
  cell: number;
  /** The files it has. */
  has: PoolFiles;
}
type Member = Mate<State>;

/** What is being computed. */
interface Job {
  number: number;
  files: PoolFiles;
  opening: ToCore;
  listener: StudyListener;
  cells: number;
  next: number;
  finished: number;
  results: unknown[];
  /** Whether a summary has been asked for and not come; whether results came since. */
  summing: boolean;
  stale: boolean;
  summed: number;
}

/** The least time between two summaries on the way, in milliseconds. */
const summaryMillis = 200;

const decoder = new TextDecoder();

export class Pool {
  private readonly crew: Crew<State>;
  private job: Job | null = null;
  private numbers = 0;

  /** @param url the address of worker.js; @param build identifies the page in reports. */
  constructor(url: string, build: string, size = poolSize()) {
    this.crew = new Crew<State>(url, build, size, {
      blank: () => ({ planned: false, cell: -1, has: {} }),
      started: (m) => this.brief(m),
      busy: () => this.job !== null,
      loading: (loaded, total) => this.job?.listener.loading(loaded, total),
      message: (m, message, body) => this.receive(m, message, body),
      lost: (kind, why, report) => {
        const listener = this.job?.listener;
        this.job = null;
        listener?.lost(kind, why, report);
      },
    });
  }

  /** Starts a study and ends the one before it. */
  open(document: string, table: Table | null, files: PoolFiles, listener: StudyListener): void {
    this.cancel();
    const number = ++this.numbers;
    this.job = {
      number, listener, cells: 0, next: 0, finished: 0, results: [], summing: false, stale: false, summed: 0,
      files, opening: { kind: KindStudy, run: number, document, ...(table && { table }) },
    };
    // The first worker compiles the program; the others start when they can have it.
    for (const m of this.crew.members) this.brief(m);
    this.crew.fill();
  }

  /** Ends the study at hand. Workers too deep in a cell to answer are ended and replaced. */
  cancel(): void {
    const job = this.job;
    this.job = null;
    if (!job) return;
    for (const m of this.crew.members) Object.assign(m.state, { planned: false, cell: -1 });
    this.crew.cancel(job.number);
  }

  /** Ends all workers. */
  stop(): void {
    this.job = null;
    this.crew.stop();
  }

  /** Tells a worker of the study at hand, and gives it the files that it does not have. */
  private brief(m: Member): void {
    if (!this.job) return;
    for (const [name, body] of Object.entries(this.job.files)) {
      if (m.state.has[name] !== body) m.link.send({ kind: KindFile, name, body });
      m.state.has[name] = body;
    }
    m.link.send(this.job.opening);
  }

  private receive(m: Member, message: FromCore, body: Uint8Array): void {
    const run = (message as { run: number }).run;
    const job = this.job;
    if (!job || (run !== job.number && run !== 0)) return;
    switch (message.kind) {
      case KindPlanned: return this.plan(m, job, message as Planned);
      case KindProgress: return job.listener.progress(message as Progress);
      case KindPartial: return job.listener.partial((message as Partial).cell, parse(body));
      case KindResult: return this.take(m, job, message as Result, parse(body));
      case KindFailed:
        job.listener.failed(message as Failed);
        return this.finish(m, job);
      case KindSummary: return this.sum(job, parse(body));
      case KindDone: return;
      case KindError:
        this.cancel();
        return job.listener.error(message as WireError);
      default: throw new Error(`a message of kind ${JSON.stringify(message.kind)}`);
    }
  }

  private plan(m: Member, job: Job, message: Planned): void {
    m.state.planned = true;
    if (job.cells === 0) {
      job.cells = message.cells;
      job.results = new Array(message.cells).fill(null);
      job.listener.planned(message.cells);
    }
    this.next(m, job);
  }

  /** Gives a free worker the next cell. */
  private next(m: Member, job: Job): void {
    if (job.next >= job.cells) return;
    m.state.cell = job.next++;
    m.link.send({ kind: KindCompute, run: job.number, cell: m.state.cell });
  }

  private take(m: Member, job: Job, message: Result, value: unknown): void {
    job.results[message.cell] = value;
    job.stale = true;
    job.listener.result(message.cell, value, message.millis);
    this.finish(m, job);
  }

  private finish(m: Member, job: Job): void {
    m.state.cell = -1;
    job.finished++;
    const last = job.finished === job.cells;
    if (job.stale && !job.summing && (last || performance.now() - job.summed > summaryMillis)) this.ask(m, job);
    this.next(m, job);
    if (last && !job.summing) job.listener.done();
  }

  /** Asks a worker what the results so far come to. */
  private ask(m: Member, job: Job): void {
    job.summing = true;
    job.stale = false;
    job.summed = performance.now();
    m.link.send({ kind: KindSummarize, run: job.number, results: job.results });
  }

  private sum(job: Job, value: unknown): void {
    job.summing = false;
    job.listener.summary(value);
    if (job.finished < job.cells) return;
    const free = this.crew.members.find((m) => m.state.planned && m.state.cell < 0);
    if (job.stale && free) this.ask(free, job);
    else job.listener.done();
  }
}

function parse(body: Uint8Array): unknown {
  return JSON.parse(decoder.decode(body));
}
