for (const button of document.querySelectorAll("[data-copied]")) {
  const label = button.textContent;
  const address = button.previousElementSibling;
  const copied = async () => {
    try {
      await navigator.clipboard.writeText(address.textContent);
      return true;
    } catch { // not every browser lets a page without encryption, or a file, do that
      getSelection().selectAllChildren(address);
      return document.execCommand("copy");
    }
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!await copied()) return;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 3000);
  });
}

// One episode at a time.
document.addEventListener("play", (event) => {
  for (const player of document.querySelectorAll("audio")) {
    if (player !== event.target) player.pause();
  }
}, true);
