/** Rows kept or dropped by hand, on top of what the run removed; with undo and redo. */
import type { Review } from "../generated/session.ts";

/** What became of a row. */
export type Fate = "kept" | "removed";

interface Change {
  rows: number[];
  before: (Fate | undefined)[];
  after: Fate;
}

export class Decisions {
  /** By row of the file. */
  private readonly byHand = new Map<number, Fate>();
  private readonly gone = new Set<number>();
  private done: Change[] = [];
  private undone: Change[] = [];

  constructor(review: Review) {
    review.row.forEach((row, k) => { if (review.removed[k]! >= 0) this.gone.add(row); });
  }

  /** What becomes of a row of the file. */
  fate(row: number): Fate {
    return this.byHand.get(row) ?? (this.gone.has(row) ? "removed" : "kept");
  }

  /** Whether the row's fate is not what the run decided. */
  changed(row: number): boolean {
    return this.byHand.has(row);
  }

  /** The number of rows decided by hand. */
  get count(): number {
    return this.byHand.size;
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** Decides rows by hand, as one change. Rows that have this fate already are no change. */
  decide(rows: number[], fate: Fate): void {
    const turned = rows.filter((row) => this.fate(row) !== fate);
    if (turned.length === 0) return;
    const change = { rows: turned, before: turned.map((row) => this.byHand.get(row)), after: fate };
    this.done.push(change);
    this.undone = [];
    this.apply(change);
  }

  undo(): void {
    const change = this.done.pop();
    if (!change) return;
    change.rows.forEach((row, i) => this.set(row, change.before[i]));
    this.undone.push(change);
  }

  redo(): void {
    const change = this.undone.pop();
    if (!change) return;
    this.done.push(change);
    this.apply(change);
  }

  /** The rows of the file that leave, ascending. */
  removed(): number[] {
    const all = new Set(this.gone);
    for (const [row, fate] of this.byHand) fate === "removed" ? all.add(row) : all.delete(row);
    return [...all].sort((a, b) => a - b);
  }

  private apply(change: Change): void {
    for (const row of change.rows) this.set(row, change.after);
  }

  /** A decision that is the run's own is none. */
  private set(row: number, fate: Fate | undefined): void {
    const own = this.gone.has(row) ? "removed" : "kept";
    if (fate === undefined || fate === own) this.byHand.delete(row);
    else this.byHand.set(row, fate);
  }
}
