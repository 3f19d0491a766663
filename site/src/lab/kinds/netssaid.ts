/** What a study of networks says in words; every figure, and whether it is settled, comes from the results. */
import type { Estimate, NetsRule, NetsSummary } from "../../generated/study.ts";
import { netsWords as w } from "../../messages/en/nets.ts";
import { fixed } from "../../text/format.ts";
import type { Fact } from "../facts.ts";

export const nameOf = (rule: string) => w.names[rule] ?? rule;
export const two = (v: number) => fixed(v, 2);
export const three = (v: number) => fixed(v, 3);
export const spread = (e: Estimate, text: (v: number) => string): string => (e.mean === null ? "–" : text(e.mean) + (e.half === null ? "" : ` ± ${text(e.half)}`));
export const signed = (e: Estimate): string => (e.mean !== null && e.mean > 0 ? "+" : "") + spread(e, three);

/** Whether the 95 % interval lies above zero, below it, or holds it. */
function side(e: Estimate): "above" | "below" | "open" {
  if (e.mean === null || e.half === null) return "open";
  return e.mean - e.half > 0 ? "above" : e.mean + e.half < 0 ? "below" : "open";
}

/** The rank correlations, over replications of the given number of sampled rows, and the gains. */
export function findings(sampled: number, rules: NetsRule[], summary: NetsSummary | null): Fact[] {
  if (!summary) return [];
  const fact = (name: string, e: Estimate, note: string): Fact => {
    const at = side(e);
    return { name, value: spread(e, two), note: at === "open" && e.half !== null ? `${w.unsettled(e.n)} ${note}` : note, ...(at !== "open" && { verdict: at === "above" ? "holds" : "fails" }) };
  };
  const ranks: Fact[] = summary.rankDelta.mean === null ? [] : [
    fact(w.rank, summary.rankDelta, w.rankNote(spread(summary.rankOther, two), sampled)),
    fact(w.last, summary.rankLast, w.lastNote),
    fact(w.rise, summary.rankRise, w.riseNote(spread(summary.rankOtherRise, two))),
  ];
  const gains = rules.filter((r) => r.gain.mean !== null).map((r): Fact => ({
    name: `${w.gainOf}: ${nameOf(r.rule)}`, value: signed(r.gain), ...(r.verdict === "open" || r.verdict === "" ? {} : { verdict: r.verdict === "helps" ? "holds" : "fails" }),
  }));
  return [...ranks, ...gains];
}

/** What the figures say of the rules; nothing while runs are missing. */
export function verdictOf(rules: NetsRule[], summary: NetsSummary | null): string {
  const judged = rules.filter((r) => r.verdict !== "");
  if (!summary || judged.length < rules.filter((r) => r.rule !== "random").length || judged.length === 0) return "";
  const of = (v: string) => judged.filter((r) => r.rule !== "delta" && r.verdict === v);
  const open = of("open").map((r) => `${nameOf(r.rule)} (${signed(r.gain)})`);
  const said = [
    ...judged.filter((r) => r.rule === "delta").map((r) => w.influence(r.verdict, signed(r.gain))),
    ...of("helps").map((r) => w.helps(nameOf(r.rule), signed(r.gain))),
    ...of("hurts").map((r) => w.hurts(nameOf(r.rule), signed(r.gain))),
    ...(open.length > 0 ? [w.open(open.join(", "))] : []),
  ];
  return said.map((t) => (/^[a-z]/.test(t) ? t[0]!.toUpperCase() + t.slice(1) : t)).join(" ");
}
