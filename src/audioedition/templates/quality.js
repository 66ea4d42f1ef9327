// What plays single sentences on the page of a quality report, which holds this script in itself.
"use strict";
const audio = document.querySelector("audio");
let playing = null;
function stop() {
  audio.pause();
  if (playing) playing.setAttribute("aria-pressed", "false");
  playing = null;
}
for (const button of document.querySelectorAll(".play")) {
  const start = Number(button.dataset.start);
  const toggle = (event) => {
    event.preventDefault();
    const again = playing === button;
    stop();
    if (again) return;
    playing = button;
    button.setAttribute("aria-pressed", "true");
    audio.currentTime = start;
    audio.play().catch(stop);
  };
  button.addEventListener("click", toggle);
  button.addEventListener("keydown", (event) => { if (event.key === " ") toggle(event); });
}
audio.addEventListener("timeupdate", () => {
  if (playing && audio.currentTime >= Number(playing.dataset.end)) stop();
});
audio.addEventListener("ended", stop);
