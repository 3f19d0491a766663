/** The settings: every control shows the scenario and edits it; none keeps a value. */
import type { App } from "../app.ts";
import { ruleNames, say } from "../messages/en/page.ts";
import { maxSteps, rowsOf, rules } from "../scenario/rows.ts";
import { noisy, rescale, withDistributions, type Edit } from "../scenario/edit.ts";
import { limits } from "../scenario/limits.ts";
import type { State } from "../state.ts";
import { percent, power } from "../text/format.ts";
import { byId, h, setText } from "./dom.ts";
import { mix } from "./mix.ts";
import type { Part } from "./part.ts";

export function rail(app: App): Part {
  const counts = () => app.store.state.scenario.data.counts ?? [];
  const parts: Part[] = [
    mix(app),
    numberField(app, "rows", (s) => rowsOf(s.scenario), () => [limits.minRows, limits.count], (n) => ({ counts: rescale(counts(), n) })),
    numberField(app, "seed", (s) => s.scenario.seed, () => [0, limits.seed], (seed) => ({ seed })),
    numberField(app, "per-step", (s) => s.scenario.purify.perStep, perStepRange, (perStep) => ({ perStep })),
    numberField(app, "steps", (s) => s.scenario.purify.steps, stepsRange, (steps) => ({ steps })),
    numberField(app, "epochs", (s) => s.scenario.fit.epochs, () => [1, limits.epochs], (epochs) => ({ epochs })),
    numberField(app, "target-loss", (s) => s.scenario.fit.targetLoss, () => limits.targetLoss, (targetLoss) => ({ targetLoss }), true),
    choice(app, "fit", (s) => s.scenario.fit.method, (method) => ({ method })),
    choice(app, "rule", (s) => s.scenario.purify.rule, (rule) => ({ rule }), rules.map((r) => [r, ruleNames[r] ?? r])),
    choice(app, "distributions", (s) => String(s.scenario.data.counts?.length ?? 1), (k) => ({ counts: withDistributions(counts(), Number(k)) }),
      Array.from({ length: limits.distributions }, (_, i) => [String(i + 1), String(i + 1)])),
    shareDial(app, "noise", (s) => s.scenario.data.noise?.rate ?? 0, (noise) => ({ noise })),
    dial(app, "damping", limits.damping, (s) => s.scenario.influence.damping, (damping) => ({ damping })),
    dial(app, "ridge", limits.ridge, (s) => s.scenario.fit.ridge, (ridge) => ({ ridge })),
  ];
  byId("new-seed").onclick = () => app.edit({ seed: (app.store.state.scenario.seed + 1) % limits.seed }, true);
  return (s, prev) => {
    for (const part of parts) part(s, prev);
    const adam = s.scenario.fit.method === "adam";
    document.querySelectorAll<HTMLElement>("[data-fit]").forEach((e) => { e.hidden = (e.dataset.fit === "adam") !== adam; });
    // Every sample that is drawn has a seed; only that of rules has a mix.
    byId("section-sd").hidden = s.scenario.data.kind === "table" || s.draft !== null;
    document.querySelectorAll<HTMLElement>("[data-noise]").forEach((e) => { e.hidden = !noisy(s.scenario.data); });
    document.querySelectorAll<HTMLElement>("[data-sd]").forEach((e) => { e.hidden = s.scenario.data.kind !== "sd"; });
  };
}

function perStepRange(s: State): readonly [number, number] {
  const rows = s.scenario.data.kind === "table" ? limits.perStep : rowsOf(s.scenario) - limits.minRows;
  return [1, Math.max(1, Math.min(limits.perStep, rows))];
}

function stepsRange(s: State): readonly [number, number] {
  return [0, s.scenario.data.kind === "table" ? limits.steps : maxSteps(s.scenario)];
}

/** A field for a number. What cannot be used is marked, said, and not taken. */
function numberField(
  app: App, id: string, get: (s: State) => number, range: (s: State) => readonly [number, number], set: (v: number) => Edit, real = false,
): Part {
  const input = byId<HTMLInputElement>(id);
  input.onchange = () => {
    const [lo, hi] = range(app.store.state);
    const v = Number(input.value);
    const ok = input.value.trim() !== "" && v >= lo && v <= hi && (real || Number.isInteger(v));
    input.setAttribute("aria-invalid", String(!ok));
    if (!ok) return app.notify("warning", say.field(input.labels?.[0]?.textContent?.trim() ?? id, input.value, lo, hi, real), { setting: true });
    if (v !== get(app.store.state)) app.edit(set(v), true);
  };
  // A refused value may be mended as long as it is being written; who leaves the field sees what is used.
  input.onblur = () => app.store.redraw();
  return (s) => {
    const [lo, hi] = range(s);
    if (input.min !== String(lo)) input.min = String(lo);
    if (input.max !== String(hi)) input.max = String(hi);
    const value = String(get(s));
    if (document.activeElement === input && input.dataset.value === value) return;
    input.dataset.value = value;
    if (input.value !== value) input.value = value;
    input.setAttribute("aria-invalid", "false");
  };
}

function choice(app: App, id: string, get: (s: State) => string, set: (v: string) => Edit, options: string[][] = []): Part {
  const select = byId<HTMLSelectElement>(id);
  for (const [value, name] of options) select.append(h("option", { value: value! }, name!));
  select.onchange = () => app.edit(set(select.value), true);
  return (s) => { if (select.value !== get(s)) select.value = get(s); };
}

/** A slider over decades, five stops to each. */
function dial(app: App, name: string, [lo, hi]: readonly [number, number], get: (s: State) => number, set: (v: number) => Edit): Part {
  const stops = 5;
  const toStop = (v: number) => Math.log10(v) * stops;
  // Ten to a fifth is no round number; two digits are what the dial says, so two are what it sets.
  const toValue = (stop: number) => Math.min(hi, Math.max(lo, Number((10 ** (stop / stops)).toPrecision(2))));
  const input = byId<HTMLInputElement>(name);
  const output = input.nextElementSibling!;
  Object.assign(input, { min: String(toStop(lo)), max: String(toStop(hi)), step: "1" });
  input.oninput = () => app.edit(set(toValue(Number(input.value))), false);
  input.onchange = () => app.edit(set(toValue(Number(input.value))), true);
  return (s) => {
    const v = get(s);
    const stop = String(Math.round(toStop(v)));
    if (input.value !== stop) input.value = stop;
    setText(output, power(v));
    input.setAttribute("aria-valuetext", power(v));
  };
}

/** A slider over a share in whole percent. */
function shareDial(app: App, id: string, get: (s: State) => number, set: (v: number) => Edit): Part {
  const input = byId<HTMLInputElement>(id);
  const output = input.nextElementSibling!;
  input.oninput = () => app.edit(set(Number(input.value) / 100), false);
  input.onchange = () => app.edit(set(Number(input.value) / 100), true);
  return (s) => {
    const v = get(s);
    const stop = String(Math.round(100 * v));
    if (input.value !== stop) input.value = stop;
    setText(output, percent(v));
    input.setAttribute("aria-valuetext", percent(v));
  };
}
