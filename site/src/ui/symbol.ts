/** The mark of an origin, the same shape and color as on the stage, for texts beside it. */
import { shapes } from "../stage/look.ts";
import { svg } from "./dom.ts";

/** Outlines in a 12×12 box, in the order of the shapes of render/scene. */
const outlines = [
  "M6 .8a5.2 5.2 0 1 0 0 10.4a5.2 5.2 0 1 0 0-10.4z",
  "M6 0l6 6-6 6-6-6z",
  "M1.2 1.2h9.6v9.6h-9.6z",
  "M6 .6l6 10.4h-12z",
  "M0 1h12l-6 10.4z",
  "M3 .8h6l3 5.2-3 5.2h-6l-3-5.2z",
];

/** The symbol of an origin; its color is --origin-<k>. */
export function symbol(origin: number): SVGElement {
  const k = origin % shapes.length;
  return svg("svg", { class: "mark", viewBox: "0 0 12 12", "aria-hidden": "true", style: `--color: var(--origin-${k})` }, svg("path", { d: outlines[k]! }));
}
