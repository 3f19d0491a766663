/** Share, embed and save in German. */
import type * as english from "../en/share.ts";
import type { Texts } from "../localize.ts";

export const words: Texts<typeof english.words> = {
  title: "Teilen, einbetten, speichern",
  close: "Schließen",
  link: "Link",
  qr: "Der Link als QR-Code",
  qrNote: "Für die letzte Reihe: Telefon darauf richten.",
  ownData: "Ihre eigene Tabelle steht in keinem Link; diese zeigen das Beispiel.",
  embed: "Einbetten",
  preview: "Vorschau der Einbettung",
  size: "Größe", colors: "Farben", charts: "Kurven", speed: "Tempo",
  sizes: { "960x540": "960 × 540, neben dem Text einer Folie", "100%": "ganze Breite, 16:9", "390x844": "390 × 844, eine Spalte" },
  colorNames: { default: "wie beim Leser", light: "hell", dark: "dunkel", projector: "Beamer" },
  chartNames: { "v,acc": "beide", v: "Varianz", acc: "Genauigkeit" },
  autoplay: "beim Öffnen abspielen",
  noUI: "ohne Bedienung",
  lms: "der Plattform die Höhe sagen (LTI)",
  codes: { iframe: "Für jede Seite", element: "Als Element", slide: "Auf einer reveal.js-Folie" },
  copy: "Kopieren", copied: "Kopiert", notCopied: "Bitte von Hand kopieren",
  save: "Als eine HTML-Datei speichern",
  saveNote: "Die Datei öffnet sich von einer Platte, aus einer Mail oder einem Messenger, ohne Netz und ohne Server.",
  saveOwn: "Sie enthält die Zeilen Ihrer Tabelle; geben Sie sie nur weiter, wenn Sie dürfen.",
  withEngine: "Mit Rechenwerk", withEngineNote: "knapp 4 MB: spielt den Lauf und berechnet andere",
  player: "Nur zum Abspielen", playerNote: "etwa 200 kB: spielt diesen Lauf",
  wait: "Der Lauf ist noch nicht vollständig; gespeichert wird, was da ist.",
  making: "Die Datei entsteht …",
  takeAway: "Mitnehmen", files: { map: "Karte (PNG)", charts: "Diagramme (PNG)", csv: "Verlauf (CSV)", json: "Verlauf (JSON)" },
  noPicture: "Es gibt kein Diagramm zum Abbilden; zeigen Sie es erst als Diagramm.",
  cite: "Zitat",
  citation: (build, address) =>
    `F. W. Huang, H. S. Mortveit, C. M. Reidys: Divide and Predict: An Architecture for Input Space Partitioning and Enhanced Accuracy. arXiv:2603.08649, 2026. Berechnet mit Untangle, Build ${build}, ${address}`,
  failed: (why) => `Die Datei ließ sich nicht erzeugen (${why}).`,
};
