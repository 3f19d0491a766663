/**
 * Two runs side by side, part of what comes behind the first picture (later.ts). The charts draw
 * the reference; this makes it, shows its map beside the other, and says what differs.
 */
import papers from "papers";
import type { App } from "../app.ts";
import type { Reference } from "./reference.ts";
import { computing, type State } from "../state.ts";
import { embedded } from "../data/presets.ts";
import { sameRun } from "../scenario/edit.ts";
import { fixed } from "../text/format.ts";
import { setText } from "../ui/dom.ts";
import { addressOf } from "./address.ts";
import { aside, twoMaps } from "./aside.ts";
import { board, changesText } from "./board.ts";
import { carried } from "./carried.ts";
import { pinnedOf, Sources } from "./sources.ts";
import { texts } from "../messages/en/compare.ts";
import { both, spoken } from "./words.ts";
import type { CompareTo } from "../parameters.ts";

/** What the page asks of the comparison. */
export interface ComparePage {
  /** Makes the run on screen the reference, or ends the comparison. */
  flip(): void;
  /** Shows the reference an address asks for. */
  open(to: CompareTo): Promise<void>;
  draw(s: State): void;
  /** Writes the comparison into the inspector; false where there is none to write. */
  panel(s: State, title: HTMLElement, body: HTMLElement): boolean;
  /** What differs, for a layout that has no inspector; else "". */
  changes(s: State): string;
  /** A line for the composition, where the paper's protocol is drawn by itself; else "". */
  line(s: State): string;
}

/** Makes the comparison. The page draws it with its parts. */
export function compare(app: App): ComparePage {
  const { store } = app;
  const sources = new Sources(app);
  const drawAside = aside(app, (s) => board(s.reference!, s, pinnedOf(s, null)));
  const live = document.getElementById("speech")!;
  const show = (reference: Reference | null) => store.dispatch({ type: "reference", reference });
  /** Whether the paper's protocol is drawn where it has been recorded; compare=none says no. */
  let byItself = true;
  let asked = 0;

  const flip = () => {
    asked++;
    const { reference, run } = store.state;
    if (reference && !reference.given) {
      show(null);
      setText(live, texts.unpinned);
    } else if (run) {
      show(pinnedOf(store.state, addressOf(store.state)));
      setText(live, texts.pinned);
    }
  };

  const open = async (to: CompareTo) => {
    const mine = ++asked;
    byItself = to !== "none";
    show(null);
    if (to === "none") return;
    try {
      const { preset } = store.state;
      if (to === "paper") show({ ...(await sources.paper(preset)), given: false });
      else await sources.settings(to, preset, (r) => { if (mine === asked) show(r); });
    } catch (e) {
      if (mine === asked) app.notify("warning", texts.lost(to === "paper" ? texts.paper(null) : texts.reference, e instanceof Error ? e.message : String(e)));
    }
  };

  /** The paper's protocol comes and goes with the sample it was recorded on. */
  const follow = (s: State) => {
    const { run, reference, preset } = s;
    if (reference && !reference.given) return;
    const wanted = byItself && run !== null && papers.includes(preset) && run.header.scenario.data.kind !== "table" ? sources.paperNow(preset) : null;
    const fits = wanted !== null && sameSample(wanted, s) && !sameProtocol(wanted, s);
    if (fits && !reference) show(wanted);
    if (!fits && reference) show(null);
  };
  sources.arrived = () => follow(store.state);
  store.watch((s, prev) => {
    if (s.run !== prev.run || s.preset !== prev.preset || s.reference !== prev.reference) queueMicrotask(() => follow(store.state));
    if (computing(prev) && s.live.phase === "done" && s.reference && !s.reference.given) queueMicrotask(() => tell(store.state));
  });
  const tell = (s: State) => {
    if (s.reference && s.run) setText(live, spoken(s.reference, pinnedOf(s, null)));
  };
  follow(store.state);
  // A page saved as one file brings the reference it was saved with.
  void carried().then((reference) => {
    if (reference?.given) sources.keep(store.state.preset, reference);
    else if (reference) show(reference);
  });

  return {
    flip, open,
    draw: drawAside,
    panel(s, title, body) {
      const r = s.reference;
      if (!r || r.given || !s.run) return false;
      // Below two maps it stands already, and the inspector is free for what it always says.
      if (twoMaps(s)) return false;
      title.replaceChildren(texts.title);
      body.replaceChildren(...board(r, s, pinnedOf(s, null)));
      return true;
    },
    changes: (s) => (s.reference && !s.reference.given && s.run && !twoMaps(s) ? changesText(s.reference, s) : ""),
    line(s) {
      const r = s.reference;
      const told = r?.given && s.run ? both(r, pinnedOf(s, null)) : null;
      // Half a run has no best accuracy to set beside a protocol's.
      if (!r || !told || told.soFar) return "";
      const { then: theirs, now } = told;
      const usual = embedded(r.scenario.id)?.purify.perStep ?? r.scenario.purify.perStep;
      return texts.protocol(fixed(now.peak, 3), now.peak - theirs.peak, fixed(theirs.peak, 3), r.name, usual === r.scenario.purify.perStep ? null : usual);
    },
  };
}

/** Whether the run on screen draws the rows that a recorded protocol was run on. */
function sameSample(r: Reference, s: State): boolean {
  const now = s.run!.header.scenario;
  return sameRun({ ...now, purify: r.scenario.purify, fit: r.scenario.fit, influence: r.scenario.influence }, r.scenario);
}

function sameProtocol(r: Reference, s: State): boolean {
  const { fit, purify } = s.run!.header.scenario;
  return fit.method === r.scenario.fit.method && purify.rule === r.scenario.purify.rule;
}
