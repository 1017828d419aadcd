// The form of a page of ours, brought into this one without leaving it, and told to the other as plain data.

const OUT = "p.row,.acts,#removed,#ideas,[data-stays],[data-count],[data-saved],a";
const words = (element, most = 600) => (element?.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, most);

/** A form of the server's, ready to be written together: its hint, and no button but those that add a line. */
export async function fetched(address, options = {}) {
  const answer = await fetch(address, { credentials: "same-origin", ...options });
  const main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  const found = main?.querySelector("form[data-save],form[data-together]");
  if (!answer.ok || !found) return null;
  const hint = words(main.querySelector(".page-head>p:not(.caption,.mute,.who-sees)"));
  for (const part of found.querySelectorAll(OUT)) part.remove();
  for (const button of found.querySelectorAll("button")) makeAdding(button);
  return { form: document.adoptNode(found), hint, address: new URL(answer.url).pathname };
}

function makeAdding(button) {
  const counter = button.closest("section")?.querySelector("input[name$=-count],input[name$=-TOTAL_FORMS]");
  if (!counter || !/^add:|-add$/.test(button.name === "act" ? button.value : button.name)) return button.remove();
  Object.assign(button, { type: "button" }).removeAttribute("name");
  button.dataset.adds = counter.name;
}

/** One more line, or row, of a list in the form; false when it takes no more. */
export function grow(form, counter) {
  const count = form.elements[counter];
  const prefix = counter.replace(/-(count|TOTAL_FORMS)$/, "");
  const most = Number(form.elements[`${prefix}-MAX_NUM_FORMS`]?.value ?? 40);
  const section = count?.closest("section");
  const lines = [...(section?.querySelectorAll("[data-line]") ?? [])];
  const rows = lines.length ? lines : [...(section?.querySelectorAll(".repeat") ?? [])];
  if (!rows.length || rows.length >= most) return false;
  const [last, next] = [rows.at(-1), rows.length];
  const made = last.cloneNode(true);
  const old = new RegExp(`(^|_)${prefix}-${next - 1}(?=$|[-_])`);
  for (const part of [made, ...made.querySelectorAll("*")]) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(old, `$1${prefix}-${next}`));
    }
    if (part.tagName === "LABEL" || part.tagName === "LEGEND") numbered(part, next);
    if (part.matches("input:not([type=radio],[type=checkbox]),textarea")) part.value = "";
    if (part.checked) part.checked = false;
  }
  last.after(made);
  count.value = next + 1;
  return true;
}

function numbered(label, next) {
  const last = [...label.childNodes].findLast((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  if (last) last.data = last.data.replace(new RegExp(`\\b${next}\\b(?=\\s*$)`), next + 1);
}

/** The form as data: headings, hints and fields in order, with no word of an answer. */
export function described(form) {
  const parts = form.querySelectorAll("h2,fieldset.repeat>legend,.field,input[type=hidden],[data-adds]");
  return [...parts].flatMap((part) => {
    if (part.matches("h2, legend")) return [{ heading: words(part) }];
    if (part.dataset.adds) return [{ adds: part.dataset.adds, label: words(part) }];
    if (part.type === "hidden") return part.name.match(/token|_key$/) ? [] : [{ fields: [{ type: "hidden", name: part.name }] }];
    if (part.querySelector(".field")) return [];
    const fields = [...part.querySelectorAll("input,textarea,select")].map((field) => fieldOf(field, part));
    const ends = [...part.querySelectorAll(".scale-ends span")].map((end) => words(end));
    return [{ label: words(part.querySelector("legend,label")), hint: words(part.querySelector(".hint")), isGroup: part.matches("fieldset"), ends, fields }];
  });
}

function fieldOf(field, part) {
  const { name, value, rows } = field;
  if (field.matches("select")) return { type: "select", name, options: [...field.options].map((one) => [one.value, one.text]) };
  if (field.matches("textarea")) return { type: "textarea", name, rows };
  if (!["checkbox", "radio"].includes(field.type)) return { type: field.type, name };
  return { type: field.type, name, value, label: words([...part.querySelectorAll("label")].find((one) => one.htmlFor === field.id)) };
}
