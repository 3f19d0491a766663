/**
 * The limits of a scenario, as sim/scenario/validate.go has them. tests/site/limits.test.ts
 * compares the two, so a limit that changes on one side only fails the build.
 */
export const limits = {
  distributions: 6,
  regions: 2,
  turns: 4,
  count: 100_000,
  minRows: 10,
  steps: 1_000,
  perStep: 10_000,
  epochs: 10_000,
  seed: Number.MAX_SAFE_INTEGER,
  ridge: [1e-8, 10],
  damping: [1e-6, 10],
  targetLoss: [0, 100],
  noise: [0, 0.5],
} as const;

/** The largest scenario document in bytes; sim/scenario/decode.go. */
export const maxDocument = 1 << 16;
