// Helpers of a live run: what its core shares is dealt out to workers, and what they find
// goes back to it; a helper that is late or gone changes nothing.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Engine, type Listener } from "../../site/src/engine/client.ts";
import { Version } from "../../site/src/generated/wire.ts";

type Sent = { kind?: string; host?: string; run?: number; module?: unknown; part?: number; helpers?: number; entries?: number[] };

class FakeWorker {
  static all: FakeWorker[] = [];
  sent: Sent[] = [];
  ended = false;
  onmessage: ((e: { data: unknown }) => void) | null = null;
  onerror: ((e: unknown) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  constructor() { FakeWorker.all.push(this); }
  postMessage(m: Sent): void { this.sent.push(m); }
  terminate(): void { this.ended = true; }
  says(m: object): void { this.onmessage!({ data: { json: JSON.stringify(m), body: null } }); }
  kinds(): string[] { return this.sent.map((m) => `${m.kind ?? m.host}${m.part ?? ""}`); }
}

const hello = { kind: "hello", version: Version, build: "x" };
const module = { compiled: true };
const nothing = () => {};
let lost = 0;
const listener: Listener = { loading: nothing, opened: nothing, progress: nothing, frame: nothing, error: nothing, done: nothing, lost: () => { lost++; } };

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  FakeWorker.all = [];
  lost = 0;
  (globalThis as { Worker?: unknown }).Worker = FakeWorker;
});
afterEach(() => mock.timers.reset());

/** An engine of so many workers whose core is there, and its run. */
function begin(workers: number) {
  const engine = new Engine("worker.js", "x", listener, workers);
  const run = engine.open("{}", null);
  const core = FakeWorker.all[0]!;
  core.onmessage!({ data: { host: "compiled", module } });
  core.says(hello);
  return { engine, run, core, share: (step: number, of = run) => core.says({ kind: "share", run: of, step, parts: workers, task: { rows: [1] } }) };
}

test("a run of one worker has no helpers, and is not told of any", () => {
  const { core, share } = begin(1);
  assert.ok(!("helpers" in core.sent.find((m) => m.kind === "open")!));
  share(0);
  assert.equal(FakeWorker.all.length, 1);
});

test("what a core shares goes to helpers, and what they find goes back", () => {
  const { run, core, share } = begin(3);
  assert.equal(core.sent.find((m) => m.kind === "open")!.helpers, 2);
  assert.equal(FakeWorker.all.length, 1, "helpers start with the first share");
  share(0);
  const [, one, two] = FakeWorker.all;
  assert.deepEqual(one!.kinds(), ["start", "hello", "open", "assist1"]);
  assert.deepEqual(two!.kinds(), ["start", "hello", "open", "assist2"]);
  assert.equal(one!.sent[0]!.module, module);
  one!.says(hello);
  two!.says({ kind: "assisted", run, step: 0, entries: [2, 5], values: [.25, 1e-300] });
  assert.deepEqual(core.sent.at(-1), { kind: "assisted", run, step: 0, entries: [2, 5], values: [.25, 1e-300] });
  share(1);
  assert.deepEqual(one!.kinds().slice(-2), ["assist1", "assist1"], "the run is opened once");
});

test("a new run is opened by the helpers with its first share, and nothing of the old one goes to it", () => {
  const { engine, run, core, share } = begin(2);
  share(0);
  const helper = FakeWorker.all[1]!;
  helper.says(hello);
  const next = engine.open('{"a":1}', null);
  assert.equal(helper.sent.at(-1)!.kind, "cancel");
  helper.says({ kind: "assisted", run, step: 0, entries: [1], values: [1] });
  assert.ok(!core.kinds().includes("assisted"));
  for (const w of [core, helper]) w.says({ kind: "done", run, reason: "canceled" });
  mock.timers.tick(1000);
  assert.ok(!helper.ended);
  share(0, next);
  assert.deepEqual(helper.kinds().slice(-3), ["cancel", "open", "assist1"]);
});

test("a helper that does not answer a cancel is ended after 100 ms, and another takes its place when there is work", () => {
  const { engine, run, core, share } = begin(2);
  share(0);
  FakeWorker.all[1]!.says(hello);
  engine.cancel();
  core.says({ kind: "done", run, reason: "canceled" });
  mock.timers.tick(99);
  assert.ok(!FakeWorker.all[1]!.ended);
  mock.timers.tick(1);
  assert.ok(FakeWorker.all[1]!.ended);
  assert.equal(FakeWorker.all.filter((w) => !w.ended).length, 1);
  share(0, engine.open("{}", null));
  assert.deepEqual(FakeWorker.all.at(-1)!.kinds(), ["start", "hello", "open", "assist1"]);
});

test("the loss of a helper is no loss of the run", () => {
  const { share } = begin(2);
  share(0);
  FakeWorker.all[1]!.onerror!({ preventDefault: nothing, message: "out of memory" });
  assert.equal(lost, 0);
  share(1);
  assert.deepEqual(FakeWorker.all.at(-1)!.kinds(), ["start", "hello", "open", "assist1"]);
});

test("ending the engine ends its helpers, with the files they hold", () => {
  for (const end of ["stop", "abandon"] as const) {
    FakeWorker.all = [];
    const { engine, share } = begin(3);
    share(0);
    assert.equal(FakeWorker.all.length, 3);
    engine[end]();
    assert.deepEqual(FakeWorker.all.map((w) => w.ended), [true, true, true], end);
    mock.timers.tick(1000);
    assert.equal(FakeWorker.all.length, 3, "none is started in place of them");
    const next = engine.open("{}", null);
    share.call(null, 0); // of the core that is gone: nothing comes of it
    assert.equal(FakeWorker.all.length, 4);
    FakeWorker.all[3]!.says(hello);
    FakeWorker.all[3]!.says({ kind: "share", run: next, step: 0, parts: 3, task: { rows: [1] } });
    assert.deepEqual(FakeWorker.all.slice(4).map((w) => w.kinds()), [["start", "hello", "open", "assist1"], ["start", "hello", "open", "assist2"]]);
  }
});

test("helpers that hold a file of the user's that is taken back are ended", () => {
  const engine = new Engine("worker.js", "x", listener, 2);
  const table = { name: "t", train: "own/0", labels: "", test: "", testLabels: "" };
  const [mine, other] = [new Blob(["a"]), new Blob(["b"])];
  const open = (file: Blob) => {
    const run = engine.open("{}", { table, files: { "own/0": file } });
    FakeWorker.all[0]!.says({ kind: "share", run, step: 0, parts: 2, task: { rows: [1] } });
    FakeWorker.all[0]!.says({ kind: "done", run, reason: "complete" });
  };
  engine.open("{}", null);
  FakeWorker.all[0]!.onmessage!({ data: { host: "compiled", module } });
  FakeWorker.all[0]!.says(hello);
  open(mine);
  FakeWorker.all[1]!.says(hello);
  open(mine);
  assert.ok(!FakeWorker.all[1]!.ended, "the same file is no reason");
  open(other);
  assert.ok(FakeWorker.all[1]!.ended);
  assert.deepEqual(FakeWorker.all[2]!.kinds(), ["start", "hello", "file", "open", "assist1"]);
});
