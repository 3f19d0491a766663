/**
 * Every text of the lab that a reader sees. `fixed` holds the texts of lab.html, which
 * build.mjs puts where it says {{key}}; `words` holds what depends on a study or an event.
 */
import { count } from "../text/format.ts";

export const fixed = {
  title: "Untangle lab: figures, theorems, blocks, races",
  description: "The figures and theorems of Divide and Predict, computed again in this tab, beside the published numbers.",
  brand: "Untangle",
  skip: "Skip to the study",
  noscript: "The lab computes in your browser and needs JavaScript for it.",
  study: "Study",
  settings: "Settings",
  share: "Copy link",
  colors: "Colors",
  colorsDefault: "as system",
  colorsLight: "light",
  colorsDark: "dark",
  colorsProjector: "projector",
  close: "Close",
  live: "Live",
  liveHint: "Compute this study in the tab",
  loading: "Loading the recorded study …",
  main: "The study",
  messages: "Messages",
} as const;

export const words = {
  asTable: "Show as table",
  backToChart: "Show as chart",
  asCSV: "Download CSV",
  chartMenu: "table and CSV",
  series: "series", low: "low (95 %)", high: "high (95 %)",
  linkCopied: "Link copied",
  linkNotCopied: "The link could not be copied; it is in the address bar",

  live: "Live", cancel: "Cancel",
  recorded: (cells: number) => `Recorded: ${count(cells)} runs, made by the engine of this page.`,
  notRecorded: "Not computed yet. Press Live.",
  loadingEngine: (mb: string, total: string) => (total ? `Loading the engine, ${mb} of ${total}` : `Loading the engine, ${mb}`),
  loadingFiles: "Loading the data …",
  starting: "Starting the engine …",
  running: (done: number, all: number, left: string, workers: number) =>
    `${count(done)} of ${count(all)} runs${workers > 1 ? ` on ${workers} workers` : ""}${left ? `; about ${left} more` : ""}`,
  done: (cells: number, time: string) => `Computed in this tab: ${count(cells)} runs in ${time}.`,
  canceled: (done: number, all: number) => `Canceled after ${count(done)} of ${count(all)} runs; what had come stays.`,
  failedCells: (n: number) => `${count(n)} ${n === 1 ? "run" : "runs"} could not be computed.`,
  failed: "The study did not finish.",
  stale: "Settings changed; these are the figures from before.",
  download: "Download results (JSON)",

  unknownStudy: (id: string, known: string) => ({ place: "address, study", problem: `there is no study “${id}”`, remedy: `The first one is shown. There are ${known}.` }),
  badParam: (name: string, value: string, takes: string) => ({ place: `address, ${name}`, problem: `“${value}” was not understood`, remedy: `It takes ${takes}. Everything else was used.` }),
  unknownParam: (name: string, known: string) => ({ place: `address, ${name}`, problem: `there is no setting “${name}” in this study`, remedy: `There are ${known}.` }),
  recordMissing: (why: string) => ({ place: "recorded study", problem: `it could not be read (${why})`, remedy: "Press Live to compute it here." }),
  fileMissing: (why: string) => ({ place: "data", problem: `a data file could not be loaded (${why})`, remedy: "Check the connection and press Live again." }),
  takes: (lo: number, hi: number, whole: boolean) => `a ${whole ? "whole " : ""}number from ${lo} to ${hi}`,
  oneOf: (names: string) => `one of ${names}`,

  measures: {
    variance: "Influence variance V[X]", testAccuracy: "Test accuracy", trainAccuracy: "Training accuracy", mean: "Mean E[X]",
    skewness: "Skewness of X", kurtosis: "Kurtosis of X", heterogeneity: "Heterogeneity E(Z)", loss: "Mean loss",
  } as Record<string, string>,
  units: {
    variance: "V[X]", testAccuracy: "accuracy", trainAccuracy: "accuracy", mean: "E[X]", skewness: "skewness", kurtosis: "kurtosis", heterogeneity: "E(Z), nats", loss: "nats",
  } as Record<string, string>,
  sweep: {
    also: "also show", seeds: "replications", seed: "first seed", damping: "damping λ<sub>d</sub>", ridge: "ridge λ<sub>r</sub>", fit: "fit", newton: "exact (Newton)", adam: "paper’s Adam", epochs: "epochs",
    intervals: (n: number) => (n > 1 ? `mean of ${n}, 95 % interval` : "one run each"),
    scatter: "Heterogeneity against V",
    scatterNote: (rho: string, n: number) => `rank correlation ${rho}, ${count(n)} runs`,
    section: (rows: number) => `with ${count(rows)} rows of rule 3`,
    second: "rows of rule 2",
    rule: (k: number) => `rule ${k}`,
    drag: "drag the point",
    simplex: "Mixture of three rules, by influence variance",
    composition: (c: number[]) => c.map((n) => count(n)).join(" / "),
    tooFew: "too few runs for a correlation",
  },
} as const;
