// What getting ready tries out: whether a voice arrives, two soft notes, whether the line answers.

const LOUD = 0.015; // of a voice's level, 0 to 1
const LOOK = 100; // milliseconds between two looks at it
const NOTES = [392, 523]; // hertz
const SOFT = 0.08;
const TIMES = 4;
const SLOW = 700; // milliseconds for an answer of a few hundred bytes

/** Calls `heard` once there is a voice on the track; what it returns ends the listening. */
export function hear(track, heard) {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context);
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const level = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(level);
    const sum = level.reduce((all, one) => all + one * one, 0);
    if (Math.sqrt(sum / level.length) > LOUD) heard();
  }, LOOK);
  context.resume();
  return () => {
    clearInterval(timer);
    if (context.state !== "closed") context.close();
  };
}

/** Two soft notes, on the speaker that was chosen where the browser can. */
export async function notes(speaker) {
  const context = new AudioContext();
  if (speaker && context.setSinkId) await context.setSinkId(speaker).catch(() => {});
  NOTES.forEach((frequency, place) => {
    const at = context.currentTime + 0.05 + place * 0.4;
    const gain = new GainNode(context, { gain: 0 });
    const note = new OscillatorNode(context, { frequency });
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(SOFT, at + 0.06);
    gain.gain.linearRampToValueAtTime(0, at + 0.38);
    note.connect(gain).connect(context.destination);
    note.start(at);
    note.stop(at + 0.4);
  });
  setTimeout(() => context.close(), 1500);
}

/** "good", "slow", "gone", or "cannot" where the browser has no way to carry a voice. */
export async function reach() {
  if (!window.RTCPeerConnection || !window.WebSocket) return "cannot";
  const took = [];
  try {
    for (let time = 0; time < TIMES; time += 1) {
      const began = performance.now();
      await fetch(import.meta.url, { cache: "no-store", method: "HEAD", signal: AbortSignal.timeout(8000) });
      took.push(performance.now() - began);
    }
  } catch {
    return "gone";
  }
  return took.sort((one, other) => one - other)[TIMES / 2] > SLOW ? "slow" : "good";
}
