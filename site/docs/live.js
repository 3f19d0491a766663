// The one script of the notes: a laboratory is loaded when its frame is opened, and ends when
// it is closed. (loading="lazy" alone loads frames in closed details from a disk, and
// never ends one.) Without this script the link below the frame is what there is.
for (const live of document.querySelectorAll("details.live")) {
  const frame = live.querySelector("iframe");
  const follow = () => {
    if (live.open) frame.src = frame.dataset.src;
    else frame.removeAttribute("src");
  };
  live.addEventListener("toggle", follow);
  follow();
}
