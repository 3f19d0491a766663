/** The dialog that asks: which table, and what its columns are for. It is drawn anew from Own after every choice. */
import { ended, sentence } from "../text/sentence.ts";
import { power, fixed, megabytes, percent, seconds } from "../text/format.ts";
import { lowered } from "../text/typeset.ts";
import { h, setText } from "../ui/dom.ts";
import { exampleList } from "./examples.ts";
import { maxFile } from "./files.ts";
import { ownText as words } from "../messages/en/own.ts";
import { spoken } from "../messages/said.ts";
import { advice, costText } from "./cost.ts";
import type { Opened, Own } from "./own.ts";
import { removalsOf, trainingRows, type Choices } from "./settings.ts";

/** A button with what it does. */
export function button(text: string, kind: string, act: () => void): HTMLButtonElement {
  const b = h("button", { type: "button", class: kind }, text);
  b.onclick = act;
  return b;
}

/** A hidden file input behind a button. */
function picker(name: string, kind: string, take: (files: File[]) => void): HTMLElement[] {
  const input = h("input", { type: "file", class: "hidden", multiple: true, tabindex: -1, "aria-hidden": "true" });
  input.onchange = () => { const files = [...(input.files ?? [])]; input.value = ""; if (files.length > 0) take(files); };
  return [button(name, kind, () => input.click()), input];
}

export class SetupDialog {
  private readonly title = h("h2", { id: "own-title" }, words.title);
  private readonly body = h("div", { class: "own-body", tabindex: -1 });
  private readonly alert = h("p", { class: "own-alert", role: "alert" });
  private readonly work = h("div", { class: "own-work" });
  private readonly size = h("span", {});
  private readonly cost = h("span", { role: "status" });
  private readonly advice = h("ul", { class: "own-warnings", "aria-label": words.advice });
  private readonly foot = h("div", { class: "own-foot" });
  private readonly element = h("dialog", { class: "own-dialog", "aria-labelledby": "own-title" });
  /** What was drawn last: another table begins at its top. */
  private drawn: Opened | null = null;

  constructor(private readonly own: Own) {
    const close = button("×", "quiet round", () => this.close());
    close.setAttribute("aria-label", words.close);
    this.element.append(h("header", {}, this.title, close), this.alert, this.body, this.work, this.foot);
    document.body.append(this.element);
    this.clear();
  }

  open(): void {
    this.draw();
    if (this.element.open) return;
    this.reveal();
    this.body.focus({ preventScroll: true });
  }

  /** Shows the dialog as it is. */
  reveal(): void {
    if (!this.element.open) this.element.showModal();
  }

  close(): void {
    this.element.close();
  }

  /** Says what is wrong, in the dialog if that is open; returns whether it was. */
  say(m: { place: string; problem: string; remedy: string }): boolean {
    setText(this.alert, `${m.place}: ${ended(m.problem)} ${sentence(m.remedy)}`);
    this.alert.hidden = false;
    this.alert.scrollIntoView({ block: "nearest" });
    return this.element.open;
  }

  /** Shows that a file is being read, until the function it returns is called. */
  reading(name: string): () => void {
    return this.busy(words.reading(name));
  }

  bytes(loaded: number, total: number): void {
    this.share(total > 0 ? loaded / total : 0, words.bytes(megabytes(loaded), megabytes(total)));
  }

  choosing(): () => void {
    return this.busy(words.choosing(0));
  }

  progress(phase: string, share: number): void {
    this.share(share, phase === "read" ? words.readingTable(share) : words.choosing(share));
  }

  private busy(text: string): () => void {
    this.clear();
    this.work.replaceChildren(h("p", { role: "status" }, text), h("div", { class: "progress", role: "progressbar", "aria-label": text, "aria-valuemin": 0, "aria-valuemax": 100 }, h("span", {})),
      button(words.stop, "primary plain", () => this.own.stop()));
    this.work.hidden = false;
    this.body.inert = this.foot.inert = true;
    return () => {
      this.work.hidden = true;
      this.body.inert = this.foot.inert = false;
    };
  }

  private share(share: number, text: string): void {
    const bar = this.work.querySelector<HTMLElement>(".progress");
    const line = this.work.querySelector("p");
    if (!bar || !line) return;
    setText(line, text);
    bar.style.setProperty("--share", share.toFixed(3));
    bar.setAttribute("aria-valuenow", String(Math.round(100 * share)));
  }

  private clear(): void {
    this.alert.hidden = true;
    this.alert.textContent = "";
    this.work.hidden = true;
  }

  private draw(): void {
    this.clear();
    const focused = document.activeElement?.id ?? "";
    const top = this.body.scrollTop;
    if (!this.own.opened) this.drawStart();
    else this.drawTable();
    this.body.scrollTop = this.drawn === this.own.opened ? top : 0;
    this.drawn = this.own.opened;
    if (focused) this.body.querySelector<HTMLElement>(`#${CSS.escape(focused)}`)?.focus({ preventScroll: true });
  }

  private drawStart(): void {
    setText(this.title, words.title);
    const text = h("textarea", { id: "own-paste", rows: 4, spellcheck: "false", autocomplete: "off" });
    const use = button(words.usePasted, "link", () => { if (text.value.trim()) void this.own.take([new File([text.value], "pasted.csv", { type: "text/csv" })]); });
    this.body.replaceChildren(
      h("p", { class: "own-drop" }, ...picker(words.choose, "primary", (files) => void this.own.take(files)), h("span", {}, words.drop)),
      h("p", { class: "note" }, `${words.privacy} ${words.limit(`${fixed(maxFile / 1e6, 0)} MB`)}`),
      h("div", { class: "own-part" }, h("label", { for: "own-paste" }, words.paste), text, use),
      exampleList(this.own));
    this.foot.replaceChildren();
  }

  private drawTable(): void {
    const { own } = this;
    const { summary: s, parts, choices: c } = own.opened!;
    setText(this.title, parts.train.name);
    const shape = s.arrayFeatures > 0
      ? words.arrays(s.rows, s.arrayFeatures, s.shape.join(" × "), s.format) : words.shape(s.rows, s.exact, s.columns.length, s.format, s.charset);
    const facts = [shape, s.testRows > 0 ? words.testRows(s.testRows) : "", s.exact ? "" : words.looked(s.looked)].filter(Boolean).join(". ");
    const warnings = s.warnings.length > 0 ? [h("ul", { class: "own-warnings" }, ...s.warnings.map((w) => h("li", {}, ...lowered(spoken(w.text)))))] : [];
    this.body.replaceChildren(h("p", { class: "note" }, facts.replace(/\.?$/, ".")), ...warnings, this.fields(), this.classes(), ...(s.arrayFeatures > 0 ? [] : [this.columns()]));
    this.foot.replaceChildren(
      h("p", { class: "note" }, this.size, " ", this.cost, ` ${words.privacy}`), this.advice,
      h("div", { class: "two" }, button(words.run, "primary", () => own.run()),
        button(words.another, "quiet", () => { own.opened = null; this.draw(); })));
    (this.foot.querySelector("button") as HTMLElement).id = "own-run";
    this.drawCost();
  }

  /** A timing has come. */
  timed(): void {
    if (this.own.opened) this.drawCost();
  }

  /** What a run will take, and what to set where the data are unlike the examples. */
  private drawCost(): void {
    const { own } = this;
    const o = own.opened!;
    const { summary: s, choices: c } = o;
    const g = own.gauge();
    const found = own.found();
    const rows = g?.rows ?? found?.rows ?? trainingRows(s, c, o.parts.test !== null);
    const { perStep, steps } = removalsOf(rows, c.leave);
    setText(this.size, `${words.size(rows, (g?.features ?? found?.features ?? s.encoded) - 1, s.arrayFeatures === 0, g !== null || found !== null)} ${words.plan(perStep, steps)}`);
    const last = own.host.lastStep(o.parts.train.name);
    setText(this.cost, g ? costText(g, own.tuneFirst()) : last !== null ? words.lastTime(seconds(last)) : own.host.busy() || o.gauged ? words.time : words.timing);
    const adam = own.host.scenario().fit.method === "adam" ? [words.adamOrder] : [];
    const list = [...adam, ...(g ? advice(g, o.summary, own.found()?.ridge ?? (o.choices.tune ? null : own.host.scenario().fit.ridge), own.host.scenario().influence.damping) : [])];
    this.advice.replaceChildren(...list.map((text) => h("li", {}, ...lowered(text))));
    this.advice.hidden = list.length === 0;
  }

  /** The classes with their counts, as text. */
  private classes(): HTMLElement {
    const { classes } = this.own.opened!.summary;
    const text = classes.slice(0, 12).map((k) => `${k.value} (${k.count})`).join(", ") + (classes.length > 12 ? ", …" : "");
    return h("p", { class: "note" }, `${words.classes}: ${text}`);
  }

  private fields(): HTMLElement {
    const { own } = this;
    const { summary: s, choices: c, parts } = own.opened!;
    const text = s.arrayFeatures === 0;
    const names = s.columns.map((col) => [col.name, col.name] as [string, string]);
    const pick = (id: string, name: string, value: string, options: [string, string][], set: (v: string) => Partial<Choices>) => this.field(id, name, value, options, set);
    const shares = (list: number[], none: string, some: (v: number) => string) => list.map((v) => [String(v), v === 0 ? none : some(v)] as [string, string]);
    const fields: HTMLElement[] = [];
    if (text) {
      fields.push(pick("own-label", words.label, c.label, c.label ? names : [["", "–"], ...names], (label) => ({ label, features: this.featuresFor(label, c.truth) })));
      fields.push(pick("own-truth", words.truth, c.truth, [["", words.noTruth], ...names.filter(([n]) => n !== c.label)], (truth) => ({ truth, features: this.featuresFor(c.label, truth) })));
      fields.push(pick("own-missing", words.missingValues, c.missing, [["refuse", words.refuse], ["drop", words.dropRows], ["fill", words.fill]], (missing) => ({ missing })));
    }
    fields.push(pick("own-scale", words.scale, c.scale, [["standard", words.standard], ["unit", words.unit], ["none", words.asGiven]], (scale) => ({ scale })));
    if (parts.test || s.testRows > 0) fields.push(h("p", { class: "row" }, h("span", {}, words.test), parts.test ? words.fromFile(parts.test.name) : words.inFile));
    else {
      const test = pick("own-holdout", words.test, String(c.holdout), shares([0, 0.1, 0.2, 0.3], words.noTest, words.hold), (v) => ({ holdout: Number(v) }));
      test.append(...picker(words.testFile, "link", (files) => void own.takeTest(files)));
      fields.push(test);
    }
    if (s.rows > 1000) fields.push(pick("own-sample", words.sample, String(c.sample), shares([0, 500, 1000, 2000, 5000, 10_000].filter((n) => n < s.rows), words.allRows, words.someRows), (v) => ({ sample: Number(v) })));
    fields.push(pick("own-leave", words.leave, String(c.leave), [0.05, 0.1, 0.24, 0.4].map((v) => [String(v), words.leaveShare(v)]), (v) => ({ leave: Number(v) })));
    fields.push(pick("own-noise", words.noise, String(c.noise), shares([0, 0.1, 0.2, 0.3, 0.4], words.noNoise, words.someNoise), (v) => ({ noise: Number(v) })));
    // The paper's Adam has no ridge.
    if (own.host.scenario().fit.method === "newton") fields.push(this.ridge());
    return h("div", { class: "own-grid" }, ...fields);
  }

  /** The features that go with a label and a truth: those suggested and those chosen, without the two. */
  private featuresFor(label: string, truth: string): string[] {
    const { summary: s, choices: c } = this.own.opened!;
    const useful = s.columns.filter((col) => col.kind === "numeric" || (col.kind === "category" && col.distinct <= 200)).map((col) => col.name);
    return [...new Set([...c.features, ...(c.label !== label && useful.includes(c.label) ? [c.label] : [])])].filter((name) => name !== label && name !== truth);
  }

  private ridge(): HTMLElement {
    const { own } = this;
    const { choices: c } = own.opened!;
    const set = own.host.scenario().fit.ridge;
    const e = this.field("own-ridge", words.ridge, c.tune ? "tune" : "set", [["tune", words.tune], ["set", words.asSet(power(set))]], (v) => ({ tune: v === "tune" }));
    const found = own.found();
    if (found) {
      const at = found.ridges.indexOf(found.ridge);
      const was = found.ridges.indexOf(set);
      e.append(h("p", { class: "note" }, words.tuned(power(found.ridge), fixed(found.losses[at]!, 3), was >= 0 && was !== at ? words.tunedWas(power(set), fixed(found.losses[was]!, 3)) : "")));
    }
    return e;
  }

  private field(id: string, name: string, value: string, options: [string, string][], set: (v: string) => Partial<Choices>): HTMLElement {
    const select = h("select", { id }, ...options.map(([v, t]) => h("option", { value: v, selected: v === value }, t)));
    select.onchange = () => { this.own.choose(set(select.value)); this.draw(); };
    return h("div", { class: "row" }, h("label", { for: id }, ...lowered(name)), select);
  }

  private columns(): HTMLElement {
    const { own } = this;
    const { summary: s, choices: c } = own.opened!;
    const head = h("tr", {}, ...[words.use, words.column, words.kind, words.distinct, words.missing, words.samples].map((t) => h("th", { scope: "col" }, t)));
    const rows = s.columns.slice(0, 200).map((col, i) => {
      const special = col.name === c.label || col.name === c.truth;
      const box = h("input", { type: "checkbox", id: `own-use-${i}`, checked: !special && c.features.includes(col.name), disabled: special, "aria-label": words.useColumn(col.name) });
      box.onchange = () => { own.choose({ features: box.checked ? [...c.features, col.name] : c.features.filter((f) => f !== col.name) }); this.draw(); };
      const kind = col.name === c.label ? words.label : col.name === c.truth ? words.truth : (words.kinds[col.kind] ?? col.kind);
      const cells = [col.name, kind, String(col.distinct), col.missing > 0 ? `${col.missing} (${percent(col.missing / Math.max(1, s.looked))})` : "", col.samples.join(", ")];
      return h("tr", {}, h("td", {}, box), ...cells.map((t) => h("td", { title: t }, t)));
    });
    return h("div", { class: "own-scroll", tabindex: 0, role: "group", "aria-label": words.column }, h("table", { class: "own-table" }, h("thead", {}, head), h("tbody", {}, ...rows)));
  }
}
