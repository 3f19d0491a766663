/** Numbers as text, always with tabular width in mind; no locale, so every screen says the same. */

const thin = "\u2009";

/** A whole number with thin spaces from five digits on. */
export function count(n: number): string {
  const s = String(Math.round(n));
  return s.length < 5 ? s : s.replace(/\B(?=(\d{3})+$)/g, thin);
}

/** A number with so many decimals; an en dash where it is not finite. */
export function fixed(v: number, decimals: number): string {
  return Number.isFinite(v) ? v.toFixed(decimals).replace("-", "−") : "–";
}

/** A number with about three significant digits, as a chart's large figure. */
export function short(v: number): string {
  if (!Number.isFinite(v)) return "–";
  const a = Math.abs(v);
  if (a !== 0 && (a < 0.001 || a >= 1e5)) return power(v);
  return fixed(v, a >= 100 ? 0 : a >= 10 ? 1 : a >= 1 ? 2 : 3);
}

/** A share of one as a percentage without needless decimals. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return "–";
  return `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)}%`;
}

const superscript: Record<string, string> = { "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹" };

/** A setting that spans decades: 0.01, 10⁻⁴, 3.2·10⁻⁵. */
export function power(v: number): string {
  if (!(v > 0) || !Number.isFinite(v)) return fixed(v, 0);
  if (v >= 0.001 && v < 1e4) return String(Number(v.toPrecision(2)));
  const exponent = Math.floor(Math.log10(v * (1 + 1e-12)));
  const factor = Number((v / 10 ** exponent).toPrecision(2));
  const raised = `10${[...String(exponent)].map((c) => superscript[c] ?? c).join("")}`;
  return factor === 1 ? raised : `${factor}·${raised}`;
}

/** Bytes as megabytes. */
export function megabytes(n: number): string {
  return `${(n / 1e6).toFixed(1)} MB`;
}

/** A guess at a time in milliseconds, as coarse as guesses are. */
export function duration(ms: number): string {
  return ms < 90_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`;
}

/** Milliseconds as seconds. */
export function seconds(ms: number): string {
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
