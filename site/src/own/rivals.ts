/**
 * Every removal rule on the rows of the run, beside the list of rows whose truth is known: each
 * removes as the run did, and what it finds is judged in the order in which rows leave. The
 * rules run in workers of their own, which end with the dialog.
 */
import { Pool } from "../engine/pool.ts";
import type { RuleName, Scenario, Study } from "../generated/scenario.ts";
import type { RaceCell } from "../generated/study.ts";
import type { Failed, Error as WireError } from "../generated/wire.ts";
import { ruleNames, say } from "../messages/en/page.ts";
import { rivals as words } from "../messages/en/rivals.ts";
import type { OwnTable } from "../state.ts";
import { duration, fixed, percent } from "../text/format.ts";
import { ended, sentence } from "../text/sentence.ts";
import { h, setText } from "../ui/dom.ts";
import { button } from "./setup.ts";

/** Rules whose cost is a few fits per step. */
const quick: RuleName[] = [
  "delta", "self-influence", "loss", "row-influence", "out-of-fold", "confident-rate", "confident-class", "confident-both",
  "confident-joint", "knn-shapley", "aum", "forgetting", "em-posterior", "random",
];
/** Rules that train anew for single rows. */
const slow: RuleName[] = ["delta-refine", "loo-influence", "loo-refit"];
/** The rule that trains anew for every row of every order, and the most rows it takes (sim/race). */
const sampled: RuleName = "tmc-shapley";
const sampledRows = 200;

export const ruleName = (rule: string): string => ruleNames[rule] ?? words.names[rule] ?? rule;

/** A rule with what came of it: its run, or why there is none. */
export interface Rival {
  rule: RuleName;
  cell: RaceCell | null;
  failed: string;
}

/** What a table of rivals says: its heads, and a row per rule, best first. A rule that has not come is under way. */
export function rivalTable(list: Rival[], mine: RuleName, tested: boolean): { columns: string[]; rows: { of: Rival; texts: string[] }[] } {
  const text = (v: number | null | undefined, decimals: number) => (v === undefined ? "…" : v === null ? "–" : fixed(v, decimals));
  return {
    columns: [words.rule, words.precision, words.auc, ...(tested ? [words.peak] : [])],
    rows: ranked(list).map((e) => ({ of: e, texts: [
      ruleName(e.rule) + (e.rule === mine ? ` (${words.mine})` : ""),
      ...(e.failed ? [e.failed] : [text(e.cell?.orderPrecision, 3), text(e.cell?.orderAUC, 4), ...(tested ? [text(e.cell?.peak, 3)] : [])]),
    ] })),
  };
}

/** How a race has ended: the rules that came to figures, and which did not. */
export function outcome(list: Rival[], millis: number): string {
  return words.ended(list.filter((e) => e.cell).length, list.filter((e) => !e.cell).map((e) => ruleName(e.rule)), duration(millis));
}

/** The race of the given rules on what a run ran on. */
function raceOf(base: Scenario, rules: RuleName[]): Study {
  return { version: 1, kind: "race", id: "own-rivals", title: "", summary: "", base: { ...base, id: "own-rivals", title: "", summary: "" }, race: { rules, seeds: 1 } } as Study;
}

const settled = (e: Rival): boolean => e.cell !== null || e.failed !== "";

/** Best first by AUC; those without figures behind, in the order of the list. */
function ranked(list: Rival[]): Rival[] {
  return [...list].sort((a, b) => (b.cell?.orderAUC ?? -1) - (a.cell?.orderAUC ?? -1));
}

export class Rivals {
  /** These stay while what is in them changes, so that the focus does and the line speaks. */
  private readonly act = button(words.start, "", () => this.press());
  private readonly status = h("span", { class: "note", role: "status" });
  private readonly tools = h("p", { class: "own-tools" }, this.act, this.status);
  private readonly table = h("div", { class: "own-scroll", tabindex: 0, role: "group", "aria-label": words.title });
  private press = (): void => {};
  private readonly about = h("p", { class: "note" });
  readonly element = h("details", { class: "own-rivals", hidden: true }, h("summary", {}, words.title), this.about, this.tools, this.table);
  list: Rival[] = [];
  private pool: Pool | null = null;
  private base: Scenario | null = null;
  private source: OwnTable | null = null;
  private rows = 0;
  private tested = false;

  /** @param build identifies the page in reports; it is known when a race begins. */
  constructor(private readonly build: () => string) {}

  /** Offers a race on what a run ran on: its scenario and table, how many rows, how many of these do not belong, whether some are held out. */
  offer(base: Scenario, source: OwnTable, rows: number, wrong: number, tested: boolean): void {
    this.forget();
    Object.assign(this, { base, source, rows, tested });
    setText(this.about, `${words.about(wrong)}${tested ? "" : ` ${words.noTest}`}`);
    this.element.hidden = false;
    this.draw();
  }

  /** Takes the offer back. */
  forget(): void {
    this.stop();
    this.list = [];
    this.element.hidden = true;
    this.element.open = false;
    setText(this.status, "");
  }

  /** The same for a report; null where no rule has been run. */
  told(): { title: string; note: string; columns: string[]; rows: string[][] } | null {
    const done = this.list.filter((e) => e.cell !== null);
    if (done.length === 0) return null;
    const { columns, rows } = rivalTable(done, this.base!.purify.rule, this.tested);
    return { title: words.title, note: this.about.textContent ?? "", columns, rows: rows.map((r) => r.texts) };
  }

  /** Ends what is being computed; rules that have not come are as if they had not begun. */
  stop(): void {
    if (!this.pool) return;
    this.end(words.stopped);
  }

  private end(said: string): void {
    this.pool?.stop();
    this.pool = null;
    this.list = this.list.filter(settled);
    setText(this.status, said);
    this.draw();
  }

  /** Runs the rules that have not come yet. */
  private begin(all: RuleName[]): void {
    this.stop();
    const rules = all.filter((rule) => !this.list.some((e) => e.rule === rule));
    const entries = rules.map((rule): Rival => ({ rule, cell: null, failed: "" }));
    this.list = [...this.list, ...entries];
    const pool = (this.pool = new Pool("worker.js", this.build()));
    const from = performance.now();
    let done = 0;
    const tell = (k: number, share: number) => setText(this.status, words.progress(done, rules.length, `${ruleName(rules[k]!)} ${percent(share)}`));
    const fail = (text: string) => {
      for (const e of entries) e.failed ||= e.cell ? "" : text;
      this.end(text);
    };
    const settle = (cell: number, change: Partial<Rival>) => {
      done++;
      Object.assign(entries[cell]!, change);
      this.draw();
    };
    const said = (m: Failed | WireError) => `${m.place}: ${ended(m.problem)} ${sentence(m.remedy)}`;
    pool.open(JSON.stringify(raceOf(this.base!, rules)), this.source!.table, this.source!.files, {
      loading: () => {}, partial: () => {}, summary: () => {}, planned: () => tell(0, 0),
      progress: (m) => tell(m.step, m.total > 0 ? m.done / m.total : 0),
      result: (cell, value) => settle(cell, { cell: value as RaceCell }),
      failed: (m) => settle(m.cell, { failed: said(m) }),
      done: () => this.end(outcome(entries, performance.now() - from)),
      error: (m) => fail(said(m)),
      lost: (_kind, why) => { const s = say.noEngine(why); fail(`${ended(s.problem)} ${sentence(s.remedy)}`); },
    });
    this.draw();
  }

  private draw(): void {
    const mine = this.base!.purify.rule;
    const first = [mine, ...quick.filter((r) => r !== mine)];
    const others = [...slow, ...(this.rows <= sampledRows ? [sampled] : [])].filter((r) => r !== mine);
    const has = (rules: RuleName[]) => rules.every((r) => this.list.some((e) => e.rule === r && settled(e)));
    const offer = (text: string, kind: string, press: () => void) => {
      setText(this.act, text);
      this.act.className = kind;
      this.press = press;
    };
    if (this.pool) offer(words.stop, "primary plain", () => this.stop());
    else if (!has(first)) offer(words.start, "primary plain", () => this.begin(first));
    else offer(words.slow, "link", () => this.begin(others));
    const focused = document.activeElement === this.act;
    this.act.hidden = !this.pool && has(first) && has(others);
    if (focused && this.act.hidden) this.table.focus({ preventScroll: true });
    this.table.hidden = this.list.length === 0;
    const { columns, rows } = rivalTable(this.list, mine, this.tested);
    this.table.replaceChildren(h("table", { class: "own-table" }, h("caption", { class: "hidden" }, words.title),
      h("thead", {}, h("tr", {}, ...columns.map((text, k) => h("th", { scope: "col", class: k > 0 ? "number" : "", title: k === 3 ? words.peakTitle : undefined }, text)))),
      h("tbody", {}, ...rows.map(({ of, texts: [name = "", ...cells] }) => h("tr", { "data-rule": of.rule, class: of.rule === mine ? "mine" : "" },
        h("th", { scope: "row" }, name), ...(of.failed ? [h("td", { colspan: columns.length - 1, title: of.failed }, of.failed)] : cells.map((text) => h("td", { class: "number" }, text))))))));
  }
}
