/** The settings of an erdpd.Experiment, which studies of dilution and of its claims share. */
import type { EstimatorName, Experiment, ModelKind, ScheduleKind } from "../../generated/erdpd.ts";
import type { NoiseKind, Study } from "../../generated/scenario.ts";
import { dilutionWords as w } from "../../messages/en/dilution.ts";
import type { Param } from "../types.ts";

const models: ModelKind[] = ["softmax", "mlp", "tree", "forest", "boosting", "generative"];
const named = (names: Record<string, string>): [string, string][] => Object.entries(names);

/** Whether a model is trained by gradients; sim/erdpd.Model.Gradient. */
const byGradient = (e: Experiment) => ["softmax", "mlp", "conv"].includes(e.model.kind);

type Of = (d: Study) => Experiment;
type Bounds = [lo: number, hi: number, whole?: boolean];

/** A number of a part of the experiment. */
function number<P extends "train" | "purity" | "schedule">(of: Of, part: P, field: keyof Experiment[P] & string, label: string, [lo, hi, whole = false]: Bounds, when?: (e: Experiment) => boolean): Param {
  return {
    name: field, label, number: { lo, hi, whole }, get: (d) => of(d)[part][field] as number, set: (d, v: number) => { Object.assign(of(d)[part], { [field]: v }); },
    ...(when && { when: (d: Study) => when(of(d)) }),
  };
}

/** The settings; of finds the experiment in a document. */
export function experimentParams(of: Of): Param[] {
  const estimates = (e: Experiment) => e.purity.estimator !== "truth" && e.purity.estimator !== "random" && e.purity.estimator !== "delta";
  return [
    {
      name: "model", label: w.model, choices: models.map((m) => [m, w.models[m]!]), get: (d) => of(d).model.kind,
      set: (d, v: ModelKind) => choose(of(d), v),
    },
    {
      name: "hidden", label: w.hidden, number: { lo: 1, hi: 256, whole: true }, when: (d) => of(d).model.kind === "mlp",
      get: (d) => of(d).model.hidden?.[0] ?? 32, set: (d, v: number) => { if (of(d).model.kind === "mlp") of(d).model.hidden = [v]; },
    },
    {
      name: "noiseKind", label: w.noiseKind, choices: named(w.noises), get: (d) => of(d).data.noise?.kind ?? "none",
      set: (d, v: NoiseKind) => { of(d).data.noise = { kind: v, rate: v === "none" ? 0 : of(d).data.noise?.rate || 0.3 }; },
    },
    {
      name: "noise", label: w.noise, number: { lo: 0, hi: 0.5, whole: false }, when: (d) => (of(d).data.noise?.kind ?? "none") !== "none",
      get: (d) => of(d).data.noise?.rate ?? 0, set: (d, v: number) => { const n = of(d).data.noise; if (n && n.kind !== "none") n.rate = v; },
    },
    { name: "estimator", label: w.estimator, choices: named(w.estimators), get: (d) => of(d).purity.estimator, set: (d, v: EstimatorName) => { of(d).purity.estimator = v; } },
    number(of, "purity", "keep", w.keep, [0, 0.99]),
    number(of, "purity", "threshold", w.threshold, [0, 1], (e) => e.purity.keep === 0),
    number(of, "purity", "warmup", w.warmup, [1, 100, true], estimates),
    number(of, "purity", "folds", w.folds, [0, 20, true], (e) => estimates(e) && e.purity.estimator !== "agreement"),
    { name: "schedule", label: w.schedule, choices: named(w.schedules), get: (d) => of(d).schedule.kind, set: (d, v: ScheduleKind) => { of(d).schedule.kind = v; } },
    number(of, "schedule", "start", w.start, [0, 1]),
    number(of, "schedule", "end", w.end, [0, 1], (e) => e.schedule.kind !== "static"),
    number(of, "schedule", "decay", w.decay, [0, 10], (e) => e.schedule.kind === "exponential"),
    number(of, "train", "epochs", w.epochs, [1, 200, true]),
    number(of, "train", "batch", w.batch, [2, 1024, true]),
    number(of, "train", "rate", w.rate, [1e-6, 1], (e) => byGradient(e) || e.model.kind === "boosting"),
    number(of, "train", "smoothing", w.smoothing, [0, 0.9], byGradient),
    number(of, "train", "jitter", w.jitter, [0, 10], byGradient),
    {
      name: "reweight", label: w.reweight, choices: [["off", w.off], ["on", w.on]], when: (d) => byGradient(of(d)),
      get: (d) => (of(d).train.reweight ? "on" : "off"), set: (d, v: string) => { of(d).train.reweight = v === "on"; },
    },
  ];
}

/** Chooses a model, with what it needs and without what it refuses. */
function choose(e: Experiment, kind: ModelKind): void {
  const before = e.model.kind;
  e.model = { kind, ...(kind === "mlp" && { hidden: e.model.hidden ?? [32] }) };
  if (kind === "boosting") e.train.rate = 0.3;
  else if (before === "boosting") e.train.rate = 0.005;
  if (byGradient(e)) return;
  e.train.reweight = e.train.continue = false;
  if (e.schedule.kind === "variance") e.schedule.kind = "linear";
}
