/**
 * The Web Worker: loads core.wasm, hands the page's messages to it and its messages to
 * the page. It holds no state of a run. Messages that come before the core is ready wait.
 */
import type { FromWorker, Start, ToCore } from "./engine/protocol.ts";

declare const Go: new () => { importObject: WebAssembly.Imports; exit(code: number): void; run(instance: WebAssembly.Instance): Promise<void> };
/** The size of core.wasm in bytes where the build knew it, else 0. */
declare const coreBytes: number;

/** What the worker's global scope has besides what the platform gives it. */
interface Scope {
  untanglePost: (json: string, body: Uint8Array<ArrayBuffer> | null) => void;
  untangleCore?: { receive(json: string, body: Uint8Array | null): boolean };
  fs: { writeSync(fd: number, bytes: Uint8Array): number };
  importScripts(url: string): void;
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  onmessage: ((e: MessageEvent<Start | ToCore>) => void) | null;
}
const scope = globalThis as unknown as Scope;

/** What the core wrote last, for a report; a panic of Go writes its stack before it ends. */
let written = "";
const reportLimit = 16_384;
const waiting: { json: string; body: Uint8Array | null }[] = [];

scope.onmessage = (e) => {
  if ("host" in e.data) return void main(e.data.module);
  const { body = null, ...message } = e.data as ToCore & { body?: Uint8Array | Blob };
  const json = JSON.stringify(message);
  if (!reading && !(body instanceof Blob)) return receive(json, body);
  // What comes behind a file waits until the file has been read.
  const mine: Promise<void> = (reading ?? Promise.resolve()).then(async () => {
    receive(json, body instanceof Blob ? await read(body) : body);
    if (reading === mine) reading = null;
  });
  reading = mine;
};

/** The file of the user's own that is being read, and what waits behind it. */
let reading: Promise<void> | null = null;

function receive(json: string, body: Uint8Array | null): void {
  if (!scope.untangleCore) waiting.push({ json, body });
  else deliver(json, body);
}

/** How many bytes of a file are read at a time. */
const slice = 4 << 20;

/** Reads a file, telling how far it is; one that cannot be read gives no bytes, and the core says so. */
async function read(file: Blob): Promise<Uint8Array | null> {
  const out = new Uint8Array(file.size);
  try {
    for (let at = 0; at < file.size; at += slice) {
      out.set(new Uint8Array(await file.slice(at, at + slice).arrayBuffer()), at);
      if (file.size > slice) scope.postMessage({ host: "reading", loaded: Math.min(file.size, at + slice), total: file.size });
    }
  } catch {
    return null;
  }
  return out;
}

scope.untanglePost = (json, body) => {
  if (body) scope.postMessage({ json, body }, [body.buffer]);
  else scope.postMessage({ json, body: null });
};

function deliver(json: string, body: Uint8Array | null): void {
  if (!scope.untangleCore?.receive(json, body)) throw new Error("the core's queue of messages is full");
}

/** Fetches and compiles the program, telling how far it is. */
async function compile(): Promise<WebAssembly.Module> {
  const response = await fetch("core.wasm");
  if (!response.ok) throw new Error(`core.wasm: HTTP ${response.status}`);
  const encoded = response.headers.get("content-encoding");
  const told = Number(response.headers.get("content-length"));
  // With an encoding the length told is that of the packed bytes, which no one sees.
  const total = coreBytes || (encoded ? 0 : told) || 0;
  if (!response.body || !WebAssembly.compileStreaming) return WebAssembly.compile(await response.arrayBuffer());
  let loaded = 0;
  let last = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, out) {
      loaded += chunk.length;
      if (loaded - last > 65_536) {
        last = loaded;
        scope.postMessage({ host: "loading", loaded, total });
      }
      out.enqueue(chunk);
    },
  });
  return WebAssembly.compileStreaming(new Response(response.body.pipeThrough(counter), { headers: { "content-type": "application/wasm" } }));
}

/** Keeps what Go writes to standard output and error. */
function keepOutput(): void {
  const decoder = new TextDecoder();
  const write = scope.fs.writeSync.bind(scope.fs);
  scope.fs.writeSync = (fd, bytes) => {
    written = (written + decoder.decode(bytes)).slice(-reportLimit);
    return write(fd, bytes);
  };
}

/** Runs the program, compiled here unless the page has it from before. */
async function main(kept: WebAssembly.Module | null): Promise<void> {
  let code = 0;
  let ended: Promise<void>;
  try {
    // A worker of a one-file page has Go's loader in it already.
    if (!("Go" in scope)) scope.importScripts("wasm_exec.js");
    keepOutput();
    const go = new Go();
    go.exit = (c) => { code = c; };
    const module = kept ?? (await compile());
    if (!kept) scope.postMessage({ host: "compiled", module });
    ended = go.run(await WebAssembly.instantiate(module, go.importObject));
    if (!scope.untangleCore) throw new Error("core.wasm did not start");
  } catch (e) {
    scope.postMessage({ host: "unloadable", why: e instanceof Error ? e.message : String(e) });
    return;
  }
  for (const { json, body } of waiting.splice(0)) deliver(json, body);
  const why = await ended.then(() => `exit code ${code}`, (e: unknown) => String(e));
  scope.postMessage({ host: "ended", why, report: written });
}
