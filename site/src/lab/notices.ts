/** Messages of the lab: what, what is wrong, what to do. The region is live, so they are also spoken. */
import { say } from "../messages.ts";
import { byId, copy, h } from "../ui/dom.ts";
import type { Tell } from "./lab.ts";

/** What needs no answer goes away by itself after so many milliseconds. */
const infoMillis = 10_000;

export const tell: Tell = (level, { place, problem, remedy }, report = "") => {
  const host = byId("notices");
  const close = h("button", { type: "button", class: "quiet round dismiss", "aria-label": say.dismiss }, "×");
  const actions = h("div", { class: "actions" });
  if (report) {
    const b = h("button", { type: "button", class: "link" }, say.copyReport);
    b.onclick = async () => { b.textContent = (await copy(report)) ? say.reportCopied : report.slice(0, 200); };
    actions.append(b);
  }
  const e = h("div", { class: "notice", "data-level": level, ...(level === "error" && { role: "alert" }) },
    h("p", {}, h("span", { class: "place" }, place), `: ${ended(problem)} `, h("span", { class: "remedy" }, ended(remedy.charAt(0).toUpperCase() + remedy.slice(1)))), close, actions);
  close.onclick = () => e.remove();
  if (level === "info") setTimeout(() => e.remove(), infoMillis);
  // The same words once more say nothing new.
  for (const old of [...host.children]) if (old.querySelector("p")?.textContent === e.querySelector("p")!.textContent) old.remove();
  host.append(e);
};

/** A text with a full stop at its end. */
function ended(text: string): string {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}
