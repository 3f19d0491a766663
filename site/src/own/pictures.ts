/** The map and the charts as PNG, as they are on screen. */
import type { App } from "../app.ts";
import { paintOverlays } from "../charts/paint.ts";
import { DrawList } from "../stage/list.ts";
import { Plan } from "../stage/plan.ts";
import { Player2D } from "../stage/player2d.ts";
import { build } from "../stage/scene.ts";
import { lastStep, profile } from "../state.ts";
import { frontier, type Run } from "../trace/run.ts";
import { pause } from "../ui/dom.ts";
import { ownReport as words } from "../messages/en/own.ts";

/** Device pixels per CSS px of a picture, enough for print. */
const ratio = 2;
/** The side of the map in CSS px. */
const side = 640;
/** Space around a chart and the height of its title, in pixels. */
const margin = 24;

const blobOf = (canvas: HTMLCanvasElement): Promise<Blob | null> => new Promise((resolve) => canvas.toBlob(resolve, "image/png"));

/** The map at the time on screen, drawn anew: what draws it there may not let itself be copied. */
export function stagePicture(app: App, run: Run): Promise<Blob | null> {
  const s = app.store.state;
  const background = Number.parseInt((/#([0-9a-f]{6})/i.exec(getComputedStyle(document.documentElement).getPropertyValue("--stage"))?.[1] ?? "ffffff"), 16);
  const list = new DrawList();
  const plan = new Plan(run);
  plan.sync();
  plan.images = app.pictures !== null;
  build(list, plan, Math.min(s.t, frontier(run)), { width: side, height: side, profile: profile(s), reduceMotion: true, hover: s.picked, background });
  const player = new Player2D(document);
  player.draw(list, ratio, app.pictures?.sheet(profile(s), background) ?? null);
  return blobOf(player.canvas);
}

/**
 * The map and the charts at the last step: what a report shows must not hang on where playback was, let alone
 * be caught between two steps. The page goes there for the moment of the picture, and back.
 */
export async function lastPictures(app: App, run: Run): Promise<[Blob | null, Blob | null]> {
  const { store } = app;
  const { t, playing } = store.state;
  store.dispatch({ type: "pause" });
  store.dispatch({ type: "seek", t: lastStep(store.state) });
  store.drawNow();
  // uPlot draws its curves after the call that asks for them.
  await pause();
  const pictures = Promise.all([stagePicture(app, run), chartsPicture(false)]);
  store.dispatch({ type: "seek", t: playing ? t : Math.round(t) });
  if (playing) store.dispatch({ type: "play" });
  return pictures;
}

/** All charts that are drawn, one below the other with their titles, with or without the playhead; null where there is none. */
export function chartsPicture(playhead = true): Promise<Blob | null> {
  const charts = [...document.querySelectorAll<HTMLElement>("#charts .chart")]
    .map((e) => ({ chart: e, title: e.querySelector("h2")?.textContent ?? "", canvas: e.querySelector<HTMLCanvasElement>(".uplot canvas") }))
    .filter((c): c is { chart: HTMLElement; title: string; canvas: HTMLCanvasElement } => c.canvas !== null && c.canvas.width > 0);
  if (charts.length === 0) return Promise.resolve(null);
  const out = document.createElement("canvas");
  out.width = Math.max(...charts.map((c) => c.canvas.width)) + 2 * margin;
  out.height = charts.reduce((sum, c) => sum + c.canvas.height + 2 * margin, margin);
  const pen = out.getContext("2d");
  if (!pen) return Promise.resolve(null);
  const style = getComputedStyle(document.documentElement);
  pen.fillStyle = style.getPropertyValue("--paper").trim() || "#fff";
  pen.fillRect(0, 0, out.width, out.height);
  pen.fillStyle = style.getPropertyValue("--ink").trim() || "#000";
  pen.font = `600 ${margin * 0.7}px system-ui, sans-serif`;
  let y = margin;
  for (const { chart, title, canvas } of charts) {
    pen.fillText(title || words.stage, margin, y + margin * 0.6);
    pen.drawImage(canvas, margin, y + margin);
    paintOverlays(pen, chart, margin, y + margin, canvas.width / canvas.clientWidth, playhead);
    y += canvas.height + 2 * margin;
  }
  return blobOf(out);
}
