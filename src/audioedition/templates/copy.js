for (const button of navigator.clipboard ? document.querySelectorAll("[data-copied]") : []) {
  button.hidden = false;
  button.onclick = () => navigator.clipboard.writeText(button.previousElementSibling.textContent)
    .then(() => { button.textContent = button.dataset.copied; });
}
