// Voice before picture, always. When what we send gets lost, or the line is too narrow, our picture becomes smaller, then
// pauses, and both sides are told so (`voiceFirst`). It tries again later, each time more patiently. On battery: a lighter picture.

const LOOK = 2000; // milliseconds
const POOR = { loss: 0.2, delay: 1, bits: 80_000 }; // share of packets, seconds there and back, bits a second
const WEAK = { loss: 0.06, delay: 0.6, bits: 0 }; // the encoder itself fits a narrow line
const TIMES = 3; // looks in a row until it counts
const NEWEST = 0.4; // weight of the newest look: a single report of a second tells little
const PATIENCE = [10, 20, 40, 60]; // looks until the picture is tried again
const SIZES = {
  full: { maxBitrate: 900_000, maxFramerate: 24, scaleResolutionDownBy: 1 },
  light: { maxBitrate: 350_000, maxFramerate: 15, scaleResolutionDownBy: 1.5 },
  small: { maxBitrate: 150_000, maxFramerate: 10, scaleResolutionDownBy: 2 },
};

/** How the other side says our packets arrive, and how wide the line seems. */
async function measured(pc) {
  const found = { loss: 0, delay: 0, bits: Infinity };
  const lost = [];
  for (const row of (await pc.getStats()).values()) {
    if (row.type === "remote-inbound-rtp") {
      lost.push(row.fractionLost ?? 0);
      found.delay = Math.max(found.delay, row.roundTripTime ?? 0);
    }
    if (row.type === "candidate-pair" && row.nominated && row.availableOutgoingBitrate) found.bits = row.availableOutgoingBitrate;
  }
  if (lost.length) found.loss = lost.reduce((sum, one) => sum + one, 0) / lost.length;
  return found;
}

const isWorse = (line, than) => line.loss > than.loss || line.delay > than.delay || line.bits < than.bits;

async function size(pc, name, isActive) {
  for (const { sender, receiver } of pc.getTransceivers()) {
    const asked = sender.getParameters();
    if (!asked.encodings?.length) continue;
    const isVoice = receiver.track.kind === "audio";
    Object.assign(asked.encodings[0], isVoice ? { priority: "high" } : { ...SIZES[name], active: isActive, priority: "low" });
    await sender.setParameters(asked).catch(() => {});
  }
}

class Quality {
  constructor(call) {
    this.call = call;
    this.poor = this.weak = this.paused = this.stops = 0;
    this.isVoiceFirst = false;
    this.onBattery = false;
    navigator.getBattery?.().then((battery) => {
      const look = () => { this.onBattery = !battery.charging; };
      battery.addEventListener("chargingchange", look);
      look();
    });
  }

  async look() {
    const flowing = [...this.call.people.values()].filter((peer) => peer.isFlowing && peer.pc);
    const lines = await Promise.all(flowing.map(async (peer) => this.smooth(peer.pc, await measured(peer.pc))));
    const poor = this.isVoiceFirst ? { ...POOR, bits: 0 } : POOR; // nobody knows how wide a line is that one does not fill
    this.poor = lines.some((line) => isWorse(line, poor)) ? this.poor + 1 : 0;
    this.weak = lines.some((line) => isWorse(line, WEAK)) ? Math.min(this.weak + 1, TIMES * 3) : Math.max(this.weak - 1, 0);
    this.decide();
    for (const peer of flowing) await this.fit(peer.pc);
  }

  smooth(pc, line) {
    const before = pc.measured ?? { ...line, loss: 0 };
    const mixed = (name) => (Number.isFinite(before[name]) ? before[name] + NEWEST * (line[name] - before[name]) : line[name]);
    pc.measured = { loss: mixed("loss"), delay: mixed("delay"), bits: line.bits };
    return pc.measured;
  }

  decide() {
    if (this.isVoiceFirst) {
      this.paused = this.poor ? 0 : this.paused + 1;
      if (this.paused >= PATIENCE[Math.min(this.stops, PATIENCE.length) - 1]) this.put(false);
    } else if (this.poor >= TIMES && this.call.media.hasCamera) {
      this.stops += 1;
      this.put(true);
    }
  }

  put(isVoiceFirst) {
    this.paused = 0;
    if (isVoiceFirst === this.isVoiceFirst) return;
    this.isVoiceFirst = isVoiceFirst;
    this.call.tell({ voiceFirst: isVoiceFirst });
  }

  async fit(pc) {
    const name = this.weak >= TIMES ? "small" : this.onBattery || this.call.people.size > 1 ? "light" : "full";
    const wanted = `${name} ${!this.isVoiceFirst}`;
    if (pc.fitted === wanted) return;
    pc.fitted = wanted;
    await size(pc, name, !this.isVoiceFirst);
  }
}

export function watchQuality(call) {
  const quality = new Quality(call);
  const round = async () => {
    await quality.look().catch(() => {});
    if (!call.isOver) setTimeout(round, LOOK);
  };
  setTimeout(round, LOOK);
}
