/** What can be taken away: files of rows, the trace, a report, pictures, the command line. */
import type { Data } from "../generated/scenario.ts";
import { KindExport } from "../generated/wire.ts";
import type { Review } from "../generated/session.ts";
import { steps, type Run } from "../trace/run.ts";
import { fixed, percent, power, short } from "../text/format.ts";
import { copy, download, h, setText } from "../ui/dom.ts";
import type { PageOwn } from "./main.ts";
import { say } from "../messages/en/page.ts";
import { ownReport, ownRows as words } from "../messages/en/own.ts";
import { chartsPicture, lastPictures, stagePicture } from "./pictures.ts";
import { day, reportHTML, type Cell } from "./report.ts";
import { ruleName } from "./rivals.ts";
import type { Rows } from "./rows.ts";
import { commandOf, unnamable } from "./settings.ts";
import { button } from "./setup.ts";
import { traceCSV, traceJSON } from "./trace.ts";

/** How many rows a report lists. */
const reportRows = 40;

/** The name of a file without its endings, for names made from it. */
export function stem(name: string): string {
  return name.replace(/\.gz$/i, "").replace(/\.[a-z0-9]{1,6}$/i, "").replace(/[^\p{L}\p{N}._ -]/gu, "_").slice(0, 60) || "table";
}

/** The foot of the rows' dialog. */
export function takeAway(own: PageOwn, rows: Rows): HTMLElement[] {
  const { run, table } = own.app.store.state;
  if (!run || !table) return [];
  const base = stem(table.name);
  const kind = rows.review!.kept;
  const fileOf = async (what: "kept" | "removed" | "ranked", name: string) => {
    try {
      const { body } = await own.app.engine.ask((ask) => ({ kind: KindExport, ask, what, removed: rows.decisions!.removed() }));
      download(name, name.endsWith(".csv") ? "text/csv" : "application/octet-stream", body as Uint8Array<ArrayBuffer>);
    } catch (e) {
      own.refused(e);
    }
  };
  const ending = kind === "npz" ? "npz" : /\.([a-z]+)(\.gz)?$/i.exec(table.name)?.[1] ?? kind;
  const acts: Record<string, () => void> = {
    kept: () => void fileOf("kept", `${base}-purified.${ending}`), removed: () => void fileOf("removed", `${base}-removed.${ending}`), ranked: () => void fileOf("ranked", `${base}-ranked.csv`),
    traceCSV: () => download(`${base}-trace.csv`, "text/csv", traceCSV(run, rows.review!)), traceJSON: () => download(`${base}-trace.json`, "application/json", traceJSON(run, rows.review!)),
    report: () => void report(own, rows, run).then((text) => download(`${base}-report.html`, "text/html", text)),
    stage: () => void stagePicture(own.app, run).then((b) => b && download(`${base}-map.png`, "image/png", b)), charts: () => void chartsPicture().then((b) => b && download(`${base}-charts.png`, "image/png", b)),
  };
  const buttons = Object.entries(words.files).map(([id, name]) => button(name, "link", acts[id]!));
  const command = own.opened ? commandOf(run.header.scenario, own.opened.parts) : "";
  const copier = (name: string, text: () => string) => {
    const b = button(name, "link", () => void copy(text()).then((ok) => {
      setText(b, ok ? words.copied : words.notCopied);
      setTimeout(() => setText(b, name), 2000);
    }));
    return b;
  };
  const line = command ? [h("details", {}, h("summary", {}, words.command), h("div", { class: "own-take" }, h("code", {}, command), copier(words.copy, () => command)))] : [];
  const link = copier(words.link, () => own.app.settingsLink());
  link.title = words.linkNote;
  const lab = button(words.lab, "link", () => own.lab());
  lab.title = words.labNote;
  const onward = own.app.store.state.presentation.allowLinks && own.opened ? [lab] : [];
  return [h("div", { class: "own-take" }, h("b", {}, words.take), ...buttons, link, ...onward), ...line];
}

/** The report on the run and the decisions as they are now. */
export async function report(own: PageOwn, rows: Rows, run: Run): Promise<string> {
  const r = rows.review!;
  const d = rows.decisions!;
  const { header, frames } = run;
  const s = header.scenario;
  const top = r.row.slice(0, reportRows);
  const cells = (await rows.ask(top))?.cells ?? [];
  const span = (value: (f: (typeof frames)[number]) => number) => `${short(value(frames[0]!))} → ${short(value(frames.at(-1)!))}`;
  const known = rows.judged();
  const w = ownReport;
  const last = frames.length - 1;
  const [map, charts] = await lastPictures(own.app, run);
  const pictures = [{ b: map, text: w.stage }, { b: charts, text: Object.values(w.charts).join(", ") }]
    .map(({ b, text }) => ({ b, text: `${text}: ${say.scrubbed(last, steps(run), last * s.purify.perStep)}` }));
  const noise = s.data.noise?.rate ?? 0;
  const data: [string, string][] = [[w.file, own.app.store.state.table?.name ?? ""], [w.label, s.data.label ?? ""], [w.rows, String(header.rows)], [w.testRows, String(header.testRows)], [w.features, w.inputs(header.features, columnsOf(own, s.data))]];
  if (s.data.truth) data.push([w.truth, s.data.truth]);
  if (noise > 0) data.push([w.noise, percent(noise)]);
  const result: [string, string][] = [[w.removed, String(d.removed().length)], [w.byHand, String(d.count)], [w.variance, span((f) => f.variance)], [w.accuracy, header.testRows > 0 ? span((f) => f.testAccuracy) : "–"]];
  if (known) result.push([w.truth, words.judged(known.wrong, known.hits, known.hits / known.wrong, fixed(known.auc, 4))]);
  const caveats = [unnamable(s).length > 0 ? words.caveat(unnamable(s)) : "", d.count > 0 ? words.byHandCaveat(d.count) : ""].filter(Boolean);
  const h = words.head;
  return reportHTML({
    title: w.title(own.app.store.state.table?.name ?? s.title), date: day(new Date()), build: own.app.build,
    sections: [
      { title: w.data, facts: data },
      { title: w.model, facts: [[w.fit, w.fits[s.fit.method] ?? s.fit.method], [w.ridge, power(s.fit.ridge)], [w.damping, power(s.influence.damping)], [w.rule, `${ruleName(s.purify.rule)} (${s.purify.rule})`], [w.steps, `${s.purify.steps} × ${s.purify.perStep}`], [w.seed, String(s.seed)]] },
      { title: w.result, facts: result },
    ],
    warnings: [...own.app.store.state.live.warnings, words.warned(r.warning.filter(Boolean).length)].filter(Boolean), command: own.opened ? commandOf(s, own.opened.parts) : "", caveat: caveats.join(" "),
    pictures: (await Promise.all(pictures.filter((p) => p.b).map(async (p) => ({ src: await dataURL(p.b!), text: p.text })))),
    rivals: rows.rivals.told(),
    columns: [h.rank, h.row, ...(own.app.pictures ? [h.image] : []), h.score, h.given, h.suggested, h.leverage, h.fate, ...r.columns.slice(0, 8)],
    rows: top.map((row, k) => [String(k + 1), String(row), ...rowPicture(own, r, k), short(r.score[k] ?? NaN), r.classes[r.given[k]!]!, r.classes[r.suggested[k]!]!, r.leverage[k] === null ? "–" : `${percent(r.leverage[k]!)}${r.warning[k] ? " ⚠" : ""}`, words.fates[d.fate(row)]!, ...(cells[k] ?? []).slice(0, 8)]),
    total: r.row.length,
  });
}

/** How many columns the features come from: a setup that names none takes all but label and truth. 0 where the file has no columns. */
function columnsOf(own: PageOwn, data: Data): number {
  const s = own.opened?.summary;
  return data.features?.length ?? (s && s.arrayFeatures === 0 ? s.columns.filter(({ name }) => name !== data.label && name !== data.truth).length : 0);
}

/** The picture of a row of the run, where rows are pictures. */
function rowPicture(own: PageOwn, r: Review, k: number): Cell[] {
  const { pictures } = own.app;
  if (!pictures) return [];
  const canvas = document.createElement("canvas");
  pictures.paint(canvas, r.index[k]!);
  return [{ src: canvas.toDataURL("image/png"), text: words.imageOf(r.row[k]!, r.classes[r.given[k]!]!) }];
}

function dataURL(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
