// The tables of the public parameters say what the page reads, all of it, and README is current.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { markdown, parameters, readme, withTable } from "../../site/build/parameters.mjs";
import { parseAddress } from "../../site/src/url.ts";

const rows = await parameters();

test("README has the table as it is", () => {
  const text = readFileSync(readme, "utf8");
  assert.equal(text, withTable(text, rows), "run ./build.sh generate");
  assert.throws(() => withTable("no marks", rows), /parameters/);
});

test("every parameter is read where the table says, and its default is one of its values", () => {
  for (const { name, place, standard } of rows) {
    const real = name.replace("<control>", "seed");
    for (const where of place.split(" or ")) {
      const parsed = (value) => parseAddress(where === "?" ? `?${real}=${encodeURIComponent(value)}` : "", where === "#" ? `#${real}=${encodeURIComponent(value)}` : "");
      const { warnings } = parsed("\u0001");
      assert.equal(warnings[0]?.name, real, `${name} is not read in ${where}`);
      if (!/ |^none$/.test(standard) && standard !== "the preset’s") assert.deepEqual(parsed(standard).warnings, [], `${name}=${standard}`);
    }
  }
  assert.ok(rows.length > 25);
});

test("no line of the table breaks it", () => {
  const lines = markdown(rows).split("\n");
  assert.equal(lines.length, rows.length + 2);
  for (const line of lines) assert.equal(line.replaceAll("\\|", "").split("|").length, 7, line);
});
