/** The names of the removal rules of the literature in German, and what the list of rows says of a race among them. */
import { count } from "../../text/format.ts";
import type * as english from "../en/rivals.ts";
import type { Texts } from "../localize.ts";

export const rivals: Texts<typeof english.rivals> = {
  names: {
    "row-influence": "Zeileneinfluss", "out-of-fold": "Verlust außerhalb", "confident-rate": "Confident, nach Rate", "confident-class": "Confident, nach Klasse",
    "confident-both": "Confident, beides", "confident-joint": "Confident, gemeinsam", "knn-shapley": "KNN-Shapley", "tmc-shapley": "TMC-Shapley (kleines n)", aum: "Fläche unter dem Abstand",
    forgetting: "Vergessen", "em-posterior": "Posterior der Mischung",
  },

  title: "Jede Regel auf diesen Zeilen",
  about: (k) => `Jede Regel entfernt wie dieser Lauf: so viele Zeilen auf einmal, dann eine neue Anpassung. Treffer@k: Anteil der Zeilen, die nicht dazugehören, unter den ersten ${count(k)}, die gehen; ROC-AUC derselben Folge. Mit einer einzigen Ziehung der Daten ist nicht entschieden, wer vorn liegt.`,
  noTest: "Es sind keine Zeilen zurückgehalten, also ist keine Genauigkeit zu vergleichen.",
  start: "Jede Regel rechnen", slow: "Auch die, die für jede Zeile neu trainieren (langsam)", stop: "Anhalten",
  progress: (done, all, left) => `${count(done)} von ${count(all)} Regeln${left ? `, ${left} …` : " …"}`,
  ended: (came, failed, time) => `${came === 1 ? "Eine Regel" : `${count(came)} Regeln`} in ${time}, eben in diesem Tab gerechnet.${failed.length > 0 ? ` Ohne Ergebnis: ${failed.join(", ")}.` : ""}`,
  stopped: "Angehalten; was schon da war, bleibt.",
  rule: "Regel", precision: "Treffer@k", auc: "ROC-AUC", peak: "beste Genauigkeit", peakTitle: "Die beste Testgenauigkeit unterwegs. In der Praxis weiß niemand, wo sie ist.",
  mine: "dieser Lauf",
};
