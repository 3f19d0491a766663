// Runs core.wasm in a worker thread of Node and speaks sim/wire with it.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { gunzipSync } from "node:zlib";
import { at } from "../tools.mjs";

/** Version of the protocol, as in sim/wire. */
export const wireVersion = Number(/^export const Version = (\d+);/m.exec(readFileSync(at("site/src/generated/wire.ts"), "utf8"))[1]);

/** A core that refused or ended a run; `error` is the wire.Error. */
export class CoreError extends Error {
  constructor(error) {
    super(`${error.code}: ${error.place}: ${error.problem}; ${error.remedy}${error.report ? `\n${error.report}` : ""}`);
    this.error = error;
  }
}

/** A running core. Messages arrive in order and are taken one by one with `take`. */
export class Core {
  #thread;
  #queue = [];
  #wake = () => {};
  #failure = null;
  #runs = 0;
  #asks = 0;

  /** Starts a core from the build output and greets it. */
  static async start({ version = wireVersion } = {}) {
    const [wasm, exec] = [at("site/dist/core.wasm"), at("site/dist/wasm_exec.js")];
    for (const file of [wasm, exec]) if (!existsSync(file)) throw new Error(`${file} is missing; run ./build.sh build core`);
    const core = new Core();
    core.#thread = new Worker(new URL("core-thread.mjs", import.meta.url), { workerData: { wasm, exec } });
    core.#thread.on("error", (err) => { core.#failure = err; core.#wake(); });
    core.#thread.on("message", (message) => { if (typeof message === "number") return; core.#queue.push(message); core.#wake(); });
    const { message } = await core.take(); // the core speaks as soon as it runs
    if (message.kind !== "hello" || message.version !== wireVersion) throw new Error(`the core began with ${JSON.stringify(message)}`);
    core.send({ kind: "hello", version, build: "parity" });
    return core;
  }

  send(message, body = null) {
    this.#thread.postMessage({ json: typeof message === "string" ? message : JSON.stringify(message), body });
  }

  /** Hands the core a data file, such as packed digits. */
  file(name, bytes) {
    this.send({ kind: "file", name }, bytes);
  }

  /**
   * Hands the core files of the user's own, {train, labels?, test?, testLabels?}, each bytes,
   * and returns the table to open a run with.
   */
  table(name, files) {
    const table = { name, train: "", labels: "", test: "", testLabels: "" };
    for (const [part, bytes] of Object.entries(files)) {
      table[part] = `own/${part}`;
      this.file(table[part], bytes);
    }
    return table;
  }

  /** Asks about the user's own data; gives the bytes of the answer. A refusal is a CoreError. */
  async ask(question) {
    const [ask, run] = [++this.#asks, ++this.#runs];
    const job = ["tune", "gauge", "review"].includes(question.kind);
    this.send({ ...question, ask, ...(job ? { run } : {}) });
    for (;;) {
      const { message, json, body } = await this.take();
      if (message.kind === "answer" && message.ask === ask) return body;
      if (message.kind === "refused" && message.ask === ask) throw new CoreError({ code: "refused", ...message });
      if (message.kind !== "progress") throw new Error(`the core sent ${json.slice(0, 200)}, and an answer was due`);
    }
  }

  /** Hands the core every packed data file of the build. */
  supply() {
    const folder = at("site/dist/data");
    for (const name of existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith(".bin")) : []) {
      const bytes = readFileSync(path.join(folder, name));
      this.file(name, bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
    }
  }

  /**
   * Opens a study and computes cells of it, all unless told which.
   * @param {string} document the study document
   * @param {{cells?: number[], table?: object}} options
   * @returns {Promise<{results: (string|null)[], partials: string[][], failed: object[], summary: string}>}
   *   JSON texts as the core wrote them
   */
  async study(document, { cells, table } = {}) {
    const run = ++this.#runs;
    this.send({ kind: "study", run, document, ...(table ? { table } : {}) });
    const { message: planned } = await this.#expect(run, "planned");
    const asked = cells ?? Array.from({ length: planned.cells }, (_, i) => i);
    const out = { results: new Array(planned.cells).fill(null), partials: Array.from({ length: planned.cells }, () => []), failed: [], summary: "" };
    for (const cell of asked) {
      this.send({ kind: "compute", run, cell });
      for (let open = true; open;) {
        const { message, body } = await this.#expect(run, "partial", "result", "failed");
        open = message.kind === "partial";
        if (message.kind === "failed") out.failed.push(message);
        else if (open) out.partials[message.cell].push(Buffer.from(body).toString());
        else out.results[message.cell] = Buffer.from(body).toString();
      }
    }
    this.send(`{"kind":"summarize","run":${run},"results":[${out.results.map((r) => r ?? "null").join(",")}]}`);
    out.summary = Buffer.from((await this.#expect(run, "summary")).body).toString();
    this.send({ kind: "cancel", run });
    await this.#expect(run, "done");
    return out;
  }

  /**
   * Computes cells of a study that others may be computing too: `next` is given the number
   * of cells and names the one to compute, −1 to end; `done` is told of each that is there.
   */
  async shared(document, next, done) {
    const run = ++this.#runs;
    this.send({ kind: "study", run, document });
    const { message: planned } = await this.#expect(run, "planned");
    for (let cell = next(planned.cells); cell >= 0; cell = next(planned.cells)) {
      this.send({ kind: "compute", run, cell });
      while ((await this.#expect(run, "partial", "result", "failed")).message.kind === "partial");
      done(cell);
    }
    this.send({ kind: "cancel", run });
    await this.#expect(run, "done");
  }

  /** Waits for the next message: {message, json, body}. A crash of the core rejects. */
  async take() {
    while (this.#queue.length === 0) {
      if (this.#failure) throw this.#failure;
      await new Promise((resolve) => { this.#wake = resolve; });
    }
    const { json, body } = this.#queue.shift();
    return { message: JSON.parse(json), json, body };
  }

  /**
   * Runs a scenario to its end, or until `limit` frames have come.
   * @param {string} scenario the scenario document
   * @param {{detail?: boolean, limit?: number, table?: object}} options
   * @returns {Promise<{header: string, points: Uint8Array, frames: Uint8Array[], warnings: string[]}>}
   *   header is the JSON text as the core wrote it, frames are encoded as in sim/trace
   */
  async run(scenario, { detail = false, limit = Infinity, table } = {}) {
    const run = ++this.#runs;
    this.send({ kind: "open", run, scenario, detail, ...(table ? { table } : {}) });
    const opened = await this.#expect(run, "opened");
    const result = { header: rawMember(opened.json, "header"), points: opened.body, frames: [], warnings: opened.message.warnings };
    this.send({ kind: "next", run, frames: Math.min(limit, 2000) });
    while (result.frames.length < limit) {
      const { message, body } = await this.#expect(run, "frame", "done");
      if (message.kind === "done") return result;
      result.frames.push(body);
    }
    this.send({ kind: "cancel", run });
    await this.#expect(run, "done");
    return result;
  }

  /**
   * Opens a run, cancels it at its first report of a phase, and returns how many
   * milliseconds the core took to say so.
   */
  async cancelIn(scenario, phase) {
    const run = ++this.#runs;
    this.send({ kind: "open", run, scenario, detail: false });
    await this.#expect(run, "opened");
    this.send({ kind: "next", run, frames: 2000 });
    for (let report; report?.phase !== phase; report = (await this.#expect(run, "progress")).message);
    const start = performance.now();
    this.send({ kind: "cancel", run });
    const { message } = await this.#expect(run, "done");
    if (message.reason !== "canceled") throw new Error(`the run ended as ${message.reason}`);
    return performance.now() - start;
  }

  /** What results of a study come to, as JSON text. */
  async summary(document, results) {
    const run = ++this.#runs;
    this.send({ kind: "study", run, document });
    await this.#expect(run, "planned");
    this.send({ kind: "summarize", run, results });
    const text = Buffer.from((await this.#expect(run, "summary")).body).toString();
    this.send({ kind: "cancel", run });
    await this.#expect(run, "done");
    return text;
  }

  /** Cancels the first cell of a study at its first report; returns the milliseconds until the answer. */
  async cancelCell(document) {
    const run = ++this.#runs;
    this.send({ kind: "study", run, document });
    await this.#expect(run, "planned");
    this.send({ kind: "compute", run, cell: 0 });
    for (;;) {
      const { message } = await this.take();
      if (message.kind === "progress" && message.run === run) break;
      if (message.kind !== "progress") throw new Error(`the core sent ${JSON.stringify(message).slice(0, 200)}`);
    }
    const start = performance.now();
    this.send({ kind: "cancel", run });
    await this.#expect(run, "done");
    return performance.now() - start;
  }

  /** Takes messages of a run until one of the given kinds comes; progress is passed over. */
  async #expect(run, ...kinds) {
    for (;;) {
      const taken = await this.take();
      const { message } = taken;
      if (message.kind === "error") throw new CoreError(message);
      if (message.run === run && kinds.includes(message.kind)) return taken;
      if (message.kind !== "progress") throw new Error(`the core sent ${taken.json.slice(0, 200)}, and ${kinds.join(" or ")} of run ${run} was due`);
    }
  }

  /** Bytes of the program's memory. */
  async memory() {
    return new Promise((resolve) => {
      this.#thread.once("message", resolve);
      this.#thread.postMessage({ ask: "memory" });
    });
  }

  async stop() {
    await this.#thread.terminate();
  }
}

/**
 * Cuts the text of a member out of a JSON object, byte for byte: parsing and printing it
 * again could change how numbers and signs are written.
 */
export function rawMember(json, name) {
  const key = `"${name}":`;
  let depth = 0;
  let start = -1;
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (c === '"') {
      if (depth === 1 && start < 0 && json.startsWith(key, i) && /[{,]\s*$/.test(json.slice(Math.max(0, i - 20), i))) start = i + key.length;
      for (i++; json[i] !== '"'; i++) if (json[i] === "\\") i++;
    } else if (c === "{" || c === "[") depth++;
    else if (c === "}" || c === "]") depth--;
    if (start >= 0 && i > start && ((depth === 1 && c === ",") || depth === 0)) return json.slice(start, i).trim();
  }
  throw new Error(`no member ${name} in ${json.slice(0, 100)}`);
}

/** Joins a run into the bytes of a recorded run, as AppendRun and AppendFrame of sim/trace do. */
export function joinRun({ header, points, frames }) {
  const u32 = (value) => {
    const b = Buffer.alloc(4);
    b.writeUInt32LE(value);
    return b;
  };
  const head = Buffer.from(header, "utf8");
  return Buffer.concat([Buffer.from("UTR1"), u32(head.length), head, points, ...frames.flatMap((f) => [u32(f.length), f])]);
}
