// Cuts a recorded run in two behind the step the page opens on, so that the first picture
// waits for no more than it shows. Layout: sim/trace/codec.go.

/** [start, rest] of the bytes of a recorded run; both together are the run. */
export function cutRun(bytes) {
  const headEnd = 8 + bytes.readUInt32LE(4);
  const header = JSON.parse(bytes.subarray(8, headEnd).toString("utf8"));
  // src/trace/run.ts: the page opens a third of the way.
  const opening = Math.floor(header.scenario.purify.steps / 3);
  let at = headEnd + header.rows * (2 + (header.columns?.length ?? 0) + (header.images?.file ? 4 : 0));
  for (let k = 0; k <= opening; k++) at += 4 + bytes.readUInt32LE(at);
  return [bytes.subarray(0, at), bytes.subarray(at)];
}
