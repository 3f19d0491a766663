// Finding the row at a place of the picture.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ShapeDisc, ShapeHollow, ShapeRing, ShapeSquare } from "../../site/src/generated/scene.ts";
import { HitGrid } from "../../site/src/stage/hit.ts";
import { DrawList } from "../../site/src/stage/list.ts";

interface Mark {
  x: number;
  y: number;
  size?: number;
  shape?: number;
  row: number;
}

function grid(marks: Mark[]): HitGrid {
  const list = new DrawList();
  list.reset(300, 200, 0xffffff);
  for (const m of marks) list.mark(m.x, m.y, m.size ?? 8, m.shape ?? ShapeDisc, 0xff, m.row);
  const hits = new HitGrid();
  hits.fill(list);
  return hits;
}

const row = (hits: HitGrid, x: number, y: number, reach = 6) => hits.at(x, y, reach)?.row ?? -1;

test("the nearest mark within reach, with its center", () => {
  const hits = grid([{ x: 50, y: 50, row: 1 }, { x: 60, y: 50, row: 2 }, { x: 299, y: 199, row: 3 }]);
  assert.deepEqual(hits.at(54, 51, 6), { row: 1, x: 50, y: 50 });
  assert.equal(row(hits, 56, 51), 2);
  assert.equal(row(hits, 50, 59.9), 1, "6 px from the edge of a disc of radius 4");
  assert.equal(row(hits, 50, 60.1), -1);
  assert.equal(row(hits, 304, 204), 3, "past the corner of the stage");
  assert.equal(row(hits, -40, -40), -1);
});

test("rings and guides are not found, the upper of two equal marks is", () => {
  const hits = grid([{ x: 50, y: 50, row: 1 }, { x: 50, y: 50, row: 2, shape: ShapeSquare }, { x: 50, y: 50, row: 9, shape: ShapeRing, size: 20 }]);
  assert.equal(row(hits, 50, 50), 2);
  const list = new DrawList();
  list.reset(300, 200, 0xffffff);
  list.guide(50, 50, 300, 200, ShapeSquare, 0xff);
  const guides = new HitGrid();
  guides.fill(list);
  assert.equal(row(guides, 50, 50), -1);
});

test("a point counts before a ghost that is a little nearer", () => {
  const hits = grid([{ x: 50, y: 50, row: 1 }, { x: 58, y: 50, row: 2, shape: ShapeDisc + ShapeHollow }]);
  assert.equal(row(hits, 55, 50), 1);
  assert.equal(row(hits, 57, 50), 2);
});

test("a grid that is filled again forgets", () => {
  const hits = grid([{ x: 50, y: 50, row: 1 }]);
  const list = new DrawList();
  list.reset(100, 100, 0xffffff);
  list.mark(80, 80, 8, ShapeDisc, 0xff, 4);
  hits.fill(list);
  assert.equal(row(hits, 50, 50), -1);
  assert.equal(row(hits, 80, 80), 4);
  assert.equal(new HitGrid().at(1, 1, 6), null, "an empty grid");
});

test("the same answer as looking at every mark", () => {
  let seed = 12345;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  const marks = Array.from({ length: 400 }, (_, i) => ({ x: random() * 300, y: random() * 200, size: 3 + random() * 20, row: i }));
  const hits = grid(marks);
  let found = 0;
  for (let k = 0; k < 2000; k++) {
    const [x, y, reach] = [random() * 340 - 20, random() * 240 - 20, random() * 20];
    let best = -1;
    let least = Infinity;
    for (const m of marks) {
      const d = Math.hypot(Math.fround(m.x) - x, Math.fround(m.y) - y);
      if (d - Math.fround(m.size) / 2 <= reach && d <= least) [best, least] = [m.row, d];
    }
    assert.equal(row(hits, x, y, reach), best, `(${x}, ${y}) reach ${reach}`);
    if (best >= 0) found++;
  }
  assert.ok(found > 500, `only ${found} of 2000 places have a mark`);
});
