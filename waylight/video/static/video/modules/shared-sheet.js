// What is seen of a shared page: choosing one, being asked, the form itself, and one quiet sentence. The words stand in the page.

export class Sheet extends EventTarget {
  constructor(root) {
    super();
    this.root = root;
    this.status = this.part("saved");
    this.choice = this.part("choice");
    root.hidden = false;
    this.on("open", () => this.tell("open", { key: this.choice.value }));
    this.on("yes", () => this.answer("open"));
    this.on("later", () => this.answer("later"));
    this.on("close", () => this.tell("close"));
    this.on("next", () => this.tell("open", { key: this.next(this.key) }));
  }

  part(name) {
    return document.querySelector(`[data-part=${name}]`);
  }

  on(name, act) {
    this.part(name)?.addEventListener("click", act);
  }

  /** Some parts are there for one of the two alone. */
  set(name, isHidden) {
    const part = this.part(name);
    if (part) part.hidden = isHidden;
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  option(key) {
    return [...this.choice.options].find((one) => one.value === key);
  }

  name(key) {
    const option = this.option(key);
    return [option.parentElement.label, option.text].filter(Boolean).join(": ");
  }

  /** Where a page is fetched. One that is not begun is begun by it. */
  address(key) {
    const { page, begin } = this.option(key)?.dataset ?? {};
    if (!begin) return [page];
    return [begin, { method: "POST", body: new FormData(this.part("begin")) }];
  }

  saving({ form }) {
    return form.dataset.save ?? form.dataset.together;
  }

  /** Where whoever is not the owner may save, if anywhere. */
  standby(key) {
    return this.option(key)?.dataset.save ?? "";
  }

  /** Once it is begun, all its pages have addresses. False when it was begun before. */
  begun(key, address) {
    if (!this.option(key).dataset.begin) return false;
    const [group, folder] = [this.option(key).parentElement, address.replace(/[^/]+\/$/, "")];
    for (const one of group.children) {
      delete one.dataset.begin;
      one.dataset.page = `${folder}${one.value.split("/")[1]}/`;
    }
    return true;
  }

  next(key) {
    return this.option(key)?.nextElementSibling?.value;
  }

  show({ key, hint, shared }, { isMoved }) {
    this.key = key;
    this.choice.value = key;
    this.part("title").textContent = this.name(key);
    this.part("hint").textContent = hint ?? "";
    this.part("who").textContent = this.root.dataset[key.startsWith("record") ? "whoRecord" : "who"];
    this.part("form").replaceChildren(shared.form);
    this.set("next", !this.next(key));
    this.status.textContent = "";
    this.set("ask", true);
    this.set("sheet", false);
    this.say("together");
    if (isMoved) this.part("title").focus();
  }

  hide() {
    if (this.part("sheet").contains(document.activeElement)) this.choice.focus();
    this.set("sheet", true);
    this.part("form").replaceChildren();
    this.say("");
  }

  ask(key) {
    if (!this.option(key)) return;
    this.asked = key;
    this.part("asked").textContent = this.name(key);
    this.set("ask", false);
    this.part("told").textContent = this.part("ask").firstElementChild.textContent; // for a screen reader
  }

  answer(name) {
    this.set("ask", true);
    this.part("told").textContent = "";
    this.tell(name, { key: this.asked });
  }

  keep(isKept) {
    const clock = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit" });
    this.status.textContent = isKept ? this.status.dataset.saved.replace("{time}", clock.format(new Date())) : this.status.dataset.failed;
    this.status.classList.toggle("not", !isKept);
  }

  say(name) {
    this.part("said").textContent = name ? (this.root.dataset[name] ?? "") : "";
  }
}
