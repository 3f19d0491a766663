// Counts the tests of `go test -json` and gathers what a reader needs of its output.

/**
 * Counts leaf tests: a test with subtests counts only when it fails and none of them does.
 * @param {string} text the output of go test -json
 * @returns {{passed: number, failed: number, skipped: number, notes: string[], output: string}}
 *   output holds everything that failing tests and packages printed
 */
export function countGo(text) {
  const tests = new Map(); // "package test" -> {action, lines}
  const packages = new Map(); // package -> {action, lines}
  const entry = (map, key) => {
    if (!map.has(key)) map.set(key, { action: "", lines: [] });
    return map.get(key);
  };
  const loose = []; // lines that are not JSON, such as a message of the go command
  for (const line of text.split("\n")) {
    if (line === "") continue;
    let event;
    try {
      event = JSON.parse(line);
    } catch {
      loose.push(line);
      continue;
    }
    const name = event.Package ?? event.ImportPath?.replace(/ \[.*/, "");
    const place = event.Test === undefined ? entry(packages, name) : entry(tests, `${name} ${event.Test}`);
    if (event.Output !== undefined) place.lines.push(event.Output);
    if (["pass", "fail", "skip"].includes(event.Action)) place.action = event.Action;
  }

  const result = { passed: 0, failed: 0, skipped: 0, notes: [], output: loose.map((l) => `${l}\n`).join("") };
  const failedPackages = new Set();
  for (const [key, test] of tests) {
    const children = [...tests.keys()].filter((other) => other.startsWith(`${key}/`));
    // A test without an action was running when its package died.
    const failed = test.action === "fail" || test.action === "";
    const hidden = children.length > 0 && (!failed || children.some((c) => ["fail", ""].includes(tests.get(c).action)));
    if (failed) {
      failedPackages.add(key.split(" ")[0]);
      result.output += test.lines.join("");
    }
    if (hidden) continue;
    if (failed) result.failed++;
    else if (test.action === "pass") result.passed++;
    else {
      result.skipped++;
      const why = test.lines.map((l) => l.trim()).filter((l) => l !== "" && !l.startsWith("=== ") && !l.startsWith("--- "));
      result.notes.push(`skipped ${key}: ${why.join(" ")}`);
    }
  }
  for (const [name, pkg] of packages) {
    if (pkg.action !== "fail") continue;
    result.output += pkg.lines.join("");
    if (!failedPackages.has(name)) result.failed++;
  }
  return result;
}
