// A call without a call: pages of one browser that hear each other, for the modules beside the picture. `?as=ana&role=client`.

const own = Object.fromEntries(new URLSearchParams(location.search));
const air = new BroadcastChannel("room");
const emit = (target, type, detail = {}) => target.dispatchEvent(new CustomEvent(type, { detail }));

class Channel extends EventTarget {
  send(data, { to } = {}) {
    if (window.isCut || ![...call.people.keys()].some((seat) => !to || seat === to)) return false;
    air.postMessage({ kind: "data", from: own.as, to, data });
    return true;
  }
  isOpen(seat) {
    return !window.isCut && call.people.has(seat);
  }
}

class Media extends EventTarget {
  isMuted = false;
  hasCamera = true;
  mute(isMuted) {
    this.isMuted = isMuted;
    emit(this, "changed");
  }
  showCamera(isShown) {
    this.hasCamera = isShown;
    emit(this, "changed");
  }
}

class Call extends EventTarget {
  people = new Map();
  line = new EventTarget();
  media = new Media();
  words = new Channel();
  channel() {
    return this.words;
  }
  stream() {
    return window.stream;
  }
  tell(state) {
    air.postMessage({ kind: "state", from: own.as, state });
  }
}

export const call = new Call();
window.call = call;

function here(answer) {
  air.postMessage({ kind: "here", from: own.as, role: own.role, name: own.name ?? own.as, answer });
}

air.onmessage = ({ data }) => {
  const { kind, from, to, role, name } = data;
  if (window.isCut || (to && to !== own.as)) return;
  if (kind === "here") {
    const isNew = !call.people.has(from);
    call.people.set(from, { seat: from, role, name, state: {} });
    if (data.answer) here(false);
    if (isNew) emit(call, "came", { seat: from });
    setTimeout(() => emit(call.words, "open", { seat: from }));
  }
  if (kind === "data") emit(call.words, "message", { from, data: data.data });
  if (kind === "state") {
    Object.assign(call.people.get(from)?.state ?? {}, data.state);
    emit(call, "state", { seat: from });
  }
  if (kind === "bye") window.lose(from, true);
};

window.lose = (seat, left = false) => {
  if (left) call.people.delete(seat);
  emit(call.words, "close", { seat });
  emit(call, "gone", { seat, left });
};
window.mend = () => {
  window.isCut = false;
  here(true);
};
addEventListener("pagehide", () => air.postMessage({ kind: "bye", from: own.as }));
setTimeout(() => here(true));
