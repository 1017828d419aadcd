// How the plan on this device is sealed: AES-GCM 256, with a key that never leaves the browser, and inside it, where
// somebody chose so, with a key from their PIN or passkey. docs/decisions/0008 says what this stops and what not.

const ITERATIONS = 600_000; // of PBKDF2-HMAC-SHA-256: OWASP Password Storage Cheat Sheet, since 2023
const NONCE = 12; // bytes, NIST SP 800-38D 8.2
const AES = { name: "AES-GCM", length: 256 };
const USES = ["encrypt", "decrypt"];
const { subtle } = crypto;

const bytes = (text) => new TextEncoder().encode(text);
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** A key that scripts may use and never read. */
export const newDeviceKey = () => subtle.generateKey(AES, false, USES);

/** A key of a PIN. `salt` and `iterations` are kept beside what it sealed, so that the count may grow later. */
export async function keyOfPin(pin, { salt, iterations }) {
  const typed = await subtle.importKey("raw", bytes(pin), "PBKDF2", false, ["deriveKey"]);
  return subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, typed, AES, false, USES);
}

export const newPinSalt = () => ({ salt: random(16), iterations: ITERATIONS });

/** Whether this browser can draw a secret from a passkey (WebAuthn 3, 10.1.4: prf). */
export async function canUsePasskey() {
  try {
    return (await PublicKeyCredential.getClientCapabilities())["extension:prf"] === true;
  } catch {
    return false;
  }
}

/** A key of a passkey, and which passkey it was; null when that one gives no secret. Works without the server. */
export async function keyOfPasskey({ salt, credential = null }) {
  const allowCredentials = credential ? [{ type: "public-key", id: credential }] : [];
  const extensions = { prf: { eval: { first: salt } } };
  const asked = { challenge: random(32), userVerification: "required", allowCredentials, extensions };
  const found = await navigator.credentials.get({ publicKey: asked });
  const secret = found.getClientExtensionResults().prf?.results?.first;
  if (!secret) return null;
  const drawn = await subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt, info: bytes("plan on this device") };
  return { key: await subtle.deriveKey(derivation, drawn, AES, false, USES), credential: found.rawId };
}

/** Any value as bytes under one or two keys, the outer one first. */
export const seal = (value, ...keys) => sealBytes(bytes(JSON.stringify(value)), ...keys);

export async function sealBytes(plain, ...keys) {
  let sealed = plain;
  for (const key of keys.reverse()) sealed = await wrap(key, sealed);
  return sealed;
}

/** What `seal` was given. Throws OperationError when a key does not fit or the bytes were changed. */
export const unseal = async (sealed, ...keys) => JSON.parse(new TextDecoder().decode(await unsealBytes(sealed, ...keys)));

export async function unsealBytes(sealed, ...keys) {
  let plain = sealed;
  for (const key of keys) plain = await unwrap(key, plain);
  return plain;
}

async function wrap(key, plain) {
  const iv = random(NONCE);
  const inside = new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, key, plain));
  const whole = new Uint8Array(NONCE + inside.length);
  whole.set(iv);
  whole.set(inside, NONCE);
  return whole;
}

async function unwrap(key, whole) {
  const iv = whole.slice(0, NONCE);
  return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv }, key, whole.slice(NONCE)));
}
