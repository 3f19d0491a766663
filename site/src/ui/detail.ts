/**
 * Below the charts: the row under the pointer or picked, or else what is in training and
 * what is not. Everything is read off the run; a recorded run says less than a live one.
 */
import type { App } from "../app.ts";
import { say } from "../messages/en/page.ts";
import { seen } from "../messages/en/seen.ts";
import type { Pictures } from "../stage/sheet.ts";
import { changed, shownTime, type State } from "../state.ts";
import { composition, leavesAt, type Composition } from "../trace/derive.ts";
import { frameAt, frontier, steps, type Frame, type Run } from "../trace/run.ts";
import { count, short } from "../text/format.ts";
import { byId, h, toggle, setText } from "./dom.ts";
import type { Part } from "./part.ts";
import { liveFacts, scoreName } from "./rowfacts.ts";
import { symbol } from "./symbol.ts";

const words = say.inspector;

export function detail(app: App): Part {
  const host = byId("detail");
  const pick = h("input", { type: "number", min: 0, step: 1, inputmode: "numeric", id: "row", title: words.fromZero });
  const wrong = h("span", { class: "wrong", role: "status" });
  pick.onchange = () => {
    const row = Number(pick.value);
    const { run, picked } = app.store.state;
    if (!run) return;
    // An empty field lets the row go.
    if (pick.value.trim() === "" && !pick.validity.badInput) return picked >= 0 ? app.store.dispatch({ type: "pick", row: picked }) : undefined;
    const ok = !pick.validity.badInput && Number.isInteger(row) && row >= 0 && row < run.header.rows;
    setText(wrong, ok ? "" : words.range(run.header.rows - 1));
    if (!ok) pick.value = picked >= 0 ? String(picked) : "";
    else if (row !== picked) app.store.dispatch({ type: "pick", row });
  };
  // It has been read by the time the next number is begun.
  pick.oninput = () => setText(wrong, "");
  const title = h("h2", {});
  const head = h("div", { class: "detail-head" }, title, wrong, h("label", { class: "row", title: words.fromZero }, words.inspect, pick));
  const body = h("div", {});
  host.append(head, body);
  let drawn = "";
  return (s, prev) => {
    const run = s.run;
    if (!run || s.presentation.hidden.includes("inspector") && s.presentation.hidden.includes("composition")) return;
    const row = rowShown(s);
    const stale = changed(s);
    toggle(host, "data-stale", stale);
    const { comparison } = app;
    const key = `${row}|${Math.floor(shownTime(s))}|${s.frames}|${stale}|${s.reference?.name}|${s.reference?.known}|${s.reference?.given}|${comparison !== null}`;
    if (prev && prev.run === s.run && key === drawn) return;
    drawn = key;
    pick.max = String(run.header.rows - 1);
    if (document.activeElement !== pick) pick.value = row >= 0 ? String(row) : "";
    if (row >= 0) drawRow(title, body, run, row, shownTime(s), app.pictures);
    else if (!comparison?.panel(s, title, body)) {
      drawComposition(title, body, run, composition(run, shownTime(s)));
      const line = comparison?.line(s);
      if (line) body.append(h("p", { class: "sum" }, line));
    }
    if (stale && row < 0) setText(title, say.previousTitle);
  };
}

/** The row to tell about: the one under the pointer, else the one picked, else −1. */
export function rowShown(s: State): number {
  const row = s.hover >= 0 ? s.hover : s.picked;
  return s.run && row < s.run.header.rows ? row : -1;
}

function drawRow(title: HTMLElement, body: HTMLElement, run: Run, row: number, t: number, pictures: Pictures | null): void {
  const { header, points } = run;
  const frame = frameAt(run, t);
  if (!frame) return;
  const image = h("canvas", { class: "row-image", role: "img", "aria-label": words.image });
  pictures?.paint(image, row);
  const origin = points.origin[row]!;
  const named = header.origins.length > 1 ? [symbol(origin), ` ${header.origins[origin]!}`] : [];
  title.replaceChildren(words.row(row), ...named);
  const facts: [string, string][] = [
    [words.given, header.classes[points.label[row]!] ?? say.none],
    [words.predicted, header.classes[frame.predicted[row]!] ?? say.none],
    [words.leaves, leaving(run, row, t)],
    ...liveFacts(run, frame, row),
  ];
  const list = h("dl", { class: "facts" }, ...facts.map(([k, v]) => h("div", { title: k === words.selfInfluence && say.ringTitle }, h("dt", {}, k), h("dd", {}, v))));
  const cells = header.columns.map((c, i) => {
    const code = points.codes[row * header.columns.length + i]!;
    return h("div", {}, h("dt", {}, c.name), h("dd", {}, c.levels[code] ?? say.none));
  });
  const note = frame.score ? [] : [h("p", { class: "sum" }, words.liveOnly(scoreName(run)))];
  body.replaceChildren(...(pictures ? [h("div", { class: "with-image" }, image, list)] : [list]), h("dl", { class: "answers", "aria-label": words.answers }, ...cells), ...note);
}

function leaving(run: Run, row: number, t: number): string {
  const at = leavesAt(run)[row]!;
  const k = Math.min(Math.floor(t), frontier(run));
  if (at < 0) return frontier(run) < steps(run) ? words.staysSoFar : words.stays;
  if (at < k) return words.left(at + 1);
  return at === k ? words.leavesNext : words.leavesAt(at + 1);
}

function drawComposition(title: HTMLElement, body: HTMLElement, run: Run, c: Composition): void {
  title.replaceChildren(c.byOrigin ? seen.composition.title : seen.composition.titleLabels);
  const largest = Math.max(1, ...c.groups.map((_, g) => c.kept[g]! + c.removed[g]!));
  const groups = c.groups.map((name, g) => {
    const width = (n: number) => `width:${(100 * n) / largest}%`;
    const color = c.byOrigin ? `--color: var(--origin-${g % 6})` : "--color: var(--muted)";
    return h("div", { class: "group", style: color },
      h("span", {}, ...(c.byOrigin ? [symbol(g)] : []), name),
      h("span", { class: "parts", "aria-hidden": "true" }, h("i", { style: width(c.kept[g]!) }), h("i", { class: "gone", style: width(c.removed[g]!) })),
      h("span", { class: "counts" }, h("b", {}, count(c.kept[g]!)), c.removed[g]! > 0 ? ` − ${count(c.removed[g]!)}` : "",
        h("span", { class: "hidden" }, ` ${seen.composition.kept}, ${c.removed[g]} ${seen.composition.removed}`)));
  });
  const gone = c.removed.reduce((a, b) => a + b, 0);
  const sum = gone === 0 ? seen.composition.noneYet
    : c.byOrigin ? seen.composition.precision(c.precision, c.others, gone, c.groups, c.majority, run.header.testRows > 0) : seen.composition.hint;
  body.replaceChildren(h("div", { class: "groups" }, ...groups), h("p", { class: "sum" }, sum));
}
