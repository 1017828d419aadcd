// Passkeys: <form data-passkey="use|make" data-challenge="address" hidden> asks the server for a challenge and the device
// for its answer, and posts that. Without this module, or where a browser knows no passkeys, the form stays hidden.

const encoded = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const decoded = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (mark) => mark.charCodeAt(0));
const withBytes = (list = []) => list.map((each) => ({ ...each, id: decoded(each.id) }));

async function challenge(address) {
  const answer = await fetch(address, { credentials: "same-origin", redirect: "error" });
  if (!answer.ok) throw new Error("No challenge");
  const { publicKey } = await answer.json();
  return publicKey;
}

async function use(address) {
  const asked = await challenge(address);
  return navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: decoded(asked.challenge),
      allowCredentials: withBytes(asked.allowCredentials),
    },
  });
}

async function make(address) {
  const asked = await challenge(address);
  return navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: decoded(asked.challenge),
      user: { ...asked.user, id: decoded(asked.user.id) },
      excludeCredentials: withBytes(asked.excludeCredentials),
      extensions: { ...asked.extensions, prf: {} }, // it may lock the plan that a phone keeps, too (kept-crypto.js)
    },
  });
}

/** The device's answer as the server reads it: bytes as base64url (WebAuthn 3, 5.1 toJSON). */
function asJson(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = encoded(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: encoded(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

const answered = new WeakSet();

async function answer(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    const ask = form.dataset.passkey === "make" ? make : use;
    form.elements.namedItem("credential").value = asJson(await ask(form.dataset.challenge));
  } catch {
    problem.hidden = false; // cancelled, timed out, or no passkey here: the device has said which
    return;
  }
  answered.add(form);
  form.requestSubmit();
}

function offer() {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      if (answered.delete(form)) return;
      event.preventDefault();
      answer(form);
    });
  }
}

if (window.PublicKeyCredential) {
  offer();
  document.addEventListener("shown", offer); // discreet.js has shown the page with what is wrong
}
