/** The tour in German. */
import type * as english from "../en/tour.ts";
import type { Texts } from "../localize.ts";

export const texts: Texts<typeof english.texts> = {
  label: "Rundgang",
  place: (k, n, name) => `${k} von ${n}: ${name}`,
  done: "Erledigt.",
  show: "Zeigen", back: "Zurück", next: "Weiter", end: "Rundgang beenden",
  stops: [
    { name: "die Mischung", text: "Diese Zeilen tragen Labels nach zwei Regeln, und nichts in einer Zeile sagt, nach welcher.", todo: "Verschieben Sie die Grenze in der Mischung, mit Ziehen oder Pfeiltasten, bis Regel 2 zwei Fünftel der Zeilen hat." },
    { name: "das Durcheinander", text: "Ein Modell soll beiden Regeln glauben, darum ist V, die Varianz des Einflusses zwischen Zeilen, am Anfang groß und die Genauigkeit klein.", todo: "Gehen Sie zum ersten Schritt (Pos1) und lesen Sie beide Zahlen." },
    { name: "Einfluss", text: "Zeilen weit vom Mittelpunkt ziehen stark am Modell, und ein Ring markiert die, ohne die V am meisten fiele.", todo: "Wählen Sie ein Zeichen mit Ring: mit einem Klick oder mit der Nummer einer Zeile in „Zeile ansehen“." },
    { name: "Entfernen", text: "Jeder Schritt nimmt die Zeilen mit Ring heraus und passt das Modell neu an; die Ablage unter der Karte verwahrt sie.", todo: "Gehen Sie drei Schritte vor (→) und sehen Sie, wie sich die Ablage füllt." },
    { name: "Erholung", text: "Wenn Zeilen der anderen Regel gehen, fällt V und die Genauigkeit steigt, obwohl niemand dem Verfahren gesagt hat, welche es sind.", todo: "Spielen Sie ab (Leertaste) bis Schritt 20." },
    { name: "Grenzen", text: "Wo es nur eine Regel gibt, ist nichts zu entwirren, und jede Zeile, die geht, ist eine gute.", todo: "Gehen Sie zum letzten Schritt (Ende) und sehen Sie, was das die Genauigkeit kostet." },
  ],
};
