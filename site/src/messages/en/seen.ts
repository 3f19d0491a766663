/** What the parts say that come behind the first picture: numerics, composition, the picture in words, messages. */
import { count, fixed, percent, short } from "../../text/format.ts";
import type { Lie, Place } from "../../trace/lie.ts";
import { localized } from "../localize.ts";

/** Where rows lie on the map, by direction: as a place, and as the half of the map on that side. */
const toward = ["to the right", "to the upper right", "at the top", "to the upper left", "to the left", "to the lower left", "at the bottom", "to the lower right"];
const half = ["right", "upper right", "upper", "upper left", "left", "lower left", "lower", "lower right"];

function place({ where, wide }: Place): string {
  if (where.length === 0) return "all around the center";
  return wide ? `mostly in the ${half[where[0]!]} half` : `mostly ${where.map((d) => toward[d]).join(" and ")}`;
}

/** What the picture is described by; V and accuracy at the start and now, accuracy NaN where there is none. */
export interface Seen {
  step: number;
  end: number;
  lie: Lie;
  variance: [number, number];
  accuracy: [number, number];
  tested: boolean;
}

const rows = (n: number) => `${count(n)} ${n === 1 ? "row" : "rows"}`;

/** "80 of “rule 2” and 1 of “rule 1”", the most first; "" where there is one origin. */
function shares({ origins }: Lie, by: number[]): string {
  if (origins.length < 2) return "";
  return by.map((n, o) => ({ n, name: origins[o]!.name })).filter(({ n }) => n > 0).sort((a, b) => b.n - a.n).map(({ n, name }) => `${count(n)} of “${name}”`).join(", ");
}

function course([from, to]: [number, number], least: number, show: (v: number) => string): string {
  if (Math.abs(to - from) < least) return `has stayed at ${show(to)}`;
  return `has ${to > from ? "risen" : "fallen"} from ${show(from)} to ${show(to)}`;
}

/** The picture in some sentences: where each origin lies, who has left, who leaves next, what that has done. */
function describe({ step, end, lie, variance, accuracy, tested }: Seen): string {
  const { origins, majority, removed, next } = lie;
  const total = (by: number[]) => by.reduce((a, b) => a + b, 0);
  const [left, leaving] = [total(removed.by), total(next.by)];
  const many = origins.length > 1;
  const groups = many ? ` (${origins.map((o) => `${o.name}: ${count(o.rows)}`).join(", ")})` : "";
  const out = [`Step ${step} of ${end}: ${rows(origins.reduce((sum, o) => sum + o.rows, 0))} in training${groups}, ${count(left)} removed.`];
  for (const [o, group] of origins.entries()) {
    if (group.rows === 0) continue;
    const times = group.distance / origins[majority]!.distance;
    const how = o === majority || !Number.isFinite(times) ? "" : times > 1.25 ? `, about ${fixed(times, 1)} times as far from the center` : times < 0.8 ? ", nearer to the center" : ", as far from the center";
    const amid = !many || o === majority ? "" : group.amid < 0.1 ? "; they are apart from the others" : `; ${percent(group.amid)} of them are amid others`;
    out.push(`${many ? `Rows of “${group.name}” lie` : "The rows lie"} ${place(group)}${how}${amid}.`);
  }
  if (left > 0) out.push(`${many ? `Removed were ${shares(lie, removed.by)}; they` : "The rows removed"} lay ${place(removed)}.`);
  out.push(leaving === 0 ? "No more rows leave."
    : `${leaving === 1 ? "The row with a ring leaves" : `The ${rows(leaving)} with a ring leave`} next${many ? ` (${shares(lie, next.by)})` : ""}: ${place(next)}, farther out than ${percent(lie.beyond)} of all.`);
  const name = tested ? "test accuracy" : "training accuracy";
  const has = Number.isFinite(accuracy[1]);
  if (step === 0) out.push(`Influence variance is ${short(variance[1])}${has ? `, ${name} ${fixed(accuracy[1], 3)}` : ""}.`);
  else out.push(`Since the start, influence variance ${course(variance, 0, short)}${has ? `, and ${name} ${course(accuracy, 0.0005, (v) => fixed(v, 3))}` : ""}.`);
  return out.join(" ");
}

export const seen = localized("seen", {
  numerics: {
    care: (n: number) => (n === 0 ? "Numerics: no warning" : `Numerics: ${n} ${n === 1 ? "warning" : "warnings"}`),
    condition: (value: string) => `Condition number of H: ${value}.`,
    fit: (iterations: number, method: string, outcome: number) =>
      `${method === "newton" ? "Newton" : "Adam"}: ${["converged", "stopped at its limit", "reached the target loss", "no further progress"][outcome] ?? "ended"} after ${count(iterations)} ${method === "newton" ? "iterations" : "epochs"}.`,
    solver: (name: string) => `Solved in ${name === "dual" ? "dual form: more features than rows" : name}.`,
    risks: [
      "The fit stopped before its minimum; a larger ridge helps.",
      "H is nearly singular, so the last digits of V are rounding; a larger damping helps.",
      "A single row holds more than half of a direction of the model. Its δ is extrapolated; δ refined by refits trains anew for it.",
      "The classes are (nearly) separable: the ridge decides how large the weights and V are.",
      "The damping outweighs the data: V changes about as much with λd as with the data.",
      "V is estimated from random probes.",
    ],
  },
  composition: {
    title: "In training, and removed",
    titleLabels: "By given label",
    kept: "in training", removed: "removed",
    precision: (share: number, others: number, removed: number, groups: string[], majority: number, tested: boolean) =>
      `${count(others)} of ${count(removed)} removed (${percent(share)}) are not of “${groups[majority]}”.` +
      `${majority > 0 ? ` ${groups[majority]![0]!.toUpperCase()}${groups[majority]!.slice(1)} is the majority here${tested ? `; the test set follows ${groups[0]}` : ""}.` : ""}`,
    noneYet: "Nothing has been removed yet.",
    hint: "Point at a mark to read its row.",
  },
  speakStep: (k: number, end: number, variance: number, accuracy: number, removed: number) =>
    `Step ${k} of ${end}: variance ${fixed(variance, 2)}${Number.isFinite(accuracy) ? `, test accuracy ${fixed(accuracy, 3)}` : ""}, ${count(removed)} rows removed.`,
  describe,
  foldNotices: "Show fewer messages",
  moreNotices: (n: number) => `${n} more ${n === 1 ? "message" : "messages"}`,
  sameFor: (names: string[], more: number) => `The same goes for ${names.map((n) => `“${n}”`).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`,
});
