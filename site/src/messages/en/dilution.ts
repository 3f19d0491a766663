/** The texts of the dilution laboratory and of its claims. */
import { count } from "../../text/format.ts";
import { localized } from "../localize.ts";

export const dilutionWords = localized("dilution", {
  // Settings.
  model: "model", hidden: "hidden units", noise: "noise rate", noiseKind: "noise", rows: "rows", estimator: "purity by", threshold: "purity above τ", keep: "or the purest (0: by τ)", warmup: "warm-up epochs",
  folds: "folds (0: none)", schedule: "schedule of α", start: "α at the start", end: "α at the end", decay: "β per epoch", epochs: "epochs", batch: "rows per batch B", rate: "step size", smoothing: "label smoothing",
  jitter: "jitter of features", reweight: "weights by purity", target: "target", seeds: "replications", seed: "first seed", ids: "claims", on: "on", off: "off",
  models: { softmax: "softmax regression", mlp: "neural network", conv: "convolutional", tree: "decision tree", forest: "random forest", boosting: "boosting", generative: "Gaussian mixture" } as Record<string, string>,
  estimators: { confidence: "confidence", given: "p(given label)", agreement: "ensemble agreement", loss: "loss (two Gaussians)", delta: "δ of V[X]", truth: "the truth", random: "chance" } as Record<string, string>,
  schedules: { static: "held", exponential: "exponential", linear: "linear", variance: "gradient variance" } as Record<string, string>,
  noises: { none: "none", symmetric: "symmetric", asymmetric: "asymmetric" } as Record<string, string>,

  // Curves.
  accuracy: "Clean accuracy", accuracyUnit: "accuracy on clean rows", epoch: "epochs", choose: "measure",
  measures: {
    cleanLoss: "Loss on clean rows", loss: "Loss on training rows", variance: "Gradient variance, per example", batch: "Gradient variance, per batch", snr: "Signal to noise of the gradient", labelEntropy: "Entropy of labels given the model",
    calibration: "Calibration error", smoothness: "Smoothness of the loss", alpha: "Share of pure rows α",
  } as Record<string, string>,
  units: {
    cleanLoss: "nats", loss: "nats", variance: "mean‖g‖² − ‖ḡ‖²", batch: "Σₖ‖gₖ − ḡ‖²/(K − 1)", snr: "‖ḡ‖²/Var", labelEntropy: "nats", calibration: "expected error", smoothness: "‖Δ∇L‖/‖Δθ‖", alpha: "α",
  } as Record<string, string>,
  percentage: (value: string) => `${value}%`,
  mean: (n: number) => (n > 1 ? `mean of ${count(n)} seeds, 95% interval` : "one seed"),
  firstSeed: "first seed",

  // Mixture.
  mixture: "Entropy of the mixture", mixtureNote: (arm: string) => `${arm}, first seed`, alpha: "α", nats: "nats", entropy: "H(P′)", chord: "chord", slopes: "Slope of the entropy", slope: "measured", paperSlope: "Hₚ − Hₙ", slopeUnit: "nats per α",
  onePool: "one pool is empty: there is no mixture",

  // Pools.
  pools: "Batches from the two pools", show: "arm on the canvas", play: "Play", pause: "Pause", at: "epoch on the canvas", waiting: "no batch yet",
  pure: "pure pool", noisy: "noisy pool", batchName: "batch", rowsRight: (rows: string, share: string) => `${rows}, ${share} right`, rowsNone: "no row",
  key: "Disc: right label. Diamond: wrong label. The more color, the purer a row looks to the estimate.",
  drawn: (epoch: number, pure: number, noisy: number, right: string, base: string) => `Epoch ${epoch}, first batch: ${count(pure)} pure + ${count(noisy)} noisy, ${right} of the labels right (of all rows ${base}).`,
  describe: (epoch: number, pure: number, noisy: number, right: string, base: string) =>
    `First batch of epoch ${epoch}: ${count(pure)} rows of the pure pool and ${count(noisy)} of the noisy one; ${right} of their labels are right, of all rows ${base}.`,

  // Findings.
  findings: (arm: string) => `What “${arm}” brings`,
  toTarget: (share: string) => `epochs to ${share} of the first arm’s best accuracy`,
  toTargetNote: (first: string, value: string, missed: number, n: number) => `${first}: ${value}.${missed > 0 ? ` ${count(missed)} of ${count(n)} runs never reach it and count with one epoch more than they have.` : ""}`,
  saved: "share of epochs saved", savedNote: (counted: string, cost: string) => `with the ${cost} epochs of the purity estimate counted: ${counted}.`,
  gain: "last accuracy, less that of the first arm", gainNote: (last: string, best: string) => `last ${last}, best on the way ${best}.`,
  precision: "precision and recall of the pure pool", precisionNote: (base: string, auc: string) => `of all labels ${base} are right; area under the ROC curve of purity ${auc}.`,
  share: "rows in the pure pool", shareNote: (end: string, adds: boolean) => (adds ? `α ends at ${end}, below this share: such a batch holds more noise than one without dilution.` : `α ends at ${end}, above this share: every batch is diluted.`),
  gap: "largest H(P′) less the chord", gapNote: (above: boolean) => (above ? "nats. Entropy is concave: the mixture lies above the chord, not below as the paper has it." : "nats."),
  rises: "α up to which entropy rises", risesNote: (paper: string) => `the paper’s slope is ${paper} throughout.`,

  // The sentence.
  verdict: (arm: string, epochs: string, share: string, first: string, before: string, n: number) => `Over ${count(n)} ${n === 1 ? "seed" : "seeds"}, “${arm}” needs ${epochs} epochs to ${share} of the best accuracy of “${first}”, which needs ${before}: `,
  fewer: (share: string) => `${share} fewer. `,
  more: (share: string) => `${share} more. `,
  open: (share: string, fewer: boolean) => `${share} ${fewer ? "fewer" : "more"}, which the interval does not settle. `,
  counted: (share: string, fewer: boolean, settled: boolean) => `With the purity estimate counted it is ${share} ${fewer ? "fewer" : "more"}${settled ? "" : ", not settled"}. `,
  better: (points: string) => `It ends ${points} points of accuracy higher.`,
  worse: (points: string) => `It ends ${points} points of accuracy lower.`,
  even: (points: string) => `The last accuracies do not differ clearly (${points} points).`,

  // Table.
  table: "The arms", tableNote: (n: number) => (n > 1 ? `mean of ${count(n)} ± 95% interval` : "one seed"), arm: "arm", epochsShort: "epochs to target", savedShort: "saved", countedShort: "saved, estimate counted", bestShort: "best accuracy",
  lastShort: "last accuracy", gainShort: "gain", precisionShort: "precision", recallShort: "recall", calibrationShort: "calibration error",
} as const);

export const claimWords = localized("claims", {
  sources: { "white paper": "White paper", ours: "Ours" } as Record<string, string>,
  verdicts: { holds: "Holds", "holds under …": "Holds under conditions", "does not hold": "Does not hold", "not decided": "Not decided", "": "Under way" } as Record<string, string>,
  setup: (rows: number, what: string, noise: string, epochs: number, n: number) => `Made from ${count(rows)} ${what}${noise}, ${count(epochs)} epochs, ${count(n)} seeds. A verdict follows from the figures by the rule that the card states.`,
  kinds: { digits: "digits", sd: "rows of SD-K", moons: "points of two moons", plane: "points" } as Record<string, string>,
  withNoise: (rate: string) => ` with ${rate} of the labels flipped`,
  seedsOf: (n: number, all: number, trials: number) => `${count(n)} of ${count(all)} seeds, ${count(trials)} ${trials === 1 ? "run" : "runs"} each`,
  cases: (yes: number, all: number) => `Holds in ${count(yes)} of ${count(all)} cases`,
  waiting: "It is judged when two seeds are whole.",
  figures: (n: number) => `All figures (${count(n)})`, rule: "Rule", condition: "In short", reproduce: "Reproduce", copy: "Copy command", copied: "Copied", notCopied: "Select the text to copy it",
  mean: "mean", interval: (text: string) => `Bars: ${text}.`,
  names: {
    "mixture-entropy": "entropy of a mixture", "entropy-derivative": "slope of the entropy", "variance-entropy": "variance and entropy", "convergence-bound": "bound on the loss", faster: "fewer epochs",
    trees: "trees gain little", annealing: "α must fall", "confidence-purity": "purity by confidence", "delta-purity": "purity by δ",
  } as Record<string, string>,
  tally: (holds: number, under: number, fails: number, open: number) => `${holds} ${holds === 1 ? "claim holds" : "claims hold"}, ${under} under conditions, ${fails} ${fails === 1 ? "does" : "do"} not, ${open} not decided.`,
} as const);
