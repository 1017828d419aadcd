// Two texts apart: what is new between them, and how it fits where somebody else wrote meanwhile. Pure, and known to no page.

const isInsidePair = (text, at) => /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[at] ?? "");

/** From `before` to `after` in one step: {at, removed: how many letters, inserted}. A letter of two halves is never cut. */
export function change(before, after) {
  const least = Math.min(before.length, after.length);
  let at = 0;
  while (at < least && before[at] === after[at]) at += 1;
  if (isInsidePair(before, at) || isInsidePair(after, at)) at -= 1;
  let same = 0;
  while (same < least - at && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  if (isInsidePair(before, before.length - same) || isInsidePair(after, after.length - same)) same -= 1;
  return { at, removed: before.length - at - same, inserted: after.slice(at, after.length - same) };
}

/** Where a place in the text before is after it. */
export function through(place, { at, removed, inserted }) {
  if (place <= at) return place;
  return place >= at + removed ? place + inserted.length - removed : at + inserted.length;
}

/** `mine` as it is written into a text that `theirs` has changed already: {at, inserted} and the spans to take out, last first. */
export function rebased(mine, theirs) {
  const end = mine.at + mine.removed;
  const theirEnd = theirs.at + theirs.removed;
  const moved = theirs.inserted.length - theirs.removed;
  const spans = [
    { at: Math.max(mine.at, theirEnd) + moved, count: end - Math.max(mine.at, theirEnd) },
    { at: mine.at, count: Math.min(end, theirs.at) - mine.at },
  ];
  return { at: through(mine.at, theirs), inserted: mine.inserted, spans: spans.filter(({ count }) => count > 0) };
}

/** Two texts of one box of which nobody knows what they began with: what is the same stands once, whole words that differ both stay. */
export function beside(one, other) {
  const { at, removed, inserted } = change(one, other);
  if (!removed) return other;
  if (!inserted) return one;
  const begin = one.slice(0, at).search(/\S*$/);
  const end = one.slice(at + removed).search(/\s|$/) + at + removed;
  return `${other.slice(0, other.length - one.length + end)} ${one.slice(begin)}`;
}

/** What `one` and `other` made of the same text, in one: no word of either is left out. */
export function both(was, one, other) {
  const { at, inserted, spans } = rebased(change(was, one), change(was, other));
  const kept = spans.reduce((text, span) => text.slice(0, span.at) + text.slice(span.at + span.count), other);
  const here = Math.min(at, kept.length);
  return kept.slice(0, here) + inserted + kept.slice(here);
}
