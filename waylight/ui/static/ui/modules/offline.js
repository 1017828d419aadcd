// Lets the pages of help open without a signal: registers the worker, after the page has come. Nothing is asked of the
// person, and nothing is lost where a browser has no workers.

function register() {
  navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" }).catch(() => {});
}

if ("serviceWorker" in navigator) {
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register);
}
