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

/** The page's controls move by its width, and all of them in an embedding. */
export function arrange(app: App): void {
  move(movable, (width) => (app.store.state.presentation.embed || width < phoneWidth ? movable.length : width < drawerWidth ? first : 0));
}

/** Those of the lab: on a phone its menus would be cut. */
export function arrangeLab(): void {
  move(["profile", "locale"], (width) => (width < phoneWidth ? 2 : 0));
}

/** Keeps the first `away(width)` of some controls in the settings, and the others where they were. */
function move(ids: string[], away: (width: number) => number): void {
  const slot = byId("drawer-controls");
  const homes = ids.map((id) => {
    const e = byId(id);
    const moved = e.closest<HTMLElement>(".field, .speed") ?? e;
    const place = document.createComment(id);
    moved.before(place);
    return { moved, place };
  });
  let gone = 0;
  new ResizeObserver(([entry]) => {
    const now = away(entry!.contentRect.width);
    if (now === gone) return;
    gone = now;
    for (const [i, { moved, place }] of homes.entries()) {
      if (i < now) slot.append(moved);
      else place.after(moved);
    }
  }).observe(document.querySelector(".app")!);
}
