/** Saves the page with the run on screen as one HTML file (single.ts), from the files of the build. */
import type { App } from "../app.ts";
import { toCarry } from "../compare/reference.ts";
import { defaultPreset, embedded } from "../data/presets.ts";
import { files, filesOf } from "../engine/files.ts";
import { language } from "../messages/localize.ts";
import { encodeRun } from "../trace/encode.ts";
import { download } from "../ui/dom.ts";
import { singleFile, sources, type Engine } from "./single.ts";

async function response(name: string): Promise<Response> {
  const r = await fetch(name);
  if (!r.ok) throw new Error(`${name}: HTTP ${r.status}`);
  return r;
}

const text = async (name: string) => (await response(name)).text();

async function engine(app: App): Promise<Engine> {
  const { data } = app.store.state.run!.header.scenario;
  const [loader, worker, core, drawn] = await Promise.all([text(sources.loader), text(sources.worker), response(sources.core).then((r) => r.arrayBuffer()), files(filesOf(data))]);
  return { loader, worker, core: new Uint8Array(core), data: Object.fromEntries(Object.entries(drawn).map(([name, bytes]) => [`data/${name}`, Uint8Array.from(bytes)])) };
}

/** Makes the file and hands it to the browser as a download. Throws where a file of the build cannot be had. */
export async function save(app: App, withEngine: boolean): Promise<void> {
  const { run, preset, t, reference } = app.store.state;
  if (!run) throw new Error("there is no run yet");
  const { scenario } = run.header;
  const locale = language()?.locale;
  const [html, css, script, charts, texts] = await Promise.all([text(sources.html), text(sources.css), text(sources.app), text(sources.charts), locale ? Promise.all([`page.${locale}`, `said.${locale}`].map((name) => text(`locale/${name}.js`))).then((all) => all.join("\n")) : null]);
  const page = await singleFile({
    html, css, app: script, charts, language: texts, run: encodeRun(run, app.bytesOf),
    // The rows of an own table are in the run; their text is needed only to compute again.
    setup: { preset: embedded(preset) ? preset : defaultPreset, scenario, table: null, t: Math.round(t), reference: reference && toCarry(reference) },
    reference: reference?.run ? encodeRun(reference.run, app.bytesOf) : null,
    images: app.pictures && { script: await text(sources.images), plane: app.pictures.plane },
    engine: withEngine ? await engine(app) : null,
  });
  download(`untangle-${scenario.id}${withEngine ? "" : "-player"}.html`, "text/html", page);
}
