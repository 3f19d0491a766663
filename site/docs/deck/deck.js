// The colors of the deck are those of its frames: black on white for a projector, or as the
// address asks, ?colorProfile=dark.
const dark = new URLSearchParams(location.search).get("colorProfile") === "dark";
document.documentElement.dataset.profile = dark ? "dark" : "projector";
for (const frame of document.querySelectorAll("iframe")) frame.dataset.src = frame.dataset.src.replace("#", `?colorProfile=${dark ? "dark" : "projector"}#`);

// Starts reveal.js. It tells each frame when its slide comes and goes ("slide:start",
// "slide:stop"); the simulator plays and pauses by that (docs/embedding.md).
Reveal.initialize({ width: 1120, height: 700, margin: 0.02, hash: true, center: false, transition: "none", preloadIframes: true, viewDistance: 3 });

// Whoever turns pages faster than a frame loads: what reveal.js said to it was not heard, so it
// is said again when the simulator is there.
addEventListener("message", ({ data, source }) => {
  if (data?.source !== "untangle" || data.type !== "load") return;
  const here = [...document.querySelectorAll("section.present iframe")].some((frame) => frame.contentWindow === source);
  if (here) source.postMessage("slide:start", "*");
});
