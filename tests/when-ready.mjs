// Waits until the server of ./build.sh serve answers, then says where it is.
const [url] = process.argv.slice(2);
const deadline = Date.now() + 60_000;
for (;;) {
  try {
    const answer = await fetch(`${url}/api/v1/presets`, { signal: AbortSignal.timeout(20_000) });
    if (answer.ok) break;
  } catch {
    // not yet
  }
  if (Date.now() > deadline) process.exit(1);
  await new Promise((resolve) => setTimeout(resolve, 250));
}
console.log(`\n== Untangle is ready: ${url}  (Ctrl-C ends it)`);
