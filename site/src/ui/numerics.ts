/** What deserves care in the figures of the frame on screen: how the fit ended, H, and warnings. */
import { seen } from "../messages/en/seen.ts";
import { shownTime } from "../state.ts";
import { power } from "../text/format.ts";
import { frameAt, frontier } from "../trace/run.ts";
import { byId, h, setText, toggle } from "./dom.ts";
import type { Part } from "./part.ts";

export function numerics(): Part {
  const host = byId<HTMLDetailsElement>("numerics");
  const summary = host.querySelector("summary")!;
  const list = host.querySelector("ul")!;
  let drawn = "";
  return (s) => {
    host.hidden = !s.run;
    const f = s.run && frameAt(s.run, Math.floor(Math.min(shownTime(s), frontier(s.run))));
    if (!f) return;
    const { header } = s.run!;
    const risks = seen.numerics.risks.filter((_, k) => f.risks & (1 << k));
    const lines = [...risks, seen.numerics.condition(power(f.condition)), seen.numerics.fit(f.iterations, header.scenario.fit.method, f.outcome), ...(header.solver ? [seen.numerics.solver(header.solver)] : [])];
    setText(summary, seen.numerics.care(risks.length));
    toggle(host, "data-care", risks.length > 0);
    if (lines.join() === drawn) return;
    drawn = lines.join();
    list.replaceChildren(...lines.map((line) => h("li", {}, line)));
  };
}
