/** The menu of a chart: show it as a table, save it as CSV. */
import { say } from "../messages/en/page.ts";
import { h, setText, svg } from "../ui/dom.ts";

export interface ChartActions {
  /** The chart's name, for the menu's label. */
  title(): string;
  asTable(): boolean;
  flip(): void;
  save(): void;
}

export function chartMenu(a: ChartActions): HTMLElement {
  const asTable = h("button", { type: "button" });
  const asCSV = h("button", { type: "button" }, say.asCSV);
  const dots = svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, ...[4, 10, 16].map((cx) => svg("circle", { cx, cy: 10, r: 1.6 })));
  const summary = h("summary", { "aria-label": say.chartMenu(a.title()) }, dots);
  const details = h("details", { class: "menu" }, summary, h("div", {}, asTable, asCSV));
  const close = () => { details.open = false; };
  details.ontoggle = () => {
    setText(asTable, a.asTable() ? say.backToChart : say.asTable);
    summary.setAttribute("aria-label", say.chartMenu(a.title()));
  };
  details.onkeydown = (e) => {
    if (e.key !== "Escape" || !details.open) return;
    e.stopPropagation();
    close();
    summary.focus();
  };
  document.addEventListener("pointerdown", (e) => { if (!details.contains(e.target as Node)) close(); });
  asTable.onclick = () => {
    close();
    a.flip();
  };
  asCSV.onclick = () => {
    close();
    a.save();
  };
  return details;
}
