// What the server has not heard of, since there was no signal: a sign-out, or that somebody left. It hears of it before any
// page of an account is shown.

const OWED = "owed";

/** Without a signal the session stays open on the server: remember to end it, and say so. */
async function signOut(request) {
  const form = await request.clone().text();
  try {
    return await fetch(request);
  } catch {
    await owe(HOLDS.signOut, form);
    if (!request.headers.has("X-Quiet")) return kept(HOLDS.signedOut);
    return new Response(null, { status: 204, headers: { "X-Quiet-Location": HOLDS.signedOut } }); // for discreet.js
  }
}

const owed = (path) => caches.match(path, { cacheName: OWED });

async function owe(path, form = "") {
  await (await caches.open(OWED)).put(path, new Response(form));
  self.registration.sync?.register("owed").catch(() => {});
}

/** Ends the session that is still owed an end. Refuses when the server cannot be reached: then no page may be shown. */
async function settle() {
  const form = await owed(HOLDS.signOut);
  if (!form && !(await owed(HOLDS.leave))) return;
  if (!form || !(await endSession(await form.text()))) await letGo();
  await caches.delete(OWED);
}

/** Whether the server took it: then it leads on. */
async function endSession(body) {
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await fetch(HOLDS.signOut, { method: "POST", body, headers, redirect: "manual" });
  if (answer.status >= 500) throw new Error(HOLDS.signOut);
  return answer.type === "opaqueredirect";
}

/** Leave, once more: it takes the cookies away. */
async function letGo() {
  const answer = await fetch(HOLDS.leave, { redirect: "manual" });
  if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(HOLDS.leave);
}
