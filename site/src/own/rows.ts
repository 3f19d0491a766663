/** The dialog of the ranked rows: filtered, paged, worked by keys; keep or drop by hand. */
import { KindCells, KindReview, type Found } from "../generated/wire.ts";
import type { Review } from "../generated/session.ts";
import { fixed } from "../text/format.ts";
import type { Run } from "../trace/run.ts";
import { h, setText } from "../ui/dom.ts";
import { Decisions, type Fate } from "./decisions.ts";
import { takeAway } from "./downloads.ts";
import type { PageOwn } from "./main.ts";
import { ownRows as words, ownText } from "../messages/en/own.ts";
import { filterTools } from "./filters.ts";
import { allRows, judge, outsiders, select, type Filter, type Found as Judged } from "./ranking.ts";
import { Rivals } from "./rivals.ts";
import { headElement, rowElement, type Shown } from "./row.ts";
import { button } from "./setup.ts";

/** Rows on a page of the table. */
const pageSize = 50;
/** Screens on which the filters fold away; as in own.css. */
const narrow = window.matchMedia("(max-width: 599.98px), (max-height: 599.98px)");

export class Rows {
  review: Review | null = null;
  decisions: Decisions | null = null;
  private filter: Filter = allRows;
  private text = "";
  private shown: number[] = [];
  private first = 0;
  private at = 0;
  /** Cells by row of the file, as they have been asked for. */
  private cells = new Map<number, string[]>();
  /** The run that was ranked, so that another one is ranked anew. */
  private of: unknown = null;

  private readonly element = h("dialog", { class: "own-dialog", "aria-labelledby": "own-rows-title" });
  private readonly sum = h("p", { class: "note", role: "status" });
  private readonly tools = h("div", { class: "own-tools" });
  private readonly filters = h("details", { class: "own-filters" }, h("summary", {}, words.filters), this.tools);
  private readonly table = h("div", { class: "own-body own-rows" });
  private readonly pager = h("div", { class: "own-tools" });
  private readonly take = h("div", { class: "own-foot" });
  readonly rivals: Rivals;

  constructor(private readonly own: PageOwn) {
    const close = button("×", "quiet round", () => this.element.close());
    close.setAttribute("aria-label", ownText.close);
    this.rivals = new Rivals(() => own.app.build);
    this.element.append(h("header", {}, h("h2", { id: "own-rows-title" }, ownText.rowsTitle), close), this.sum, this.filters, this.table, this.pager, this.rivals.element, this.take);
    this.element.onclose = () => {
      if (!this.review) this.own.app.engine.cancel();
      this.rivals.stop();
    };
    const fold = () => { this.filters.open = !narrow.matches; };
    narrow.addEventListener("change", fold);
    fold();
    this.table.onkeydown = (e) => this.key(e);
    this.element.onkeydown = (e) => this.shortcut(e);
    document.body.append(this.element);
  }

  /** Ranks the rows of the run on screen where that has not been done, and shows them. */
  async open(): Promise<void> {
    const { run } = this.own.app.store.state;
    if (!run) return;
    if (!this.element.open) this.element.showModal();
    if (this.of === run && this.review) return this.draw();
    this.forget();
    this.busy("score", 0);
    try {
      const { body } = await this.own.app.engine.ask((ask, n) => ({ kind: KindReview, ask, run: n }), null, (m) => this.busy(m.phase, m.total > 0 ? m.done / m.total : 0));
      this.review = JSON.parse(new TextDecoder().decode(body)) as Review;
      this.decisions = new Decisions(this.review);
      this.of = run;
      this.offerRivals(run);
      this.drawTools();
      this.draw();
      this.table.querySelector<HTMLElement>("[data-k]")?.focus({ preventScroll: true });
    } catch (e) {
      this.element.close();
      this.own.refused(e);
    }
  }

  private forget(): void {
    this.review = this.decisions = this.of = null;
    this.rivals.forget();
    this.cells.clear();
    this.filter = allRows;
    this.text = "";
    this.first = this.at = 0;
    for (const e of [this.tools, this.table, this.pager, this.take]) e.replaceChildren();
  }

  private busy(phase: string, share: number): void {
    setText(this.sum, words.working(phase, share));
  }

  private set(change: Partial<Filter>): void {
    this.filter = { ...this.filter, ...change };
    this.first = this.at = 0;
    this.draw();
  }

  private drawTools(): void {
    this.tools.replaceChildren(...filterTools(this.review!, () => this.filter, (change) => this.set(change), (text) => void this.find(text)));
    this.take.replaceChildren(...takeAway(this.own, this));
  }

  private async find(text: string): Promise<void> {
    this.text = text;
    if (!text) return this.set({ found: null });
    const found = await this.ask([], text);
    if (found && this.text === text) this.set({ found: new Set(found.rows) });
  }

  /** Cells of rows of the file; null where the engine has no answer, which has been said then. */
  async ask(rows: number[], find = ""): Promise<Found | null> {
    try {
      const { body } = await this.own.app.engine.ask((ask) => ({ kind: KindCells, ask, rows, find }));
      return JSON.parse(new TextDecoder().decode(body)) as Found;
    } catch (e) {
      this.element.close();
      this.own.refused(e);
      return null;
    }
  }

  /** How well the order finds what the truth says does not belong, the rows of all origins but the most frequent; null where that is not known. */
  judged(): Judged | null {
    const { run } = this.own.app.store.state;
    if (!run || !this.review || run.header.origins.length < 2) return null;
    const outside = outsiders(run.points.origin, run.header.origins.length);
    return judge(this.review.index.map((i) => outside[i]!));
  }

  /** Where the truth is known, the other rules can be run beside. */
  private offerRivals(run: Run): void {
    const { table } = this.own.app.store.state;
    const known = this.judged();
    if (known && table) this.rivals.offer(run.header.scenario, table, run.header.rows, known.wrong, run.header.testRows > 0);
  }

  private draw(): void {
    const { review: r, decisions: d } = this;
    if (!r || !d) return;
    this.shown = select(r, d, this.filter);
    this.first = Math.min(this.first, Math.max(0, Math.floor((this.shown.length - 1) / pageSize)) * pageSize);
    const page = this.shown.slice(this.first, this.first + pageSize);
    const known = this.judged();
    const warned = r.warning.filter(Boolean).length;
    setText(this.sum, words.sum(d.removed().length, r.row.length, d.count) + (known ? ` ${words.judged(known.wrong, known.hits, known.hits / known.wrong, fixed(known.auc, 4))}` : "") + (warned > 0 ? ` ${words.warned(warned)}` : ""));
    const { pictures } = this.own.app;
    const shown: Shown = { review: r, decisions: d, cells: this.cells, paint: pictures && ((canvas, index) => pictures.paint(canvas, index)), decide: (row, fate) => this.decide([row], fate) };
    const rows = page.map((k, i) => {
      const e = rowElement(shown, k, i === this.at);
      e.onfocus = () => { if (this.at !== i) this.move(i); };
      return e;
    });
    this.table.replaceChildren(h("p", { class: "note", id: "own-keys" }, words.keys), h("table", { class: "own-table", "aria-describedby": "own-keys" }, headElement(shown), h("tbody", {}, ...rows)));
    this.drawPager(page.length);
    void this.fill(page);
  }

  private drawPager(count: number): void {
    const d = this.decisions!;
    const entries = this.shown;
    const tool = (text: string, on: boolean, act: () => void) => {
      const b = button(text, "quiet", () => { act(); this.draw(); });
      b.disabled = !on;
      return b;
    };
    const rows = () => entries.map((k) => this.review!.row[k]!);
    const some = entries.length > 0 && entries.length < this.review!.row.length;
    this.pager.replaceChildren(
      tool(words.before, this.first > 0, () => { this.first -= pageSize; this.at = 0; }),
      h("span", { class: "note" }, words.page(this.first + 1, this.first + count, entries.length)),
      tool(words.after, this.first + count < entries.length, () => { this.first += pageSize; this.at = 0; }),
      tool(words.undo, d.canUndo, () => d.undo()), tool(words.redo, d.canRedo, () => d.redo()),
      ...(some ? [tool(words.dropShown(entries.length), true, () => d.decide(rows(), "removed")), tool(words.keepShown(entries.length), true, () => d.decide(rows(), "kept"))] : []));
  }

  /** Asks for the cells of a page, once. */
  private async fill(page: number[]): Promise<void> {
    const r = this.review!;
    const missing = page.map((k) => r.row[k]!).filter((row) => !this.cells.has(row));
    if (missing.length === 0 || r.columns.length === 0) return;
    const found = await this.ask(missing);
    if (!found || this.review !== r) return;
    missing.forEach((row, i) => this.cells.set(row, found.cells[i]!));
    for (const e of this.table.querySelectorAll<HTMLElement>("[data-k]")) {
      const cells = this.cells.get(r.row[Number(e.dataset.k)]!) ?? [];
      e.querySelectorAll(".own-cell").forEach((td, c) => {
        setText(td, cells[c] ?? "");
        td.setAttribute("title", cells[c] ?? "");
      });
    }
  }

  private decide(rows: number[], fate: Fate): void {
    this.decisions!.decide(rows, fate);
    this.redraw();
  }

  /** Draws anew with the same row in focus. */
  private redraw(): void {
    this.draw();
    this.rowAt(this.at)?.focus({ preventScroll: true });
  }

  private rowAt(i: number): HTMLElement | undefined {
    return this.table.querySelectorAll<HTMLElement>("[data-k]")[i];
  }

  /** Moves the stop of the Tab key to another row. */
  private move(i: number): void {
    for (const [at, tab] of [[this.at, -1], [i, 0]] as const) {
      const e = this.rowAt(at);
      if (!e) continue;
      e.tabIndex = tab;
      e.querySelector("button")!.tabIndex = tab;
    }
    this.at = i;
  }

  private key(e: KeyboardEvent): void {
    const count = Math.min(pageSize, this.shown.length - this.first);
    const here = this.shown[this.first + this.at];
    if (here === undefined || e.ctrlKey || e.metaKey || e.altKey) return;
    const row = this.review!.row[here]!;
    const goto = (i: number) => { const to = Math.max(0, Math.min(count - 1, i)); this.move(to); this.rowAt(to)?.focus(); };
    const acts: Record<string, () => void> = {
      ArrowDown: () => goto(this.at + 1), ArrowUp: () => goto(this.at - 1), Home: () => goto(0), End: () => goto(count - 1),
      PageDown: () => { if (this.first + count < this.shown.length) { this.first += pageSize; this.at = 0; this.redraw(); } },
      PageUp: () => { if (this.first > 0) { this.first -= pageSize; this.at = 0; this.redraw(); } },
      k: () => this.decide([row], "kept"), d: () => this.decide([row], "removed"),
    };
    if (!(e.target as HTMLElement).matches("button")) acts.Enter = () => this.onMap(here);
    const act = acts[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (!act) return;
    e.preventDefault();
    act();
  }

  private shortcut(e: KeyboardEvent): void {
    if (!(e.ctrlKey || e.metaKey) || e.key.toLowerCase() !== "z" || !this.decisions || (e.target as HTMLElement).matches("input")) return;
    e.preventDefault();
    if (e.shiftKey) this.decisions.redo();
    else this.decisions.undo();
    this.redraw();
  }

  /** Picks the row on the stage, which is behind the dialog. */
  private onMap(k: number): void {
    const { store } = this.own.app;
    const row = this.review!.index[k]!;
    this.element.close();
    if (store.state.picked !== row) store.dispatch({ type: "pick", row });
  }
}
