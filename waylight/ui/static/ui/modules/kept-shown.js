// <kept-plan>: shows the plan that is kept on this device without the server, or with data-only what lies beside it. Its
// words and parts come with the page (ui/kept_plan.html); this fills them.

import { channel, look, unlock } from "./kept.js";
import { items, sections, writeFacts } from "./kept-lines.js";

const PARTS = {
  cards: { has: "hasCards", drawn: async (...how) => (await import("./kept-cards.js")).cards(...how) },
  tasks: { has: "hasTasks", drawn: async (...how) => (await import("./kept-tasks.js")).tasks(...how) },
};
const AWAY = 2 * 60 * 1000; // milliseconds out of sight after which an opened plan closes

class KeptPlan extends HTMLElement {
  connectedCallback() {
    this.part("open").addEventListener("click", () => this.ask());
    this.part("pin").addEventListener("submit", (event) => this.tryPin(event));
    this.part("close").addEventListener("click", () => this.close(true));
    channel?.addEventListener("message", () => this.refresh());
    document.addEventListener("visibilitychange", () => this.watch());
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.refresh());
    this.refresh();
  }

  /** Without a lock, on a page of its own. On Ten minutes it stays short, so that what stands below it is near. */
  get opensAtOnce() {
    return this.found?.lock === "none" && this.hasAttribute("data-whole");
  }

  /** The part that it shows alone; undefined for the plan itself. */
  get only() {
    return PARTS[this.dataset.only];
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  async refresh() {
    const found = await look().catch(() => null);
    this.found = found?.[this.only?.has ?? "version"] ? found : null;
    this.close();
    this.hidden = !this.found;
    if (!this.found) return;
    writeFacts(this.part("facts"), this.found);
    if (this.opensAtOnce) await this.open();
  }

  /** Shows the lines that may stay open, and nothing else. */
  close(byHand = false) {
    this.part("plan").replaceChildren();
    const { open = [], people = [] } = this.only ? {} : (this.found ?? {});
    this.part("lines").replaceChildren(...items(open, people, this.querySelector("template")));
    this.turn({ open: !this.opensAtOnce });
    this.say("");
    if (byHand) this.part("open").focus();
  }

  /** Which of the three one can press or fill in now. */
  turn({ open = false, pin = false, close = false }) {
    for (const [name, isThere] of Object.entries({ open, pin, close })) this.part(name).hidden = !isThere;
  }

  ask() {
    if (this.found.lock !== "pin") return this.open();
    this.turn({ pin: true });
    return this.part("pin").elements.pin.focus();
  }

  async tryPin(event) {
    event.preventDefault();
    const { pin } = this.part("pin").elements;
    const isOpen = await this.open(pin.value);
    pin.value = "";
    if (!isOpen) pin.focus();
  }

  async open(pin) {
    this.say("opening");
    try {
      const plan = await unlock({ pin });
      const shown = await this.drawn(plan);
      this.close();
      this.part("lines").replaceChildren();
      this.part("plan").replaceChildren(...shown);
    } catch (problem) {
      this.say(problem.why === "pin" && problem.wait ? "pin-wait" : (problem.why ?? "gone"), problem.wait);
      return false;
    }
    this.turn({ close: !this.opensAtOnce });
    if (!this.opensAtOnce) this.part("plan").focus();
    return true;
  }

  async drawn(plan) {
    const how = { heading: this.hasAttribute("data-whole") ? "h2" : "h3", ways: this.querySelector("template") };
    return this.only ? this.only.drawn(plan, { ...how, words: this }) : sections(plan, how);
  }

  say(name, wait = 0) {
    const words = name && (this.querySelector(`[data-word=${name}]`) ?? this.querySelector("[data-word=gone]")).textContent;
    this.part("said").textContent = words.replace("{n}", Math.ceil(wait / 1000));
  }

  watch() {
    clearTimeout(this.timer);
    if (document.visibilityState === "hidden") {
      this.away = Date.now();
      this.timer = setTimeout(() => this.close(), AWAY);
    } else if (Date.now() - this.away >= AWAY) {
      this.refresh();
    }
  }
}

customElements.define("kept-plan", KeptPlan);
