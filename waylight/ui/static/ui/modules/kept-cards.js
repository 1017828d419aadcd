// The cards that are kept on this device, as elements: every text stays text. A picture or a voice comes from kept-files.js.

import { addFiles } from "./kept-files.js";
import { make, withWays } from "./kept-lines.js";

/** `words` is the element whose parts say what stands before each line. */
export function cards({ tag, cards: all = [] }, { heading, ways, words }) {
  const say = (name) => words.querySelector(`[data-word=${name}]`).textContent;
  return all.map((card) => {
    const drawn = make("article");
    drawn.className = "card s";
    if (card.title) drawn.append(make(heading, card.title));
    if (card.when) drawn.append(make("p", `${say("when")} ${card.when}`));
    for (const line of card.remember.split("\n").filter(Boolean)) drawn.append(Object.assign(make("p", line), { className: "lead" }));
    if (card.can.length) drawn.append(make("p", say("can")), list(card.can));
    if (card.contact) drawn.append(contact(card, say("talk"), ways));
    addFiles(drawn, { tag, entry: card.id, play: say("play"), stop: say("stop"), about: say("picture") });
    return drawn;
  });
}

function list(lines) {
  const made = make("ul");
  made.append(...lines.map((line) => make("li", line)));
  return made;
}

function contact({ contact: name, telephone }, before, ways) {
  const made = make("div");
  made.append(make("p", `${before} ${name}`));
  return withWays(made, { name, phone: telephone }, ways);
}
