// The browser’s own way back forgets at each word that comes. This one takes back one’s own words, and leaves the other’s.

export function undoing(Y, shared) {
  const undo = new Y.UndoManager([], { doc: shared.doc, trackedOrigins: new Set(["here"]) });
  shared.form.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    const isHeld = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!isHeld || (key !== "z" && !(key === "y" && event.ctrlKey))) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) undo.redo();
    else undo.undo();
    shared.show();
  });
  return undo;
}
