/**
 * In the narrow layouts the bar and the header have no room for some controls; they move
 * into the settings and back. They are the same elements, so nothing is there twice.
 */
import type { App } from "../app.ts";
import { byId } from "./dom.ts";

/** Below this width the layout is one column; css/layout.css has the same number. */
const phoneWidth = 600;

/** What moves, in the order in which the settings show it. */
const movable = ["open-tour", "speed", "profile", "locale", "compare", "share", "open-share", "open-help", "reset"];

export function arrange(app: App): void {
  const slot = byId("drawer-controls");
  const homes = movable.map((id) => {
    const e = byId(id);
    const moved = e.closest<HTMLElement>(".field, .speed") ?? e;
    const place = document.createComment(id);
    moved.before(place);
    return { moved, place };
  });
  let narrow = false;
  new ResizeObserver(([entry]) => {
    const now = app.store.state.presentation.embed || entry!.contentRect.width < phoneWidth;
    if (now === narrow) return;
    narrow = now;
    for (const { moved, place } of homes) {
      if (narrow) slot.append(moved);
      else place.after(moved);
    }
  }).observe(byId("app"));
}
