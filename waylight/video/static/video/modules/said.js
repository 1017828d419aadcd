// What was typed in this call: on this page alone, gone with it. Whoever was there when something was said, and did not get
// it because the line dropped or their page was loaded again, is told it once more.

export const LONGEST = 2000; // characters of one message
const MOST = 500; // messages that a page remembers

export class Said {
  #items = new Map();

  /** Keeps a message; false when it is there already. `party`: the seats that it is for, `from` null for one's own. */
  add({ id, from = null, text, at = new Date(), party = [] }) {
    if (this.#items.has(id)) return false;
    this.#items.set(id, { id, from, text, at, party: new Set(party), heard: new Set() });
    if (this.#items.size > MOST) this.#items.delete(this.#items.keys().next().value);
    return true;
  }

  get ids() {
    return [...this.#items.keys()];
  }

  /** Somebody has it. True when it was waited for. */
  heard(id, seat) {
    const item = this.#items.get(id);
    if (!item || item.from !== null || item.heard.has(seat)) return false;
    item.party.add(seat);
    item.heard.add(seat);
    return true;
  }

  /** One's own messages that nobody has yet. */
  get unheard() {
    return [...this.#items.values()].filter((item) => item.from === null && !item.heard.size);
  }

  hasBeenHeard(id) {
    return Boolean(this.#items.get(id)?.heard.size);
  }

  /**
   * What somebody misses who has these ids: what was said to them, and what they said themselves before they came back.
   * A guest gets nothing that was said before they came; what nobody heard is for the two whose session it is.
   */
  missedBy(seat, have, { isGuest = false } = {}) {
    const known = new Set(have);
    return [...this.#items.values()].filter((item) => {
      if (known.has(item.id)) return false;
      if (item.from !== null) return item.from === seat;
      return item.party.has(seat) || (!item.party.size && !isGuest);
    });
  }
}

/** A message as it came from somebody else's browser, or null: nothing of it is trusted. */
export function read(data) {
  if (typeof data !== "string") return null;
  try {
    const message = JSON.parse(data);
    return message && typeof message === "object" ? message : null;
  } catch {
    return null;
  }
}

export function isText(text) {
  return typeof text === "string" && text.length <= LONGEST;
}

export function isId(id) {
  return typeof id === "string" && /^[\w-]{1,40}$/.test(id);
}
