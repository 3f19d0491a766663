/** The map of the reference beside that of the run on screen, where there is room for two. */
import type { App } from "../app.ts";
import { sameRun } from "../scenario/edit.ts";
import type { Pictures } from "../stage/sheet.ts";
import type { Stage } from "../stage/stage.ts";
import { profile, reduceMotion, shownTime, type State } from "../state.ts";
import { count } from "../text/format.ts";
import { frontier, type Run } from "../trace/run.ts";
import { byId, h, setText } from "../ui/dom.ts";
import { texts } from "../messages/en/compare.ts";
import { removedBy, type Reference } from "./reference.ts";

/** The least width in px of a figure that is shared by two maps. */
const least = 420;

export function aside(app: App): (s: State) => void {
  const figure = byId("stage").parentElement!;
  let stage: Stage | null = null;
  let shown: Run | null = null;
  let known = 0;
  let given: Pictures | null = null;
  const host = h("div", { class: "aside-stage" });
  const label = h("p", { class: "aside-name" });
  const nowLabel = h("p", { class: "aside-name now" });
  const box = h("div", { class: "aside", role: "img" }, host, label);
  const end = () => {
    stage?.dispose();
    stage = shown = null;
    box.remove();
    nowLabel.remove();
    figure.removeAttribute("data-two");
  };
  return (s) => {
    const run = wanted(s, figure.clientWidth);
    if (!run) return void (stage && end());
    const r = s.reference!;
    if (!stage) {
      figure.append(box, nowLabel);
      figure.setAttribute("data-two", "");
      stage = app.stageOn(host);
    }
    if (shown !== run) stage.setRun(run);
    else if (known !== run.frames.length) stage.framesChanged();
    // Rows that are drawn as images are so here too, where they are the same rows.
    const pictures = sameRows(run, s.run!) ? app.pictures : null;
    if (pictures && (pictures !== given || shown !== run)) stage.setPictures(pictures);
    given = pictures;
    shown = run;
    known = run.frames.length;
    const t = timeOf(r, s);
    stage.draw(t, { width: host.clientWidth, height: host.clientHeight, profile: profile(s), reduceMotion: reduceMotion(s), hover: -1 });
    const frame = run.frames[Math.floor(t)]!;
    setText(label, texts.asideLabel(r.name, Math.floor(t)));
    setText(nowLabel, texts.asideLabel(texts.now, Math.floor(shownTime(s))));
    box.setAttribute("aria-label", texts.asideText(r.name, count(frame.kept), count(removedBy(r.rows, frame))));
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
