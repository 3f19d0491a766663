// Cuts a recorded run in two behind the step the page opens on, so that the first picture
// waits for no more than it shows. Layout: sim/trace/codec.go.

/**
 * [start, rest] of the bytes of a recorded run. The start has the header, the points without
 * their codes (which only the inspector shows) and the frames up to the opening step; the rest
 * has the codes and the other frames. RunReader of src/trace/decode.ts joins them.
 */
export function cutRun(bytes) {
  const headEnd = 8 + bytes.readUInt32LE(4);
  const header = JSON.parse(bytes.subarray(8, headEnd).toString("utf8"));
  const codes = headEnd + 2 * header.rows;
  const codesEnd = codes + header.rows * (header.columns?.length ?? 0);
  // src/trace/run.ts: the page opens a third of the way.
  const opening = Math.floor(header.scenario.purify.steps / 3);
  let at = codesEnd + (header.images?.file ? 4 * header.rows : 0);
  for (let k = 0; k <= opening; k++) at += 4 + bytes.readUInt32LE(at);
  return [
    Buffer.concat([bytes.subarray(0, codes), bytes.subarray(codesEnd, at)]),
    Buffer.concat([bytes.subarray(codes, codesEnd), bytes.subarray(at)]),
  ];
}
