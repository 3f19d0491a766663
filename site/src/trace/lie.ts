/**
 * How the rows lie on the influence map at a step, in the facts that words can be made of: for each
 * origin in which directions from the center, how far out, and how much of it lies amid others; the
 * same of the rows that leave next and of those that have left. What a sighted reader sees at a
 * glance, computed from the frame. Only at rest: it looks at pairs of rows.
 */
import { leavesAt } from "./derive.ts";
import { Near, type Spot } from "./near.ts";
import { frontier, type Run } from "./run.ts";

/** Directions on the map, counterclockwise from the right in steps of 45°. */
export type Direction = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Where a set of rows lies. */
export interface Place {
  /** The directions that hold most of it, the fullest first; none: all around the center. */
  where: Direction[];
  /** Whether it is spread over the half of the map on that side, not gathered there. */
  wide: boolean;
  /** The median distance from the center, in units of the map's extent. */
  distance: number;
}

/** The rows of one origin in training. */
export interface OriginPlace extends Place {
  name: string;
  rows: number;
  /** The share of its rows that have mostly rows of other origins around them; NaN where there is one origin. */
  amid: number;
}

export interface Lie {
  origins: OriginPlace[];
  /** The origin with the most rows in the first frame, the first of equals. */
  majority: number;
  /** Rows that have left, and rows that leave next, by origin. */
  removed: Place & { by: number[] };
  next: Place & { by: number[] };
  /** The share of rows in training that the median of those that leave next lies farther out than; NaN where none leaves. */
  beyond: number;
}

/** A window of directions is a quarter of the circle, or half of it: so much of rows that lie evenly is in it. */
const mostly = 0.45;
const second = 0.25;
const halfMostly = 0.65;
/** From this share of its neighbors on, the quarter between two quarters is as full as they are. */
const filling = 0.8;
/** Neighbors of a row, and how many rows are asked and compared with, so that large tables take no longer. */
const neighbors = 7;
const asked = 400;
const compared = 2500;

/** How the rows of a run lie at step k; the frame must be there. */
export function lieAt(run: Run, k: number): Lie {
  const { header, points, frames } = run;
  const at = Math.min(k, frontier(run));
  const frame = frames[at]!;
  const left = leavesAt(run);
  const names = header.origins.length > 0 ? header.origins : [""];
  const rows = Array.from({ length: header.rows }, (_, i) => i);
  const kept = rows.filter((i) => left[i]! < 0 || left[i]! >= at);
  const origin = (i: number) => Math.min(points.origin[i]!, names.length - 1);
  const here = (i: number): Spot => ({ x: frame.mapX[i]! / frame.extent, y: frame.mapY[i]! / frame.extent });
  // A row that has left is drawn where it was then.
  const then = (i: number): Spot => ({ x: frames[left[i]!]!.mapX[i]! / frame.extent, y: frames[left[i]!]!.mapY[i]! / frame.extent });
  const gone = rows.filter((i) => left[i]! >= 0 && left[i]! < at);
  const next = [...frame.removed];
  const by = (some: number[]) => names.map((_, o) => some.filter((i) => origin(i) === o).length);
  const total = by(rows);
  const amid = names.length > 1 ? amidOthers(kept, here, origin, names.length) : [NaN];
  const place = placeOf(next.map(here));
  const distances = kept.map((i) => far(here(i)));
  return {
    origins: names.map((name, o) => {
      const own = kept.filter((i) => origin(i) === o);
      return { name, rows: own.length, amid: amid[o]!, ...placeOf(own.map(here)) };
    }),
    majority: total.indexOf(Math.max(...total)),
    removed: { by: by(gone), ...placeOf(gone.map(then)) },
    next: { by: by(next), ...place },
    beyond: next.length > 0 ? distances.filter((d) => d < place.distance).length / distances.length : NaN,
  };
}

const far = (s: Spot) => Math.hypot(s.x, s.y);

/** Where spots lie: the fullest quarter of the circle and the next that does not overlap it, or else the fuller half. */
export function placeOf(spots: Spot[]): Place {
  const distance = median(spots.map(far));
  // As it looks: the map draws distances compressed, and what lies farther out stands out more.
  const weight = spots.map((s) => Math.sqrt(far(s)));
  const all = weight.reduce((a, b) => a + b, 0);
  if (all === 0) return { where: [], wide: false, distance };
  const angles = spots.map(angle);
  const within = (reach: number) => directions.map((d) => angles.reduce((sum, a, i) => sum + (turn(a - d) <= reach ? weight[i]! / all : 0), 0));
  const around = within(1);
  const fullest = (shares: number[], from: readonly Direction[]) => from.reduce((m, d) => (shares[d]! > shares[m]! ? d : m), from[0]!);
  const first = fullest(around, directions);
  const other = fullest(around, directions.filter((d) => turn(d - first) >= 2));
  const both = around[first]! + around[other]!;
  // Two quarters side by side are two heaps only where there is less between them.
  const between = directions.filter((d) => turn(d - first) === 1 && turn(d - other) === 1);
  const filled = between.some((d) => around[d]! > (filling * both) / 2);
  const two = around[other]! >= second && both >= mostly + second;
  if (two && !filled) return { where: [first, other], wide: false, distance };
  const halves = within(2);
  const side = fullest(halves, directions);
  const half = halves[side]! >= halfMostly;
  if (half && two) return { where: [side], wide: true, distance };
  if (around[first]! >= mostly) return { where: [first], wide: false, distance };
  return half ? { where: [side], wide: true, distance } : { where: [], wide: false, distance };
}

const directions = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** The angle of a spot as directions count, and what is between two angles, in steps of 45°, 0 … 4. */
const angle = (s: Spot) => Math.atan2(s.y, s.x) / (Math.PI / 4);
const turn = (steps: number) => Math.min(Math.abs(steps) % 8, 8 - (Math.abs(steps) % 8));

/** For each origin the share of its rows whose nearest neighbors on the map are mostly of others. */
function amidOthers(kept: number[], at: (i: number) => Spot, origin: (i: number) => number, origins: number): number[] {
  const near = new Near(spread(kept, compared), at, neighbors);
  return Array.from({ length: origins }, (_, o) => {
    const own = spread(kept.filter((i) => origin(i) === o), asked);
    let lost = 0;
    for (const i of own) {
      const around = near.of(i, at(i));
      if (around.filter((j) => origin(j) !== o).length * 2 > around.length) lost++;
    }
    return own.length > 0 ? lost / own.length : NaN;
  });
}

/** At most so many of a list, evenly spread over it. */
function spread(list: number[], most: number): number[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, k) => list[Math.floor((k * list.length) / most)]!);
}

function median(values: number[]): number {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
