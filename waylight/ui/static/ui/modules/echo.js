// Shows a text as it is typed, just as somebody else will see it, with its length:
// <section data-echo="id of the field" hidden>…[data-echo-words]…[data-echo-length]</section>.
// Without this, a button of the form shows the same.

class Echo {
  constructor(section) {
    this.section = section;
    this.field = document.getElementById(section.dataset.echo);
    this.words = section.querySelector("[data-echo-words]");
    this.length = section.querySelector("[data-echo-length]");
    this.field?.addEventListener("input", () => this.show());
    if (this.field?.value) this.show();
  }

  show() {
    const text = this.field.value.trim();
    this.section.hidden = !text;
    this.words.replaceChildren(...this.lines(text));
    if (this.length) this.length.textContent = String([...text].length);
  }

  /** Lines with breaks between them; text stays text. */
  lines(text) {
    return text.split("\n").flatMap((line, number) => (number ? [document.createElement("br"), line] : [line]));
  }
}

for (const section of document.querySelectorAll("[data-echo]")) new Echo(section);
