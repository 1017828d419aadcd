// <keep-plan>: keeps the plan on this device as its owner chooses, and removes it. Its words and parts come with the page
// (ui/keep_plan.html). Without this module the page offers the printed card.

import { canUsePasskey, isPersistent, keep, look, persist, removePlan } from "./kept.js";
import { fetchCopy } from "./kept-copy.js";
import { lineOf, writeFacts } from "./kept-lines.js";

const OPEN_LINES = 4;
const PIN = /^\d{4,12}$/;

class KeepPlan extends HTMLElement {
  async connectedCallback() {
    this.form = this.part("form");
    this.part("off").hidden = true;
    this.plan = await fetchCopy(this.dataset).catch(() => null);
    const found = await look().catch(() => null);
    this.offer(found);
    this.tell(found);
    this.part("passkey").hidden = !(await canUsePasskey());
    this.form.hidden = !this.plan;
    if (!this.plan) this.say("no-signal");
    this.form.addEventListener("change", ({ target }) => this.change(target));
    this.form.addEventListener("submit", (event) => this.send(event));
    this.part("remove").addEventListener("click", () => this.remove());
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  /** The lines to choose from, as they were chosen before; the first of a new copy are the person's own steps. */
  offer(found) {
    const { steps = [], people = [], sections = [] } = this.plan ?? {};
    const lines = new Set([...steps, ...people.map(lineOf)]);
    const more = new Set(sections.flatMap((section) => section.lines).filter((line) => !lines.has(line)));
    const chosen = found && found.lock !== "none" ? found.open : steps.slice(0, OPEN_LINES);
    const ticks = (all) => [...all].map((line) => this.tick(line, chosen.includes(line)));
    this.part("lines").replaceChildren(...ticks(lines));
    this.part("more").replaceChildren(...ticks(more));
    this.part("more").closest("details").hidden = !more.size;
    if (found) this.form.elements.lock.value = found.lock;
    this.change();
  }

  tick(line, isChosen) {
    const row = this.querySelector("template").content.cloneNode(true);
    Object.assign(row.querySelector("input"), { value: line, checked: isChosen });
    row.querySelector("span").textContent = line;
    return row;
  }

  change(target) {
    const lock = this.form.elements.lock.value;
    for (const about of this.querySelectorAll("[data-about]")) about.hidden = about.dataset.about !== lock;
    this.part("choose").hidden = lock === "none" || !lock || !this.part("lines").childElementCount;
    if (target?.name !== "open" || this.chosen().length <= OPEN_LINES) return;
    target.checked = false;
    this.say("many");
  }

  /** What shows without the lock. Without a lock: the first lines, so that Ten minutes stays short. */
  chosen(lock) {
    const first = [...this.part("lines").querySelectorAll("input")].slice(0, OPEN_LINES);
    return (lock === "none" ? first : [...this.part("choose").querySelectorAll(":checked")]).map((box) => box.value);
  }

  async send(event) {
    event.preventDefault();
    const { lock, pin } = this.form.elements;
    const lacking = !lock.value ? ["lock", lock[0]] : lock.value === "pin" && !PIN.test(pin.value) && ["digits", pin];
    if (lacking) return this.refuse(...lacking);
    try {
      await keep(this.plan, { lock: lock.value, pin: pin.value, open: this.chosen(lock.value) });
    } catch (problem) {
      return this.refuse(problem.why ?? "storage");
    }
    pin.value = "";
    await persist();
    await this.tell(await look());
    this.say(navigator.serviceWorker?.controller ? "kept" : "kept-online");
    return this.part("state").focus();
  }

  refuse(why, field = this.part("said")) {
    this.say(why);
    field.focus();
  }

  async remove() {
    await removePlan().catch(() => {});
    await this.tell(await look().catch(() => null));
    this.say("removed");
    this.part("said").focus();
  }

  /** What is kept here now. "On this phone" is said only once the browser has promised not to drop it. */
  async tell(found) {
    this.part("here").hidden = !found;
    if (!found) return;
    const lasts = await isPersistent();
    this.part("state").textContent = this.part("state").dataset[lasts ? "lasting" : "loose"];
    this.part("loose").hidden = lasts;
    writeFacts(this.part("facts"), found);
    const { version, stamp } = this.dataset;
    this.part("older").hidden = !(Number(version) > found.version || (stamp && stamp !== found.stamp));
  }

  say(name) {
    this.part("said").textContent = this.querySelector(`[data-word=${name}]`).textContent;
  }
}

customElements.define("keep-plan", KeepPlan);
