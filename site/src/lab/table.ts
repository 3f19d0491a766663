/** A table of results: sorted by a click on a column, saved as CSV. */
import { csv } from "../text/csv.ts";
import { download, h, setText } from "../ui/dom.ts";
import { say } from "../messages/en/page.ts";
import { words } from "../messages/en/lab.ts";

export interface Column<T> {
  name: string;
  /** What the column means, for a hint. */
  title?: string;
  /** What is shown, and what is sorted and saved (null: nothing). */
  text(row: T): string;
  value(row: T): number | string | null;
  /** A mark at the front of the cell. */
  color?(row: T): string;
}

export class Table<T> {
  private readonly title = h("h2", {});
  private readonly note = h("span", { class: "note" });
  private readonly body = h("div", { class: "chart-body scroll lab-table" });
  private readonly save = h("button", { type: "button", class: "quiet" }, say.asCSV);
  readonly element = h("section", { class: "chart lab-chart" }, h("div", { class: "chart-head" }, this.title, this.note, h("span", { class: "head-gap" }), this.save), this.body);
  private by = -1;
  private descending = true;
  private rows: T[] = [];
  private drawn = "";

  /** json, unless left out, gives what a second button saves: the whole of the results. */
  constructor(private columns: Column<T>[], private readonly file: string, json?: () => unknown) {
    if (json) {
      const whole = h("button", { type: "button", class: "quiet" }, words.download);
      whole.onclick = () => download(`${file}.json`, "application/json", JSON.stringify(json()));
      this.save.after(whole);
    }
    this.save.onclick = () => download(`${this.file}.csv`, "text/csv", csv([columns.map((c) => c.name), ...this.sorted().map((r) => columns.map((c) => String(c.value(r) ?? "")))]));
  }

  /** Changes the columns. */
  over(columns: Column<T>[]): void {
    this.columns = columns;
  }

  draw(title: string, note: string, rows: T[]): void {
    setText(this.title, title);
    setText(this.note, note);
    this.element.setAttribute("aria-label", title);
    this.rows = rows;
    this.fill();
  }

  private sorted(): T[] {
    const c = this.columns[this.by];
    if (!c) return this.rows;
    const sign = this.descending ? -1 : 1;
    return [...this.rows].sort((a, b) => {
      const [x, y] = [c.value(a), c.value(b)];
      if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
      return sign * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y)));
    });
  }

  private fill(): void {
    const rows = this.sorted();
    const key = JSON.stringify([this.by, this.descending, rows.map((r) => this.columns.map((c) => [c.text(r), c.color?.(r)]))]);
    if (key === this.drawn) return;
    this.drawn = key;
    const head = this.columns.map((c, i) => {
      const b = h("button", { type: "button", title: c.title }, c.name);
      b.onclick = () => {
        this.descending = this.by === i ? !this.descending : typeof c.value(this.rows[0]!) === "number";
        this.by = i;
        this.fill();
        this.body.querySelectorAll<HTMLElement>("th button")[i]?.focus();
      };
      return h("th", { scope: "col", "aria-sort": this.by === i ? (this.descending ? "descending" : "ascending") : undefined }, b);
    });
    this.body.replaceChildren(h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows.map((r) => h("tr", {}, ...this.columns.map((c, i) => {
      const swatch = c.color ? [h("i", { class: "swatch", style: `background:${c.color(r)}` })] : [];
      return i === 0 ? h("th", { scope: "row" }, ...swatch, c.text(r)) : h("td", {}, ...swatch, c.text(r));
    }))))));
  }
}
