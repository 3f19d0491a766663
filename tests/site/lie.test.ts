// What the description of the picture is made of: known arrangements, and the recorded runs as they are seen.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { test } from "node:test";
import { seen } from "../../site/src/messages/en/seen.ts";
import { seen as german } from "../../site/src/messages/de/seen.ts";
import { decodeRun } from "../../site/src/trace/decode.ts";
import { lieAt, placeOf } from "../../site/src/trace/lie.ts";
import type { Run } from "../../site/src/trace/run.ts";
import { describe } from "../../site/src/ui/speech.ts";

/** A recorded run as the page gets it. */
function recorded(id: string): Run {
  const bytes = readFileSync(new URL(`../../site/runs/${id}.run`, import.meta.url));
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return decodeRun(new Uint8Array(plain).buffer);
}

/** n spots in a disc of radius r around (x, y); no randomness. */
const disc = (n: number, x: number, y: number, r: number) => Array.from({ length: n }, (_, i) => {
  const [a, d] = [i * 2.399963, r * Math.sqrt((i + 0.5) / n)];
  return { x: x + d * Math.cos(a), y: y + d * Math.sin(a) };
});

test("one heap, two heaps, a half and a ring", () => {
  assert.deepEqual(placeOf(disc(200, 1, 0, 0.2)), { ...placeOf(disc(200, 1, 0, 0.2)), where: [0], wide: false });
  assert.deepEqual(placeOf(disc(200, 0, -2, 0.2)).where, [6]);
  const two = placeOf([...disc(120, -1, 1, 0.2), ...disc(100, 1, 0, 0.2)]);
  assert.deepEqual([two.where, two.wide], [[3, 0], false]);
  const half = placeOf(disc(4000, 0, 0, 1).filter((s) => s.x > -0.1));
  assert.deepEqual([half.where, half.wide], [[0], true]);
  const ring = placeOf(disc(500, 0, 0, 1));
  assert.deepEqual([ring.where, ring.wide], [[], false]);
  assert.ok(Math.abs(ring.distance - Math.SQRT1_2) < 0.02, "the median of a disc");
  assert.deepEqual(placeOf([]).where, []);
});

/** A run with one frame: rows where they are said to be, with their origins; some leave. */
function frameOf(groups: { x: number; y: number }[][], removed: number[]): Run {
  const spots = groups.flat();
  const frame = { step: 0, kept: spots.length, removed: Uint32Array.from(removed), extent: 1, variance: 4, testAccuracy: 0.5, trainAccuracy: 0.6, mapX: Float32Array.from(spots.map((s) => s.x)), mapY: Float32Array.from(spots.map((s) => s.y)) };
  const header = { rows: spots.length, origins: groups.map((_, g) => `rule ${g + 1}`), testRows: 10, scenario: { purify: { steps: 1 } } };
  return { header, points: { origin: Uint8Array.from(groups.flatMap((g, o) => g.map(() => o))) }, frames: [frame] } as unknown as Run;
}

test("origins that are apart, and origins that overlap", () => {
  const apart = lieAt(frameOf([disc(100, -1, 0, 0.3), disc(50, 2, 0, 0.3)], [149]), 0);
  assert.deepEqual(apart.origins.map((o) => [o.rows, o.where[0], o.amid]), [[100, 4, 0], [50, 0, 0]]);
  assert.deepEqual(apart.next.by, [0, 1]);
  assert.ok(apart.beyond > 0.6);
  // The same place for both: the fewer are among the more.
  const over = lieAt(frameOf([disc(200, 0, 0, 1), disc(20, 0.01, 0.01, 1)], []), 0);
  assert.ok(over.origins[1]!.amid > 0.9, String(over.origins[1]!.amid));
  assert.ok(over.origins[0]!.amid < 0.1);
  assert.ok(Number.isNaN(over.beyond));
  const one = lieAt(frameOf([disc(50, 0, 0, 1)], [3]), 0);
  assert.ok(Number.isNaN(one.origins[0]!.amid));
});

test("the recorded runs are told as they look", () => {
  const plane = lieAt(recorded("plane"), 8);
  assert.deepEqual(plane.origins.map((o) => o.where), [[6], [3, 0]], "region 1 below, region 2 in two heaps, upper left and right");
  assert.ok(plane.origins[1]!.amid < 0.1, "the regions are apart");
  const sd2 = recorded("sd2");
  const start = lieAt(sd2, 0);
  assert.deepEqual([start.origins[1]!.where, start.origins[1]!.wide], [[0], true], "rule 2 fans out over the right");
  assert.deepEqual(start.origins[0]!.where.every((d) => [3, 4, 5, 6].includes(d)), true, "rule 1 gathers on the left");
  const later = lieAt(sd2, 8);
  assert.deepEqual(later.removed.by, [0, 80]);
  assert.deepEqual(later.next.by, [0, 10]);
  assert.ok(later.beyond > 0.9, "who leaves next is far out");
  assert.equal(later.origins.reduce((n, o) => n + o.rows, 0), sd2.frames[8]!.kept);
});

test("the description says it in whole sentences, in both languages", () => {
  const run = recorded("sd2");
  const text = describe(run, 8, 24);
  for (const part of [/^Step 8 of 24: 920 rows in training \(rule 1: 700, rule 2: 220\), 80 removed\. /, /Removed were 80 of “rule 2”; they lay mostly /, /The 10 rows with a ring leave next \(10 of “rule 2”\)/, /variance has fallen from 54\.3 to 35\.0, and test accuracy has risen from 0\.6\d\d to 0\.820\.$/]) assert.match(text, part);
  assert.ok(text.split(" ").length < 120, "a description is listened to");
  assert.match(describe(run, 0, 24), /Influence variance is 54\.3, test accuracy 0\.6\d\d\.$/);
  assert.match(describe(run, 24, 24), /No more rows leave\./);
  const said = { step: 8, end: 24, lie: lieAt(run, 8), variance: [54.3, 35] as [number, number], accuracy: [0.626, 0.82] as [number, number], tested: true };
  assert.match(german.describe(said), /^Schritt 8 von 24: 920 Zeilen im Training.*Als Nächste gehen die 10 Zeilen mit Ring.* ist die Einflussvarianz von 54.3 auf 35.0 gefallen, die Testgenauigkeit von 0.626 auf 0.820 gestiegen\.$/);
  for (const texts of [seen, german]) {
    const pure = texts.describe({ ...said, lie: lieAt(recorded("sd-pure"), 8), accuracy: [NaN, NaN] });
    assert.ok(!/NaN|undefined|“”|„“/.test(pure), pure);
  }
});

test("a large table is described within a tenth of a second or so", () => {
  const run = frameOf([disc(20_000, 0, 0, 1), disc(10_000, 1, 0, 1)], [1, 2, 3]);
  const start = performance.now();
  lieAt(run, 0);
  // The limit is ten times what it takes, for machines that are busy.
  assert.ok(performance.now() - start < 1500, `${performance.now() - start} ms`);
});
