import { test } from "node:test";

test("parent", async (t) => {
  await t.test("one", () => {});
  await t.test("two", () => {});
});
test("alone", (t) => t.diagnostic("42 bytes"));
test("needs a file", (t) => t.skip("no file here"));
