/** Which rows of a review are shown, and in which order. Entries are places in the review's lists. */
import type { Review } from "../generated/session.ts";
import type { Decisions } from "./decisions.ts";

export type Sort = "rank" | "row" | "score" | "given" | "suggested" | "confidence" | "leverage";

export interface Filter {
  show: "all" | "removed" | "kept" | "differs" | "hand" | "warned";
  /** A class, or −1 for all. */
  given: number;
  /** Rows of the file that hold a text looked for; null where none is. */
  found: ReadonlySet<number> | null;
  sort: Sort;
  descending: boolean;
}

export const allRows: Filter = { show: "all", given: -1, found: null, sort: "rank", descending: false };

/** The entries that pass, in order. Equal ones keep the order of the ranking; what is unknown comes last. */
export function select(r: Review, d: Decisions, f: Filter): number[] {
  const passes = (k: number): boolean => {
    const row = r.row[k]!;
    if (f.given >= 0 && r.given[k] !== f.given) return false;
    if (f.found && !f.found.has(row)) return false;
    switch (f.show) {
      case "all": return true;
      case "differs": return r.given[k] !== r.suggested[k];
      case "hand": return d.changed(row);
      case "warned": return r.warning[k] !== "";
      default: return d.fate(row) === f.show;
    }
  };
  const out = r.row.map((_, k) => k).filter(passes);
  // The largest leverage is what is looked for.
  const sign = f.descending !== (f.sort === "leverage") ? -1 : 1;
  if (f.sort === "rank") return f.descending ? out.reverse() : out;
  const values: (number | null)[] = f.sort === "row" ? r.row : r[f.sort];
  return out.sort((a, b) => {
    const [x, y] = [values[a] ?? null, values[b] ?? null];
    if (x === null || y === null) return x === y ? a - b : x === null ? 1 : -1;
    return sign * (x - y) || a - b;
  });
}

/** How well the order finds rows that are known not to belong. */
export interface Found {
  /** Rows that do not belong, and how many of them are among as many first rows. */
  wrong: number;
  hits: number;
  /** The chance that a row that does not belong comes before one that does. */
  auc: number;
}

/** Marks the rows of all origins but the most frequent, the first of equals, as the core does (dataset.Outsiders). */
export function outsiders(origin: ArrayLike<number>, origins: number): boolean[] {
  const rows = new Array<number>(origins).fill(0);
  const all = Array.from(origin);
  for (const o of all) rows[o]!++;
  const most = rows.indexOf(Math.max(...rows));
  return all.map((o) => o !== most);
}

/** Judges a ranking by the truth; wrong has one entry per entry of the ranking. Null where all or none are wrong. */
export function judge(wrong: boolean[]): Found | null {
  const all = wrong.filter(Boolean).length;
  if (all === 0 || all === wrong.length) return null;
  let behind = wrong.length - all;
  let pairs = 0;
  for (const w of wrong) w ? (pairs += behind) : behind--;
  return { wrong: all, hits: wrong.slice(0, all).filter(Boolean).length, auc: pairs / (all * (wrong.length - all)) };
}
