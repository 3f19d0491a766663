/** What can be taken away of the run on screen: map and charts as pictures, the trace as data, and how to cite it. */
import type { App } from "../app.ts";
import type { Review } from "../generated/session.ts";
import { words } from "../messages/en/share.ts";
import { chartsPicture, stagePicture } from "../own/pictures.ts";
import { traceCSV, traceJSON } from "../own/trace.ts";
import { h, setText } from "../ui/dom.ts";

/** The buttons; `cite` is the field with the citation. */
export function takeAway(app: App, cite: HTMLElement): HTMLElement {
  const { run, table } = app.store.state;
  const said = h("p", { class: "note", role: "status" });
  const base = `untangle-${run?.header.scenario.id ?? "run"}`;
  const rows = Array.from({ length: run?.header.rows ?? 0 }, (_, i) => i);
  // Rows of an example are known by their places alone.
  const review = { index: rows, row: rows } as unknown as Review;
  const acts: Record<keyof typeof words.files, () => Promise<Blob | null> | string> = {
    map: () => stagePicture(app, run!), charts: chartsPicture, csv: () => traceCSV(run!, review), json: () => traceJSON(run!, review),
  };
  const endings: Record<keyof typeof words.files, string> = { map: "map.png", charts: "charts.png", csv: "trace.csv", json: "trace.json" };
  const offered = (Object.keys(words.files) as (keyof typeof words.files)[]).filter((kind) => !table || kind === "map" || kind === "charts");
  const buttons = offered.map((kind) => {
    const b = h("button", { type: "button", class: "primary plain", disabled: !run }, words.files[kind]);
    b.onclick = async () => {
      const content = await acts[kind]();
      setText(said, content === null ? words.noPicture : "");
      if (content !== null) save(`${base}-${endings[kind]}`, content);
    };
    return b;
  });
  return h("section", { class: "takeaway" }, h("h3", {}, words.takeAway), h("div", { class: "ways" }, ...buttons), said, h("div", { class: "kind" }, h("p", {}, words.cite), cite));
}

function save(name: string, content: Blob | string): void {
  const url = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type: "text/plain" }) : content);
  h("a", { href: url, download: name }).click();
  // The browser needs the address until the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
