// Looks each second whether this page is still as it is; put into pages by `audioedition preview` only.
const { state } = document.currentScript.dataset;
const where = `/_changes?page=${encodeURIComponent(location.pathname)}`;

// Who is in the middle of an episode must not lose the place.
const isHeard = () => [...document.querySelectorAll("audio, video")].some((a) => a.currentTime > 0 && !a.ended);

function offer() {
  if (document.getElementById("audioedition-changed")) return;
  const note = document.createElement("button");
  note.id = "audioedition-changed";
  note.type = "button";
  note.setAttribute("aria-live", "polite");
  note.textContent = "This page has changed: reload";
  note.onclick = () => location.reload();
  note.style.cssText = "position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: 9; max-width: calc(100% - 2rem)";
  document.body.append(note);
}

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch(where, { cache: "no-store" });
      if (answer.ok && await answer.text() !== state) {
        if (!isHeard()) { location.reload(); return; }
        offer();
      }
    } catch { /* the preview has ended: it may come again */ }
  }
  setTimeout(look, 1000);
}
setTimeout(look, 1000);
