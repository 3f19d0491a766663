/** The user's own table: pick or drop a file, say which column is the label, run. It stays in the tab. */
import type { App } from "../app.ts";
import { headerOf, maxFile } from "../data/table.ts";
import { say } from "../messages.ts";
import { parseScenario, ScenarioError } from "../scenario/check.ts";
import type { Draft } from "../state.ts";
import { megabytes } from "../text/format.ts";
import { byId, h } from "./dom.ts";
import type { Part } from "./part.ts";

const words = say.own;

export function own(app: App): Part {
  const train = byId<HTMLInputElement>("own-train-file");
  const test = byId<HTMLInputElement>("own-test-file");
  const open = byId("own-open");
  const host = byId("own");
  open.onclick = () => train.click();
  // The value is cleared so that choosing the same file again is a choice.
  train.onchange = () => { void take(app, train.files?.[0], false); train.value = ""; };
  test.onchange = () => { void take(app, test.files?.[0], true); test.value = ""; };
  dropping(app);
  return (s, prev) => {
    if (prev && prev.draft === s.draft) return;
    open.hidden = s.draft !== null;
    host.hidden = s.draft === null;
    host.replaceChildren(...(s.draft ? [fields(app, s.draft, test)] : []));
  };
}

/** Reads a file: a setup in JSON, or a table of which it becomes the training or the test part. */
async function take(app: App, file: File | undefined, asTest: boolean): Promise<void> {
  if (!file) return;
  if (file.size > maxFile) return app.notifyFile(say.fileLarge(file.name, megabytes(file.size), megabytes(maxFile)));
  let text: string;
  try {
    text = await file.text();
  } catch (e) {
    return app.notifyFile(say.fileUnreadable(file.name, (e as Error).message));
  }
  if (/\.json$/i.test(file.name) && !asTest) return takeSetup(app, file.name, text);
  if (text.includes("\u0000")) return app.notifyFile(say.notCSV(file.name));
  if (text.trim() === "") return app.notifyFile(say.fileEmpty(file.name));
  const draft = app.store.state.draft;
  if (asTest && draft) return app.store.dispatch({ type: "draft", draft: { ...draft, test: text, testName: file.name } });
  const columns = headerOf(text);
  if (columns.length < 2) return app.notifyFile(say.fileOneColumn(file.name));
  app.store.dispatch({
    type: "draft",
    draft: { name: file.name, train: text, test: "", testName: "", columns, label: guessLabel(columns), scale: true },
  });
}

function takeSetup(app: App, name: string, text: string): void {
  try {
    app.runSetup(parseScenario(text));
  } catch (e) {
    if (!(e instanceof ScenarioError)) throw e;
    app.notifyFile(say.setup(name, e.field, e.problem, e.remedy));
  }
}

/** A column that is called so, else the last one, as is the custom. */
function guessLabel(columns: string[]): string {
  const named = ["label", "class", "target"].map((name) => columns.find((c) => c.toLowerCase() === name));
  return named.find((c) => c !== undefined) ?? columns.at(-1)!;
}

function fields(app: App, d: Draft, test: HTMLInputElement): HTMLElement {
  const change = (part: Partial<Draft>) => app.store.dispatch({ type: "draft", draft: { ...d, ...part } });
  const label = h("select", { id: "own-label" }, ...d.columns.map((c) => h("option", { value: c, selected: c === d.label }, c || words.unnamed)));
  label.onchange = () => change({ label: label.value });
  const scale = h("input", { type: "checkbox", checked: d.scale });
  scale.onchange = () => change({ scale: scale.checked });
  const pickTest = h("button", { type: "button", class: "link file" }, d.testName || words.pickTest);
  pickTest.onclick = () => test.click();
  const run = h("button", { type: "button", class: "primary", id: "own-run" }, words.run);
  run.onclick = () => app.live();
  const cancel = h("button", { type: "button", class: "quiet" }, words.cancel);
  cancel.onclick = () => app.reset();
  return h("div", { class: "own-fields" },
    h("p", { class: "file" }, d.name), h("div", { class: "row" }, h("label", { for: "own-label" }, words.label), label),
    h("label", { class: "check" }, scale, words.scale), pickTest,
    h("p", { class: "note" }, words.note(megabytes(maxFile))), h("div", { class: "two" }, run, cancel));
}

/** A file may be dropped anywhere on the page. */
function dropping(app: App): void {
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
    // A second file dropped beside a chosen one is its test part only when it says so.
    for (const file of [...(e.dataTransfer?.files ?? [])].slice(0, 2)) void take(app, file, app.store.state.draft !== null && /test/i.test(file.name));
  });
}
