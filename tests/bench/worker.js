// The worker of the benchmark: the Go program first, then ml-matrix on the same products.
importScripts("wasm_exec.js", "ml-matrix.js");

/** Median of so many times of f, in milliseconds. */
function median(times, f) {
  const ms = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    f();
    ms.push(performance.now() - start);
  }
  return ms.sort((a, b) => a - b)[times >> 1];
}

/** ml-matrix's products, in GFLOP/s. */
function peers() {
  const figures = {};
  for (const n of [164, 512]) {
    postMessage({ kind: "phase", value: `ml-matrix, order ${n}` });
    const a = randomMatrix(n), b = randomMatrix(n);
    const repeat = n === 164 ? 20 : 1;
    const ms = median(9, () => { for (let i = 0; i < repeat; i++) a.mmul(b); });
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
  const { instance } = await WebAssembly.instantiateStreaming(fetch("bench.wasm"), go.importObject);
  wasm = instance;
  await go.run(instance);
  postMessage({ kind: "results", value: { ...results, ...memory, ...peers() } });
})().catch((e) => postMessage({ kind: "failed", value: String(e.stack ?? e) }));
