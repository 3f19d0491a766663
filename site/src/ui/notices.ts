/** Messages: what, what is wrong, what to do. The region is live, so they are also spoken. */
import type { App } from "../app.ts";
import { say } from "../messages/en/page.ts";
import { takeOver } from "../offline.ts";
import type { Notice } from "../state.ts";
import { byId, h } from "./dom.ts";
import { notice } from "./notice.ts";
import type { Part } from "./part.ts";

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
      const e = element(app, n);
      shown.set(n.id, e);
      host.append(e);
    }
  };
}

function element(app: App, n: Notice): HTMLElement {
  const dismiss = () => app.store.dispatch({ type: "dismiss", id: n.id });
  if (!n.offer) return notice(n, dismiss);
  const b = h("button", { type: "button", class: "link" }, { served: say.runServed, rows: say.own.showRows, reload: say.reload, restart: say.restart }[n.offer]);
  b.onclick = () => {
    dismiss();
    if (n.offer === "served") app.runServed();
    else if (n.offer === "rows") app.ownPage?.rows();
    else if (n.offer === "reload") void takeOver();
    else app.restart();
  };
  return notice(n, dismiss, [b]);
}
