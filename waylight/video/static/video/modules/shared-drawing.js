// What the other described (shared-form.js), as a form of words and fields: nothing that is sent is ever taken for markup.

const KINDS = ["text", "tel", "hidden", "checkbox", "radio", "date", "time", "datetime-local", "number"];
const MOST = 600; // fields that are drawn

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter(Boolean));
  return made;
}

/** What the other described, as a form of words and fields. */
export function drawn(parts) {
  const form = element("form", { noValidate: true, className: "stack" });
  for (const [index, part] of (Array.isArray(parts) ? parts : []).slice(0, MOST).entries()) form.append(...drawnPart(part, `together-${index}`));
  return form;
}

function drawnPart({ heading, adds, label = "", hint, isGroup, ends = [], fields = [] }, id) {
  if (heading) return [element("h4", { className: "h", textContent: heading })];
  if (adds) {
    const button = element("button", { type: "button", className: "btn quiet sm", textContent: label });
    button.dataset.adds = adds;
    return [element("p", {}, button)];
  }
  const made = fields.slice(0, MOST).map((field, index) => drawnField(field, `${id}-${index}`));
  if (fields.every(({ type }) => type === "hidden")) return made;
  const note = hint && element("p", { className: "hint", textContent: hint });
  if (isGroup) return [element("fieldset", { className: "field" }, element("legend", { textContent: label }), note, ...drawnChoices(made, ends))];
  const isTick = fields[0].type === "checkbox";
  return [element("div", { className: "field" }, !isTick && element("label", { htmlFor: `${id}-0`, textContent: label }), note, ...made)];
}

/** One under the other; numbers beside one another, with what the ends of them mean. */
function drawnChoices(made, ends) {
  if (!ends.length) return [element("div", { className: "choices" }, ...made)];
  const steps = made.filter((one) => /^\d+$/.test(one.textContent));
  for (const step of steps) step.className = "step";
  const said = element("p", { className: "scale-ends" }, ...ends.map((end) => element("span", { textContent: end })));
  const rest = made.filter((one) => !steps.includes(one));
  return [element("div", { className: "scale" }, element("div", { className: "scale-steps" }, ...steps), said, ...rest)];
}

function drawnField({ type, name, value, label, rows, options = [] }, id) {
  if (type === "select") return element("select", { id, name }, ...options.slice(0, MOST).map(([value, text]) => element("option", { value, textContent: text })));
  if (type === "textarea") return element("textarea", { id, name, dir: "auto", rows: Math.min(Number(rows) || 3, 12) });
  const kind = KINDS.includes(type) ? type : "text";
  const field = element("input", { type: kind, id, name, dir: "auto", autocomplete: "off" });
  if (kind !== "checkbox" && kind !== "radio") return field;
  field.value = String(value ?? "on");
  return element("label", { className: "choice", htmlFor: id }, field, element("span", { textContent: label }));
}

/** The form has more lines now: whoever writes in it goes on where they were. */
export function redraw(shared, next) {
  const { form } = shared;
  const field = form.contains(document.activeElement) ? document.activeElement : null;
  const [name, start, end] = [field?.name, field?.selectionStart, field?.selectionEnd];
  form.replaceChildren(...next.children);
  shared.find();
  shared.show();
  const same = name && form.elements[name];
  if (!(same instanceof HTMLElement)) return;
  same.focus();
  if (Number.isInteger(start)) same.setSelectionRange(start, end);
}
