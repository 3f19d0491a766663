/** Claims on screen: a card each, with the statement, the measurement and the verdict computed from it. */
import { filesOf } from "../../engine/files.ts";
import type { ClaimCard, ClaimFigure, ClaimsSummary } from "../../generated/study.ts";
import { percent, short } from "../../text/format.ts";
import { typeset } from "../../text/typeset.ts";
import { copy, h, setText, svg } from "../../ui/dom.ts";
import { claimWords as w, dilutionWords } from "../../messages/en/dilution.ts";
import { spoken } from "../../messages/said.ts";
import type { Kind, LabState, Param, StudyView } from "../types.ts";
import { experimentParams } from "./experiment.ts";

const whole = (name: "seeds" | "seed", label: string, lo: number, hi: number): Param => ({
  name, label, number: { lo, hi, whole: true }, get: (d) => d.claims![name], set: (d, v: number) => { d.claims![name] = v; },
});

/** A figure with its texts in the language of the page. */
type SaidFigure = Omit<ClaimFigure, "name" | "settings" | "unit" | "note"> & Record<"name" | "settings" | "unit" | "note", string>;

/** How long a button says that it has done its work, in milliseconds. */
const saidMillis = 2000;

export const claims: Kind = {
  params: (doc) => [
    { name: "ids", label: dilutionWords.ids, list: doc.claims!.ids.map((id) => [id, w.names[id] ?? id]), get: (d) => d.claims!.ids.join(","), set: (d, v: string) => { d.claims!.ids = v.split(","); } },
    {
      name: "rows", label: dilutionWords.rows, number: { lo: 100, hi: 5000, whole: true },
      get: (d) => d.claims!.experiment.data.counts![0]!, set: (d, v: number) => { d.claims!.experiment.data.counts![0] = v; },
    },
    ...experimentParams((d) => d.claims!.experiment), whole("seeds", dilutionWords.seeds, 2, 100), whole("seed", dilutionWords.seed, 0, 1e9),
  ],
  files: (doc) => filesOf(doc.claims!.experiment.data),
  mount: (host) => new Claims(host),
};

class Claims implements StudyView {
  private readonly note = h("p", { class: "lab-note" });
  private readonly list = h("div", { class: "claims" });
  private readonly cards = new Map<string, Card>();

  constructor(host: HTMLElement) {
    host.replaceChildren(this.note, this.list);
  }

  draw(s: LabState): void {
    const found = (s.summary as ClaimsSummary | null)?.cards ?? [];
    setText(this.note, introOf(s, found));
    const shown = found.map((c) => {
      const card = this.cards.get(c.id) ?? new Card(c.id);
      this.cards.set(c.id, card);
      card.draw(c, s.doc.claims!.seeds);
      return card.element;
    });
    // Cards stay as they are, so that what is open stays open.
    if (shown.length !== this.list.children.length || shown.some((e, i) => this.list.children[i] !== e)) this.list.replaceChildren(...shown);
  }
}

function introOf(s: LabState, cards: ClaimCard[]): string {
  const e = s.doc.claims!.experiment;
  const rows = (e.data.counts ?? []).reduce((a, b) => a + b, 0);
  const rate = e.data.noise?.rate ?? 0;
  const setup = w.setup(rows, w.kinds[e.data.kind] ?? "", rate > 0 ? w.withNoise(percent(rate)) : "", e.train.epochs, s.doc.claims!.seeds);
  const by = (verdict: string) => cards.filter((c) => c.verdict === verdict).length;
  const judged = cards.filter((c) => c.verdict !== "").length;
  return judged === 0 ? setup : `${w.tally(by("holds"), by("holds under …"), by("does not hold"), by("not decided"))} ${setup}`;
}

/** A claim. */
class Card {
  private readonly verdict = h("b", {});
  private readonly source = h("span", {});
  private readonly seeds = h("span", {});
  private readonly statement = h("h2", {});
  private readonly condition = h("p", { class: "condition" });
  private readonly first = h("div", {});
  private readonly rest = h("div", {});
  private readonly count = h("summary", {});
  private readonly figures = h("details", {}, this.count, this.rest);
  private readonly rule = h("p", {});
  private readonly command = h("code", {});
  readonly element: HTMLElement;
  private drawn = "";

  constructor(id: string) {
    const button = h("button", { type: "button", class: "quiet" }, w.copy);
    button.onclick = async () => {
      setText(button, (await copy(this.command.textContent ?? "")) ? w.copied : w.notCopied);
      setTimeout(() => setText(button, w.copy), saidMillis);
    };
    this.element = h("article", { class: "claim", id: `claim-${id}` },
      h("div", { class: "claim-head" }, this.verdict, this.source, this.seeds), this.statement, this.first, this.condition, this.figures,
      h("details", {}, h("summary", {}, w.rule), this.rule),
      h("details", {}, h("summary", {}, w.reproduce), this.command, button));
  }

  draw(c: ClaimCard, seeds: number): void {
    const key = JSON.stringify([c, seeds]);
    if (key === this.drawn) return;
    this.drawn = key;
    this.element.dataset.verdict = c.verdict;
    setText(this.verdict, c.verdict === "holds under …" && c.cases > 0 ? w.cases(c.yes, c.cases) : (w.verdicts[c.verdict] ?? c.verdict));
    setText(this.source, w.sources[c.source as string] ?? spoken(c.source));
    setText(this.seeds, w.seedsOf(c.seeds, seeds, c.trials));
    this.statement.replaceChildren(...typeset(spoken(c.statement)));
    this.condition.replaceChildren(...typeset(c.verdict === "" ? w.waiting : capital(spoken(c.condition))));
    this.rule.replaceChildren(...typeset(spoken(c.rule)));
    setText(this.command, c.command);
    setText(this.count, w.figures(c.figures.length));
    const figures = c.figures.map((f) => ({ ...f, name: spoken(f.name), settings: spoken(f.settings), unit: spoken(f.unit), note: spoken(f.note) }));
    const groups = [...new Set(figures.map((f) => f.name))].map((name) => figures.filter((f) => f.name === name));
    this.first.replaceChildren(...groups.slice(0, 1).map((g) => forest(g, false)));
    this.rest.replaceChildren(...groups.map((g) => forest(g, true)), h("p", { class: "note" }, w.interval(spoken(c.interval))));
    this.figures.hidden = c.figures.length === 0;
  }
}

/** A Latin letter at the front is made large; α stays what it is. */
const capital = (text: string) => text.replace(/^[a-z](?![a-z]*\()/, (c) => c.toUpperCase());

/** What the settings of several figures share at their front and end, and what is left of each. */
function shared(settings: string[]): { common: string; own: string[] } {
  const parts = settings.map((t) => t.split(", "));
  const least = Math.min(...parts.map((p) => p.length));
  const same = (at: (p: string[]) => string | undefined) => parts.every((p) => at(p) === at(parts[0]!));
  let [front, back] = [0, 0];
  while (front < least && same((p) => p[front])) front++;
  while (back < least - front && same((p) => p.at(-1 - back))) back++;
  const first = parts[0]!;
  return { common: [...first.slice(0, front), ...first.slice(first.length - back)].join(", "), own: parts.map((p) => p.slice(front, p.length - back).join(", ")) };
}

/** Figures of one name under several settings, as bars over a common scale that holds 0; with their notes or without. */
function forest(figures: SaidFigure[], notes: boolean): HTMLElement {
  const values = figures.flatMap((f) => [f.low ?? 0, f.high ?? 0]);
  const [lo, hi] = [Math.min(0, ...values), Math.max(0, ...values)];
  const at = (v: number | null) => `${(100 * ((v ?? 0) - lo)) / (hi - lo || 1)}%`;
  const { name, unit } = figures[0]!;
  const { common, own } = shared(figures.map((f) => f.settings));
  return h("table", { class: "forest" }, h("caption", {}, ...typeset(capital(name) + (unit ? `, ${unit}` : "") + (common ? `: ${common}` : ""))), h("tbody", {}, ...figures.map((f, i) => h("tr", {},
    h("th", { scope: "row", title: f.note || undefined }, (own[i] || w.mean) + (f.note && !notes ? " *" : ""), ...(f.note && notes ? [h("br", {}), h("span", { class: "forest-note" }, f.note)] : [])),
    (() => {
      const cell = h("td", {});
      cell.append(svg("svg", { "aria-hidden": "true" },
        svg("line", { class: "zero", x1: at(0), x2: at(0), y1: 0, y2: 16 }),
        svg("line", { class: "bar", x1: at(f.low), x2: at(f.high), y1: 8, y2: 8 }),
        svg("circle", { class: "dot", cx: at(f.mean), cy: 8, r: 3 })));
      return cell;
    })(),
    h("td", {}, spoken({ form: "%s [%s, %s]", args: [short(f.mean ?? NaN), short(f.low ?? NaN), short(f.high ?? NaN)] }))))));
}
