// The worker of the benchmark: the Go program first, then ml-matrix on the same products.
importScripts("wasm_exec.js", "ml-matrix.js");

/** The least of so many times of f, in milliseconds, as in the core's own products. */
function best(times, f) {
  const ms = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    f();
    ms.push(performance.now() - start);
  }
  return Math.min(...ms);
}

/** ml-matrix's products, in GFLOP/s. */
function peers() {
  const figures = {};
  for (const n of [164, 512]) {
    postMessage({ kind: "phase", value: `ml-matrix, order ${n}` });
    const a = randomMatrix(n), b = randomMatrix(n);
    const repeat = n === 164 ? 20 : 1;
    const ms = best(15, () => { for (let i = 0; i < repeat; i++) a.mmul(b); });
    figures[`gemm_ml_matrix_gflops_${n}`] = (2 * n ** 3 * repeat) / ms / 1e6;
  }
  return figures;
}

function randomMatrix(n) { return self.mlMatrix.Matrix.rand(n, n); }

let results = {};
const memory = {};
let wasm;
self.untanglePost = (json) => {
  const message = JSON.parse(json);
  if (message.kind === "results") results = message.value;
  else if (message.kind === "memory") memory[message.value] = wasm.exports.mem.buffer.byteLength / 2 ** 20;
  else postMessage(message);
};

(async () => {
  const go = new Go();
  const parts = new URL(location.href).searchParams.getAll("part");
  go.argv = ["bench", ...parts];
  const { instance } = await WebAssembly.instantiateStreaming(fetch("bench.wasm"), go.importObject);
  wasm = instance;
  await go.run(instance);
  postMessage({ kind: "results", value: { ...results, ...memory, ...(parts.length === 0 ? peers() : {}) } });
})().catch((e) => postMessage({ kind: "failed", value: String(e.stack ?? e) }));
