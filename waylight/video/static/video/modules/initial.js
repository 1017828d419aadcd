// The letter that stands for somebody whose picture is not here: of their name, and not of a title before it.

export const initial = (name) => [...(name ?? "").replace(/^(Dr|Prof)\.? /, "")][0] ?? "";
