// A part of a page as the server shows it now, in place of what stood there. What was open stays open, and the keyboard
// stays where it was: on the same button, or on the title (data-say) where that button is gone.

const nameOf = (button) => [button.name, button.value, button.form?.action].join();

export function swap(live, fresh) {
  const open = [...live.querySelectorAll("details[open][data-keeps]")].map((part) => part.dataset.keeps);
  const focused = live.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  live.replaceChildren(...fresh.childNodes);
  for (const part of live.querySelectorAll("details[data-keeps]")) part.open ||= open.includes(part.dataset.keeps);
  if (focused === null) return;
  const title = live.querySelector("[data-say]");
  title?.setAttribute("tabindex", "-1");
  ([...live.querySelectorAll("button")].find((button) => nameOf(button) === focused) ?? title)?.focus();
}
