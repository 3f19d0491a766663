/**
 * In the narrow layouts the bar and the header have no room for some controls; they move
 * into the settings and back. They are the same elements, so nothing is there twice.
 */
import type { App } from "../app.ts";
import { byId } from "./dom.ts";

/** Below these widths the layout is one column, and the settings are a drawer; css/layout.css has the same numbers. */
const phoneWidth = 600;
const drawerWidth = 1100;

/** What moves, in the order in which the settings show it; with a drawer the first ones do. */
const movable = ["open-tour", "profile", "locale", "share", "speed", "compare", "open-share", "open-help", "reset"];
const first = 4;

export function arrange(app: App): void {
  const slot = byId("drawer-controls");
  const homes = movable.map((id) => {
    const e = byId(id);
    const moved = e.closest<HTMLElement>(".field, .speed") ?? e;
    const place = document.createComment(id);
    moved.before(place);
    return { moved, place };
  });
  let away = 0;
  new ResizeObserver(([entry]) => {
    const { width } = entry!.contentRect;
    const now = app.store.state.presentation.embed || width < phoneWidth ? movable.length : width < drawerWidth ? first : 0;
    if (now === away) return;
    away = now;
    for (const [i, { moved, place }] of homes.entries()) {
      if (i < away) slot.append(moved);
      else place.after(moved);
    }
  }).observe(byId("app"));
}
