/** One message: what, what is wrong, what to do, and what can be done about it here. */
import { say } from "../messages/en/page.ts";
import { ended, sentence } from "../text/sentence.ts";
import { copy, h } from "./dom.ts";

export interface Message {
  level: "info" | "warning" | "error";
  place: string;
  problem: string;
  remedy: string;
  /** Text for the "copy report" button, or "". */
  report: string;
}

/** Makes the element of a message; actions stand before the "copy report" button. */
export function notice(m: Message, dismiss: () => void, actions: HTMLElement[] = []): HTMLElement {
  const close = h("button", { type: "button", class: "quiet round dismiss", "aria-label": say.dismiss }, "×");
  close.onclick = dismiss;
  const offers = [...actions];
  if (m.report) {
    const b = h("button", { type: "button", class: "link" }, say.copyReport);
    b.onclick = async () => { b.textContent = (await copy(m.report)) ? say.reportCopied : m.report.slice(0, 200); };
    offers.push(b);
  }
  return h("div", { class: "notice", "data-level": m.level, ...(m.level === "error" && { role: "alert" }) },
    h("p", {}, h("span", { class: "place" }, m.place), `: ${ended(m.problem)} `, h("span", { class: "remedy" }, sentence(m.remedy))),
    close, h("div", { class: "actions" }, ...offers));
}
