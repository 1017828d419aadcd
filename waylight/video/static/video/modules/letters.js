// Typing that the others see as it happens, letter by letter (real-time text, EN 301 549 6.2.1). Each person's own switch.

const EVERY = 250; // milliseconds; the standard wants each letter to leave within 500

/** Sends what stands in the field while the switch is on. `send(text)` with null says that nothing is shown any more. */
export class Letters {
  #timer = 0;
  #last = 0;
  #told = null;

  constructor(field, box, send) {
    this.field = field;
    this.box = box;
    this.send = send;
    field.addEventListener("input", () => this.changed());
    box.addEventListener("change", () => this.now());
  }

  get text() {
    return this.box.checked ? this.field.value : null;
  }

  changed() {
    if (this.#timer || this.text === null) return;
    const wait = Math.max(0, EVERY - (Date.now() - this.#last));
    this.#timer = setTimeout(() => this.now(), wait);
  }

  /** At once: after sending, when the switch moves, when somebody comes. */
  now({ again = false } = {}) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const text = this.text;
    if (text === this.#told && !again) return;
    this.#told = text;
    this.#last = Date.now();
    this.send(text);
  }
}

/** What each of the others is typing, below what was said. It is not read aloud by itself: that would be letter by letter. */
export class Typing {
  #lines = new Map();

  constructor(place) {
    this.place = place;
  }

  show(seat, name, text) {
    if (text === null) return this.end(seat);
    const line = this.#lines.get(seat) ?? this.#begin(seat, name);
    line.lastElementChild.textContent = text;
    line.hidden = !text;
    return undefined;
  }

  /** What was typed stands among the messages now. */
  clear(seat) {
    if (this.#lines.has(seat)) this.show(seat, "", "");
  }

  end(seat) {
    this.#lines.get(seat)?.remove();
    this.#lines.delete(seat);
  }

  #begin(seat, name) {
    const line = document.createElement("p");
    const who = document.createElement("span");
    const words = document.createElement("span");
    who.className = "who";
    who.textContent = this.place.dataset.typing.replace("{name}", name);
    words.className = "bubble";
    words.dir = "auto";
    line.append(who, words);
    this.place.append(line);
    this.#lines.set(seat, line);
    return line;
  }
}
