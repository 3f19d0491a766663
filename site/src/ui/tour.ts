/** The tour, the part that every visitor gets: its card (tour/main.ts) is loaded when a stop is asked for. */
import type { App } from "../app.ts";
import { single } from "../baked.ts";
import { say } from "../messages/en/page.ts";
import type { State } from "../state.ts";
import { byId } from "./dom.ts";
import type { Part } from "./part.ts";

export function tour(app: App): Part {
  let draw: ((s: State) => void) | null = null;
  let asked = false;
  // A one-file page has no other files.
  byId("open-tour").hidden = single();
  byId("open-tour").onclick = () => app.store.dispatch({ type: "tour", stop: 1 });
  return (s) => {
    draw?.(s);
    if (s.tour === 0 || asked || single()) return;
    asked = true;
    const script = "./tour.js";
    import(script).then((m: typeof import("../tour/main.ts")) => {
      draw = m.card(app);
      app.store.redraw();
    }, () => {
      asked = false;
      app.store.dispatch({ type: "tour", stop: 0 });
      app.notify("warning", say.noTour);
    });
  };
}
