/** A difference with its interval, in as many digits as tell whether the interval holds 0. */
import type { Estimate } from "../generated/study.ts";
import { fixed } from "../text/format.ts";

/** At most this many digits more than asked. */
const more = 3;

/** As "+0.016 ± 0.016", or "+0.0163 ± 0.0160" where the first would leave open what was judged. Of `by` times the estimate. */
export function difference(e: Pick<Estimate, "mean" | "half">, decimals: number, by = 1): string {
  if (e.mean === null) return "–";
  const [mean, half] = [by * e.mean, e.half === null ? null : by * e.half];
  let d = decimals;
  if (half !== null && Math.abs(mean) !== half) while (d < decimals + more && fixed(Math.abs(mean), d) === fixed(half, d)) d++;
  return signed(mean, d) + (half === null ? "" : ` ± ${fixed(half, d)}`);
}

/** With its sign, none where it rounds to 0. */
function signed(v: number, decimals: number): string {
  const text = fixed(Math.abs(v), decimals);
  return text === fixed(0, decimals) ? text : (v > 0 ? "+" : "−") + text;
}
