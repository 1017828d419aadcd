// How typed words stand on the page: who said what, when, and whether it is there yet; a count while the panel is closed.

export class Shown {
  #unread = 0;

  constructor(panel, opener) {
    this.panel = panel;
    this.opener = opener;
    this.log = panel.querySelector("[data-log]");
    this.told = panel.querySelector("[data-told]");
    this.whom = panel.querySelector("[data-whom]");
    const language = document.documentElement.lang || undefined;
    this.clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    opener?.addEventListener("click", () => this.open(panel.hidden));
    this.open(matchMedia("(min-width: 68rem)").matches, { andWrite: false });
  }

  open(isOpen, { andWrite = true } = {}) {
    this.panel.hidden = !isOpen;
    this.opener?.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    this.count(0);
    if (andWrite) this.panel.querySelector("[data-field]").focus();
  }

  /** One message. `isNew`: it came just now, rather than being given back after the page was loaded again. */
  add(item, name, { isNew = true } = {}) {
    const line = document.createElement("li");
    line.className = item.from === null ? "mine" : "theirs";
    line.dataset.id = item.id;
    const words = this.span("bubble", item.text);
    words.dir = "auto";
    const alone = item.alone ? `, ${item.alone}` : "";
    line.append(this.span("who", `${name}${alone} ${this.clock.format(item.at)}`), words);
    this.log.append(line);
    this.log.parentElement.tabIndex = 0; // it may scroll, so the keyboard reaches it
    this.log.parentElement.scrollTop = this.log.scrollHeight;
    if (item.from !== null && isNew && this.panel.hidden) this.count(this.#unread + 1);
  }

  span(className, text) {
    const span = document.createElement("span");
    span.className = className;
    span.textContent = text;
    return span;
  }

  count(number) {
    this.#unread = number;
    const word = this.opener?.querySelector("[data-word]");
    if (!word) return;
    const { none, one, many } = this.panel.dataset;
    word.textContent = number ? (number === 1 ? one : many).replace("{n}", number) : none;
  }

  /** Says in words when something that was said is not there yet. */
  waiting(said) {
    this.told.textContent = said.unheard.length ? this.panel.dataset.waiting : "";
    for (const line of this.log.querySelectorAll(".mine")) line.classList.toggle("waits", !said.hasBeenHeard(line.dataset.id));
  }

  /** With three or more, one may write to one of them alone. */
  people(people) {
    const before = this.whom.value;
    const one = [...people.values()].map(({ seat, name }) => new Option(name || this.panel.dataset.somebody, seat));
    this.whom.replaceChildren(this.whom.options[0], ...one);
    this.whom.value = people.has(before) ? before : "";
    this.whom.closest("[data-to]").hidden = people.size < 2;
  }
}
