// Labels of charts keep clear of curves, marks and one another, and name the line they stand at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { along, around, cheapest, type Box, type Obstacles, type Point } from "../../site/src/charts/placing.ts";

const plain: Obstacles = { width: 300, height: 120, curves: [], marks: [], labels: [], uprights: [], levels: [] };
const line = (f: (x: number) => number): Point[] => Array.from({ length: 25 }, (_, i) => ({ x: i * 12.5, y: f(i * 12.5) }));
const touches = (b: Box, points: Point[]) => points.some((p) => p.x > b.left && p.x < b.right && p.y > b.top && p.y < b.bottom);
/** A line as dense as it is drawn. */
const dense = (points: Point[]) => points.slice(1).flatMap((q, i) => Array.from({ length: 20 }, (_, k) => ({ x: points[i]!.x + (k / 20) * (q.x - points[i]!.x), y: points[i]!.y + (k / 20) * (q.y - points[i]!.y) })));
const gap = (b: Box, points: Point[]) => Math.min(...points.map((p) => Math.hypot(Math.max(0, b.left - p.x, p.x - b.right), Math.max(0, b.top - p.y, p.y - b.bottom))));

test("a label beside a mark leaves the curve through it alone, wherever the curve goes", () => {
  for (const slope of [-0.3, -0.1, 0, 0.1, 0.3]) {
    const curve = line((x) => 60 + slope * x);
    const mark = curve[0]!;
    const box = cheapest(around(mark, 90, 14), [mark], { ...plain, curves: [curve], marks: [mark] });
    assert.ok(!touches(box, dense(curve)), `slope ${slope}: ${JSON.stringify(box)}`);
    assert.ok(gap(box, dense(curve)) >= 3, `slope ${slope}: ${gap(box, dense(curve))} px of air`);
    assert.ok(gap(box, [mark]) < 40, "it is near its mark");
  }
});

test("two labels do not overlap, and stay inside", () => {
  const marks = [{ x: 0, y: 40 }, { x: 8, y: 44 }, { x: 295, y: 115 }];
  const labels: Box[] = [];
  for (const m of marks) labels.push(cheapest(around(m, 80, 14), [m], { ...plain, marks, labels }));
  for (const [i, a] of labels.entries()) {
    assert.ok(a.left >= 0 && a.right <= 300 && a.top >= -8 && a.bottom <= 120, JSON.stringify(a));
    for (const b of labels.slice(i + 1)) assert.ok(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top, JSON.stringify([a, b]));
  }
});

test("the names of two lines stand at their own, where the lines are apart", () => {
  const upper = line((x) => 60 - 0.08 * x);
  const lower = line((x) => 60 + 0.12 * x);
  const curves = [upper, lower];
  const first = cheapest(along(upper, 60, 14), upper, { ...plain, curves }, lower);
  const second = cheapest(along(lower, 40, 14), lower, { ...plain, curves, labels: [first] }, upper);
  assert.ok(gap(first, dense(lower)) > 1.5 * gap(first, dense(upper)), JSON.stringify(first));
  assert.ok(gap(second, dense(upper)) > 1.5 * gap(second, dense(lower)), JSON.stringify(second));
});

test("a line of the playhead is kept clear of where there is another place", () => {
  const mark = { x: 10, y: 60 };
  const box = cheapest(around(mark, 60, 14), [mark], { ...plain, marks: [mark], uprights: [70] });
  assert.ok(box.right < 68 || box.left > 72, JSON.stringify(box));
});
