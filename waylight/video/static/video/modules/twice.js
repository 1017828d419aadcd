// What makes a voice understood on a line that loses packets.

/** Opus said twice over where the browser can (RFC 2198): a word lost on the way is in the next packet too. */
export function sayTwice(transceiver) {
  const known = RTCRtpReceiver.getCapabilities?.("audio")?.codecs ?? [];
  const twice = known.filter((codec) => codec.mimeType.toLowerCase() === "audio/red");
  if (twice.length) transceiver.setCodecPreferences?.([...twice, ...known.filter((codec) => !twice.includes(codec))]);
}
