// Moves a line up or down at once, and says where it is now: <section data-lines data-moved="Moved to">. The buttons work
// without this too: then they save and the page comes back.

const fields = (line) => [...line.querySelectorAll("input, textarea")];

/** What two lines say changes places; the lines themselves stay, and so do their names in the form. */
function swap(one, other) {
  const there = fields(other);
  fields(one).forEach((field, index) => {
    const twin = there[index];
    [field.value, twin.value] = [twin.value, field.value];
    [field.checked, twin.checked] = [twin.checked, field.checked];
  });
}

const isWritten = (line) => fields(line).some((field) => (field.type === "checkbox" ? field.checked : field.value.trim()));

function move(event, list) {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  const lines = [...list.querySelectorAll("[data-line]")];
  const here = lines.indexOf(button.closest("[data-line]"));
  const there = here + Number(button.dataset.move);
  if (!lines[there] || !isWritten(lines[there]) || !isWritten(lines[here])) return;
  event.preventDefault();
  swap(lines[here], lines[there]);
  list.querySelector("[data-said]").textContent = `${list.dataset.moved} ${there + 1}`;
  const same = lines[there].querySelector(`[data-move="${button.dataset.move}"]`);
  (same ?? lines[there].querySelector("[data-move]") ?? fields(lines[there])[0]).focus();
  list.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const list of document.querySelectorAll("[data-lines]")) {
  list.addEventListener("click", (event) => move(event, list));
}
