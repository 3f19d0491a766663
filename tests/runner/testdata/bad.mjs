import { test } from "node:test";

test("a leaf fails", async (t) => {
  await t.test("good", () => {});
  await t.test("bad", () => { throw new Error("bad"); });
});
test("the parent fails by itself", async (t) => {
  await t.test("good", () => {});
  throw new Error("bad");
});
test("alone", () => { throw new Error("bad"); });
