// What was chosen counts until the tab is closed.

/** What this tab keeps under a name; nothing where the browser keeps nothing. */
export function kept(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // then it counts for this page alone
  }
}
