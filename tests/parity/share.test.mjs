// A live run whose leave-one-out work is shared among cores, as the page's engine deals it
// out: the frames are the same bytes with any number of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { at } from "../tools.mjs";
import { Core } from "./core.mjs";

const cores = [];
before(async () => { for (let i = 0; i < 3; i++) cores.push(await Core.start()); });
after(async () => { for (const core of cores) await core.stop(); });

/** The opening scenario, smaller, under a rule. */
function scenario(rule) {
  const doc = JSON.parse(readFileSync(at("sim/scenario/presets/sd2.json"), "utf8"));
  doc.data.counts = [40, 24];
  Object.assign(doc.purify, { rule, perStep: 4, steps: 1 });
  return JSON.stringify(doc);
}

let runs = 1000;

/**
 * Runs a scenario with so many helpers to its end, or to `stop`, which is called with every
 * message of the core and ends the run by returning true.
 */
async function shared(document, helpers, stop = () => false) {
  const [core, ...others] = cores.slice(0, helpers + 1);
  const run = ++runs;
  const out = { frames: [], shares: 0, values: 0, canceled: 0 };
  const opening = { kind: "open", run, scenario: document, detail: false };
  const listening = others.map(async (helper) => {
    for (;;) {
      const { message } = await helper.take();
      if (message.kind === "done") return;
      if (message.kind === "error") throw new Error(message.problem);
      if (message.kind !== "assisted") continue;
      out.values += message.values.length;
      core.send(message);
    }
  });
  for (const helper of others) helper.send(opening);
  core.send({ ...opening, helpers });
  core.send({ kind: "next", run, frames: 100 });
  for (let open = true; open;) {
    const { message, body } = await core.take();
    if (message.kind === "error") throw new Error(message.problem);
    if (message.kind === "frame") out.frames.push(Buffer.from(body).toString("base64"));
    if (message.kind === "share") {
      out.shares++;
      others.forEach((helper, i) => helper.send({ ...message, kind: "assist", part: i + 1 }));
    }
    if (stop(message)) {
      const start = performance.now();
      core.send({ kind: "cancel", run });
      while ((await core.take()).message.kind !== "done");
      out.canceled = performance.now() - start;
      open = false;
    }
    if (message.kind === "done") open = false;
  }
  const start = performance.now();
  for (const helper of others) helper.send({ kind: "cancel", run });
  await Promise.all(listening);
  out.canceled = Math.max(out.canceled, performance.now() - start);
  return out;
}

for (const rule of ["loo-refit", "loo-influence", "delta-refine"]) {
  test(`${rule} gives the same frames with one, two and three cores`, async () => {
    const alone = await shared(scenario(rule), 0);
    assert.equal(alone.frames.length, 2);
    assert.equal(alone.shares, 0);
    for (const helpers of [1, 2]) {
      const together = await shared(scenario(rule), helpers);
      assert.deepEqual(together.frames, alone.frames, `with ${helpers} helpers`);
      assert.equal(together.shares, 1, "the step that removes is shared");
      assert.ok(together.values > 0, "the helpers have found something");
    }
  });
}

// The run is over by then, and its helpers are not told of the review.
test("the review after a shared run is computed by its core alone, and is the same", async () => {
  const csv = ["a,b,kind", ...Array.from({ length: 60 }, (_, i) => `${(i * 37) % 61},${(i * i) % 53},${(i * 37) % 61 > 30 === (i % 7 > 0) ? "x" : "y"}`)].join("\n");
  const [core] = cores;
  const table = core.table("t.csv", { train: Buffer.from(csv) });
  const doc = { ...JSON.parse(scenario("loo-refit")), data: { kind: "table", label: "kind", missing: "drop" } };
  const review = async (helpers) => {
    const opening = { kind: "open", run: ++runs, scenario: JSON.stringify(doc), table, detail: false, ...(helpers && { helpers }) };
    core.send(opening);
    core.send({ kind: "next", run: runs, frames: 100 });
    let shares = 0;
    for (let kind = ""; kind !== "done";) {
      const { message } = await core.take();
      if (message.kind === "error") throw new Error(message.problem);
      shares += message.kind === "share";
      kind = message.kind;
    }
    assert.equal(shares, helpers ? 1 : 0);
    return Buffer.from(await core.ask({ kind: "review" })).toString(); // which takes no share for an answer
  };
  const alone = await review(0);
  assert.equal(await review(2), alone);
});

test("all cores answer a cancel in the middle of a share", async () => {
  const doc = JSON.parse(scenario("loo-refit"));
  doc.data.counts = [700, 300];
  let shares = 0;
  const { canceled, frames } = await shared(JSON.stringify(doc), 2, (m) => (shares += m.kind === "share") > 0 && m.kind === "progress" && m.phase === "score");
  assert.equal(frames.length, 0);
  assert.ok(canceled < 1000, `answered after ${canceled} ms; 100 ms are allowed, and the machine may be busy`);
  console.log(`canceled within ${canceled.toFixed(0)} ms`);
});
