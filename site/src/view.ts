/**
 * The worker that draws the points with WebGL: loads view.wasm, lets ebiten draw on the
 * canvas that the page has handed over, and hands it the page's messages. All that ebiten
 * costs, from compiling to the calls of WebGL, is spent here and not on the page's thread,
 * which at its start it would hold for the better part of a second.
 */
import { Browser } from "./stage/browser.ts";
import { loadModule } from "./stage/load.ts";
import type { FromView, Start, ToView } from "./stage/protocol.ts";

declare const Go: new () => { importObject: WebAssembly.Imports; run(instance: WebAssembly.Instance): Promise<void> };

/** What the program exposes (wasm/internal/bridge/view.go). */
interface UntangleView {
  open(header: string, points: Uint8Array): void;
  frame(bytes: Uint8Array): void;
  sheet(size: number, rows: number, pixels: Uint8Array): void;
  cloud(blocks: number, rows: Uint8Array): void;
  state(shares: Uint8Array): void;
  draw(t: number, width: number, height: number, profile: number, reduceMotion: boolean, hover: number, background: number): void;
}

/** What the worker's global scope has besides what the platform gives it. */
interface Scope {
  untangleView?: UntangleView;
  untangleReady(): void;
  untangleFailed(problem: string, stack: string): void;
  fs: { writeSync(fd: number, bytes: Uint8Array): number };
  requestAnimationFrame?(f: () => void): number;
  importScripts(url: string): void;
  postMessage(message: FromView): void;
  onmessage: ((e: MessageEvent<ToView>) => void) | null;
}
const scope = globalThis as unknown as Scope;
/** The browser's own, before ebiten gets another: it calls when the last picture is on its way to the screen. */
const onScreen: (f: () => void) => void = scope.requestAnimationFrame?.bind(scope) ?? ((f) => void setTimeout(f));
const tell = (message: FromView) => scope.postMessage(message);

/** What Go wrote last, for a report; a fatal panic writes its stack before the program ends. */
let written = "";
const reportLength = 4000;
let browser: Browser | null = null;
const fail = (problem: string) => tell({ kind: "failed", problem, report: written });

scope.untangleReady = () => tell({ kind: "ready" });
scope.untangleFailed = (problem, stack) => tell({ kind: "failed", problem, report: stack || written });

scope.onmessage = ({ data: m }) => {
  if (m.kind === "start") return void start(m);
  try {
    receive(m);
  } catch (e) {
    // A program that has ended throws at every call.
    fail(`ebiten ended: ${e instanceof Error ? e.message : String(e)}`);
  }
};

function receive(m: Exclude<ToView, Start>): void {
  const view = scope.untangleView;
  // The page speaks first when ebiten is ready, so there is a program unless it has ended.
  if (!view || !browser) return;
  switch (m.kind) {
    case "open": return view.open(m.header, m.points);
    case "frame": return view.frame(m.bytes);
    case "sheet": return view.sheet(m.size, m.rows, m.pixels);
    case "cloud": return view.cloud(m.blocks, m.rows);
    case "state": return view.state(m.shares);
    case "draw":
      view.draw(m.t, m.width, m.height, m.profile, m.reduceMotion, m.hover, m.background);
      browser.resize(m.width, m.height);
      browser.fire();
      return onScreen(() => tell({ kind: "drawn", width: m.width, height: m.height }));
  }
}

async function start({ canvas, ratio, module: kept }: Start): Promise<void> {
  // Asked for as ebiten will (internal/graphicsdriver/opengl/graphics_js.go), so that this is the very
  // context it gets; asked for now, so that nothing is loaded where there is none.
  if (!canvas.getContext("webgl2", { alpha: true, premultipliedAlpha: true, stencil: true })) return fail("this browser has no WebGL 2");
  try {
    const module = kept ?? (await loadModule("view.wasm", (loaded, total) => tell({ kind: "loading", loaded, total })));
    tell({ kind: "compiled", module });
    scope.importScripts("wasm_exec.js");
    const decoder = new TextDecoder();
    scope.fs.writeSync = (_fd, bytes) => {
      written = (written + decoder.decode(bytes)).slice(-reportLength);
      return bytes.length;
    };
    browser = new Browser(scope, canvas, ratio, () => tell({ kind: "lost" }));
    const go = new Go();
    await go.run(await WebAssembly.instantiate(module, go.importObject));
    fail("ebiten ended");
  } catch (e) {
    fail(e instanceof Error ? e.message : String(e));
  }
}
