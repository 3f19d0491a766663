// What the page needs to be installed and to work without a network: icons, manifest, and
// the service worker with the files of this build.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";

/** The two marks of the page: a blue disc and an orange diamond; `room` is their share of the icon. */
function icon(room, paper) {
  const s = room / 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512">${paper ? `<rect width="512" height="512" fill="${paper}"/>` : ""}` +
    `<g transform="translate(256 256) scale(${512 * s}) translate(-8 -8)"><circle cx="5" cy="8" r="4" fill="#0072b2"/><path d="M12 4l4 4-4 4-4-4z" fill="#d55e00"/></g></svg>\n`;
}

/** Writes icons and manifest; `texts` has title, brand and description. */
export function writeManifest(write, texts) {
  write("icon.svg", icon(0.9, ""));
  // A mask may cut off a tenth on every side.
  write("icon-maskable.svg", icon(0.6, "#ffffff"));
  const picture = (src, purpose) => ({ src, type: "image/svg+xml", sizes: "any", purpose });
  write("manifest.webmanifest", `${JSON.stringify({
    id: "./", start_url: "./", scope: "./", name: texts.title, short_name: texts.brand, description: texts.description,
    lang: "en", dir: "ltr", display: "standalone", background_color: "#ffffff", theme_color: "#ffffff", categories: ["education"],
    icons: [picture("icon.svg", "any"), picture("icon-maskable.svg", "maskable")],
  }, null, 1)}\n`);
}

/** What the page cannot start without; the rest is kept one by one. */
const first = ["index.html", "embed.html", "app.css", "app.js", "main.js", "shared.js", "later.js", "later.css", "uplot.js", "runs/sd2.run", "runs/sd2.rest"];
/** What a visit leaves to the network, and to the cache once it has been asked for: notes, deck, lab, languages for tests. */
const asked = /^(docs|single|lab|api|locale\/lab)|^locale\/.*-X|^sw\.js|^build\.json|\.(br|gz)$/;

/** Every file of dist by its path, sorted. */
export function listing(out, folder = "") {
  return readdirSync(path.join(out, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((e) => {
    const name = folder ? `${folder}/${e.name}` : e.name;
    return e.isDirectory() ? listing(out, name) : [name];
  });
}

/**
 * Writes sw.js. Its cache is named by the build and by the bytes of all it keeps: programs and
 * runs are not part of the build's name, and a worker that is the same is not installed again.
 */
export function writeWorker(write, out, source, buildID) {
  const later = listing(out).filter((f) => !first.includes(f) && !asked.test(f));
  const bytes = createHash("sha256");
  for (const f of [...first, ...later]) if (existsSync(path.join(out, f))) bytes.update(f).update(readFileSync(path.join(out, f)));
  const script = source.replace("BUILD", () => JSON.stringify(`${buildID} ${bytes.digest("hex").slice(0, 12)}`)).replace("FIRST", () => JSON.stringify(first)).replace("LATER", () => JSON.stringify(later));
  write("sw.js", script);
}
