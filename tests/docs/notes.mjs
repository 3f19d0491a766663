// The lecture notes as they are built, for the tests: name to bytes, and pages taken apart.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { buildDocs } from "../../site/build-docs.mjs";
import { at } from "../tools.mjs";

const folder = at("sim/scenario/presets");
/** The presets as the build hands them on. */
export const presets = Object.fromEntries(readdirSync(folder).map((f) => [f.replace(/\.json$/, ""), { text: readFileSync(path.join(folder, f), "utf8") }]));

/** The ids of the studies. */
export const studies = readdirSync(at("sim/scenario/studies")).map((f) => f.replace(/\.json$/, ""));

/** Builds the notes in memory: file name under dist/ to its bytes, and what prune was told to keep. */
export async function built() {
  const files = new Map();
  let kept = [];
  await buildDocs({ write: (name, bytes) => files.set(name, Buffer.from(bytes)), prune: (_, keep) => { kept = keep; }, presets });
  return { files, kept };
}

/** The values of an attribute of some elements of a page. */
export const attributes = (html, element, name) =>
  [...html.matchAll(new RegExp(`<${element}\\b[^>]*?\\s${name}="([^"]*)"`, "g"))].map((m) => m[1].replaceAll("&amp;", "&"));

/** The pages among the files. */
export const pagesOf = (files) => [...files].filter(([name]) => name.endsWith(".html")).map(([name, bytes]) => ({ name, html: bytes.toString("utf8") }));
