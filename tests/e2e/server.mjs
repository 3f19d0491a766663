// A plain file server for the page, as any host would be: correct types, gzip, no
// special headers, under a sub-path. The preset service can be switched on and off.
import { createServer } from "node:http";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { at } from "../tools.mjs";

/** Where the page lives on this server; deep, so that an absolute URL in the page fails. */
export const base = "/course/week-3/untangle/";

const presets = at("sim/scenario/presets");

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".wasm": "application/wasm",
  ".run": "application/octet-stream",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/** Compressing the wasm takes a second; every file is compressed once. */
const compressed = new Map();

/**
 * Starts the server on a free port.
 *
 * `api` says how the preset service beside the page behaves; it may be changed while the
 * server runs: "off" (404, as on a plain host), "on", "slow" (no answer for 30 s),
 * "broken" (500), "newer" (a document of a newer version), "differs" (a document of another run), "html" (a page instead of JSON).
 * `hold` holds back answers to paths that it matches, until `release` is called.
 *
 * `brotli`: sends FILE.br where the build has one and the browser takes it. `line`: {bytesPerSecond,
 * latency in ms}, the line that all answers share; programs in workers are out of reach of the
 * browser's own throttle.
 *
 * @returns {Promise<{url: string, api: string, hold: RegExp | null, release(): void, close(): Promise<void>}>}
 */
export async function serve({ root = process.env.UNTANGLE_DIST ?? at("site/dist"), api = "off", hold = null, brotli = false, line = null } = {}) {
  const held = [];
  const state = {
    api,
    hold,
    release() {
      state.hold = null;
      for (const go of held.splice(0)) go();
    },
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (state.hold?.test(pathname)) await new Promise((go) => held.push(go));
    if (!pathname.startsWith(base)) return send(response, 404, "text/plain", `${pathname} is outside ${base}`);
    const rest = decodeURIComponent(pathname.slice(base.length));
    if (rest.startsWith("api/")) return answerAPI(state, rest, response);
    return sendFile(root, rest === "" ? "index.html" : rest, request, response, brotli, line);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.url = `http://127.0.0.1:${server.address().port}${base}`;
  state.close = () => new Promise((resolve) => {
    state.release();
    server.close(resolve);
    server.closeAllConnections();
  });
  return state;
}

function send(response, status, type, body, headers = {}) {
  response.writeHead(status, { "Content-Type": type, ...headers });
  response.end(body);
}

/** Sends a body over a line: pieces of 8 kB, and all answers take their turns. */
async function trickle(response, type, body, headers, line) {
  await new Promise((resolve) => setTimeout(resolve, line.latency));
  response.writeHead(200, { "Content-Type": type, ...headers });
  for (let at = 0; at < body.length; at += 8192) {
    const piece = body.subarray(at, at + 8192);
    const now = performance.now();
    line.free = Math.max(line.free ?? 0, now) + (1000 * piece.length) / line.bytesPerSecond;
    await new Promise((resolve) => setTimeout(resolve, line.free - now));
    if (response.destroyed) return;
    response.write(piece);
  }
  response.end();
}

async function sendFile(root, rest, request, response, brotli, line) {
  const file = path.join(root, rest);
  if (path.relative(root, file).startsWith("..")) return send(response, 403, "text/plain", "no");
  let body;
  try {
    body = await readFile(file);
  } catch {
    return send(response, 404, "text/plain", `no ${rest}`);
  }
  const type = types[path.extname(file)] ?? "application/octet-stream";
  const accepts = request.headers["accept-encoding"] ?? "";
  if (brotli && /\bbr\b/.test(accepts)) {
    const packed = await readFile(`${file}.br`).catch(() => null);
    const headers = packed ? { "Content-Encoding": "br", "Content-Length": packed.length } : {};
    return line ? trickle(response, type, packed ?? body, headers, line) : send(response, 200, type, packed ?? body, headers);
  }
  // As hosts do, only types that are known to shrink are packed; .run files are packed already.
  const packs = /gzip/.test(accepts) && type !== "application/octet-stream";
  if (!packs) return send(response, 200, type, body);
  if (compressed.get(file)?.size !== body.length) compressed.set(file, { size: body.length, gzip: gzipSync(body) });
  const { gzip } = compressed.get(file);
  return send(response, 200, type, gzip, { "Content-Encoding": "gzip", "Content-Length": gzip.length });
}

/** Answers as wasm/edge does, or as the kinds of trouble do. tests/edge tests the real one. */
async function answerAPI(state, rest, response) {
  const json = "application/json; charset=utf-8";
  const found = /^api\/v1\/presets(?:\/([a-z0-9-]+))?$/.exec(rest);
  if (state.api === "off" || !found) return send(response, 404, "text/plain", "no preset service here");
  if (state.api === "slow") await new Promise((resolve) => setTimeout(resolve, 30_000).unref());
  if (state.api === "broken") return send(response, 500, "text/plain", "out of order");
  if (state.api === "html") return send(response, 200, "text/html", "<!doctype html><title>Log in</title>");
  const ids = (await readdir(presets)).map((file) => file.replace(/\.json$/, ""));
  if (found[1] === undefined) return send(response, 200, json, JSON.stringify({ default: "sd2", presets: ids.map((id) => ({ id })) }));
  if (!ids.includes(found[1])) return send(response, 404, json, JSON.stringify({ error: { code: "unknown-preset" } }));
  const text = await readFile(`${presets}/${found[1]}.json`, "utf8");
  if (state.api === "differs") return send(response, 200, json, JSON.stringify({ ...JSON.parse(text), seed: 77 }));
  if (state.api === "newer") return send(response, 200, json, JSON.stringify({ ...JSON.parse(text), version: 99, novelty: true }));
  return send(response, 200, json, text);
}
