/** What a run will take, and what to set for data unlike the examples: a Gauge in words. */
import type { Summary } from "../generated/dataset.ts";
import type { Gauge } from "../generated/session.ts";
import { count, duration, megabytes, power, seconds } from "../text/format.ts";
import { ownAdvice as words, ownText } from "../messages/en/own.ts";

/** The time and the memory of a run; `tune` says that the ridge is chosen first. */
export function costText(g: Gauge, tune: boolean): string {
  const memory = megabytes(1e6 * g.megabytes);
  if (g.run === null || g.step === null) return words.untimed(memory);
  const basis = g.exact ? words.exact : words.sample(count(g.trialRows), g.trialFeatures < g.features ? count(g.trialFeatures) : "");
  return words.cost(time(g.run), time(g.step), basis, tune && g.tune !== null ? time(g.tune) : "", memory);
}

/** A time as it is said: tenths below ten seconds. */
function time(ms: number): string {
  return ms < 50 ? ownText.instant : ms < 9950 ? seconds(ms) : duration(ms);
}

/** The share of the largest class from which the others are few. */
const lopsided = 0.95;

/**
 * What to set, and why. ridge is the one that will be used, or null where it is chosen by
 * cross-validation.
 */
export function advice(g: Gauge, s: Summary, ridge: number | null, damping: number): string[] {
  const has = (risk: string) => g.risks.includes(risk);
  // What the preview has said already is not said again.
  const told = (code: string) => s.warnings.some((w) => w.code === code);
  const weights = (g.classes - 1) * g.features;
  const all = s.classes.reduce((sum, c) => sum + c.count, 0);
  const largest = s.classes[0];
  const small = s.classes.filter((c) => c.count < 10);
  const set = ridge === null ? words.chosen : words.set(power(ridge));
  return [
    weights > g.rows && !told("wide") ? words.wide(count(weights), count(g.rows), set) : "",
    has("separable") ? words.separable(set) : "",
    has("leverage") ? words.leverage : "",
    has("damping") ? words.damping(power(damping)) : "",
    has("condition") || has("fit") ? words.condition : "",
    small.length > 0 && !told("tiny-class") ? words.tiny(small.slice(0, 3).map((c) => `${c.value} (${c.count})`)) : "",
    largest && largest.count > lopsided * all ? words.lopsided(largest.value) : "",
  ].filter(Boolean);
}
