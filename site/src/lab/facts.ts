/** A panel of findings in words, each with its figure; every figure comes from the results. */
import { typeset } from "../text/typeset.ts";
import { h, setText } from "../ui/dom.ts";

export interface Fact {
  /** What was measured. */
  name: string;
  /** The figure. */
  value: string;
  /** What it says, or what is printed; may be empty. */
  note?: string;
  /** Whether it speaks for the claim, against it, or neither. */
  verdict?: "holds" | "fails";
}

export class Facts {
  private readonly title = h("h2", {});
  private readonly list = h("dl", { class: "facts-list" });
  private readonly body = h("div", { class: "chart-body scroll", tabindex: 0, role: "group" }, this.list);
  readonly element = h("section", { class: "chart lab-chart lab-facts" }, h("div", { class: "chart-head" }, this.title), this.body);
  private drawn = "";

  draw(title: string, facts: Fact[]): void {
    setText(this.title, title);
    this.body.setAttribute("aria-label", title);
    const key = JSON.stringify(facts);
    if (key === this.drawn) return;
    this.drawn = key;
    this.list.replaceChildren(...facts.map((f) => h("div", { "data-verdict": f.verdict }, h("dt", {}, ...typeset(f.name)), h("dd", {}, h("b", {}, f.value), ...(f.note ? [" ", ...typeset(f.note)] : [])))));
  }
}
