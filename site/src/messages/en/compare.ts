/** The texts of the comparison. */
import { localized } from "../localize.ts";

export const texts = localized("compare", {
  reference: "reference",
  paper: (perStep: number | null) => (perStep === null ? "paper’s protocol" : `paper’s protocol, ${perStep} at a time`),
  now: "now",
  by: "change",
  title: "Beside the reference",
  change: (name: string, from: string, to: string) => `${name} ${from} → ${to}`,
  same: "The same settings. Change one to compare.",
  pinned: "The run on screen is the reference now. Change a setting or the example, and both are drawn.",
  unpinned: "The comparison has ended.",
  against: (name: string) => `Beside the ${name}:`,
  waiting: "The reference is being computed …",
  soFar: (name: string, step: number, of: number, removed: string) => `So far, ${name} at step ${step} of ${of}: both up to ${removed} rows removed.`,
  caption: "Measure, reference, now, change",
  settings: {
    data: "data", mix: "mix", rows: "rows", noise: "wrong labels", seed: "seed", test: "test rows", fit: "fit", methods: { newton: "Newton", adam: "Adam" } as Record<string, string>,
    ridge: "ridge", epochs: "epochs", targetLoss: "target loss", damping: "damping", rule: "rule", perStep: "per step", steps: "steps",
  },
  outcome: {
    peak: "best accuracy", at: "rows removed by then",
    variance: (removed: string) => `V at ${removed} removed`, varianceEnd: "V at the end",
    others: "removed from minorities", of: (n: string, all: string) => `${n} of ${all}`,
  },
  /** Beside the composition, where the paper's protocol is drawn by itself. */
  protocol: (ours: string, than: number, theirs: string, name: string, usual: number | null) =>
    `Best accuracy ${ours}, ${than > 0 ? "above" : than < 0 ? "below" : "equal to"} the ${theirs} of the ${name}${usual === null ? "" : ` where the paper removes ${usual}`} on these very rows.`,
  asideLabel: (name: string, step: number) => `${name}, step ${step}`,
  beside: (name: string, value: string) => `${name} ${value}`,
  asideText: (name: string, seen: string) => `Influence map of the ${name}. ${seen}`,
  lost: (what: string, why: string) => ({ place: `comparison, ${what}`, problem: `it could not be shown (${why})`, remedy: "The run on screen is as it was." }),
} as const);
