// What the server has for this device: the plan in force, the cards at hand, and pages to write on. Any may be missing.

/** The answer's values; null when there is none (404). Throws when the server cannot be reached. */
async function ask(address) {
  if (!address) return null;
  const answer = await fetch(address, { redirect: "error", headers: { Accept: "application/json" } });
  if (!answer.ok && answer.status !== 404) throw new Error(address);
  return answer.ok ? answer.json() : null;
}

/** One value to keep, or null: `version` 0 stands for no plan. Throws when only a part of it came, so that no part is lost. */
export async function fetchCopy({ copy, cards, tasks }) {
  const [plan, own, pages] = await Promise.all([ask(copy), ask(cards), ask(tasks)]);
  if (!plan && !own?.cards.length && !pages?.tasks.length) return null;
  const more = { cards: own?.cards ?? [], tasks: pages?.tasks ?? [], stamp: own?.stamp ?? "" };
  return { tag: own?.tag ?? pages?.tag, version: 0, ...plan, ...more };
}
