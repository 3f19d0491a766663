/** The map of the reference beside that of the run on screen, and below both what differs and what follows. */
import type { App } from "../app.ts";
import { sameRun } from "../scenario/edit.ts";
import type { Pictures } from "../stage/sheet.ts";
import type { Stage } from "../stage/stage.ts";
import { moving, profile, reduceMotion, shownTime, type State } from "../state.ts";
import { frontier, steps, type Run } from "../trace/run.ts";
import { byId, h, setText } from "../ui/dom.ts";
import { atRest } from "../ui/rest.ts";
import { describe } from "../ui/speech.ts";
import { texts } from "../messages/en/compare.ts";
import type { Reference } from "./reference.ts";

/** The least width in px of a figure that is shared by two maps: that of a phone. */
const least = 300;

const figure = () => byId("stage").parentElement!;

/** Whether the reference has a map of its own now. */
export const twoMaps = (s: State): boolean => wanted(s, figure().clientWidth) !== null;

/** Draws the second map; `board` makes what stands below both. */
export function aside(app: App, board: (s: State) => HTMLElement[]): (s: State) => void {
  let stage: Stage | null = null;
  let shown: Run | null = null;
  let known = 0;
  let given: Pictures | null = null;
  let told = "";
  const host = h("div", { class: "aside-stage" });
  const label = h("p", { class: "aside-name" });
  const nowLabel = h("p", { class: "aside-name now" });
  const box = h("div", { class: "aside", role: "img" }, host, label);
  const telling = () => atRest((name: string, run: Run, k: number, end: number) => box.setAttribute("aria-label", texts.asideText(name, describe(run, k, end))));
  let tell = telling();
  const words = h("section", { class: "board", "aria-label": texts.title, tabindex: 0 });
  const end = () => {
    stage?.dispose();
    stage = shown = null;
    told = "";
    tell(null);
    tell = telling(); // which holds no run
    for (const e of [box, nowLabel, words]) e.remove();
    figure().removeAttribute("data-two");
  };
  return (s) => {
    const run = wanted(s, figure().clientWidth);
    if (!run) return void (stage && end());
    const r = s.reference!;
    if (!stage) {
      figure().append(box, nowLabel, words);
      figure().setAttribute("data-two", "");
      stage = app.stageOn(host);
    }
    if (shown !== run) stage.setRun(run);
    else if (known !== run.frames.length) stage.framesChanged();
    // Rows that are drawn as images are so here too, where they are the same rows.
    const pictures = sameRows(run, s.run!) ? app.pictures : null;
    if (pictures && (pictures !== given || shown !== run)) stage.setPictures(pictures);
    given = pictures;
    const news = `${run === shown}|${run.frames.length}|${s.frames}|${JSON.stringify(s.run!.header.scenario)}`;
    shown = run;
    known = run.frames.length;
    const t = timeOf(r, s);
    stage.draw(t, { width: host.clientWidth, height: host.clientHeight, profile: profile(s), reduceMotion: reduceMotion(s), hover: -1 });
    setText(label, texts.asideLabel(r.name, Math.floor(t)));
    setText(nowLabel, texts.asideLabel(texts.now, Math.floor(shownTime(s))));
    if (news !== told) words.replaceChildren(...board(s));
    told = news;
    // As the first map, the second is described at rest.
    tell(moving(s) ? null : [r.name, run, Math.floor(t), Math.min(steps(run), frontier(run))]);
  };
}

function sameRows(a: Run, b: Run): boolean {
  const [x, y] = [a.header.scenario, b.header.scenario];
  return sameRun({ ...x, fit: y.fit, influence: y.influence, purify: y.purify }, y);
}

/** The reference's run, where it is another one than that on screen and there is room. */
function wanted(s: State, width: number): Run | null {
  const r = s.reference;
  return r && !r.given && r.run && r.run !== s.run && s.run && r.run.frames.length > 0 && width >= least ? r.run : null;
}

/** The time at which the reference has lost as many rows as the run on screen. */
function timeOf(r: Reference, s: State): number {
  const t = (shownTime(s) * s.run!.header.scenario.purify.perStep) / r.scenario.purify.perStep;
  return Math.max(0, Math.min(frontier(r.run!), t));
}
