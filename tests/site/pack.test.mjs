// Packed copies of the build's files: right, only where they help, and made only when needed.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { packAll } from "../../site/build/pack.mjs";

test("packs text and programs, once, and cleans up", (t) => {
  const out = mkdtempSync(path.join(tmpdir(), "untangle-pack-"));
  t.after(() => rmSync(out, { recursive: true, force: true }));
  const file = (name) => path.join(out, name);
  mkdirSync(file("docs"));
  const text = "one and the same line\n".repeat(500);
  for (const name of ["a.js", "docs/b.html", "c.wasm", "d.run"]) writeFileSync(file(name), text);
  writeFileSync(file("tiny.css"), "a{}");
  assert.equal(packAll(out), 6);
  for (const name of ["a.js", "docs/b.html", "c.wasm"]) {
    assert.equal(brotliDecompressSync(readFileSync(file(`${name}.br`))).toString(), text);
    assert.equal(gunzipSync(readFileSync(file(`${name}.gz`))).toString(), text);
  }
  for (const name of ["d.run.br", "tiny.css.gz", "a.js.br.gz"]) assert.equal(existsSync(file(name)), false, name);
  assert.equal(packAll(out), 0, "nothing changed");
  writeFileSync(file("a.js"), `${text}new`);
  utimesSync(file("a.js"), new Date(), new Date(Date.now() + 5000));
  assert.equal(packAll(out), 2, "one file changed");
  assert.equal(gunzipSync(readFileSync(file("a.js.gz"))).toString(), `${text}new`);
  assert.ok(statSync(file("a.js.br")).size < 200);
  rmSync(file("c.wasm"));
  packAll(out);
  assert.equal(existsSync(file("c.wasm.br")), false);
});
