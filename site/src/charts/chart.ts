/** A chart of the run: its head, plot, playhead, marks, and the same as a table. */
import type uPlot from "uplot";
import type { App } from "../app.ts";
import { texts } from "../messages/en/compare.ts";
import { say } from "../messages/en/page.ts";
import { changed, profile, shownTime, type ChartName, type State } from "../state.ts";
import { fixed, short } from "../text/format.ts";
import { frameAt, frontier, steps, type Run } from "../trace/run.ts";
import { download, h, pause, setText, toggle } from "../ui/dom.ts";
import type { Part } from "../ui/part.ts";
import { placedMarks, testAccuracy, trainAccuracy, variance, yRange, type Measure } from "./domain.ts";
import { ghostOf, ghostValue } from "./ghost.ts";
import { drawOverlays } from "./marks.ts";
import { chartMenu, type ChartActions } from "./menu.ts";
import { dataOf, library, makePlot, styleOf } from "./plot.ts";
import { makeTable, toCSV } from "./table.ts";

/** What a chart measures in a run: without a test set, accuracy is that of training. */
function measureOf(name: ChartName, run: Run): Measure {
  if (name === "variance") return variance;
  return run.header.testRows > 0 ? testAccuracy : trainAccuracy;
}

/** The chart's name for a run. */
function titleOf(m: Measure, texts: Record<ChartName, string>): string {
  return m === trainAccuracy ? say.noTest : texts[m.name];
}

/** Rows of a test set of our own making come from the first distribution. */
function testedOn(run: Run): string {
  const { origins, scenario } = run.header;
  return scenario.data.kind === "sd" && origins.length > 1 ? say.testedOn(origins[0]!) : "";
}

/** Makes a chart in host. `labelX`: it carries the labels of the shared x-axis. */
export function chart(app: App, host: HTMLElement, name: ChartName, labelX: boolean): Part {
  const parts = skeleton(app, host, name);
  const { body, plotHost, value, title, note, playhead, refs, ghosts, table } = parts;
  let plot: uPlot | null = null;
  let size = "";
  const drawn = { key: "", at: "", table: "" };

  // uPlot lays itself out after the call that made it; only then do its scales tell places.
  let place = () => {};
  const rebuild = (run: Run, m: Measure, range: [number, number]) => {
    plot?.destroy();
    const overlay = () => {
      const { state } = app.store;
      const pinned = state.reference !== null && !state.reference.given;
      if (plot === made) drawOverlays({ refs, ghosts }, made, placedMarks(run, name), ghostOf(state, m), pinned ? texts.now : "", run, m);
    };
    let placed = false;
    const made = makePlot(plotHost, run, m, range, styleOf(host), labelX, say.stepWord, () => {
      // Finding room for names costs as much as the curve: a task of its own.
      if (!placed) void pause().then(overlay);
      placed = true;
      place();
    });
    made.over.append(ghosts, playhead, refs);
    seekByDragging(app, made);
    plot = made;
  };
  new ResizeObserver(() => {
    const now = `${plotHost.clientWidth}×${plotHost.clientHeight}`;
    if (now === size) return;
    size = now;
    drawn.key = "";
    draw(app.store.state);
  }).observe(body);

  const draw = (s: State): void => {
    const run = s.run;
    if (!run) return;
    const m = measureOf(name, run);
    const k = Math.floor(Math.min(shownTime(s), frontier(run)));
    const f = frameAt(run, k);
    setText(title, titleOf(m, say.chartTitles));
    const stale = changed(s);
    toggle(host, "data-stale", stale);
    const ghost = ghostOf(s, m);
    const beside = s.reference && !s.reference.given ? ghostValue(ghost, k) : null;
    setText(note, stale ? say.previous : beside !== null ? texts.beside(ghost!.name, name === "accuracy" ? fixed(beside, 3) : short(beside)) : m === trainAccuracy ? say.noTestNote : name === "accuracy" ? testedOn(run) : "");
    setText(value, f ? (name === "accuracy" ? fixed(m.value(f), 3) : short(m.value(f))) : "");
    table.hidden = !s.tables[name];
    plotHost.hidden = s.tables[name];
    if (s.tables[name]) return void drawTable(table, drawn, run, m, k, s);
    if (plotHost.clientWidth === 0 || !library()) return;
    const range = yRange(run, m, ghost?.points.map((p) => p.y));
    const key = [identify(run), m === trainAccuracy, profile(s), s.presentation.embed, range.join(), referenceKey(s), plotHost.clientWidth, plotHost.clientHeight].join("|");
    if (key !== drawn.key || !plot) {
      rebuild(run, m, range);
      drawn.key = key;
      drawn.at = "";
    }
    const at = `${k}|${run.frames.length}`;
    place = () => { if (plot) movePlayhead(playhead, plot, run, m, s); };
    if (at !== drawn.at) plot!.setData(dataOf(run, m, k), false), plot!.redraw();
    else place();
    drawn.at = at;
  };
  return draw;
}

let lastID = 0;
const ids = new WeakMap<Run, number>();

/** A number that stands for a run, so that another run of the same shape is told apart. */
function identify(run: Run): number {
  let id = ids.get(run);
  if (id === undefined) ids.set(run, (id = ++lastID));
  return id;
}

function movePlayhead(playhead: HTMLElement, plot: uPlot, run: Run, m: Measure, s: State): void {
  const t = Math.min(shownTime(s), frontier(run));
  const a = run.frames[Math.floor(t)];
  const b = run.frames[Math.ceil(t)];
  if (!a || !b) return;
  playhead.style.transform = `translateX(${plot.valToPos(t, "x")}px)`;
  // Between two steps the dot slides along the line drawn between their values.
  const from = plot.valToPos(m.value(a), "y");
  const to = plot.valToPos(m.value(b), "y");
  playhead.style.setProperty("--y", `${from + (to - from) * (t % 1)}px`);
}

/** Stands for what is drawn of the reference. */
function referenceKey({ reference: r }: State): string {
  return r ? `${r.name} ${r.known} ${r.run ? identify(r.run) : r.address}` : "";
}

function drawTable(table: HTMLElement, drawn: { table: string }, run: Run, m: Measure, k: number, s: State): void {
  const key = `${identify(run)}|${run.frames.length}|${k}|${referenceKey(s)}`;
  if (drawn.table === key) return;
  drawn.table = key;
  table.replaceChildren(makeTable(run, m, titleOf(m, say.chartTitles), k, ghostOf(s, m)));
  const row = table.querySelector<HTMLElement>("[aria-current]");
  if (row) table.scrollTop = row.offsetTop - table.clientHeight / 2;
}

/** Dragging in a plot moves through the run, as the scrubber does. */
function seekByDragging(app: App, plot: uPlot): void {
  const over = plot.over;
  let dragging = false;
  const seek = (e: PointerEvent) => {
    const t = plot.posToVal(e.clientX - over.getBoundingClientRect().left, "x");
    const run = app.store.state.run;
    if (run) app.store.dispatch({ type: "seek", t: Math.min(t, steps(run)) });
  };
  over.onpointerdown = (e) => {
    if (e.button !== 0) return;
    dragging = true;
    over.setPointerCapture(e.pointerId);
    seek(e);
  };
  over.onpointermove = (e) => { if (dragging) seek(e); };
  over.onpointerup = over.onpointercancel = () => {
    if (dragging) app.store.dispatch({ type: "settle" });
    dragging = false;
  };
}

function skeleton(app: App, host: HTMLElement, name: ChartName) {
  const title = h("h2", { id: `chart-${name}` });
  const note = h("span", { class: "note" });
  const value = h("b", {});
  const plotHost = h("div", { class: "plot" });
  const table = h("div", { class: "table-scroll", tabindex: 0, role: "group", "aria-label": say.tableOf(say.chartTitles[name]) });
  const body = h("div", { class: "chart-body" }, plotHost, table);
  const playhead = h("div", { class: "playhead" });
  const refs = h("div", { class: "refs" });
  const ghosts = h("div", { class: "refs ghost" });
  host.append(h("div", { class: "chart-head" }, title, note, value, chartMenu(actions(app, name))), body);
  host.setAttribute("aria-labelledby", `chart-${name}`);
  return { body, plotHost, value, title, note, playhead, refs, ghosts, table };
}

function actions(app: App, name: ChartName): ChartActions {
  return {
    title: () => say.chartTitles[name],
    asTable: () => app.store.state.tables[name],
    flip: () => app.store.dispatch({ type: "table", chart: name, shown: !app.store.state.tables[name] }),
    save: () => {
      const run = app.store.state.run;
      if (run) download(`untangle-${run.header.scenario.id}-${name}.csv`, "text/csv", toCSV(run, measureOf(name, run), ghostOf(app.store.state, measureOf(name, run))));
    },
  };
}
