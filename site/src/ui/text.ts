/** The narrative's head and the footer, as far as they depend on the run. */
import type { App } from "../app.ts";
import { hashOf } from "../data/service.ts";
import { say } from "../messages/en/page.ts";
import { told } from "../messages/localize.ts";
import { byId, setText } from "./dom.ts";
import type { Part } from "./part.ts";

export function text(app: App): Part {
  setText(byId("foot-build"), say.build(app.build));
  const parts = [...byId("text").querySelectorAll<HTMLElement>("[data-own], [data-example]")];
  return (s) => {
    for (const p of parts) p.hidden = (s.table !== null) !== ("own" in p.dataset);
    // A summary describes the preset; with another mix or rule it would be untrue.
    const { scenario, base } = s;
    const same = scenario.purify === base.purify || (scenario.purify.rule === base.purify.rule && scenario.purify.perStep === base.purify.perStep);
    const asGiven = same && String(scenario.data.counts) === String(base.data.counts);
    setText(byId("text-title"), told(base.title));
    setText(byId("text-summary"), asGiven ? told(base.summary) : "");
    setText(byId("foot-edge"), s.table ? "" : say.edge(s.edge, hashOf(s.preset).slice(0, 12)));
    setText(byId("foot-renderer"), s.stage.renderer === "ebiten" ? say.rendererEbiten : say.renderer2d(s.stage.reason));
  };
}
