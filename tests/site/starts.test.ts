// What likelihood says of starts and of numbers of blocks, on what was recorded.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { DivideCell, DivideChoice, DividePicture } from "../../site/src/generated/study.ts";
import { flatNote, startsNote } from "../../site/src/lab/kinds/starts.ts";

const recorded = (id: string) => (JSON.parse(readFileSync(new URL(`../../site/runs/${id}.study`, import.meta.url), "utf8")) as { results: unknown[] }).results;
const cells = (id: string, method: string) => (recorded(id) as DivideCell[]).filter((c) => c.method === method);
const curve = (id: string) => (recorded(id) as DivideChoice[]).filter((c) => c.heldOut !== undefined);
const rows = (id: string) => (recorded(id)[0] as DividePicture).x.length;

test("the start that likelihood chooses is named, and the one with most rows right where it is another", () => {
  const starts = cells("divide-plane", "moe");
  const by = (of: (c: DivideCell) => number) => [...starts].sort((a, b) => of(b) - of(a))[0]!;
  const [chosen, right] = [by((c) => c.logLikelihood!), by((c) => c.right!)];
  assert.ok(chosen.right! < right.right!, "the recording is of the case that is told");
  const said = startsNote(starts[0]!, starts);
  assert.match(said, new RegExp(`^Shown is start 1\\. Training likelihood chooses start ${chosen.start + 1} .*, not start ${right.start + 1} `));
  assert.match(startsNote(starts[0]!, starts.filter((c) => c !== chosen && c.right === right.right)), /as likely|none has more/);
  assert.match(startsNote(starts[0]!, starts.map((c) => ({ ...c, logLikelihood: -0.5 }))), /does not choose among them/);
  const without = cells("divide-plane", "purify");
  assert.equal(startsNote(without[0]!, without), "Shown is start 1.", "no likelihood, no choice");
});

test("a held-out curve of less than one unit of ln p is called flat, another is not", () => {
  assert.match(flatNote(curve("divide-plane"), rows("divide-plane")), /^; held out, all K are within 0\.014 /);
  assert.equal(flatNote(curve("divide"), rows("divide")), "");
  assert.equal(flatNote([], 800), "");
});
