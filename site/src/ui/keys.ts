/** Keys of the whole page. A field that is being edited, or a control that uses the key itself, keeps it. */
import type { App } from "../app.ts";
import { speeds } from "../state.ts";

export function keys(app: App): void {
  const { store } = app;
  const faster = (by: number) => {
    const i = speeds.indexOf(store.state.speed as (typeof speeds)[number]);
    const speed = speeds[Math.max(0, Math.min(speeds.length - 1, i + by))]!;
    store.dispatch({ type: "speed", speed });
  };
  const actions: Record<string, () => void> = {
    " ": () => app.playPause(),
    ArrowLeft: () => store.dispatch({ type: "step", by: -1 }),
    ArrowRight: () => store.dispatch({ type: "step", by: 1 }),
    Home: () => app.toEnd(false),
    End: () => app.toEnd(true),
    "[": () => faster(-1),
    "]": () => faster(1),
    l: () => app.live(),
    c: () => app.flipCompare(),
    r: () => app.reset(),
    "?": () => store.dispatch({ type: "panel", panel: "help" }),
    Escape: () => {
      if (store.state.panel !== "none") store.dispatch({ type: "panel", panel: "none" });
      else if (store.state.picked >= 0) store.dispatch({ type: "pick", row: store.state.picked });
    },
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
    // A dialog of the user's own table keeps every key, Escape for closing it above all.
    if (document.querySelector(".own-dialog[open]")) return;
    const name = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    const act = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!act || taken(e.target, name)) return;
    e.preventDefault();
    act();
  });
}

/** Whether the element in focus has a use of its own for a key. */
function taken(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof HTMLElement) || name === "Escape") return false;
  // Right after it has closed, a dialog holds the focus for a moment longer.
  if (target.closest("dialog[open]")) return true;
  if (target.matches("input:not([type=checkbox]), textarea, select")) return true;
  if (name === " ") return target.matches("button, a, summary, input, [role=slider].mix-handle");
  return target.matches(".mix-handle") && /^(Arrow|Home|End)/.test(name);
}
