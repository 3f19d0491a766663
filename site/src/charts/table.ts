/** A chart as a table and as CSV: the same numbers, all of them. */
import { say } from "../messages/en/page.ts";
import type { Run } from "../trace/run.ts";
import { fixed } from "../text/format.ts";
import { h } from "../ui/dom.ts";
import { placedMarks, type Measure } from "./domain.ts";
import { ghostValue, type Ghost } from "./ghost.ts";

interface Row {
  step: number;
  removed: number;
  value: number;
  published: number | null;
  reference: number | null;
}

function rows(run: Run, m: Measure, ghost: Ghost | null): Row[] {
  const marks = placedMarks(run, m.name);
  return run.frames.map((f, k) => ({
    step: k, removed: run.header.rows - f.kept, value: m.value(f),
    published: marks.find((p) => p.step === k)?.mark.value ?? null,
    reference: ghostValue(ghost, k),
  }));
}

/** The table, the row of step k marked as current. */
export function makeTable(run: Run, m: Measure, title: string, k: number, ghost: Ghost | null = null): HTMLTableElement {
  const all = rows(run, m, ghost);
  const published = all.some((r) => r.published !== null);
  const head = [say.tableStep, say.tableRemoved, say.tableValue[m.name], ...(ghost ? [ghost.name] : []), ...(published ? [say.tablePublished] : [])];
  const decimals = m.name === "accuracy" ? 4 : 3;
  const cell = (v: number | null) => (v === null ? "" : fixed(v, decimals));
  return h("table", {},
    h("caption", { class: "hidden" }, title),
    h("thead", {}, h("tr", {}, ...head.map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", {}, ...all.map((r) => h("tr", r.step === k ? { "aria-current": "step" } : {},
      ...[String(r.step), String(r.removed), fixed(r.value, decimals), ...(ghost ? [cell(r.reference)] : []), ...(published ? [cell(r.published)] : [])]
        .map((t) => h("td", {}, t))))));
}

/** The table as CSV with every digit; empty cells where there is no value. */
export function toCSV(run: Run, m: Measure, ghost: Ghost | null = null): string {
  const cell = (v: number | null) => (v === null || !Number.isFinite(v) ? "" : String(v));
  const lines = rows(run, m, ghost).map((r) => [r.step, r.removed, cell(r.value), cell(r.published), ...(ghost ? [cell(r.reference)] : [])].join(","));
  return [`step,removed,${m.name},published${ghost ? ",reference" : ""}`, ...lines, ""].join("\n");
}
