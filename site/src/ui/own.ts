/**
 * The user's own table, the part that every visitor gets: ways to hand over a file, and
 * what is open now. What is done with it (site/src/own) is loaded when a file comes.
 */
import type { App } from "../app.ts";
import { single } from "../baked.ts";
import { say } from "../messages/en/page.ts";
import { computing, type State } from "../state.ts";
import { byId, h } from "./dom.ts";
import { loadOwn } from "./load.ts";
import type { Part } from "./part.ts";

const words = say.own;

/** What own.js does for the page. */
export interface OwnPage {
  /** Opens the dialog: to choose a table, or for the settings of the one that is open. */
  show(): void;
  /** Takes files, of which some may be labels or a test part. */
  take(files: File[]): Promise<void>;
  /** Runs the table that is open. */
  run(): void;
  /** Shows the rows of the run, ranked. */
  rows(): void;
  /** What its dialog has said to take care of. */
  told(): string[];
  /** Opens the lab with the table. */
  lab(): void;
}

let coming: Promise<OwnPage> | null = null;

/** Loads the part once. */
function load(app: App): Promise<OwnPage> {
  coming ??= loadOwn().then((makers) => makers.page(app));
  coming.then((page) => { app.ownPage = page; }, () => {
    coming = null;
    app.notify("error", words.noPart);
  });
  return coming;
}

export function own(app: App): Part {
  const input = byId<HTMLInputElement>("own-train-file");
  const open = byId("own-open");
  const host = byId("own");
  const go = (f: (page: OwnPage) => void) => void load(app).then(f, () => {});
  const take = (files: File[]) => { if (files.length > 0) go((page) => void page.take(files)); };
  byId("section-own").hidden = single();
  open.onclick = () => go((page) => page.show());
  // The value is cleared so that choosing the same file again is a choice.
  input.onchange = () => { take([...(input.files ?? [])]); input.value = ""; };
  if (!single()) {
    dropping(take);
    pasting(take);
  }
  const columns = h("button", { type: "button", class: "link" }, words.columns);
  columns.onclick = () => go((page) => page.show());
  const rows = h("button", { type: "button", class: "link", id: "own-rows" }, words.rows);
  rows.onclick = () => go((page) => page.rows());
  const lab = h("button", { type: "button", class: "link", title: words.labHint }, words.lab);
  lab.onclick = () => go((page) => page.lab());
  const back = h("button", { type: "button", class: "link" }, words.cancel);
  back.onclick = () => app.reset();
  const name = h("p", { class: "file" });
  host.append(h("div", { class: "own-fields" }, name, h("div", { class: "two" }, columns, rows, lab), back));
  return (s, prev) => {
    open.hidden = s.draft !== null;
    host.hidden = s.draft === null;
    name.textContent = s.draft?.name ?? "";
    rows.hidden = !reviewable(s);
    lab.hidden = !s.presentation.allowLinks;
    if (prev && computing(prev) && s.live.phase === "done" && prev.live.phase !== "done" && reviewable(s)) announce(app);
  };
}

/** Whether there are rows of a table to look at. */
function reviewable(s: State): boolean {
  return s.table !== null && s.run !== null && !s.recorded && s.run.header.scenario.data.kind === "table" && !computing(s);
}

/** Parts must not dispatch while they draw. */
function announce(app: App): void {
  queueMicrotask(() => app.notify("info", words.ready(app.store.state.table?.name ?? ""), { offer: "rows", file: true }));
}

/** Files may be dropped anywhere on the page. */
function dropping(take: (files: File[]) => void): void {
  const root = document.documentElement;
  const files = (e: DragEvent) => e.dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener("dragover", (e) => {
    if (!files(e)) return;
    e.preventDefault();
    root.toggleAttribute("data-dropping", true);
  });
  document.addEventListener("dragleave", (e) => { if (!e.relatedTarget) root.toggleAttribute("data-dropping", false); });
  document.addEventListener("drop", (e) => {
    root.toggleAttribute("data-dropping", false);
    if (!files(e)) return;
    e.preventDefault();
    take([...(e.dataTransfer?.files ?? [])]);
  });
}

/** A table may be pasted, as from a spreadsheet; into a field it goes as usual. */
function pasting(take: (files: File[]) => void): void {
  document.addEventListener("paste", (e) => {
    if ((e.target as HTMLElement | null)?.closest?.("input, textarea, [contenteditable]")) return;
    const files = [...(e.clipboardData?.files ?? [])].filter((f) => !f.type.startsWith("image/"));
    const text = e.clipboardData?.getData("text/plain") ?? "";
    if (files.length > 0) take(files);
    else if (/[^\s].*[,;\t|].*\n\s*\S/.test(text)) take([new File([text], words.pasted, { type: "text/csv" })]);
  });
}
