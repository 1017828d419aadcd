// Brings <kept-plan> to life where a plan is kept on this device. Elsewhere it costs these few lines.

const found = await globalThis.indexedDB?.databases?.().catch(() => null);
if (found?.some(({ name }) => name === "kept") ?? globalThis.indexedDB) await import("./kept-shown.js");
