// The SIMD kernels give the bits of their oracles in Go: what lets "the same in every
// browser" follow from plain f64x2 arithmetic, and the Go kernels stand in for them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { test } from "node:test";
import { at, root } from "../tools.mjs";

test("the SIMD kernels equal the Go kernels to the bit", async () => {
  execFileSync("./build.sh", ["build", "check"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const context = vm.createContext({ ...globalThis, performance, crypto, TextEncoder, TextDecoder, setTimeout, clearTimeout, setImmediate, WebAssembly, Uint8Array, console, process: { argv: [] } });
  vm.runInContext(`globalThis.globalThis = globalThis; ${readFileSync(at("site/dist/wasm_exec.js"), "utf8")}`, context);
  const said = [];
  context.untanglePost = (json) => { said.push(JSON.parse(json)); };
  const go = new context.Go();
  const { instance } = await WebAssembly.instantiate(readFileSync(at(".cache/check.wasm")), go.importObject);
  await go.run(instance);
  const verdicts = Object.fromEntries(said.filter((m) => m.kind === "check").map((m) => [m.name, m.verdict]));
  assert.deepEqual(verdicts, { panel: "equal", sparse: "equal" });
  assert.equal(said.at(-1).kind, "done");
});
