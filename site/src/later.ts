/**
 * What the page does not need for its first picture: charts, inspector, words, the reader's own
 * table, the engine's side of the page. A script of its own (later.js), asked for when that picture is on screen.
 */
import type { App } from "./app.ts";
import { chart } from "./charts/chart.ts";
import { whenLibrary } from "./charts/plot.ts";
import { Engine } from "./engine/client.ts";
import { say } from "./messages/en/page.ts";
import { offline } from "./offline.ts";
import { remote } from "./remote.ts";
import { detail } from "./ui/detail.ts";
import { fold } from "./ui/fold.ts";
import { byId, h, pause } from "./ui/dom.ts";
import { numerics } from "./ui/numerics.ts";
import { own } from "./ui/own.ts";
import type { Part } from "./ui/part.ts";
import { speech } from "./ui/speech.ts";
import { text } from "./ui/text.ts";
import { tour } from "./ui/tour.ts";
import type { Host } from "./url.ts";

export { compare } from "./compare/main.ts";
export { ask } from "./data/service.ts";
export { EbitenCanvas } from "./stage/ebiten.ts";
export { merged } from "./ui/warnings.ts";

export type Later = typeof import("./later.ts");

/** Makes the page's side of the engine. */
export const engine = (...how: ConstructorParameters<typeof Engine>): Engine => new Engine(...how);

/** Makes the parts; `heard` is what the page around this one has said so far. */
export function parts(app: App, host: Host, heard: MessageEvent[]): Part[] {
  const { store } = app;
  const charts = byId("charts");
  const names = store.state.presentation.charts;
  const drawings = names.map((name, i) => chart(app, charts.appendChild(h("section", { class: "chart" })), name, i === names.length - 1));
  whenLibrary(async () => {
    // Each in a task of its own: a chart that is made takes as long as all else that is drawn.
    for (const draw of drawings) {
      draw(store.state, null);
      await pause();
    }
  }, () => {
    for (const name of names) store.dispatch({ type: "table", chart: name, shown: true });
    app.notify("warning", say.noCharts);
  });
  fold(byId("notices"));
  offline(app);
  const outside = remote(app, host);
  for (const { data, origin, source } of heard) window.dispatchEvent(new MessageEvent("message", { data, origin, source }));
  return [
    (s) => app.comparison!.draw(s), outside, numerics(), own(app), tour(app),
    ...drawings,
    detail(app), speech(), text(app),
  ];
}
