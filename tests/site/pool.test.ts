// The pool: cells go out one by one to whoever is free, and what comes out does not depend
// on the number of workers.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { poolSize } from "../../site/src/engine/crew.ts";
import { Pool, type StudyListener } from "../../site/src/engine/pool.ts";
import { Version } from "../../site/src/generated/wire.ts";

interface Sent { kind?: string; host?: string; run?: number; cell?: number; results?: unknown[]; module?: unknown }

/** A worker that answers as a core with six cells would; `slow` ones answer when told. */
class FakeWorker {
  static all: FakeWorker[] = [];
  static cells = 6;
  static deaf = false;
  static failing = -1;
  sent: Sent[] = [];
  ended = false;
  waiting: (() => void)[] = [];
  onmessage: ((e: { data: unknown }) => void) | null = null;
  onerror: ((e: unknown) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  constructor() { FakeWorker.all.push(this); }
  terminate(): void { this.ended = true; }
  postMessage(m: Sent): void {
    this.sent.push(m);
    this.waiting.push(() => this.answer(m));
  }
  /** Answers one message that waits; returns whether there was one. */
  work(): boolean {
    const next = this.waiting.shift();
    if (!next || this.ended) return false;
    next();
    return true;
  }
  private says(m: object, body: unknown = null): void {
    this.onmessage!({ data: { json: JSON.stringify(m), body: body === null ? null : new TextEncoder().encode(JSON.stringify(body)) } });
  }
  private answer(m: Sent): void {
    if (m.host === "start") {
      if (!m.module) this.onmessage!({ data: { host: "compiled", module: "the program" } });
      this.says({ kind: "hello", version: Version, build: "x" });
    } else if (m.kind === "study") this.says({ kind: "planned", run: m.run, cells: FakeWorker.cells });
    else if (m.kind === "compute" && m.cell === FakeWorker.failing) this.says({ kind: "failed", run: m.run, cell: m.cell, place: "here", problem: "bad", remedy: "mend" });
    else if (m.kind === "compute") this.says({ kind: "result", run: m.run, cell: m.cell, millis: 1 }, { square: m.cell! * m.cell! });
    else if (m.kind === "summarize") this.says({ kind: "summary", run: m.run }, { sum: m.results!.reduce((a: number, r) => a + ((r as { square: number } | null)?.square ?? 0), 0) });
    else if (m.kind === "cancel" && !FakeWorker.deaf) this.says({ kind: "done", run: m.run, reason: "canceled" });
  }
}

/** What was heard of a study. */
function listen() {
  const heard = { planned: 0, results: [] as unknown[], sums: [] as unknown[], done: 0, failed: [] as number[], lost: [] as string[] };
  const listener: StudyListener = {
    loading: () => {}, progress: () => {}, partial: () => {}, error: (m) => heard.lost.push(m.problem),
    planned: (n) => { heard.planned = n; },
    result: (cell, value) => { heard.results[cell] = value; },
    failed: (m) => heard.failed.push(m.cell),
    summary: (v) => heard.sums.push(v),
    done: () => { heard.done++; },
    lost: (kind, why) => heard.lost.push(`${kind}: ${why}`),
  };
  return { heard, listener };
}

/** Lets workers answer in an order of one's own until all are quiet. */
function run(order: (workers: FakeWorker[]) => FakeWorker[] = (w) => w): void {
  for (let busy = true; busy;) {
    busy = false;
    for (const w of order([...FakeWorker.all])) if (w.work()) busy = true;
  }
}

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  Object.assign(FakeWorker, { all: [], cells: 6, deaf: false, failing: -1 });
  (globalThis as { Worker?: unknown }).Worker = FakeWorker;
});
afterEach(() => mock.timers.reset());

for (const size of [1, 2, 4]) {
  for (const [name, order] of [["first first", (w: FakeWorker[]) => w], ["last first", (w: FakeWorker[]) => w.reverse()]] as const) {
    test(`${size} workers, ${name}: every cell once, in its place`, () => {
      const { heard, listener } = listen();
      const pool = new Pool("worker.js", "x", size);
      pool.open("{}", null, {}, listener);
      run(order);
      assert.equal(FakeWorker.all.length, size);
      assert.deepEqual(heard.results, [0, 1, 4, 9, 16, 25].map((square) => ({ square })));
      assert.deepEqual(heard.sums.at(-1), { sum: 55 });
      assert.equal(heard.done, 1);
      const asked = FakeWorker.all.flatMap((w) => w.sent.filter((m) => m.kind === "compute").map((m) => m.cell));
      assert.deepEqual(asked.toSorted(), [0, 1, 2, 3, 4, 5]);
    });
  }
}

test("all workers but the first get the compiled program", () => {
  const pool = new Pool("worker.js", "x", 3);
  pool.open("{}", null, {}, listen().listener);
  run();
  assert.deepEqual(FakeWorker.all.map((w) => w.sent[0]!.module), [null, "the program", "the program"]);
});

test("a cell that fails leaves the others alone", () => {
  FakeWorker.failing = 2;
  const { heard, listener } = listen();
  new Pool("worker.js", "x", 2).open("{}", null, {}, listener);
  run();
  assert.deepEqual(heard.failed, [2]);
  assert.deepEqual(heard.sums.at(-1), { sum: 51 });
  assert.equal(heard.done, 1);
});

test("a new study replaces the one before, whose results are not heard any more", () => {
  const pool = new Pool("worker.js", "x", 2);
  const [one, two] = [listen(), listen()];
  pool.open("{}", null, {}, one.listener);
  for (let i = 0; i < 3; i++) FakeWorker.all[0]!.work();
  pool.open("{}", null, {}, two.listener);
  const before = one.heard.results.length;
  run();
  assert.equal(one.heard.results.length, before);
  assert.equal(one.heard.done, 0);
  assert.equal(two.heard.done, 1);
});

test("workers that do not answer a cancel are ended, and fresh ones take over", () => {
  FakeWorker.deaf = true;
  const pool = new Pool("worker.js", "x", 2);
  pool.open("{}", null, {}, listen().listener);
  run();
  const old = [...FakeWorker.all];
  const { heard, listener } = listen();
  pool.open("{}", null, {}, listener);
  for (const w of old) w.waiting = []; // deep in a cell
  mock.timers.tick(200);
  assert.ok(old.every((w) => w.ended));
  run();
  assert.equal(heard.done, 1);
});

test("the pool leaves a processor to the page", () => {
  assert.deepEqual([1, 2, 3, 5, 16].map((n) => poolSize(n)), [1, 1, 2, 4, 4]);
});
