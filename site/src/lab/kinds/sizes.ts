/** The numbers of points n at which the theorem lab measures: a ladder, cut by the rows there are. */
import type { Scenario, Study } from "../../generated/scenario.ts";
import { words } from "../../messages/en/lab.ts";
import { rowsOf } from "../../scenario/rows.ts";
import type { Param } from "../types.ts";

/** The sizes that are drawn, small ones first. */
const ladder = [50, 100, 200, 400, 800, 1600, 3200];
/** Sizes at first: of the problem made for it, and of other data, whose refits take longer. */
const [madeUpTo, drawnUpTo] = [1600, 400];
/** Stands for all rows of the data, in a study and in the address. */
const all = 0;

/** What can be drawn from so many rows without being all of them; of the problem made for it, and of a table, whose rows only the core counts, all of the ladder. */
function drawable(base: Scenario | undefined): number[] {
  const rows = base ? rowsOf(base) : 0;
  return rows === 0 ? ladder : ladder.filter((n) => n < rows);
}

/** Sizes up to one. */
function upTo(base: Scenario | undefined, n: number): number[] {
  const sizes = drawable(base);
  return n === all ? [...sizes, all] : sizes.filter((m) => m <= n);
}

/** Sizes at first; where the data have no more rows than that, all of them are the last. */
export function sizesAtFirst(base: Scenario | undefined): number[] {
  if (!base) return upTo(base, madeUpTo);
  const rows = rowsOf(base);
  return upTo(base, rows > 0 && rows <= drawnUpTo ? all : drawnUpTo);
}

/** The largest size, of which the study measures those below as well. */
export const largest: Param = {
  name: "n", label: words.theorem.largest,
  choices: (d) => [...drawable(d.base).slice(1).map((n): [string, string] => [String(n), String(n)]), ...(d.base ? [[String(all), words.theorem.all] as [string, string]] : [])],
  get: (d: Study) => String(d.theorem!.sizes.includes(all) ? all : Math.max(...d.theorem!.sizes)),
  set: (d, v: string) => { d.theorem!.sizes = upTo(d.base, Number(v)); },
};
