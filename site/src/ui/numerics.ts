/** What deserves care in the figures of the frame on screen: how the fit ended, H, and warnings. */
import { say } from "../messages/en/page.ts";
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
    const risks = say.numerics.risks.filter((_, k) => f.risks & (1 << k));
    const lines = [...risks, say.numerics.condition(power(f.condition)), say.numerics.fit(f.iterations, header.scenario.fit.method, f.outcome), ...(header.solver ? [say.numerics.solver(header.solver)] : [])];
    setText(summary, say.numerics.care(risks.length));
    toggle(host, "data-care", risks.length > 0);
    if (lines.join() === drawn) return;
    drawn = lines.join();
    list.replaceChildren(...lines.map((line) => h("li", {}, line)));
  };
}
