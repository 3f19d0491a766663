// The inside of a worker thread that runs core.wasm as the page's Worker does.
// workerData: {wasm, exec} are the paths of core.wasm and wasm_exec.js.
//
// The Go program sets globalThis.untangleCore = {receive(json, body)} and answers through
// globalThis.untanglePost(json, body), where body is a Uint8Array or null.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { parentPort, workerData } from "node:worker_threads";

vm.runInThisContext(readFileSync(workerData.exec, "utf8"), { filename: "wasm_exec.js" });

globalThis.untanglePost = (json, body) => {
  // A copy of its own buffer: the bytes may lie in the memory of the program.
  parentPort.postMessage({ json, body: body === null ? null : Uint8Array.from(body) });
};

const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiate(readFileSync(workerData.wasm), go.importObject);
const ended = go.run(instance);
if (globalThis.untangleCore === undefined) throw new Error("core.wasm did not set untangleCore when it started");
parentPort.on("message", (message) => {
  if (message.ask === "memory") parentPort.postMessage(instance.exports.mem.buffer.byteLength);
  else globalThis.untangleCore.receive(message.json, message.body);
});
await ended;
throw new Error("core.wasm ended; it should wait for messages for ever");
