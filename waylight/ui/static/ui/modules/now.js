// Ten minutes: the minutes count up. The page works without this module. Nothing is sent, and no second is ever shown.

const MINUTE = 60_000; // milliseconds
const GONE = 30 * MINUTE; // away for so long, and the minutes begin anew

/** When the minutes began and when they were last seen, as this browser keeps it. */
function kept() {
  try {
    return JSON.parse(localStorage.getItem("now")) ?? {};
  } catch {
    return {};
  }
}

function keep(start) {
  try {
    if (start) localStorage.setItem("now", JSON.stringify({ start, seen: Date.now() }));
    else localStorage.removeItem("now");
  } catch {
    // this browser keeps nothing: the minutes last as long as the page
  }
}

class Minutes {
  constructor(box) {
    this.box = box;
    this.words = box.querySelector("[role=status]");
    this.ten = box.querySelector("[data-ten]");
    this.asked = 0; // tens that were answered
    const now = Date.now();
    const { start, seen } = kept();
    this.start = start && now - seen < GONE && now >= start ? start : now;
    this.ten.querySelector("[data-another]").addEventListener("click", () => this.goOn());
    this.ten.querySelector("[data-enough]").addEventListener("click", () => this.rest());
    document.addEventListener("visibilitychange", () => this.tick()); // a phone in a pocket stops its timers
    this.tick();
  }

  tick() {
    if (this.resting) return;
    clearTimeout(this.timer);
    const passed = Date.now() - this.start;
    keep(this.start);
    this.show(Math.floor(passed / MINUTE));
    this.timer = setTimeout(() => this.tick(), MINUTE - (passed % MINUTE));
  }

  show(minutes) {
    if (minutes === this.minutes) return;
    this.minutes = minutes;
    const { one, many, each } = this.box.dataset;
    if (minutes) this.say(`${minutes === 1 ? one : many.replace("{n}", minutes)} ${each}`);
    const tens = Math.floor(minutes / 10);
    if (tens > this.asked) this.ask(true);
    this.light(this.ten.hidden ? minutes % 10 : 10);
  }

  /** The question stands where the wave was, so that nothing else moves. */
  ask(isAsking) {
    this.ten.hidden = !isAsking;
    this.box.classList.toggle("asks", isAsking);
  }

  light(count) {
    this.box.querySelectorAll(".pips li").forEach((pip, index) => pip.classList.toggle("on", index < count));
  }

  say(words) {
    this.words.textContent = words;
  }

  goOn() {
    this.asked = Math.floor(this.minutes / 10);
    this.ask(false);
    this.light(this.minutes % 10);
    this.words.focus();
  }

  rest() {
    this.resting = true;
    clearTimeout(this.timer);
    keep(null);
    this.ask(false);
    this.say(this.box.dataset.rest);
    this.words.focus();
  }
}

for (const box of document.querySelectorAll("[data-minutes]")) new Minutes(box);
