/** The settings that studies with a base scenario share. */
import { limits } from "../scenario/limits.ts";
import { words } from "../messages/en/lab.ts";
import type { Param } from "./types.ts";

const w = words.sweep;

/** The first seed: replication r uses seed + r. */
export const seed: Param = {
  name: "seed", label: w.seed, number: { lo: 0, hi: 1e9, whole: true },
  get: (d) => d.base!.seed, set: (d, v: number) => { d.base!.seed = v; },
};

export const damping: Param = {
  name: "damping", label: w.damping, number: { lo: limits.damping[0], hi: limits.damping[1], whole: false, dial: true },
  get: (d) => d.base!.influence.damping, set: (d, v: number) => { d.base!.influence.damping = v; },
};

export const ridge: Param = {
  name: "ridge", label: w.ridge, number: { lo: limits.ridge[0], hi: limits.ridge[1], whole: false, dial: true },
  when: (d) => d.base!.fit.method === "newton",
  get: (d) => d.base!.fit.ridge, set: (d, v: number) => { d.base!.fit.ridge = v; },
};

export const fit: Param = {
  name: "fit", label: w.fit, choices: [["newton", w.newton], ["adam", w.adam]],
  get: (d) => d.base!.fit.method, set: (d, v: "newton" | "adam") => { d.base!.fit.method = v; },
};

export const epochs: Param = {
  name: "epochs", label: w.epochs, number: { lo: 1, hi: limits.epochs, whole: true },
  when: (d) => d.base!.fit.method === "adam",
  get: (d) => d.base!.fit.epochs, set: (d, v: number) => { d.base!.fit.epochs = v; },
};
