/** The studies of networks in German. */
import { count } from "../../text/format.ts";
import type * as english from "../en/nets.ts";
import type { Texts } from "../localize.ts";

export const netsWords: Texts<typeof english.netsWords> = {
  rules: "Regeln", layers: "Netz", epochs: "Epochen", rate: "Schrittweite", target: "Halt bei Verlust", candidates: "Kandidaten je Schritt", sample: "verglichene Zeilen", perStep: "Zeilen je Schritt", steps: "Schritte", seeds: "Wiederholungen",
  names: {
    random: "zufällig", loss: "Verlust", delta: "δ (alle Schichten)", "self-influence": "Selbsteinfluss", "last-layer": "δ (letzte Schicht)", softmax: "δ der Softmax-Regression", retrain: "neu trainieren",
  },
  removed: "entfernte Zeilen",
  found: "Minderheit unter den entfernten", share: "Anteil",
  outsiders: "in den Daten",
  scatter: "δ nach Einfluss gegen neues Training", byRetraining: "Rang nach neuem Training", byInfluence: "Rang nach Gauß-Newton-Einfluss",
  scatterNote: (rho, n) => `Rangkorrelation ${rho}, ${count(n)} weggelassene Zeilen`,
  scatterNone: "noch nicht berechnet",
  findings: "Was sich zeigte",
  table: "Jede Regel", tableNote: (n) => (n > 1 ? `Mittel von ${n} ± 95-%-Intervall` : "je ein Lauf"),
  rule: "Regel", end: "Genauigkeit am Ende", start: "mit allen Zeilen", peak: "beste unterwegs", peakTitle: "Die beste Testgenauigkeit unterwegs. Sie schmeichelt jeder Regel, auch dem Zufall; vergleichen Sie mit diesem.",
  gain: "Gewinn über Zufall", gainTitle: "Genauigkeit am Ende weniger die bei ebenso vielen zufällig entfernten Zeilen, mit denselben Startwerten.",
  foundShort: "Minderheit gefunden", foundTitle: "Der Anteil entfernter Zeilen, die nicht zur Mehrheit gehören.",
  rank: "δ nach Einfluss und nach neuem Training", rankNote: (other, n) => `Rangkorrelation über ${count(n)} einzeln weggelassene Zeilen. Zwischen neuen Trainings aus zwei verschiedenen Anfangsgewichten beträgt sie ${other}.`,
  last: "δ der letzten Schicht und neues Training", lastNote: "Rangkorrelation; die letzte Schicht weiß nicht, was die anderen täten.",
  rise: "Verlust der weggelassenen Zeile", riseNote: (other) => `Rangkorrelation des vorhergesagten Anstiegs mit dem nach neuem Training. Zwischen neuen Trainings aus zwei verschiedenen Anfangsgewichten beträgt sie ${other}.`,
  unsettled: (n) => `(mit ${n} Wiederholungen nicht entschieden: Das Intervall enthält die Null),`,
  helps: (rule, gain) => `${rule} hilft: ${gain} Genauigkeit gegenüber zufälligem Entfernen.`,
  hurts: (rule, gain) => `${rule} schadet: ${gain} Genauigkeit gegenüber zufälligem Entfernen.`,
  open: (rules) => `Nicht entschieden, denn das Intervall des Gewinns gegenüber zufälligem Entfernen enthält die Null: ${rules}.`,
  gainOf: "Gewinn über zufälliges Entfernen",
  influence: (verdict, gain) => (verdict === "open" ? `Ob δ nach Einfluss diesem Netz hilft, ist nicht entschieden: Das Intervall des Gewinns gegenüber zufälligem Entfernen, ${gain} Genauigkeit, enthält die Null.` : `Bei diesem Netz ist δ nach Einfluss ${verdict === "helps" ? "besser" : "schlechter"} als zufälliges Entfernen: ${gain} Genauigkeit.`),
};
