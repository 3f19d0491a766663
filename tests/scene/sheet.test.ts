// The sheet of images: the same cells as in render/canvas/sheet_test.go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SheetHeight } from "../../site/src/generated/scene.ts";
import { cellFor, sheetHeight, sheetSize, type Sheet } from "../../site/src/stage/sheet.ts";

test("cells in full and half size", () => {
  assert.equal(sheetSize(600), 44);
  assert.equal(sheetHeight(600, 44), 1756);
  const sheet = { rows: 600, size: 44 } as Sheet;
  const expected: [number, number, number[]][] = [
    [0, 44, [0, 0, 68, 44]], [31, 30, [68, 68, 68, 44]], [599, 26, [1972, 1292, 68, 44]], [0, 25, [0, 1360, 36, 22]], [57, 8, [36, 1396, 36, 22]],
  ];
  for (const [row, size, [x, y, side, texels]] of expected) assert.deepEqual(cellFor(sheet, row, size), { x, y, side, size: texels });
});

test("more rows have smaller marks, and too many none", () => {
  let last = Infinity;
  for (const rows of [1, 600, 1200, 2000, 4000]) {
    const size = sheetSize(rows)!;
    assert.ok(size <= last && sheetHeight(rows, size) <= SheetHeight, `${rows} rows at ${size}`);
    last = size;
  }
  assert.equal(sheetSize(20_000), null);
});
