/** The dilution laboratory and its claims in German. */
import { count } from "../../text/format.ts";
import type * as english from "../en/dilution.ts";
import type { Texts } from "../localize.ts";

export const dilutionWords: Texts<typeof english.dilutionWords> = {
  model: "Modell", hidden: "versteckte Einheiten", noise: "Rauschanteil", noiseKind: "Rauschen", rows: "Zeilen", estimator: "Reinheit nach", threshold: "Reinheit über τ", keep: "oder die reinsten (0: nach τ)", warmup: "Epochen zum Aufwärmen",
  folds: "Teile (0: keine)", schedule: "Verlauf von α", start: "α am Anfang", end: "α am Ende", decay: "β je Epoche", epochs: "Epochen", batch: "Zeilen je Batch B", rate: "Schrittweite", smoothing: "Label-Glättung",
  jitter: "Zittern der Merkmale", reweight: "Gewichte nach Reinheit", target: "Ziel", seeds: "Wiederholungen", seed: "erster Startwert", ids: "Behauptungen", on: "an", off: "aus",
  models: { softmax: "Softmax-Regression", mlp: "neuronales Netz", conv: "Faltungsnetz", tree: "Entscheidungsbaum", forest: "Random Forest", boosting: "Boosting", generative: "Gauß-Mischung" },
  estimators: { confidence: "Sicherheit", given: "p(gegebenes Label)", agreement: "Einigkeit vieler Modelle", loss: "Verlust", delta: "δ von V[X]", truth: "die Wahrheit", random: "Zufall" },
  schedules: { static: "fest", exponential: "exponentiell", linear: "linear", variance: "Gradientenvarianz" },
  noises: { none: "keines", symmetric: "symmetrisch", asymmetric: "asymmetrisch" },

  accuracy: "Saubere Genauigkeit", accuracyUnit: "Genauigkeit auf sauberen Zeilen", epoch: "Epochen", choose: "Größe",
  measures: {
    cleanLoss: "Verlust auf sauberen Zeilen", loss: "Verlust auf Trainingszeilen", variance: "Gradientenvarianz je Beispiel", batch: "Gradientenvarianz je Stapel", snr: "Signal zu Rauschen des Gradienten", labelEntropy: "Entropie der Labels gegeben das Modell",
    calibration: "Kalibrierungsfehler", smoothness: "Glätte des Verlusts", alpha: "Anteil reiner Zeilen α",
  },
  units: {
    cleanLoss: "Nats", loss: "Nats", variance: "mean‖g‖² − ‖ḡ‖²", batch: "Σₖ‖gₖ − ḡ‖²/(K − 1)", snr: "‖ḡ‖²/Var", labelEntropy: "Nats", calibration: "erwarteter Fehler", smoothness: "‖Δ∇L‖/‖Δθ‖", alpha: "α",
  },
  percentage: (value) => `${value}\u00a0%`,
  mean: (n) => (n > 1 ? `Mittel von ${count(n)} Startwerten, 95-%-Intervall` : "ein Startwert"),
  firstSeed: "erster Startwert",

  mixture: "Entropie der Mischung", mixtureNote: (arm) => `${arm}, erster Startwert`, alpha: "α", nats: "Nats", entropy: "H(P′)", chord: "Sehne", slopes: "Steigung der Entropie", slope: "gemessen", paperSlope: "Hₚ − Hₙ", slopeUnit: "Nats je α",
  onePool: "ein Vorrat ist leer: es gibt keine Mischung",

  pools: "Batches aus den zwei Vorräten", show: "Arm im Bild", play: "Abspielen", pause: "Anhalten", at: "Epoche im Bild", waiting: "noch kein Batch",
  pure: "reiner Vorrat", noisy: "verrauschter Vorrat", batchName: "Batch", rowsRight: (rows, share) => `${rows}, ${share} richtig`, rowsNone: "keine Zeile",
  key: "Scheibe: richtiges Label. Raute: falsches Label. Je mehr Farbe, desto reiner erscheint eine Zeile der Schätzung.",
  drawn: (epoch, pure, noisy, right, base) => `Epoche ${epoch}, erster Batch: ${count(pure)} reine + ${count(noisy)} verrauschte, ${right} der Labels richtig (von allen Zeilen ${base}).`,
  describe: (epoch, pure, noisy, right, base) =>
    `Erster Batch der Epoche ${epoch}: ${count(pure)} Zeilen aus dem reinen und ${count(noisy)} aus dem verrauschten Vorrat; ${right} ihrer Labels sind richtig, von allen Zeilen ${base}.`,

  findings: (arm) => `Was „${arm}“ bringt`,
  toTarget: (share) => `Epochen bis ${share} der besten Genauigkeit des ersten Arms`,
  toTargetNote: (first, value, missed, n) => `${first}: ${value}.${missed > 0 ? ` ${count(missed)} von ${count(n)} Läufen erreichen sie nie und zählen mit einer Epoche mehr, als sie haben.` : ""}`,
  saved: "Anteil gesparter Epochen", savedNote: (counted, cost) => `die ${cost} Epochen der Reinheitsschätzung mitgezählt: ${counted}.`,
  gain: "letzte Genauigkeit, weniger die des ersten Arms", gainNote: (last, best) => `zuletzt ${last}, unterwegs am besten ${best}.`,
  precision: "Genauigkeit und Ausbeute des reinen Vorrats", precisionNote: (base, auc) => `von allen Labels sind ${base} richtig; Fläche unter der ROC-Kurve der Reinheit ${auc}.`,
  share: "Zeilen im reinen Vorrat", shareNote: (end, adds) => (adds ? `α endet bei ${end}, unter diesem Anteil: So ein Batch enthält mehr Rauschen als einer ohne Verdünnung.` : `α endet bei ${end}, über diesem Anteil: Jeder Batch ist verdünnt.`),
  gap: "größtes H(P′) weniger die Sehne", gapNote: (above) => (above ? "Nats. Entropie ist konkav: Die Mischung liegt über der Sehne, nicht darunter wie im Artikel." : "Nats."),
  rises: "α, bis zu dem die Entropie steigt", risesNote: (paper) => `die Steigung im Artikel ist überall ${paper}.`,

  verdict: (arm, epochs, share, first, before, n) => `Über ${count(n)} ${n === 1 ? "Startwert" : "Startwerte"} braucht „${arm}“ ${epochs} Epochen bis ${share} der besten Genauigkeit von „${first}“, das ${before} braucht: `,
  fewer: (share) => `${share} weniger. `,
  more: (share) => `${share} mehr. `,
  open: (share, fewer) => `${share} ${fewer ? "weniger" : "mehr"}, was das Intervall nicht entscheidet. `,
  counted: (share, fewer, settled) => `Die Reinheitsschätzung mitgezählt sind es ${share} ${fewer ? "weniger" : "mehr"}${settled ? "" : ", nicht entschieden"}. `,
  better: (points) => `Es endet ${points} Prozentpunkte höher.`,
  worse: (points) => `Es endet ${points} Prozentpunkte tiefer.`,
  even: (points) => `Die letzten Genauigkeiten unterscheiden sich nicht klar (${points} Prozentpunkte).`,

  table: "Die Arme", tableNote: (n) => (n > 1 ? `Mittel von ${count(n)} ± 95-%-Intervall` : "ein Startwert"), arm: "Arm", epochsShort: "Epochen bis zum Ziel", savedShort: "gespart", countedShort: "gespart, Schätzung mitgezählt", bestShort: "beste Genauigkeit",
  lastShort: "letzte Genauigkeit", gainShort: "Gewinn", precisionShort: "Genauigkeit", recallShort: "Ausbeute", calibrationShort: "Kalibrierungsfehler",
};

export const claimWords: Texts<typeof english.claimWords> = {
  sources: { "white paper": "White Paper", ours: "Von uns" },
  verdicts: { holds: "Gilt", "holds under …": "Gilt unter Bedingungen", "does not hold": "Gilt nicht", "not decided": "Nicht entschieden", "": "Läuft" },
  setup: (rows, what, noise, epochs, n) => `Aus ${count(rows)} ${what}${noise}, ${count(epochs)} Epochen, ${count(n)} Startwerten. Ein Urteil folgt aus den Zahlen nach der Regel auf der Karte.`,
  kinds: { digits: "Ziffern", sd: "Zeilen von SD-K", moons: "Punkten zweier Monde", plane: "Punkten" },
  withNoise: (rate) => ` mit ${rate} vertauschten Labels`,
  seedsOf: (n, all, trials) => `${count(n)} von ${count(all)} Startwerten, je ${count(trials)} ${trials === 1 ? "Lauf" : "Läufe"}`,
  cases: (yes, all) => `Gilt in ${count(yes)} von ${count(all)} Fällen`,
  waiting: "Geurteilt wird, wenn zwei Startwerte ganz sind.",
  figures: (n) => `Alle Zahlen (${count(n)})`, rule: "Regel", condition: "Kurz", reproduce: "Wiederholen", copy: "Befehl kopieren", copied: "Kopiert", notCopied: "Text markieren und kopieren",
  mean: "Mittel", interval: (text) => `Balken: ${text}.`,
  names: {
    "mixture-entropy": "Entropie einer Mischung", "entropy-derivative": "Steigung der Entropie", "variance-entropy": "Varianz und Entropie", "convergence-bound": "Schranke für den Verlust", faster: "weniger Epochen",
    trees: "Bäume gewinnen wenig", annealing: "α muss fallen", "confidence-purity": "Reinheit nach Sicherheit", "delta-purity": "Reinheit nach δ",
  },
  tally: (holds, under, fails, open) => `${holds} ${holds === 1 ? "Behauptung gilt" : "Behauptungen gelten"}, ${under} unter Bedingungen, ${fails} nicht, ${open} nicht entschieden.`,
};
