/** The comparison in German. */
import type * as english from "../en/compare.ts";
import type { Texts } from "../localize.ts";

export const texts: Texts<typeof english.texts> = {
  reference: "Vergleichslauf",
  paper: (perStep) => (perStep === null ? "Protokoll des Artikels" : `Protokoll des Artikels, je ${perStep}`),
  now: "jetzt",
  by: "Änderung",
  title: "Neben dem Vergleichslauf",
  change: (name, from, to) => `${name} ${from} → ${to}`,
  same: "Dieselben Einstellungen. Ändern Sie eine, um zu vergleichen.",
  pinned: "Der Lauf im Bild ist jetzt der Vergleichslauf. Ändern Sie eine Einstellung oder das Beispiel, dann werden beide gezeichnet.",
  unpinned: "Der Vergleich ist beendet.",
  against: (name) => `Zum Vergleich: ${name}.`,
  waiting: "Der Vergleichslauf wird berechnet …",
  soFar: (name, step, of, removed) => `Bisher, ${name} bei Schritt ${step} von ${of}: beide bis zu ${removed} entfernten Zeilen.`,
  caption: "Größe, Vergleichslauf, jetzt, Änderung",
  settings: {
    data: "Daten", mix: "Mischung", rows: "Zeilen", noise: "falsche Labels", seed: "Startwert", test: "Testzeilen", fit: "Fit", methods: { newton: "Newton", adam: "Adam" },
    ridge: "Ridge", epochs: "Epochen", targetLoss: "Zielverlust", damping: "Dämpfung", rule: "Regel", perStep: "je Schritt", steps: "Schritte",
  },
  outcome: {
    peak: "beste Genauigkeit", at: "bis dahin entfernte Zeilen",
    variance: (removed) => `V nach ${removed} entfernten`, varianceEnd: "V am Ende",
    others: "aus Minderheiten entfernt", of: (n, all) => `${n} von ${all}`,
  },
  protocol: (ours, _than, theirs, name, usual) => `Beste Genauigkeit ${ours} (${name}: ${theirs}${usual === null ? "" : `; der Artikel entfernt ${usual}`}; dieselben Zeilen).`,
  asideLabel: (name, step) => `${name}, Schritt ${step}`,
  beside: (name, value) => `${name} ${value}`,
  asideText: (name, seen) => `Einflusskarte: ${name}. ${seen}`,
  lost: (what, why) => ({ place: `Vergleich, ${what}`, problem: `er ließ sich nicht zeigen (${why})`, remedy: "Der Lauf im Bild ist, wie er war." }),
};
