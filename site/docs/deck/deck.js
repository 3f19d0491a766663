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
