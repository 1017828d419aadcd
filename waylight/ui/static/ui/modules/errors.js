// Moves the focus to the summary of errors, so that it is read and seen first.

const summary = document.querySelector("[data-problem]");
if (summary instanceof HTMLElement) summary.focus();
