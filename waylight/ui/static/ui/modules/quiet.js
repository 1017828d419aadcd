// Brings discreet.js in for whoever turned discreet mode on; elsewhere it costs these few lines. The account says so on
// <html data-discreet>; a visitor's choice is kept on the device alone.

const root = document.documentElement;

function chosen() {
  try {
    if (root.dataset.discreet === "on") localStorage.setItem("quiet", "on");
    if (root.dataset.discreet === "off") localStorage.removeItem("quiet");
    return localStorage.getItem("quiet") === "on";
  } catch {
    return root.dataset.discreet === "on"; // this browser keeps nothing
  }
}

if (chosen()) await import("./discreet.js");
