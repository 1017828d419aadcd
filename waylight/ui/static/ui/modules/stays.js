// <section data-stays="picture" data-entry="id">: keeps a picture or a voice note of a card in this browser, shows it, and
// removes it (exercises/parts/stays.html). Its field has no name, so that no form sends it. Whose it is, the form of sign-out says.
// <div data-files="id">: shows what this browser has of that card.

import { addFiles, fileShown, keepFile, removeFile } from "./kept-files.js";
import { persist } from "./kept.js";

const tag = document.querySelector("[data-sign-out]")?.dataset.signOut ?? "";

const wordsOf = (box) => {
  const word = (name) => box.querySelector(`[data-word=${name}]`).textContent;
  return { play: word("play"), stop: word("stop"), about: word("picture") };
};

class Stays {
  constructor(box) {
    this.box = box;
    this.of = { tag, entry: box.dataset.entry, kind: box.dataset.stays };
    box.stays = this; // so that it is brought to life once
    this.field = box.querySelector("input");
    this.part("choose").hidden = false;
    this.field.addEventListener("change", () => this.keep());
    this.field.addEventListener("input", (event) => event.stopPropagation()); // nothing of the page changed: save.js has nothing to save
    this.part("remove").querySelector("button").addEventListener("click", () => this.remove());
    this.show();
  }

  part(name) {
    return this.box.querySelector(`[data-part=${name}]`);
  }

  word(name) {
    return this.box.querySelector(`[data-word=${name}]`).textContent;
  }

  async show() {
    const shown = await fileShown(this.of, wordsOf(this.box)).catch(() => null);
    this.part("shown").replaceChildren(...[shown].filter(Boolean));
    this.part("remove").hidden = !shown;
  }

  async keep() {
    const [file] = this.field.files;
    if (!file) return;
    try {
      await keepFile(this.of, file);
      await persist();
      this.say("kept");
    } catch (problem) {
      this.say({ large: "large", full: "full", storage: "storage" }[problem.why ?? problem.message] ?? "other");
    }
    this.field.value = "";
    await this.show();
  }

  async remove() {
    await removeFile(this.of).catch(() => {});
    this.say("removed");
    await this.show();
    this.part("said").focus();
  }

  say(name) {
    this.part("said").textContent = this.word(name);
  }
}

function find() {
  for (const box of document.querySelectorAll("[data-stays]")) if (!box.stays) new Stays(box);
}

for (const box of document.querySelectorAll("[data-files]")) addFiles(box, { tag, entry: box.dataset.files, ...wordsOf(box) });
find();
document.addEventListener("shown", find); // discreet.js has shown the page with what is wrong
