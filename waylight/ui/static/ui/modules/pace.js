// The pace of breathing: the circle moves once it is asked to, stands still at a word, and never moves again by itself.
// Without this module, and where somebody wants less motion, the words that count are all there is.

function breathe(box) {
  const pace = box.querySelector(".pace");
  const button = box.querySelector("button");
  button.parentElement.hidden = false;
  const stand = (isStill) => {
    pace.classList.toggle("still", isStill);
    button.textContent = isStill ? button.dataset.on : button.dataset.pause;
  };
  const rest = () => !pace.hidden && stand(true);
  button.addEventListener("click", () => {
    stand(!pace.hidden && !pace.classList.contains("still"));
    pace.hidden = false;
  });
  box.closest("details")?.addEventListener("toggle", (event) => !event.target.open && rest());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && rest());
  window.addEventListener("pagehide", rest); // the way back shows it as it was left
}

for (const box of document.querySelectorAll("[data-breathe]")) breathe(box);
