// What is told at rest: when, how often, and of which run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mock, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { initial, type State } from "../../site/src/state.ts";
import { decodeRun } from "../../site/src/trace/decode.ts";
import type { Run } from "../../site/src/trace/run.ts";
import { atRest, restMillis } from "../../site/src/ui/rest.ts";
import { describe, speech } from "../../site/src/ui/speech.ts";

/** A recorded run, each time another object. */
function recorded(id: string): Run {
  const bytes = readFileSync(new URL(`../../site/runs/${id}.run`, import.meta.url));
  return decodeRun(new Uint8Array(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).buffer);
}

test("told once, when nothing else is asked for in a while", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const tell = mock.fn((_what: string, _n: number) => {});
  const ask = atRest(tell);
  const calls = () => tell.mock.calls.map((c) => c.arguments);
  for (let n = 0; n < 20; n++) {
    ask(["dragged", n]);
    t.mock.timers.tick(30);
  }
  assert.deepEqual(calls(), [], "it is told on the way");
  for (let n = 0; n < 20; n++) {
    ask(["dragged", 19]); // drawn again, for the pointer moves, say
    t.mock.timers.tick(30);
  }
  assert.deepEqual(calls(), [["dragged", 19]]);
  ask(["on", 20]);
  ask(null); // it moves
  t.mock.timers.tick(2 * restMillis);
  assert.equal(calls().length, 1, "it is told while it moves");
  ask(["on", 20]);
  ask(["dragged", 19]); // and back
  t.mock.timers.tick(2 * restMillis);
  assert.equal(calls().length, 1, "the same is told twice");
  ask(["on", 20]);
  t.mock.timers.tick(restMillis);
  assert.deepEqual(calls().at(-1), ["on", 20]);
});

test("the picture in words is of the run on screen, though another of the same name has as many steps", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const texts = new Map(["stage-text", "speech"].map((id) => [id, { textContent: "" }]));
  Object.defineProperty(globalThis, "document", { configurable: true, value: { getElementById: (id: string) => texts.get(id) ?? null } });
  t.after(() => { Reflect.deleteProperty(globalThis, "document"); });
  // As two tables of one's own are: id, seed, rows and steps agree, and what is in them does not.
  const [a, b] = [recorded("sd2"), recorded("sd2")];
  b.frames = b.frames.map((f) => ({ ...f, variance: 2 * f.variance }));
  const part = speech();
  const state: State = { ...initial("sd2", a.header.scenario, {} as State["presentation"]), recorded: true };
  const at = (run: Run, k: number) => {
    part({ ...state, run, frames: run.frames.length, t: k }, null);
    t.mock.timers.tick(restMillis);
    return [texts.get("stage-text")!.textContent, texts.get("speech")!.textContent];
  };
  assert.deepEqual(at(a, 8), [describe(a, 8, 24), ""], "the first picture is described, not announced");
  const [described, announced] = at(b, 8);
  assert.notEqual(describe(b, 8, 24), describe(a, 8, 24));
  assert.equal(described, describe(b, 8, 24));
  assert.match(announced!, /^Step 8 of 24/);
});
