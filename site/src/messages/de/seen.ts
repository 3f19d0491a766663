/** What the parts say in German that come behind the first picture. */
import type * as english from "../en/seen.ts";
import { count, fixed, percent, short } from "../../text/format.ts";
import type { Lie, Place } from "../../trace/lie.ts";
import type { Texts } from "../localize.ts";

const toward = ["rechts", "rechts oben", "oben", "links oben", "links", "links unten", "unten", "rechts unten"];
const half = ["rechten", "rechten oberen", "oberen", "linken oberen", "linken", "linken unteren", "unteren", "rechten unteren"];
const zeilen = (n: number) => `${count(n)} ${n === 1 ? "Zeile" : "Zeilen"}`;

function place({ where, wide }: Place): string {
  if (where.length === 0) return "rings um den Mittelpunkt";
  return wide ? `vor allem in der ${half[where[0]!]} Hälfte` : `vor allem ${where.map((d) => toward[d]).join(" und ")}`;
}

function shares({ origins }: Lie, by: number[]): string {
  if (origins.length < 2) return "";
  return by.map((n, o) => ({ n, name: origins[o]!.name })).filter(({ n }) => n > 0).sort((a, b) => b.n - a.n).map(({ n, name }) => `${count(n)} aus „${name}“`).join(", ");
}

function course([from, to]: [number, number], least: number, show: (v: number) => string): string {
  return Math.abs(to - from) < least ? `bei ${show(to)} geblieben` : `von ${show(from)} auf ${show(to)} ${to > from ? "gestiegen" : "gefallen"}`;
}

function describe({ step, end, lie, variance, accuracy, tested }: english.Seen): string {
  const { origins, majority, removed, next } = lie;
  const total = (by: number[]) => by.reduce((a, b) => a + b, 0);
  const [left, leaving] = [total(removed.by), total(next.by)];
  const many = origins.length > 1;
  const groups = many ? ` (${origins.map((o) => `${o.name}: ${count(o.rows)}`).join(", ")})` : "";
  const out = [`Schritt ${step} von ${end}: ${zeilen(origins.reduce((sum, o) => sum + o.rows, 0))} im Training${groups}, ${count(left)} entfernt.`];
  for (const [o, group] of origins.entries()) {
    if (group.rows === 0) continue;
    const times = group.distance / origins[majority]!.distance;
    const how = o === majority || !Number.isFinite(times) ? "" : times > 1.25 ? `, etwa ${fixed(times, 1)}-mal so weit vom Mittelpunkt` : times < 0.8 ? ", näher am Mittelpunkt" : ", ebenso weit vom Mittelpunkt";
    const amid = !many || o === majority ? "" : group.amid < 0.1 ? "; sie sind von den anderen getrennt" : `; ${percent(group.amid)} davon inmitten anderer`;
    out.push(`Die Zeilen${many ? ` von „${group.name}“` : ""} liegen ${place(group)}${how}${amid}.`);
  }
  if (left > 0) out.push(`${many ? `Entfernt wurden ${shares(lie, removed.by)}; sie lagen` : "Die entfernten Zeilen lagen"} ${place(removed)}.`);
  out.push(leaving === 0 ? "Weiter geht keine Zeile."
    : `${leaving === 1 ? "Als Nächste geht die Zeile mit Ring" : `Als Nächste gehen die ${zeilen(leaving)} mit Ring`}${many ? ` (${shares(lie, next.by)})` : ""}: ${place(next)}, weiter außen als ${percent(lie.beyond)} aller.`);
  const name = tested ? "Testgenauigkeit" : "Trainingsgenauigkeit";
  const has = Number.isFinite(accuracy[1]);
  if (step === 0) out.push(`Die Einflussvarianz ist ${short(variance[1])}${has ? `, die ${name} ${fixed(accuracy[1], 3)}` : ""}.`);
  else out.push(`Seit dem Anfang ist die Einflussvarianz ${course(variance, 0, short)}${has ? `, die ${name} ${course(accuracy, 0.0005, (v) => fixed(v, 3))}` : ""}.`);
  return out.join(" ");
}

export const seen: Texts<typeof english.seen> = {
  numerics: {
    care: (n) => (n === 0 ? "Numerik: keine Warnung" : `Numerik: ${n} ${n === 1 ? "Warnung" : "Warnungen"}`),
    condition: (value) => `Konditionszahl von H: ${value}.`,
    fit: (iterations, method, outcome) =>
      `${method === "newton" ? "Newton" : "Adam"}: ${["konvergiert", "am Limit angehalten", "Zielverlust erreicht", "kein Fortschritt mehr"][outcome] ?? "beendet"} nach ${count(iterations)} ${method === "newton" ? "Iterationen" : "Epochen"}.`,
    solver: (name) => `Gelöst in ${name === "dual" ? "dualer Form: mehr Merkmale als Zeilen" : name}.`,
    risks: [
      "Der Fit hielt vor seinem Minimum an; eine größere Ridge hilft.",
      "H ist fast singulär, die letzten Stellen von V sind also Rundung; eine größere Dämpfung hilft.",
      "Eine einzelne Zeile hält mehr als die Hälfte einer Richtung des Modells. Ihr δ ist extrapoliert; δ mit neuen Fits trainiert für sie neu.",
      "Die Klassen sind (fast) trennbar: Die Ridge entscheidet, wie groß Gewichte und V sind.",
      "Die Dämpfung überwiegt die Daten: V ändert sich mit λd etwa so sehr wie mit den Daten.",
      "V ist aus zufälligen Proben geschätzt.",
    ],
  },
  composition: {
    title: "Im Training und entfernt",
    titleLabels: "Nach gegebenem Label",
    kept: "im Training", removed: "entfernt",
    precision: (share, others, removed, groups, majority, tested) =>
      `${count(others)} von ${count(removed)} entfernten (${percent(share)}) sind nicht aus „${groups[majority]}“.` +
      `${majority > 0 ? ` ${groups[majority]} ist hier die Mehrheit${tested ? `; die Testzeilen folgen ${groups[0]}` : ""}.` : ""}`,
    noneYet: "Noch wurde nichts entfernt.",
    hint: "Zeigen Sie auf ein Zeichen, um seine Zeile zu lesen.",
  },
  speakStep: (k, end, variance, accuracy, removed) =>
    `Schritt ${k} von ${end}: Varianz ${fixed(variance, 2)}${Number.isFinite(accuracy) ? `, Testgenauigkeit ${fixed(accuracy, 3)}` : ""}, ${zeilen(removed)} entfernt.`,
  describe,
  foldNotices: "Weniger Meldungen zeigen",
  moreNotices: (n) => `${n} weitere ${n === 1 ? "Meldung" : "Meldungen"}`,
  sameFor: (names, more) => `Ebenso bei ${names.map((n) => `„${n}“`).join(", ")}${more > 0 ? ` und ${more} weiteren` : ""}.`,
};
