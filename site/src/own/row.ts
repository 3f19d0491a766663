/** One row of the ranked list, and the heads over it. */
import type { Review } from "../generated/session.ts";
import { ownRows as words } from "../messages/en/own.ts";
import { spoken } from "../messages/said.ts";
import { percent, short } from "../text/format.ts";
import { h } from "../ui/dom.ts";
import type { Decisions, Fate } from "./decisions.ts";
import { button } from "./setup.ts";

/** Columns of the file that the table shows; the ranked list has them all. */
const columnsShown = 12;

/** What rows are drawn from. */
export interface Shown {
  review: Review;
  decisions: Decisions;
  /** Paints the picture of a row of the run; null where rows are none. */
  paint: ((canvas: HTMLCanvasElement, index: number) => void) | null;
  /** Cells by row of the file, as far as they have come. */
  cells: ReadonlyMap<number, string[]>;
  decide(row: number, fate: Fate): void;
}

const columnsOf = (r: Review): string[] => r.columns.slice(0, columnsShown);

export function headElement({ review, paint }: Shown): HTMLElement {
  const { head } = words;
  const heads: [string, string][] = [
    [head.rank, "number"], [head.row, "number"], ...(paint ? [[head.image, ""] as [string, string]] : []), [head.given, ""], [head.suggested, ""], [head.fate, "fate"],
    [head.score, "number"], [head.leverage, "number"], ...columnsOf(review).map((c) => [c, ""] as [string, string]),
  ];
  return h("thead", {}, h("tr", {}, ...heads.map(([t, c]) => h("th", { scope: "col", class: c, title: t }, t))));
}

/** Entry k of the review; `at` says that it has the stop of the Tab key. */
export function rowElement({ review: r, decisions: d, paint, cells, decide }: Shown, k: number, at: boolean): HTMLElement {
  const row = r.row[k]!;
  const given = r.classes[r.given[k]!]!;
  const fate = d.fate(row);
  const differs = r.given[k] !== r.suggested[k];
  const kept = fate === "kept";
  const other = button(kept ? words.drop : words.keep, "link", () => decide(row, kept ? "removed" : "kept"));
  other.setAttribute("aria-label", kept ? words.dropRow(row) : words.keepRow(row));
  other.tabIndex = at ? 0 : -1;
  const cell = (text: string, c = "", title = text) => h("td", { class: c, title }, text);
  const place = r.line[k]! > 0 ? `${words.head.row} ${row}, ${words.head.line} ${r.line[k]}` : "";
  const own = cells.get(row) ?? [];
  const said = d.changed(row) ? `${words.fates[fate]!}, ${words.hand}` : r.removed[k]! >= 0 ? words.left(r.removed[k]!) : words.fates[fate]!;
  const picture = () => {
    const image = h("canvas", { role: "img", "aria-label": words.imageOf(row, given) });
    paint!(image, r.index[k]!);
    return h("td", { class: "own-picture" }, image);
  };
  return h("tr", { "data-k": k, "data-fate": fate, tabindex: at ? 0 : -1 },
    cell(String(k + 1), "number"), cell(String(row), "number", place), ...(paint ? [picture()] : []), cell(given, "given"),
    cell(`${r.classes[r.suggested[k]!]} ${percent(r.confidence[k] ?? NaN)}`, differs ? "differs" : ""), h("td", { class: "fate" }, other, h("span", {}, ` ${said}`)),
    cell(short(r.score[k] ?? NaN), "number"), cell((r.leverage[k] === null ? words.leverageUnknown : percent(r.leverage[k]!)) + (r.warning[k] ? " ⚠" : ""), r.warning[k] ? "number warned" : "number", r.warning[k] ? spoken(r.warning[k]) : undefined),
    ...columnsOf(r).map((_, c) => cell(own[c] ?? "", "own-cell")));
}
