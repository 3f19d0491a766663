// Messages: which are shown, how long they stay, and that forty columns of one kind are one message.
import assert from "node:assert/strict";
import { test } from "node:test";
import { foremost, restMillis } from "../../site/src/ui/fold.ts";
import { merged } from "../../site/src/ui/warnings.ts";

test("errors come before others, then the newest, in the order they have", () => {
  assert.deepEqual(foremost(["error", "info", "warning", "info"], 2), [true, false, false, true]);
  assert.deepEqual(foremost(["info", "info", "info"], 2), [false, true, true]);
  assert.deepEqual(foremost(["error", "error", "error"], 1), [false, false, true]);
  assert.deepEqual(foremost(["info"], 2), [true]);
});

test("the message that holds the focus stays, with what is most urgent beside it", () => {
  assert.deepEqual(foremost(["info", "warning", "info"], 2, 0), [true, false, true]);
  assert.deepEqual(foremost(["info", "error", "info", "info"], 2, 0), [true, true, false, false]);
  assert.deepEqual(foremost(["info", "error"], 1, 0), [true, true], "nor is an error folded away for it where there is room for one");
  assert.deepEqual(foremost(["info", "info", "info"], 2, 2), [false, true, true]);
});

test("a long text has longer to be read", () => {
  assert.equal(restMillis("short"), restMillis(""));
  // 15 characters a second is what subtitles ask of readers.
  assert.ok(restMillis("x".repeat(300)) >= 20_000);
});

test("warnings of one kind are one, with the names of the columns; other kinds stay", () => {
  const constant = (name: string) => `Column "${name}" is the same in every row; it is left out.`;
  const many = (name: string, n: number) => `Column "${name}" has ${n} categories; it is left out.`;
  const all = [constant("a"), many("b", 70), constant("c"), many("d", 99), many("e", 70), "There is no test file, so there is no test accuracy."];
  const told = merged(all);
  assert.equal(told.length, 4);
  assert.match(told[0]!, /"a" is the same.*“c”\.$/);
  assert.match(told[1]!, /"b" has 70 categories.*“e”\.$/);
  assert.equal(told[2], many("d", 99), "what is counted in one column is not said of another");
  assert.equal(told[3], all[5]);
  const long = merged(Array.from({ length: 40 }, (_, i) => constant(`k${i}`)));
  assert.equal(long.length, 1);
  assert.match(long[0]!, /“k6” and 33 more\.$/);
  assert.deepEqual(merged([]), []);
  const dropped = (file: string, n: number) => `The ${file} file has ${n} rows with an empty cell; they are left out.`;
  const two = [dropped("training", 3), dropped("training", 12)];
  assert.deepEqual(merged([...two, two[0]!]), two, "no warning is lost, and none is told twice");
  const german = (name: string, n: number) => `Spalte „${name}“ hat ${n} Kategorien.`;
  assert.equal(merged([german("a1", 7), german("a2", 7), german("a3", 8)]).length, 2);
});
