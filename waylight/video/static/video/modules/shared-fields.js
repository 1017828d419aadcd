// The fields of a form as two people write them at once: a Y.Text for each text, so that every letter of both stays, and the
// last one counts for a choice or a box. It knows of no line: "written" carries what is to be sent, `take` what came.

import { beside, change, rebased, through } from "./change.js";
import { undoing } from "./shared-undo.js";

const NOT_SHARED = ["csrfmiddlewaretoken", "idempotency_key"];
const isText = (field) => field.matches("textarea, input[type=text], input[type=tel], input:not([type])");
const isBox = (field) => field.type === "checkbox" || field.type === "radio";

export class SharedFields extends EventTarget {
  constructor(Y, form) {
    super();
    this.Y = Y;
    this.form = form;
    this.doc = new Y.Doc();
    this.choices = this.doc.getMap("choices");
    this.shown = new Map(); // field → its text as it was last the same as everybody's
    this.undo = undoing(Y, this);
    this.doc.on("update", (update, origin) => origin === "there" || this.tell("written", { update }));
    form.addEventListener("input", (event) => this.write(event.target));
    form.addEventListener("change", (event) => this.write(event.target));
    form.addEventListener("compositionstart", (event) => (this.composing = event.target));
    form.addEventListener("compositionend", (event) => this.composed(event.target));
    this.find();
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  fields() {
    return [...this.form.elements].filter((field) => field.name && !NOT_SHARED.includes(field.name));
  }

  text(field) {
    return this.doc.getText(`text ${field.name}`);
  }

  /** Takes up fields that are new in the form. */
  find() {
    for (const field of this.fields()) {
      if (!isText(field) || this.shown.has(field)) continue;
      this.shown.set(field, field.value);
      this.undo.addToScope([this.text(field)]);
    }
  }

  /** What stands in the form is what both begin with. One of the two does this, and once for each field. */
  seed() {
    this.doc.transact(() => {
      for (const field of this.fields()) {
        if (!isText(field)) this.choose(field);
        else if (!this.text(field).length) this.text(field).insert(0, field.value);
      }
    }, "seed");
  }

  choose(field) {
    const [key, value] = isBox(field) ? [`${field.name}=${field.value}`, field.checked] : [field.name, field.value];
    if (this.choices.get(key) !== value) this.choices.set(key, value);
  }

  write(field) {
    if (!field.name || NOT_SHARED.includes(field.name)) return;
    if (isText(field)) return this.type(field);
    const group = field.type === "radio" ? this.fields().filter((one) => one.name === field.name) : [field];
    this.doc.transact(() => group.forEach((one) => this.choose(one)), "here");
  }

  /** What was typed, fitted into what came meanwhile: while a word is being composed, nothing of the box is changed. */
  type(field) {
    const was = this.shown.get(field);
    const text = this.text(field);
    const mine = change(was, field.value);
    const fitted = rebased(mine, change(was, text.toString()));
    this.shown.set(field, field.value);
    this.doc.transact(() => {
      for (const { at, count } of fitted.spans) text.delete(at, count);
      if (fitted.inserted) text.insert(fitted.at, fitted.inserted);
    }, "here");
    this.show();
  }

  composed(field) {
    this.composing = null;
    this.write(field);
  }

  take(update) {
    this.Y.applyUpdate(this.doc, update, "there");
    this.show();
    this.tell("taken", {});
  }

  /** Takes what the other holds, without a loss of what stood in the form: each may have words that the other never got. */
  join(state) {
    const stood = this.fields().filter(isText).map((field) => [field, field.value]);
    this.take(state);
    for (const [field, words] of stood) {
      field.value = beside(field.value, words);
      this.type(field);
    }
  }

  state() {
    return this.Y.encodeStateAsUpdate(this.doc);
  }

  show() {
    for (const field of this.fields()) {
      if (isText(field)) this.showText(field);
      else if (isBox(field)) field.checked = this.choices.get(`${field.name}=${field.value}`) ?? field.checked;
      else field.value = this.choices.get(field.name) ?? field.value;
    }
  }

  /** Puts the text of everybody into the box, with the caret where it was among the words. */
  showText(field) {
    const text = this.text(field).toString();
    if (field === this.composing || text === this.shown.get(field)) return;
    const ours = change(field.value, text);
    const [start, end] = [field.selectionStart, field.selectionEnd].map((place) => through(place, ours));
    const { scrollTop } = field;
    field.value = text;
    this.shown.set(field, field.value);
    if (field === document.activeElement) field.setSelectionRange(start, end);
    field.scrollTop = scrollTop;
  }
}
