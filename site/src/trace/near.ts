/**
 * The nearest of a set of spots: they are sorted by x, and the search goes to both sides until
 * what is left is farther off by its x alone. On a map that is some hundred spots of thousands.
 */
export interface Spot {
  x: number;
  y: number;
}

export class Near {
  private readonly rows: number[];
  // Numbers in a row, and no object for each: hundreds of thousands of pairs are compared.
  private readonly xs: Float64Array;
  private readonly ys: Float64Array;
  private readonly far: Float64Array;
  private readonly found: Int32Array;

  /** @param most nearest rows are looked for among rows, which lie where at says. */
  constructor(rows: readonly number[], at: (row: number) => Spot, most: number) {
    const spots = rows.map((row) => ({ row, ...at(row) })).sort((a, b) => a.x - b.x);
    this.rows = spots.map((s) => s.row);
    this.xs = Float64Array.from(spots, (s) => s.x);
    this.ys = Float64Array.from(spots, (s) => s.y);
    this.far = new Float64Array(most);
    this.found = new Int32Array(most);
  }

  /** The rows nearest to a row that lies at a spot, without itself; of equals the first. Holds until the next call. */
  of(row: number, { x, y }: Spot): Int32Array {
    const { rows, xs, ys, far, found } = this;
    const most = far.length;
    let n = 0;
    let right = this.from(x);
    let left = right - 1;
    while (left >= 0 || right < xs.length) {
      const toLeft = left >= 0 ? x - xs[left]! : Infinity;
      const toRight = right < xs.length ? xs[right]! - x : Infinity;
      const across = Math.min(toLeft, toRight);
      if (n === most && across * across > far[n - 1]!) break;
      const p = toLeft < toRight ? left-- : right++;
      const other = rows[p]!;
      if (other === row) continue;
      const d = (xs[p]! - x) ** 2 + (ys[p]! - y) ** 2;
      const before = (k: number) => d < far[k]! || (d === far[k]! && other < found[k]!);
      if (n === most && !before(n - 1)) continue;
      let k = n < most ? n++ : n - 1;
      for (; k > 0 && before(k - 1); k--) {
        far[k] = far[k - 1]!;
        found[k] = found[k - 1]!;
      }
      far[k] = d;
      found[k] = other;
    }
    return found.subarray(0, n);
  }

  /** The first spot that is not left of x. */
  private from(x: number): number {
    let [low, high] = [0, this.xs.length];
    while (low < high) {
      const mid = (low + high) >> 1;
      if (this.xs[mid]! < x) low = mid + 1;
      else high = mid;
    }
    return low;
  }
}
