// A guest waits: the page goes on by itself once they are let in.

import { Line } from "./line.js";

const { line: path, call, out } = document.querySelector("[data-line]").dataset;
const line = new Line(path);
const go = (address) => () => {
  line.stop();
  location.replace(address);
};

line.addEventListener("welcome", ({ detail }) => detail.isAdmitted && go(call)());
line.addEventListener("status", ({ detail }) => {
  document.querySelector("[data-status]").textContent = detail.words;
});
line.addEventListener("admitted", go(call));
for (const event of ["removed", "ended", "refused"]) line.addEventListener(event, go(out));
line.start();
