/** What two runs differ in and what they come to, in words and numbers: below the two maps, or in the inspector. */
import { texts } from "../messages/en/compare.ts";
import { sameRun } from "../scenario/edit.ts";
import type { State } from "../state.ts";
import { h } from "../ui/dom.ts";
import type { Reference } from "./reference.ts";
import { both, differences, outcomes } from "./words.ts";

/** The settings that differ, in one line. */
export function changesText(r: Reference, s: State): string {
  const changes = differences(r.scenario, s.run!.header.scenario);
  if (changes.length > 0) return changes.join("; ");
  return r.run === s.run || sameRun(r.scenario, s.run!.header.scenario) ? texts.same : texts.against(r.name);
}

/** The line of changes and the table of what follows; `now` is the run on screen. */
export function board(r: Reference, s: State, now: Reference): HTMLElement[] {
  return [h("p", { class: "changes" }, changesText(r, s)), ...table(r, now)];
}

function table(r: Reference, now: Reference): HTMLElement[] {
  const told = both(r, now);
  if (!told) return [h("p", { class: "sum" }, texts.waiting)];
  const soFar = told.soFar ? [h("p", { class: "sum" }, told.soFar)] : [];
  return [...soFar, h("table", { class: "compared" }, h("caption", { class: "hidden" }, texts.caption),
    h("thead", {}, h("tr", {}, h("td", {}), ...[r.name, texts.now, texts.by].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...outcomes(told.then, told.now).map(([what, x, y, by]) => h("tr", {}, h("th", { scope: "row" }, what), h("td", {}, x), h("td", {}, y), h("td", {}, by)))))];
}
