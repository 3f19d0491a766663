// Loading view.wasm: progress in bytes, with and without a length, and every way to fail.
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { loadModule } from "../../site/src/stage/load.ts";

/** A module with one exported memory, and a custom section of 200 kB to be loaded. */
const wasm = Buffer.concat([
  Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 5, 1, 1, 0x6d, 2, 0]),
  Buffer.from([0, 0xc3, 0x9a, 0x0c, 1, 0x78]), Buffer.alloc(200_001, 7),
]);

const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  "/length": (_, r) => r.writeHead(200, { "Content-Type": "application/wasm", "Content-Length": wasm.length }).end(wasm),
  "/chunked": (_, r) => {
    r.writeHead(200, { "Content-Type": "application/wasm" });
    r.write(wasm.subarray(0, 1000));
    setTimeout(() => r.end(wasm.subarray(1000)), 80);
  },
  "/packed": (_, r) => {
    const bytes = gzipSync(wasm);
    r.writeHead(200, { "Content-Type": "application/wasm", "Content-Encoding": "gzip", "Content-Length": bytes.length }).end(bytes);
  },
  "/untyped": (_, r) => r.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": wasm.length }).end(wasm),
  "/missing": (_, r) => r.writeHead(404).end("no"),
  "/cut": (_, r) => r.writeHead(200, { "Content-Length": 1000 }).end(wasm.subarray(0, 1000)),
  "/page": (_, r) => r.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html>"),
  "/reset": (_, r) => {
    r.writeHead(200, { "Content-Length": wasm.length });
    r.write(wasm.subarray(0, 1000));
    setTimeout(() => r.destroy(), 30);
  },
};

let origin = "";
const server = createServer((request, response) => answers[request.url!]!(request, response));
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.close();
  server.closeAllConnections();
});

type Report = [number, number | undefined];

async function load(path: string): Promise<{ module: WebAssembly.Module; reports: Report[] }> {
  const reports: Report[] = [];
  const module = await loadModule(origin + path, (...r) => reports.push(r));
  return { module, reports };
}

for (const [path, total] of [["/length", wasm.length], ["/untyped", wasm.length], ["/chunked", undefined], ["/packed", undefined]] as const) {
  test(`${path}: the module, and progress that ends at all of its bytes`, async () => {
    const { module, reports } = await load(path);
    assert.deepEqual(WebAssembly.Module.exports(module).map((e) => e.name), ["m"]);
    assert.deepEqual(reports[0], [0, total]);
    assert.deepEqual(reports.at(-1), [wasm.length, wasm.length]);
    assert.ok(reports.length >= 3, `${reports.length} reports`);
    reports.slice(1).forEach(([loaded], i) => assert.ok(loaded >= reports[i]![0], "progress goes back"));
    for (const [, t] of reports.slice(0, -1)) assert.equal(t, total);
  });
}

for (const [path, pattern] of [["/missing", /404/], ["/cut", /./], ["/page", /./], ["/reset", /./]] as const) {
  test(`${path}: an error`, async () => {
    await assert.rejects(load(path), (e) => e instanceof Error && pattern.test(e.message));
  });
}
