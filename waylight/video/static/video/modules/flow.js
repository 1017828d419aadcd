// Whether somebody's voice or picture really comes: frames that were decoded, sound that was received. A connection's
// own word for its state says neither. Who sends neither (no microphone, camera off) is known by a beat in the "states" channel.
// Adds to each person: `isFlowing`, `isSpeaking`, `hasPicture` (frames came in the last second or two).

const LOOK = 500; // milliseconds; oftener while something is missing
const LOOK_OFTEN = 250;
const BEAT = 1000;
const STILL = 2500; // milliseconds without anything, after which it has stopped and people are told
const QUIET = 1500; // milliseconds after which another way is looked for, before anybody notices
const FIRST = 6000; // milliseconds that a new connection has
const SPEAKING = 0.02; // of full level

/** What has come from one person until now: counts that only grow. */
export async function received(pc) {
  const sum = { frames: 0, packets: 0, energy: 0, level: 0 };
  if (!pc || pc.signalingState === "closed") return sum;
  for (const row of (await pc.getStats()).values()) {
    if (row.type !== "inbound-rtp") continue;
    if (row.kind === "video") sum.frames += row.framesDecoded ?? 0;
    else {
      sum.packets += row.packetsReceived ?? 0;
      sum.energy += row.totalAudioEnergy ?? 0;
      sum.level = Math.max(sum.level, row.audioLevel ?? 0);
    }
  }
  return sum;
}

async function look(call, peer, now) {
  const before = peer.received ?? {};
  const { pc } = peer;
  const sum = { ...(await received(pc)), beats: peer.beats ?? 0 };
  if (pc !== peer.pc || !call.people.has(peer.seat)) return;
  const isSame = peer.receivedOf === pc;
  const grew = (what) => sum[what] > (isSame ? (before[what] ?? 0) : 0);
  peer.received = sum;
  peer.receivedOf = pc;
  if (grew("frames")) peer.pictureAt = now;
  if (grew("frames") || grew("packets") || grew("energy") || sum.beats > (before.beats ?? 0)) peer.heardAt = now;
  peer.hasPicture = peer.stream.getVideoTracks().length > 0 && now - (peer.pictureAt ?? -Infinity) < STILL;
  peer.isSpeaking = sum.level > SPEAKING && grew("energy");
  judge(call, peer, now);
}

function judge(call, peer, now) {
  const isFlowing = now - (peer.heardAt ?? -Infinity) < STILL;
  if (isFlowing !== peer.isFlowing) {
    peer.isFlowing = isFlowing;
    if (isFlowing) call.mender.done(peer);
    if (peer.hasFlown) call.line.send(isFlowing ? "back" : "lost", { seat: peer.seat });
    peer.hasFlown = true;
    call.emit(isFlowing ? "flowing" : "stopped", { seat: peer.seat });
  }
  const isNew = !peer.hasFlown && now - (peer.renewedAt ?? now) < FIRST;
  if (now - (peer.heardAt ?? -Infinity) > QUIET && !isNew) call.mender.mend(peer);
  call.emit("looked", { seat: peer.seat });
}

export function watchFlow(call) {
  const states = call.channel("states");
  states.addEventListener("message", ({ detail }) => {
    const peer = call.people.get(detail.from);
    if (peer) peer.beats = (peer.beats ?? 0) + 1;
  });
  setInterval(() => states.send(""), BEAT);
  const round = async () => {
    const people = [...call.people.values()];
    await Promise.all(people.map((peer) => look(call, peer, performance.now()).catch(() => {})));
    if (!call.isOver) setTimeout(round, people.some((peer) => performance.now() - (peer.heardAt ?? 0) > LOOK) ? LOOK_OFTEN : LOOK);
  };
  round();
}
