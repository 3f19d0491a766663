/** The form for a sweep of the reader's own in German. */
import type * as english from "../en/sweep.ts";
import type { Texts } from "../localize.ts";

export const ownWords: Texts<typeof english.ownWords> = {
  base: "ausgehen von", field: "ändern", values: "Werte", by: "und dazu", byValues: "Werte", none: "nichts weiter",
  rows: "Zeilen je Block", noise: "falsche Labels", target: "Halt bei Verlust", test: "Testzeilen",
  when: "messen", before: "alle Zeilen", after: "was die Reinigung übrig lässt", rule: "Regel", perStep: "Zeilen je Schritt", steps: "Schritte",
  many: (most) => `höchstens ${most} Werte`,
  range: "wie 0, 0.1, 0.2; oder 0..0.3/4 für vier gleiche Schritte, 0.001..1*4 für vier gleiche Faktoren",
  counts: (blocks) => `Zeilen ${blocks === 1 ? "des Blocks" : "jedes Blocks mit + dazwischen"}, wie ${blocks === 1 ? "300, 600" : "700+300, 500+500"}`,
  classes: "Ziffern mit + dazwischen, wie 3+5, 4+9",
  oneOf: (names) => `einige von ${names}`,
  fields: {
    "data.counts": "Zeilen, Mischung", "data.test": "Testzeilen", "data.testMix": "Testzeilen der Mischung", "data.classes": "Ziffern", "data.size": "Pixel je Seite", "data.rotate": "Drehung der Blöcke",
    "data.noise/symmetric": "falsche Labels, beliebig", "data.noise/asymmetric": "falsche Labels, das nächste", "seed": "Startwert", "fit.method": "Fit", "fit.ridge": "Ridge", "fit.epochs": "Epochen (Adam)",
    "fit.targetLoss": "Zielverlust (Adam)", "influence.damping": "Dämpfung von H", "purify.rule": "Regel zum Entfernen", "purify.perStep": "entfernte Zeilen je Schritt", "purify.steps": "Schritte der Reinigung",
  },
  axes: {
    "data.counts": "Zeilen außerhalb des ersten Blocks", "data.noise/symmetric": "Anteil falscher Labels", "data.noise/asymmetric": "Anteil falscher Labels",
  },
  named: (label, names) => `${label}: ${names.map((n, i) => `${i} = ${n}`).join(", ")}`,
};
