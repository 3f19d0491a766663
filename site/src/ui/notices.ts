/** Messages: what, what is wrong, what to do. The region is live, so they are also spoken. */
import type { App } from "../app.ts";
import { say } from "../messages.ts";
import { takeOver } from "../offline.ts";
import type { Notice } from "../state.ts";
import { byId, copy, h } from "./dom.ts";
import type { Part } from "./part.ts";

/** What needs no answer goes away by itself after so many milliseconds. */
const infoMillis = 10_000;

export function notices(app: App): Part {
  const host = byId("notices");
  const shown = new Map<number, HTMLElement>();
  return (s, prev) => {
    if (prev && prev.notices === s.notices) return;
    for (const [id, e] of shown) {
      if (s.notices.some((n) => n.id === id)) continue;
      e.remove();
      shown.delete(id);
    }
    for (const n of s.notices) {
      if (shown.has(n.id)) continue;
      const e = notice(app, n);
      if (n.level === "info" && !n.offer) setTimeout(() => app.store.dispatch({ type: "dismiss", id: n.id }), infoMillis);
      shown.set(n.id, e);
      host.append(e);
    }
  };
}

/** A text with a full stop at its end. */
function ended(text: string): string {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A remedy as a sentence; the core writes them as parts of one. */
function sentence(text: string): string {
  return ended(text.charAt(0).toUpperCase() + text.slice(1));
}

function notice(app: App, n: Notice): HTMLElement {
  const dismiss = () => app.store.dispatch({ type: "dismiss", id: n.id });
  const close = h("button", { type: "button", class: "quiet round dismiss", "aria-label": say.dismiss }, "×");
  close.onclick = dismiss;
  const actions: HTMLElement[] = [];
  if (n.offer) {
    const b = h("button", { type: "button", class: "link" }, { served: say.runServed, rows: say.own.showRows, reload: say.reload, restart: say.restart }[n.offer]);
    b.onclick = () => {
      dismiss();
      if (n.offer === "served") app.runServed();
      else if (n.offer === "rows") app.ownPage?.rows();
      else if (n.offer === "reload") void takeOver();
      else app.restart();
    };
    actions.push(b);
  }
  if (n.report) {
    const b = h("button", { type: "button", class: "link" }, say.copyReport);
    b.onclick = async () => { b.textContent = (await copy(n.report)) ? say.reportCopied : n.report.slice(0, 200); };
    actions.push(b);
  }
  return h("div", { class: "notice", "data-level": n.level, ...(n.level === "error" && { role: "alert" }) },
    h("p", {}, h("span", { class: "place" }, n.place), `: ${ended(n.problem)} `, h("span", { class: "remedy" }, sentence(n.remedy))),
    close, h("div", { class: "actions" }, ...actions));
}
