// The form for a sweep: values as text, axes of a document, and the address that holds them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Scenario, Study } from "../../site/src/generated/scenario.ts";
import { axisOf, fieldOf, fields, readValues, valueText } from "../../site/src/lab/kinds/fields.ts";
import { settle } from "../../site/src/lab/kinds/settle.ts";

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../sim/scenario/${path}.json`, import.meta.url), "utf8"));
const preset = (id: string) => read(`presets/${id}`) as Scenario;
const field = (key: string) => fields.find((f) => f.key === key)!;
const sd2 = preset("sd2");

test("values are read as they are written, and ranges are spelled out", () => {
  for (const [key, text, want] of [
    ["influence.damping", "0.1, 1e-3", [0.1, 0.001]],
    ["influence.damping", "0.001..1*4", [0.001, 0.01, 0.1, 1]],
    ["fit.epochs", "10..100/4", [10, 40, 70, 100]],
    ["fit.epochs", "10..300*4", [10, 31, 97, 300]],
    ["data.counts", "700+300, 500 + 500", [[700, 300], [500, 500]]],
    ["data.noise/symmetric", "0, 0.2", [{ kind: "none", rate: 0 }, { kind: "symmetric", rate: 0.2 }]],
    ["data.testMix", "off, on", [false, true]],
    ["purify.rule", "delta,random", ["delta", "random"]],
  ] as const) assert.deepEqual(readValues(field(key), text, sd2), want, text);
});

test("what is no value of the field is refused as a whole", () => {
  for (const [key, text] of [
    ["influence.damping", ""], ["influence.damping", "0.1, x"], ["influence.damping", "0.1, 0.1"], ["influence.damping", "-1"], ["influence.damping", "0..1*4"],
    ["fit.epochs", "1.5"], ["data.counts", "700"], ["data.counts", "1+1"], ["data.noise/symmetric", "0.6"], ["data.classes", "5+3"], ["seed", "1..1000/900"],
  ] as const) assert.equal(readValues(field(key), text, sd2), null, `${key} ${text}`);
});

test("every field begins with values that it takes, and is found again from its axis", () => {
  for (const id of ["sd2", "sd3", "sd-pure", "plane", "moons", "digits-3-5-30", "digits-4-8", "digits-turned"]) {
    const base = preset(id);
    for (const f of fields.filter((f) => f.fits(base.data))) {
      const values = readValues(f, f.sample(base), base);
      assert.ok(values && values.length > 1, `${id}: ${f.key} begins with "${f.sample(base)}"`);
      const axis = axisOf(f, values);
      assert.equal(fieldOf(axis), f, `${id}: ${f.key}`);
      assert.ok(axis.label.length > 0 && Buffer.byteLength(axis.label) <= 60, axis.label);
      assert.equal(valueText(axis, (axis.at ?? (axis.values as number[]))[1]!), f.show(values[1]));
      assert.deepEqual(readValues(f, values.map((v) => f.show(v)).join(", "), base), values, `${id}: ${f.key} is not read as it is shown`);
    }
  }
});

test("the study that ships is a sweep that the form could have made", () => {
  const doc = read("studies/sweep") as Study;
  const { marks: _, ...base } = preset("sd-pure");
  assert.deepEqual(doc.base, { ...base, title: "", summary: "", purify: { ...base.purify, steps: 0 } });
  const axis = doc.sweep!.axes[0]!;
  assert.deepEqual(axis, axisOf(fieldOf(axis), axis.values));
});

test("steps stay within the fewest rows, whichever field is varied", () => {
  const steps = (axes: [string, unknown[]][], asked = 24, purified = true) => {
    const doc = { base: preset("moons"), sweep: { axes: axes.map(([key, values]) => axisOf(field(key), values)), seeds: 1, purified } } as unknown as Study;
    doc.base!.purify.steps = asked;
    settle(doc);
    return doc.base!.purify.steps;
  };
  assert.equal(steps([["influence.damping", [0.1, 1]]]), 24); // 400 rows, four a step
  assert.equal(steps([["purify.perStep", [5, 10, 20]]]), 19, "the most rows a step are not minded");
  assert.equal(steps([["data.counts", [[100], [400]]]]), 22, "the fewest rows are not minded");
  assert.equal(steps([["data.counts", [[100], [400]]], ["purify.perStep", [5, 20]]]), 4);
  assert.equal(steps([["influence.damping", [0.1, 1]]], 24, false), 0, "nothing is removed");
  assert.equal(steps([["influence.damping", [0.1, 1]]], 0), 24, "some steps to begin with");
});
