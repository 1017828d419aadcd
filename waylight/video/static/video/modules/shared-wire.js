// What is said about a shared page, as one text a message: plain data, and what Yjs made as base64.

const MOST = 2_000_000; // letters of one message; a page holds a hundredth of it

const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export function packed(message) {
  return JSON.stringify(message, (_name, value) => (value instanceof Uint8Array ? { base64: base64(value) } : value));
}

/** The message, or null when it is none. */
export function unpacked(text) {
  if (typeof text !== "string" || text.length > MOST) return null;
  try {
    const found = JSON.parse(text, (_name, value) => (typeof value?.base64 === "string" ? bytes(value.base64) : value));
    return typeof found?.what === "string" ? found : null;
  } catch {
    return null;
  }
}
