/**
 * Every text a reader sees. `page` holds the fixed texts: build.mjs writes them into
 * index.html where it says {{key}}, so they cost app.js nothing. `say` holds what
 * depends on a run or an event. Numbers in texts come from the run, never from here.
 */
import { count } from "../../text/format.ts";
import { localized } from "../localize.ts";

/** Fixed texts of index.html. They may hold markup; nothing here comes from outside. */
export const page = {
  title: "Untangle: a mixed training set comes apart",
  description: "Watch a training set that mixes several rules come apart, row by row, by the variance of influence. Everything is computed in this tab.",
  brand: "Untangle",
  skip: "Skip to the picture",
  noscript: "Untangle draws and computes in your browser and needs JavaScript for it.",
  loading: "Loading the recorded run …",
  preset: "Example",
  settings: "Settings",
  tour: "Tour",
  lab: "Lab",
  notes: "Notes",
  share: "Copy link",
  embed: "Embed, save",
  compare: "Compare",
  compareHint: "Keep the run on screen as the reference beside the next (C)",
  colors: "Colors",
  colorsDefault: "as system",
  colorsLight: "light",
  colorsDark: "dark",
  colorsProjector: "projector",
  language: "Language",
  help: "Keys and help",
  full: "Open full page",
  close: "Close",

  data: "Data",
  distributions: "rules",
  rows: "rows",
  seed: "seed",
  noise: "wrong labels",
  newSeed: "Another sample: the next seed",
  model: "Model",
  fit: "fit",
  fitNewton: "exact (Newton)",
  fitAdam: "paper’s Adam",
  ridge: "ridge λ<sub>r</sub>",
  damping: "damping λ<sub>d</sub>",
  epochs: "epochs",
  epochsHint: "Epochs, at most",
  targetLoss: "target loss",
  removal: "Removal",
  rule: "remove by",
  perStep: "per step",
  steps: "steps",
  own: "Your own table",
  ownOpen: "Your own table …",
  live: "Live",
  liveHint: "Recompute this run in the tab",

  main: "The run",
  stage: "Influence map",
  side: "Measures",

  transport: "Playback",
  reset: "Reset to the example",
  play: "Play",
  back: "Step back",
  forward: "Step forward",
  scrubber: "Step",
  speed: "Speed",
  messages: "Messages",

  aboutTitle: "What you are looking at",
  about: `
<p>Each mark is one row of a training set. A single model, softmax regression, has been fitted to all rows at once. Where the example mixes several rules, each row was labeled by one of them, and no row says which: the model is asked to believe them all.</p>
<p>The picture is arranged by <em>influence</em>. X(z,&thinsp;z′) says how the loss on row z′ changes when row z gets a little more weight: below zero, z helps z′; above zero, it hurts. Rows that lie in the same direction from the center help each other, rows on opposite sides pull the model apart, and rows near the center hardly matter. The map shows the two directions that hold the most; the full space has many more, so some distance is lost. Distances from the center are drawn compressed, so that the crowd in the middle can be seen beside the outliers; the rings say how much. The squared distance from the center is the row’s <em>self-influence</em> <var>q</var> = ∇<var>L</var><sup>⊤</sup> <var>H</var><sup>−1</sup> ∇<var>L</var>: how strongly the row pulls the model toward itself.</p>
<p><strong>V[X]</strong> is the variance of X over all pairs of rows still in training. A set that one rule explains has little to argue about, and V is small; a mixture has much. <strong>δ(z)</strong> is how far V would fall if row z were gone. Each step rings the rows with the largest score, takes them out, fits the model again and starts over. They land in the tray below the map, one column per step.</p>
<p data-own hidden>These are rows of your own, read and computed in this tab. Where a truth column was given, color and shape show it; the procedure never sees it.</p>
<p data-example>Color and shape show which rule labeled a row. They are there for you. The procedure never sees them, and it is never told how many rules there are or where a good place to stop would be. That is why the tray is worth watching: it shows how often the guess was right.</p>`,
  marksTitle: "What is published, and what is ours",
  marks: `
<p data-own hidden>The idea and the definitions are from <em>Divide and Predict</em> by Huang, Mortveit and Reidys (<a data-link href="https://arxiv.org/abs/2603.08649">arXiv:2603.08649</a>). This page fits the model exactly (Newton) unless told otherwise, and scores all rows at once by a closed form of δ. Nothing is published about your rows.</p>
<p data-example>The idea, the definitions and the hollow reference marks in the charts are from <em>Divide and Predict</em> by Huang, Mortveit and Reidys (<a data-link href="https://arxiv.org/abs/2603.08649">arXiv:2603.08649</a>). The marks were read from the authors’ own sample, fitted by their own protocol. This page draws its own sample by the same recipe, fits the model exactly (Newton) unless told otherwise, and scores all rows at once by a closed form of δ rather than by leaving rows out one by one. So the curves need not pass through the marks. What should agree is the course: V falls, and accuracy rises while rows of the other rules leave; go on long enough, and it falls again, because only good rows are left to take.</p>
<p data-example>Where it has been recorded, the dashed line is the published protocol on this page’s own sample. To compute it here, choose the fit <em>paper’s Adam</em> and the removal <em>leave one out, by influence</em>, and allow some minutes.</p>`,
  careTitle: "What to be careful with",
  care: `
<p>V depends on the damping λ<sub>d</sub>, on the ridge λ<sub>r</sub> and on how far the fit has converged at least as much as on the mixture. Move a dial and see. Compare values of V within one run, not between settings.</p>
<p data-example>Some rows were labeled by another rule that happens to agree with the first on them. Nothing sets those rows apart, so no procedure can find them, and it does no harm to keep them.</p>
<p data-own hidden>A row that comes early in the list is one to look at, not one that is wrong. Nothing you open or change is sent anywhere.</p>
<p data-example>The opening picture is a recorded run: the same numbers the engine computes, saved to a file. <em>Live</em> computes it again in this tab. Nothing you open or change is sent anywhere.</p>`,

  helpTitle: "Keys",
  helpBody: `
<dl class="keys">
<div><dt><kbd>Space</kbd></dt><dd>play, pause</dd></div>
<div><dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>one step back, forward</dd></div>
<div><dt><kbd>Home</kbd> <kbd>End</kbd></dt><dd>first, last step</dd></div>
<div><dt><kbd>[</kbd> <kbd>]</kbd></dt><dd>slower, faster</dd></div>
<div><dt><kbd>L</kbd></dt><dd>compute live</dd></div>
<div><dt><kbd>C</kbd></dt><dd>compare: keep this run as the reference, or let it go</dd></div>
<div><dt><kbd>R</kbd></dt><dd>reset to the example</dd></div>
<div><dt><kbd>Esc</kbd></dt><dd>let go of a picked row, close a panel</dd></div>
<div><dt><kbd>?</kbd></dt><dd>this list</dd></div>
</dl>
<p>Point at a mark to read its row; click to keep it. Drag in a chart to move through the run.</p>`,
} as const;

/** The removal rules as a menu shows them. */
export const ruleNames = localized<Record<string, string>>("ruleNames", {
  "delta": "δ, closed form",
  "delta-refine": "δ, refined by refits",
  "loo-influence": "leave one out, by influence",
  "loo-refit": "leave one out, by refit",
  "self-influence": "self-influence",
  "loss": "own loss",
  "random": "at random",
});

/** Phases of a frame as the core names them. */
const work: Record<string, string> = { fit: "fitting", variance: "measuring V", score: "scoring rows", map: "drawing the map" };

/** What is wrong, and what to do. */
type Pair = [problem: string, remedy: string];

/** Texts that depend on a run or an event. */
export const say = localized("say", {
  step: (k: number, end: number) => `Step ${k} of ${end}`,
  removedSoFar: (rows: number) => `${count(rows)} ${rows === 1 ? "row" : "rows"} removed`,
  pause: "Pause",
  play: "Play",
  speed: (x: number) => `${x}×`,
  rows: (n: number) => `${count(n)} rows`,

  recorded: "Recorded run",
  plays: "This file plays it; there is no engine in it for other settings.",
  changeRuns: "A change of a setting starts a live run.",
  tableReady: (name: string) => `${name} is open; Live computes it`,
  computingTable: (name: string) => `${name}: `,
  slowLeaveOneOut: (rows: number) => `Leave one out computes V anew for each of ${count(rows)} rows in every step.`,
  slowAdam: (epochs: number) => `Adam takes up to ${count(epochs)} epochs for every fit.`,
  timeLeft: (time: string) => `It takes about ${time} more.`,
  recordedChanged: "Recorded run of the example; your settings are not in it yet",
  loadingRun: "Loading the recorded run …",
  loadingEngine: (mb: string, total: string) => (total ? `Loading the engine, ${mb} of ${total}` : `Loading the engine, ${mb}`),
  starting: "Starting the engine …",
  readingTable: (percent: number) => `Reading the table, ${percent}% …`,
  working: (step: number, end: number, phase: string) => `Computing step ${step} of ${end}${work[phase] ? `, ${work[phase]}` : ""} …`,
  liveDone: (seconds: string) => `Computed in this tab in ${seconds}`,
  liveCanceled: (k: number) => `Canceled after step ${k}`,
  liveFailed: "The run did not finish",
  liveChanged: "Settings changed; press Live to run them",

  mixBoundary: (left: string, right: string) => `Boundary between ${left} and ${right}`,
  mixValue: (left: string, a: number, right: string, b: number) => `${left} ${count(a)}, ${right} ${count(b)}`,
  previous: "previous run",
  previousTitle: "In the previous run",
  testedOn: (origin: string) => `tested on ${origin}`,
  scrubbed: (k: number, end: number, removed: number) => `step ${k} of ${end}, ${count(removed)} ${removed === 1 ? "row" : "rows"} removed`,
  distribution: (k: number) => `rule ${k + 1}`,

  chartTitles: { variance: "Influence variance V[X]", accuracy: "Test accuracy" },
  stepWord: "step",
  chartMenu: (title: string) => `${title}: table and CSV`,
  tableOf: (title: string) => `${title}, table`,
  asTable: "Show as table",
  asCSV: "Download CSV",
  noTest: "Training accuracy",
  noTestNote: "no test file was given",
  published: "published",
  none: "–",
  tableStep: "step", tableRemoved: "removed", tableValue: { variance: "V[X]", accuracy: "accuracy" }, tablePublished: "published",
  backToChart: "Show as chart",

  cancel: "Cancel",
  live: "Live",
  own: {
    columns: "Columns …", rows: "Rows that may not belong …", cancel: "Back to the example", pasted: "pasted.csv",
    ready: (name: string) => ({ place: name, problem: "its rows are ranked by how little they belong", remedy: "Look at them, keep or drop, and take the result with you." }),
    showRows: "Show the rows", lab: "In the lab …", labHint: "Divide, race and sweep with this table, in a page beside this one",
    noPart: { place: "own table", problem: "the part of the page that reads tables did not load", remedy: "Check the connection and try again." },
  },
  inspector: {
    inspect: "Inspect row",
    range: (last: number) => `rows are 0 to ${last}`,
    row: (i: number) => `Row ${i}`,
    image: "The image of this row",
    given: "label given", predicted: "label predicted", leaves: "leaves",
    left: (k: number) => `left at step ${k}`, leavesAt: (k: number) => `at step ${k}`, leavesNext: "next",
    stays: "stays to the end", staysSoFar: "not known yet",
    selfInfluence: "self-influence", loss: "loss", score: "score",
    scores: { delta: "δ", "delta-refine": "δ", "loo-influence": "δ", "loo-refit": "δ", "self-influence": "score", loss: "score", random: "score" } as Record<string, string>,
    liveOnly: (score: string) => `Compute Live to see ${score}, self-influence and loss.`,
    fromZero: "Rows count from 0",
    answers: "Its answers",
  },
  noImages: (why: string) => ({
    place: "images", problem: `those of the rows did not come (${why})`, remedy: "Rows are drawn as points instead; reload the page to try again.",
  }),
  legendLabel: "label given",
  oneColor: "all rows: no truth is known",
  tip: (row: number, origin: string, given: string, predicted: string) =>
    `row ${row}${origin ? `, ${origin}` : ""}: given ${given}, predicted ${predicted}`,
  tray: "removed, one column per step",
  ring: (value: string) => `self-influence ${value}`,
  ringTitle: "Self-influence q = ∇Lᵀ H⁻¹ ∇L of a row: how strongly it pulls the model toward itself. It is the squared distance from the center, drawn on a compressed scale.",

  edge: (state: "unasked" | "absent" | "late" | "same" | "differs" | "newer", hash: string) => ({
    unasked: "Example built into the page.",
    absent: "Example built into the page; there is no preset service at this address.",
    late: "The preset service did not answer in time; the example built into the page is shown.",
    same: `Example served by the preset service, the same bytes as the copy in the page (SHA-256 ${hash}…).`,
    differs: "Example built into the page; the preset service has another copy of it.",
    newer: "Example built into the page; the preset service has one that this page cannot read.",
  })[state],
  renderer2d: (reason: string) => (reason ? `Points drawn with the simple 2-D canvas: ${reason}.` : "Points drawn with the 2-D canvas."),
  rendererEbiten: "Points drawn with WebGL.",
  build: (id: string) => `Build ${id}.`,

  /** What a parameter of the address takes. */
  expects: {
    flag: "1 or 0",
    whole: (lo: number, hi: number) => `a whole number from ${lo} to ${hi}`,
    real: (lo: number, hi: number) => `a number from ${lo} to ${hi}`,
    preset: "the name of a preset",
    mix: (groups: number, rows: number) => `1 to ${groups} whole numbers with commas between, ${rows} rows or more in all`,
    charts: "v, acc or v,acc",
    compare: "none, paper, or a run such as preset:sd2;ridge:0.01",
    origins: "up to 8 origins such as https://example.org, with commas between",
    once: "to be given once",
    text: "text that can be decoded",
    oneOf: (names: string) => `one of ${names}`,
    hide: (names: string) => `one of ${names} before _hide`,
  },
  /** What is wrong with a field of a setup, and what to do. */
  scenario: {
    tooLong: (n: number, limit: number): Pair => [`has ${n} characters`, `a setup has at most ${limit}`],
    notJSON: (why: string): Pair => [`is not JSON: ${why}`, "correct it there"],
    notObject: ["is not an object", "give one JSON object"] as Pair,
    notName: ["is not a name", "use 1 to 64 lower-case letters, digits and dashes"] as Pair,
    notText: ["is not text", "give a text"] as Pair,
    noObject: ["is missing", "give an object"] as Pair,
    unknownField: ["is not a field of a setup", "remove it or correct its name"] as Pair,
    noVersion: (ours: number): Pair => ["is missing", `add "version": ${ours}`],
    newer: (v: number, ours: number): Pair => [`${v} is newer than this page reads (${ours})`, "open it in a newer Untangle"],
    choice: (value: string, known: readonly string[]): Pair => [`${value} is not known`, `use one of ${known.join(", ")}`],
    tooManySteps: (steps: number, perStep: number, most: number, rows: number): Pair => [`${steps} removals of ${perStep} are too many`, `use at most ${most}, so that ${rows} rows stay`],
    noCounts: (least: number, most: number): Pair => [`is not a list of ${least === most ? least : `${least} to ${most}`} numbers`, "give one number of rows per block"],
    fewRows: (rows: number, least: number): Pair => [`add up to ${rows} rows`, `give ${least} rows or more`],
    noMarks: ["is not a list", "give a list of marks"] as Pair,
    badMark: ["is incomplete", "give a chart, a label, a source, a finite value and removed ≥ −1"] as Pair,
    value: (value: string, takes: string): Pair => [`is ${value}`, `use ${takes}`],
    object: "not a number",
  },
  // Messages: place, problem, remedy.
  urlValue: (name: string, value: string, expects: string) => ({
    place: `address, ${name}`, problem: `“${value}” was not understood`, remedy: `It takes ${expects}. Everything else in the address was used.`,
  }),
  urlName: (name: string, expects: string) => ({
    place: `address, ${name}`, problem: `there is no parameter “${name}”`, remedy: `It may be ${expects}. Everything else in the address was used.`,
  }),
  urlNewer: (v: string, ours: number) => ({
    place: "address, v", problem: `this link was made by a newer Untangle (version ${v}; this page reads ${ours})`,
    remedy: "The example is shown instead. Open the link in a newer Untangle.",
  }),
  urlSteps: (asked: number, got: number) => ({
    place: "address, steps", problem: `${asked} steps would use up the rows`, remedy: `${got} steps are taken instead.`,
  }),
  urlTime: (asked: number, got: number) => ({
    place: "address, t", problem: `there is no step ${asked}`, remedy: `Step ${got} is shown.`,
  }),
  urlNoise: (value: string) => ({
    place: "address, noise", problem: `${value} was not used`, remedy: "This example has no wrong labels to set the share of.",
  }),
  unknownPreset: (id: string, known: string) => ({
    place: "address, preset", problem: `there is no example “${id}”`, remedy: `The first example is shown. There are ${known}.`,
  }),
  runMissing: (id: string, why: string) => ({
    place: `recorded run ${id}`, problem: `it could not be read (${why})`, remedy: "Press Live to compute it here.",
  }),
  edgePreset: (id: string, field: string, problem: string) => ({
    place: `preset service, ${id}, ${field}`, problem, remedy: "The copy in the page is used.",
  }),
  edgeDiffers: (id: string) => ({
    place: `preset service, ${id}`, problem: "its copy of this example differs from the one in the page",
    remedy: "The recorded run shows the page’s copy. The served one has no recorded run; compute it live.",
  }),
  runServed: "Compute the served one",
  crash: (why: string) => ({
    place: "engine", problem: `it stopped unexpectedly (${why})`, remedy: "The run on screen still plays. Restart the engine to compute again.",
  }),
  noEngine: (why: string) => ({
    place: "engine", problem: `it could not be loaded (${why})`, remedy: "The recorded run still plays. Check the connection and restart the engine.",
  }),
  noFile: (why: string): [place: string, problem: string, remedy: string] => ["data", `a data file could not be loaded (${why})`, "check the connection and press Live again"],
  noAnswer: (why: string): [place: string, problem: string, remedy: string] => ["engine", why ? `it stopped before it had answered (${why})` : "the question was given up", "Try again."],
  versions: (page: number, engine: string) => `the page speaks version ${page} and the engine version ${engine}`,
  otherVersion: (why: string) => ({
    place: "engine", problem: why, remedy: "The recorded run still plays. Reload the page, so that page and engine are of one build.",
  }),
  fault: (why: string) => ({
    place: "page", problem: `something went wrong in it (${why})`, remedy: "Reload the page if it does not go on, and copy the report for whoever can mend it.",
  }),
  noLater: { place: "page", problem: "the part of it with charts, inspector and tables did not load", remedy: "Check the connection and reload the page." },
  noShare: { place: "embed, save", problem: "its script could not be loaded", remedy: "Check the connection and try again." },
  remote: {
    noTime: "seek: t is not a number",
    noState: "set: state is neither text nor an object",
    notAllowed: (origin: string) => `set: ${origin} is not allowed; add it to allowOrigin`,
  },
  playsOnly: { place: "this file", problem: "it holds one run and no engine", remedy: "Open the page itself to compute another." },
  noReason: "no reason was given",
  unreadable: "a message could not be read",
  badBytes: (why: string) => ({
    place: "engine", problem: `it sent something this page cannot read (${why})`, remedy: "Reload the page, so that page and engine are of one build.",
  }),
  contextLost: (reason: string) => ({
    place: "picture", problem: `WebGL does not draw here (${reason})`, remedy: "The points are drawn with a simple canvas instead; nothing is missing.",
  }),
  field: (name: string, value: string, lo: number, hi: number, real: boolean) => ({
    place: name, problem: value.trim() === "" ? "it needs a number" : `“${value}” cannot be used`, remedy: `It takes a ${real ? "" : "whole "}number from ${lo} to ${hi}. The setting is as it was.`,
  }),
  newBuild: { place: "this page", problem: "a newer build of it has arrived", remedy: "It is used from the next visit on, or now." },
  reload: "Load it now",
  leaveTable: "Another language loads the page anew, without your table. Go on?",
  noTour: { place: "tour", problem: "its script could not be loaded", remedy: "Check the connection and try again." },
  noLanguage: { place: "language", problem: "its texts could not be loaded", remedy: "The page is in English until it is loaded again." },
  noCharts: { place: "charts", problem: "the script that draws them did not load", remedy: "Their values are shown as tables." },
  linkCopied: "Link copied",
  linkNotCopied: "The link could not be copied; it is in the address bar",
  ownNoLink: "Own data is not part of a link; the link opens the example",
  reportCopied: "Report copied",
  copyReport: "Copy report",
  restart: "Restart engine",
  dismiss: "Dismiss",
} as const);
