/**
 * Numbers as text, always with tabular width in mind. In English as they always were here
 * (thin spaces, a point), in other languages as Intl writes them.
 */
import { language } from "../messages/localize.ts";
import { locales } from "../messages/locales.ts";

const tag = locales[language()?.locale ?? ""]?.numbers ?? "";
const formats = new Map<string, Intl.NumberFormat>();

/** A number as the language of the page writes it. */
function intl(v: number, key: string, options: Intl.NumberFormatOptions): string {
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(tag, options)));
  return format.format(v).replace("-", "−");
}

const thin = "\u2009";

/** A whole number, grouped from five digits on. */
export function count(n: number): string {
  if (tag) return intl(n, "count", { maximumFractionDigits: 0, useGrouping: "min2" });
  const s = String(Math.round(n));
  return s.length < 5 ? s : s.replace(/\B(?=(\d{3})+$)/g, thin);
}

/** A number with so many decimals; an en dash where it is not finite. */
export function fixed(v: number, decimals: number): string {
  if (tag && Number.isFinite(v)) return intl(v, `fixed${decimals}`, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: false });
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
  const decimals = share > 0.995 && share < 1 ? 1 : 0;
  if (tag) return intl(share, `percent${decimals}`, { style: "percent", minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return `${(100 * share).toFixed(decimals).replace("-", "−")}%`;
}

const superscript: Record<string, string> = { "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹" };

/** A setting that spans decades: 0.01, 10⁻⁴, 3.2·10⁻⁵. */
export function power(v: number): string {
  if (!(v > 0) || !Number.isFinite(v)) return fixed(v, 0);
  if (v >= 0.001 && v < 1e4) return digits(v);
  const exponent = Math.floor(Math.log10(v * (1 + 1e-12)));
  const factor = digits(v / 10 ** exponent);
  const raised = `10${[...String(exponent)].map((c) => superscript[c] ?? c).join("")}`;
  return factor === "1" ? raised : `${factor}·${raised}`;
}

/** Two significant digits. */
function digits(v: number): string {
  return tag ? intl(v, "digits", { maximumSignificantDigits: 2, useGrouping: false }) : String(Number(v.toPrecision(2)));
}

/** A number as it is, with so many significant digits at most and no zeros at its end. */
export function plain(v: number, digits: number): string {
  const rounded = Number(v.toPrecision(digits));
  return tag ? intl(rounded, `plain${digits}`, { maximumSignificantDigits: digits, useGrouping: false }) : String(rounded).replace("-", "−");
}

/** Bytes as megabytes. */
export function megabytes(n: number): string {
  return `${fixed(n / 1e6, 1)} MB`;
}

/** A guess at a time in milliseconds, as coarse as guesses are. */
export function duration(ms: number): string {
  return ms < 90_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`;
}

/** Milliseconds as seconds. */
export function seconds(ms: number): string {
  return ms < 9950 ? `${fixed(ms / 1000, 1)} s` : `${Math.round(ms / 1000)} s`;
}
