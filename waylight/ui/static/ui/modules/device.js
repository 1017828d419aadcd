// What somebody chooses for this device alone: <div data-device="quiet" data-value="on" hidden> with two buttons, [data-on] and
// [data-off], and a status. Kept in localStorage under that name, while the value is the chosen one; nothing is sent.

function show(choice, isOn) {
  choice.querySelector("[data-on]").hidden = isOn;
  choice.querySelector("[data-off]").hidden = !isOn;
}

for (const choice of document.querySelectorAll("[data-device]")) {
  const { device: name, value } = choice.dataset;
  const turn = (isOn) => {
    if (isOn) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
    show(choice, isOn);
    const button = choice.querySelector(isOn ? "[data-off]" : "[data-on]");
    choice.querySelector("[role=status]").textContent = choice.querySelector(isOn ? "[data-on]" : "[data-off]").dataset.done;
    button.focus();
  };
  try {
    show(choice, localStorage.getItem(name) === value);
    choice.querySelector("[data-on]").addEventListener("click", () => turn(true));
    choice.querySelector("[data-off]").addEventListener("click", () => turn(false));
    choice.hidden = false;
  } catch {
    choice.hidden = true; // this browser keeps nothing, so there is nothing to choose
  }
}
