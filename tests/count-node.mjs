// A reporter of node:test that counts, for tests/run.mjs: one JSON object
// {passed, failed, skipped, notes}. It counts leaf tests; a test with subtests counts
// only when it fails and none of them does.

/** Lines that node:test adds by itself at the end of a run. */
const ownSummary = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /;

export default async function* count(events) {
  const result = { passed: 0, failed: 0, skipped: 0, notes: [] };
  // seen[k] says what has ended at nesting k since a test at nesting k-1 ended.
  const seen = [];
  for await (const { type, data } of events) {
    if (type === "test:diagnostic" && !ownSummary.test(data.message)) result.notes.push(data.message);
    if (type !== "test:pass" && type !== "test:fail") continue;
    const below = seen[data.nesting + 1] ?? { any: false, failed: false };
    const here = (seen[data.nesting] ??= { any: false, failed: false });
    seen.length = data.nesting + 1;
    const failed = type === "test:fail" && data.todo === undefined;
    here.any = true;
    here.failed ||= failed;
    if (below.any && !(failed && !below.failed)) continue;
    if (failed) result.failed++;
    else if (data.skip !== undefined || data.todo !== undefined) {
      result.skipped++;
      const why = data.skip ?? data.todo;
      result.notes.push(`skipped ${data.name}${typeof why === "string" && why !== "" ? `: ${why}` : ""}`);
    } else result.passed++;
  }
  yield JSON.stringify(result);
}
