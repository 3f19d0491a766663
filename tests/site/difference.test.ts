// A difference in words says what was judged of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { difference } from "../../site/src/lab/difference.ts";

test("an interval that leaves 0 out does not touch it as printed", () => {
  assert.equal(difference({ mean: 0.0163, half: 0.0157 }, 3), "+0.0163 ± 0.0157");
  assert.equal(difference({ mean: -0.0123, half: 0.0131 }, 3), "−0.012 ± 0.013");
  assert.equal(difference({ mean: -0.012, half: 0.006 }, 0, 100), "−1.2 ± 0.6");
  assert.equal(difference({ mean: 0.00004, half: 0.00002 }, 3), "+0.00004 ± 0.00002");
  assert.equal(difference({ mean: 0, half: 0 }, 3), "0.000 ± 0.000", "ours beside itself");
  assert.equal(difference({ mean: 0.0004, half: null }, 3), "0.000");
  assert.equal(difference({ mean: null, half: null }, 3), "–");
});
