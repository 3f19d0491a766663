// The deck of docs/deck with reveal.js beside it, so that it needs no network.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const site = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");

export function writeDeck(write) {
  for (const f of ["index.html", "deck.css", "deck.js"]) write(`docs/deck/${f}`, readFileSync(path.join(site, "docs", "deck", f)));
  for (const f of ["reveal.js", "reveal.css"]) write(`docs/deck/${f}`, readFileSync(path.join(site, "node_modules", "reveal.js", "dist", f)));
}
