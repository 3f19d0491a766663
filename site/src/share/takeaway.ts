/** What can be taken away of the run on screen: map and charts as pictures, the trace as data, and how to cite it. */
import type { App } from "../app.ts";
import { words } from "../messages/en/share.ts";
import { chartsPicture, stagePicture } from "../own/pictures.ts";
import { traceCSV, traceJSON } from "../own/trace.ts";
import { download, h, setText } from "../ui/dom.ts";

/** The buttons; `cite` is the field with the citation. */
export function takeAway(app: App, cite: HTMLElement): HTMLElement {
  const { run, table } = app.store.state;
  const said = h("p", { class: "note", role: "status" });
  const base = `untangle-${run?.header.scenario.id ?? "run"}`;
  const rows = Array.from({ length: run?.header.rows ?? 0 }, (_, i) => i);
  // Rows of an example are known by their places alone.
  const places = { index: rows, row: rows };
  const kinds: Record<keyof typeof words.files, { ending: string; type: string; content: () => Promise<Blob | null> | string }> = {
    map: { ending: "map.png", type: "image/png", content: () => stagePicture(app, run!) },
    charts: { ending: "charts.png", type: "image/png", content: chartsPicture },
    csv: { ending: "trace.csv", type: "text/csv", content: () => traceCSV(run!, places) },
    json: { ending: "trace.json", type: "application/json", content: () => traceJSON(run!, places) },
  };
  const offered = (Object.keys(words.files) as (keyof typeof words.files)[]).filter((kind) => !table || kind === "map" || kind === "charts");
  const buttons = offered.map((kind) => {
    const b = h("button", { type: "button", class: "primary plain", disabled: !run }, words.files[kind]);
    b.onclick = async () => {
      const { ending, type, content: make } = kinds[kind];
      const content = await make();
      setText(said, content === null ? words.noPicture : "");
      if (content !== null) download(`${base}-${ending}`, type, content);
    };
    return b;
  });
  return h("section", { class: "takeaway" }, h("h3", {}, words.takeAway), h("div", { class: "ways" }, ...buttons), said, h("div", { class: "kind" }, h("p", {}, words.cite), cite));
}
