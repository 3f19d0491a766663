/**
 * Where labels of a plot go: on lines and beside marks instead of in a legend, so each takes the
 * place around its anchor where it hides least and keeps some air from curves. Pure; in px of the plot.
 */

export interface Point {
  x: number;
  y: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** What a label should keep clear of. */
export interface Obstacles {
  width: number;
  height: number;
  /** Polylines. */
  curves: readonly (readonly Point[])[];
  /** Marks and other labels. */
  marks: readonly Point[];
  labels: readonly Box[];
  /** x of vertical lines and y of horizontal ones, which are fainter than curves. */
  uprights: readonly number[];
  levels: readonly number[];
}

/** How far a label may reach above the plot: the head of the chart leaves that much. */
const above = 8;
/** The air between text and a curve or a mark. */
const air = 5;
/** Curves are looked at so often. */
const stride = 3;

/** Candidates around one point: beside it and above or below it, near ones first. */
export function around({ x, y }: Point, width: number, height: number): Box[] {
  const out: Box[] = [];
  for (const dy of [9, -9 - height, -height / 2, 20, -20 - height, 32, -32 - height]) {
    for (const dx of dy === -height / 2 ? [10, -10 - width] : [-width / 2, 8, -8 - width, 24, -24 - width]) out.push(boxAt(x + dx, y + dy, width, height));
  }
  return out;
}

/** Candidates along a line, above and below each of its points. */
export function along(line: readonly Point[], width: number, height: number): Box[] {
  return line.flatMap(({ x, y }) => [7, 16, 28].flatMap((away) => [boxAt(x - width / 2, y - away - height, width, height), boxAt(x - width / 2, y + away, width, height)]));
}

const boxAt = (left: number, top: number, width: number, height: number): Box => ({ left, top, right: left + width, bottom: top + height });

/**
 * The candidate that costs least, the first of equals, moved inside the plot. `home` are the points
 * it should be near; a rival is a line that it must not seem to name.
 */
export function cheapest(candidates: readonly Box[], home: readonly Point[], o: Obstacles, rival: readonly Point[] = []): Box {
  const samples = o.curves.map(sampled);
  const mine = sampled(home);
  const other = sampled(rival);
  const nearest = (points: Point[], b: Box) => Math.min(Infinity, ...points.map((p) => distance(p, b)));
  let best: Box | null = null;
  let least = Infinity;
  for (const candidate of candidates) {
    const box = inside(candidate, o);
    const far = nearest(mine, box);
    // The name of a line stands where the other line is twice as far, if it can.
    const mistaken = other.length > 0 ? Math.max(0, 2 * far - nearest(other, box)) : 0;
    const cost = costOf(box, samples, o) + 0.15 * far + 0.5 * mistaken;
    if (cost < least) [best, least] = [box, cost];
  }
  return best!;
}

function inside(b: Box, { width, height }: Obstacles): Box {
  const left = Math.max(0, Math.min(width - (b.right - b.left), b.left));
  const top = Math.max(-above, Math.min(height - (b.bottom - b.top), b.top));
  return boxAt(left, top, b.right - b.left, b.bottom - b.top);
}

function costOf(b: Box, curves: Point[][], o: Obstacles): number {
  let cost = 0;
  for (const curve of curves) for (const p of curve) {
    const d = distance(p, b);
    if (d < air) cost += d === 0 ? 3 : 1 - d / air;
  }
  for (const p of o.marks) if (distance(p, b) < air) cost += 60;
  for (const l of o.labels) if (l.left < b.right + 2 && l.right > b.left - 2 && l.top < b.bottom && l.bottom > b.top) cost += 200;
  for (const x of o.uprights) if (x > b.left - 2 && x < b.right + 2) cost += 4;
  for (const y of o.levels) if (y > b.top + 2 && y < b.bottom - 2) cost += 1;
  return cost;
}

/** The distance of a point from a box, 0 inside. */
function distance(p: Point, b: Box): number {
  return Math.hypot(Math.max(0, b.left - p.x, p.x - b.right), Math.max(0, b.top - p.y, p.y - b.bottom));
}

/** Points of a polyline, a few px apart. */
function sampled(line: readonly Point[]): Point[] {
  const out: Point[] = [];
  for (const [i, p] of line.entries()) {
    const q = line[i + 1] ?? p;
    if (!Number.isFinite(p.x + p.y + q.x + q.y)) continue;
    const n = Math.max(1, Math.ceil(Math.hypot(q.x - p.x, q.y - p.y) / stride));
    for (let k = 0; k < n; k++) out.push({ x: p.x + (k / n) * (q.x - p.x), y: p.y + (k / n) * (q.y - p.y) });
  }
  return out;
}
