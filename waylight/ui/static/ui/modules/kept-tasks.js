// The exercises that this phone carries, as elements: empty pages to write on, one after the other. What is written goes to
// the outbox, sealed, and is not shown again. The fields are the server's own HTML, kept with the plan.

import { make } from "./kept-lines.js";
import { fieldsOf, put } from "./outbox.js";

const NOBODY = "00000000-0000-4000-8000-000000000000"; // stands in the address for the id that is made here
const parser = new DOMParser();

/** `words` is the element whose parts say what stands on buttons and after them, and its data-to where a page is sent. */
export function tasks({ tag, tasks: all = [] }, { heading, words }) {
  const say = (name) => words.querySelector(`[data-word=${name}]`).textContent;
  return all.map((task) => new Carried(task, { tag, heading, say, to: words.dataset.to }).element);
}

class Carried {
  constructor(task, how) {
    Object.assign(this, how, { task, element: make("article") });
    this.element.className = "card s";
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leaving?.());
    this.close();
  }

  /** What it is, and a button to begin. */
  close(said = "") {
    this.leaving = null;
    const { title, purpose, whenNot, stopRule } = this.task;
    const begin = this.button("begin", "btn", () => this.begin());
    const more = whenNot.length ? [this.folded(this.say("not-when"), whenNot)] : [];
    this.status = Object.assign(make("p", said), { tabIndex: -1, role: "status" });
    this.element.replaceChildren(make(this.heading, title), this.status, make("p", purpose), begin, ...more, make("p", stopRule));
    if (said) this.status.focus();
  }

  begin() {
    this.address = this.to.replace(NOBODY, crypto.randomUUID());
    this.at = new Date().toISOString();
    this.show(0);
  }

  show(place) {
    const page = this.task.pages[place];
    const form = Object.assign(make("form"), { className: "s", noValidate: true, autocomplete: "off" });
    form.dataset.plain = "";
    const fields = parser.parseFromString(page.html, "text/html").body.childNodes;
    const isLast = place + 1 === this.task.pages.length;
    const title = Object.assign(make(this.heading, page.title), { tabIndex: -1 });
    const on = this.button(isLast ? "save" : "on", "btn");
    const stop = this.button("stop", "btn quiet", () => this.keep(form, page, () => this.close(this.say("kept"))));
    form.append(...fields, on, ...(isLast ? [] : [stop]));
    this.leaving = null;
    form.addEventListener("input", () => { this.leaving = () => this.keep(form, page, () => {}); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.keep(form, page, () => (isLast ? this.close(this.say("kept")) : this.show(place + 1)));
    });
    this.status = Object.assign(make("p"), { role: "status" });
    this.element.replaceChildren(title, ...(page.hint ? [make("p", page.hint)] : []), form, this.status);
    title.focus();
  }

  async keep(form, page, then) {
    const about = [["exercise", this.task.exercise], ["page", page.id], ["at", this.at]];
    try {
      await put({ tag: this.tag, address: this.address, page: page.id, fields: [...fieldsOf(form), ...about] });
    } catch (problem) {
      this.status.textContent = this.say(problem.why === "full" ? "no-room" : "no-store");
      return;
    }
    then();
  }

  folded(summary, lines) {
    const [made, list] = [make("details"), Object.assign(make("ul"), { className: "in" })];
    list.append(...lines.map((line) => make("li", line)));
    made.append(make("summary", summary), list);
    return made;
  }

  button(word, className, act) {
    const made = Object.assign(make("button", this.say(word)), { type: act ? "button" : "submit", className });
    if (act) made.addEventListener("click", act);
    return made;
  }
}
