// <p data-waits hidden>: shows itself while something that was written here waits for a signal.

import { isAny } from "./outbox.js";

const line = document.querySelector("[data-waits]");
if (line) line.hidden = !(await isAny().catch(() => false));
