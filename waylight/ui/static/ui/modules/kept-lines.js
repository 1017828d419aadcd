// A kept plan as elements: every text stays text, and whoever has a number can be called in one tap.

const LEAST_DIGITS = 3;
const DAY = { weekday: "long", day: "numeric", month: "long" };
const dayOf = (moment) => new Intl.DateTimeFormat(document.documentElement.lang, DAY).format(new Date(moment));
const dialled = (phone) => phone.replace(/[^\d+*#]/g, "").replaceAll("#", "%23");
export const lineOf = ({ name, note, phone }) => [name, note, phone].filter(Boolean).join(", ");

export function make(tag, text = "") {
  const made = Object.assign(document.createElement(tag), { textContent: text });
  made.dir = "auto";
  return made;
}

/** Lines as items of a list; a line that names one of these people leads to them. */
export function items(lines, people, ways) {
  const known = new Map(people.map((person) => [lineOf(person), person]));
  return lines.map((line) => withWays(make("li", line), known.get(line), ways));
}

/** Headings and lists: first what one can do, then people, then the rest, else in the plan's own order.
 * `ways` is the template of the links to call and to text, each with the scheme in data-way. */
export function sections({ steps = [], people = [], sections: all = [] }, { heading, ways }) {
  const named = people.map(lineOf);
  const isStep = ({ lines }) => lines.some((line) => steps.includes(line));
  const isPeople = ({ lines }) => lines.some((line) => named.includes(line));
  const rank = (section) => (isStep(section) ? 0 : isPeople(section) ? 1 : 2);
  return [...all].sort((one, other) => rank(one) - rank(other)).flatMap(({ label, lines }) => {
    const list = make("ul");
    list.append(...items(lines, people, ways));
    return [make(heading, label), list];
  });
}

/** An element, and beside it how to reach that person in one tap. */
export function withWays(item, person, ways) {
  const number = dialled(person?.phone ?? "");
  if (number.replace(/\D/g, "").length < LEAST_DIGITS) return item;
  const links = ways.content.cloneNode(true);
  for (const link of links.querySelectorAll("a")) {
    link.href = `${link.dataset.way}:${number}`;
    link.querySelector(".vh").textContent = ` ${person.name}`;
  }
  item.append(links);
  return item;
}

/** Since when a copy lies here, and of which day its plan is. */
export function writeFacts(element, { keptAt, approvedOn }) {
  const words = (approvedOn && element.dataset.words) || element.dataset.cards; // cards alone have no day of their own
  element.textContent = words.replace("{kept}", dayOf(keptAt)).replace("{from}", approvedOn && dayOf(approvedOn));
}
