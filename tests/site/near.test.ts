// The nearest rows of a map: the same as when all are compared, and with far fewer comparisons.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Near, type Spot } from "../../site/src/trace/near.ts";

/** All rows by distance, of equals the first. */
function compared(rows: number[], at: (i: number) => Spot, row: number, most: number): number[] {
  const here = at(row);
  const d = (i: number) => (at(i).x - here.x) ** 2 + (at(i).y - here.y) ** 2;
  return rows.filter((i) => i !== row).sort((a, b) => d(a) - d(b) || a - b).slice(0, most);
}

const spiral = (i: number): Spot => ({ x: Math.sqrt(i) * Math.cos(i * 2.399963), y: Math.sqrt(i) * Math.sin(i * 2.399963) });

for (const [name, at] of Object.entries<(i: number) => Spot>({
  "spread": spiral,
  "on a grid, with many at one distance": (i) => ({ x: i % 9, y: Math.floor(i / 9) % 11 }),
  "many in one place": (i) => ({ x: Math.floor(i / 40), y: 0 }),
  "one above the other": (i) => ({ x: 1, y: (i * 37) % 101 }),
})) {
  test(`the nearest of rows that lie ${name}`, () => {
    const rows = Array.from({ length: 400 }, (_, i) => 3 * i);
    const near = new Near(rows, at, 7);
    // Rows of the set, and rows that are asked about and are not in it.
    for (let row = 0; row < 1200; row += 5) assert.deepEqual([...near.of(row, at(row))], compared(rows, at, row, 7), `row ${row}`);
  });
}

test("fewer rows than are looked for", () => {
  assert.deepEqual([...new Near([4, 2], spiral, 7).of(4, spiral(4))], [2]);
  assert.deepEqual([...new Near([], spiral, 7).of(4, spiral(4))], []);
});
