/** Words on the picture: what the rings and the tray are, and which mark is which origin. */
import { say } from "../messages/en/page.ts";
import { DataTable } from "../generated/scenario.ts";
import { plain } from "../text/format.ts";
import { guideFits, guideRadius, guideShares, layoutOf } from "../stage/layout.ts";
import type { Plan } from "../stage/plan.ts";
import type { View } from "../stage/view.ts";
import type { Run } from "../trace/run.ts";
import { byId, h } from "./dom.ts";
import { symbol } from "./symbol.ts";

let drawn = "";
let drawnRun: Run | null = null;

/** Draws the labels for a run; they depend on its first frame alone, so they rarely change. */
export function drawLabels(run: Run, plan: Plan, view: View): void {
  const key = `${view.width}|${view.height}|${view.profile}`;
  const first = run.frames[0];
  if (!first || (drawnRun === run && drawn === key)) return;
  drawn = key;
  drawnRun = run;
  const layout = layoutOf(plan, view);
  const { origins, images, classes } = run.header;
  const names = origins.length > 1 ? origins.map((name, k) => h("div", {}, symbol(k), name)) : [];
  // Without a truth there is one color, and it says nothing: that is said.
  if (names.length === 0 && run.header.scenario.data.kind === DataTable) names.push(h("div", {}, symbol(0), say.oneColor));
  // Beside an image stands its label, which the image need not look like.
  const label = images ? [h("div", {}, h("b", {}, classes[0]!.slice(0, 2)), say.legendLabel)] : [];
  const legend = h("div", { class: "legend" }, ...names, ...label);
  // Rings are labeled along the diagonal, where the corner of the square leaves room; the
  // scene leaves out those that do not fit.
  const places = guideShares.map((share) => {
    const r = guideRadius(layout, share);
    const x = layout.centerX + r * Math.SQRT1_2;
    const y = layout.centerY - r * Math.SQRT1_2;
    return { x, y, fits: guideFits(layout, r), value: plain(share * first.extent ** 2, 3) };
  }).filter((p) => p.fits);
  // The innermost ring lies under most of the points; the outermost in view says what the numbers are.
  const rings = places.slice(1).map(({ x, y, value }, i, all) =>
    h("span", { class: "ring", style: `left:${x}px;top:${y}px`, title: i === all.length - 1 && say.ringTitle }, i === all.length - 1 ? say.ring(value) : value));
  const tray = h("span", { class: "tray", style: `left:12px;top:${layout.trayTop - 8}px` }, say.tray);
  byId("labels").replaceChildren(legend, ...rings, tray);
  // Labels keep within the picture. All are measured before one is moved, so that the page is laid out once.
  const overs = rings.map((e) => [e.offsetLeft, e.offsetLeft + e.offsetWidth + 8 - view.width] as const);
  overs.forEach(([left, over], i) => { if (over > 0) rings[i]!.style.left = `${left - over}px`; });
}
