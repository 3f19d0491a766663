// The page's side of the conversation with the engine, against a worker that says what it
// is told to: who waits for whom, and what is believed.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Engine, type Listener } from "../../site/src/engine/client.ts";
import { Version } from "../../site/src/generated/wire.ts";

type Sent = { kind?: string; host?: string; run?: number; module?: unknown };

class FakeWorker {
  static all: FakeWorker[] = [];
  static refuse = "";
  sent: Sent[] = [];
  ended = false;
  onmessage: ((e: { data: unknown }) => void) | null = null;
  onerror: ((e: unknown) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  constructor() {
    if (FakeWorker.refuse) throw new Error(FakeWorker.refuse);
    FakeWorker.all.push(this);
  }
  postMessage(m: Sent): void { this.sent.push(m); }
  terminate(): void { this.ended = true; }
  /** Sends a message of the core. */
  says(m: object): void { this.onmessage!({ data: { json: JSON.stringify(m), body: null } }); }
  kinds(): string[] { return this.sent.map((m) => `${m.kind ?? m.host}${m.run ?? ""}`); }
}

let lost: string[] = [];
let done: number[] = [];
let engine: Engine;
const hello = { kind: "hello", version: Version, build: "x" };

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  FakeWorker.all = [];
  FakeWorker.refuse = "";
  (globalThis as { Worker?: unknown }).Worker = FakeWorker;
  [lost, done] = [[], []];
  const nothing = () => {};
  const listener: Listener = {
    loading: nothing, opened: nothing, progress: nothing, frame: nothing, error: nothing,
    done: (m) => done.push(m.run), lost: (kind, why) => lost.push(`${kind}: ${why}`),
  };
  engine = new Engine("worker.js", "x", listener);
});
afterEach(() => mock.timers.reset());

const [first, second] = [() => FakeWorker.all[0]!, () => FakeWorker.all[1]!];

test("a core that answers a cancel in time keeps its worker", () => {
  const run = engine.open("{}", null);
  first().says(hello);
  engine.cancel();
  mock.timers.tick(90);
  first().says({ kind: "done", run, reason: "canceled" });
  mock.timers.tick(1000);
  assert.ok(!first().ended);
  engine.open("{}", null);
  assert.equal(FakeWorker.all.length, 1);
  assert.deepEqual(done, [], "the end of a canceled run is no news");
});

test("a core that does not answer a cancel is ended after 100 ms", () => {
  engine.open("{}", null);
  first().says(hello);
  engine.cancel();
  mock.timers.tick(99);
  assert.ok(!first().ended);
  mock.timers.tick(1);
  assert.ok(first().ended);
  assert.deepEqual(lost, [], "nothing broke");
  engine.open("{}", null);
  assert.equal(FakeWorker.all.length, 2);
});

test("a run that waits behind a dead one goes to a fresh worker, with the program compiled before", () => {
  engine.open("{}", null);
  const module = { compiled: true };
  first().onmessage!({ data: { host: "compiled", module } });
  first().says(hello);
  const run = engine.open('{"a":1}', null);
  assert.deepEqual(first().kinds().slice(-3), [`cancel${run - 1}`, `open${run}`, `next${run}`]);
  mock.timers.tick(100);
  assert.ok(first().ended);
  assert.deepEqual(second().kinds(), ["start", "hello", `open${run}`, `next${run}`]);
  assert.equal(second().sent[0]!.module, module);
  second().says(hello);
  second().says({ kind: "done", run, reason: "complete" });
  assert.deepEqual(done, [run]);
});

test("a second cancel does not put off the end", () => {
  engine.open("{}", null);
  first().says(hello);
  for (let i = 0; i < 5; i++) {
    engine.open("{}", null);
    mock.timers.tick(25);
  }
  assert.ok(first().ended);
});

test("an engine that is still loading is not late", () => {
  engine.open("{}", null);
  engine.cancel();
  mock.timers.tick(60_000);
  assert.ok(!first().ended);
  first().says(hello);
  mock.timers.tick(100);
  assert.ok(first().ended, "once it is there it has its 100 ms");
});

test("a run that has ended needs no cancel", () => {
  const run = engine.open("{}", null);
  first().says(hello);
  first().says({ kind: "done", run, reason: "complete" });
  engine.cancel();
  mock.timers.tick(1000);
  assert.ok(!first().ended && !first().kinds().some((k) => k.startsWith("cancel")));
});

test("a core of another version is refused, and both versions are named", () => {
  const run = engine.open("{}", null);
  first().says({ ...hello, version: Version + 6 });
  assert.equal(lost.length, 1);
  assert.match(lost[0]!, new RegExp(`^version: .*\\b${Version}\\b.*\\b${Version + 6}\\b`));
  assert.ok(first().ended);
  first().says({ kind: "done", run, reason: "complete" });
  assert.deepEqual(done, []);
});

test("a worker that is not let in is an engine that cannot be loaded", () => {
  FakeWorker.refuse = "no workers from file";
  assert.equal(engine.open("{}", null), engine.current);
  mock.timers.tick(0);
  assert.deepEqual(lost, ["unloadable: no workers from file"]);
  FakeWorker.refuse = "";
  engine.open("{}", null);
  first().onerror!({ preventDefault() {}, message: "blocked" });
  assert.deepEqual(lost.slice(1), ["unloadable: blocked"]);
});
