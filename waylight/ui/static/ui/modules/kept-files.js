// A picture or a voice note of a card: sealed in this browser, and never sent. Decision 17 says what that stops and what not.

import { newDeviceKey, sealBytes, unsealBytes } from "./kept-crypto.js";
import { drop, read, write } from "./kept-rows.js";

const LARGEST = 1200; // pixels of the longer side: as much as a phone shows
const LONGEST = 4_000_000; // bytes of a voice note, some minutes
const QUALITY = 0.85;

const nameOf = ({ tag, entry, kind }) => `file:${tag}:${entry}:${kind}`;

/** Draws a picture anew, which leaves out where and when it was taken. Throws when it is none. */
async function redrawn(file) {
  const bitmap = await createImageBitmap(file);
  const canvas = drawn(bitmap, Math.min(1, LARGEST / Math.max(bitmap.width, bitmap.height)));
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}

function drawn(bitmap, scale = 1) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: bitmap.width * scale, height: bitmap.height * scale });
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** `of` is { tag, entry, kind }, its kind "picture" or "voice". Throws "large" for a voice that is too long. */
export async function keepFile(of, file) {
  if (of.kind === "voice" && file.size > LONGEST) throw new Error("large");
  const bytes = await (of.kind === "picture" ? await redrawn(file) : file).arrayBuffer();
  const device = await newDeviceKey();
  await write(nameOf(of), { sealed: await sealBytes(new Uint8Array(bytes), device), device });
}

export const removeFile = (of) => drop(nameOf(of));

async function open(of) {
  const row = await read(nameOf(of)).catch(() => null);
  return row ? unsealBytes(row.sealed, row.device).catch(() => null) : null;
}

/** The element that shows it, or null when this browser has none. No address is made for it, so no policy has to allow one. */
export async function fileShown(of, { play, stop, about }) {
  const bytes = await open(of);
  if (!bytes) return null;
  if (of.kind === "voice") return player(bytes, play, stop);
  const canvas = drawn(await createImageBitmap(new Blob([bytes])));
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", about);
  return canvas;
}

function player(bytes, play, stop) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet", textContent: play });
  let source = null;
  const end = () => { source = null; button.textContent = play; };
  button.addEventListener("click", async () => {
    if (source) return source.stop();
    const context = new AudioContext();
    source = Object.assign(context.createBufferSource(), { buffer: await context.decodeAudioData(bytes.slice().buffer), onended: end });
    source.connect(context.destination);
    source.start();
    button.textContent = stop;
    return source;
  });
  return button;
}

/** Puts what this browser has of a card at its end. */
export async function addFiles(element, { tag, entry, ...words }) {
  for (const kind of ["picture", "voice"]) {
    const shown = await fileShown({ tag, entry, kind }, words).catch(() => null);
    if (shown) element.append(shown);
  }
}
