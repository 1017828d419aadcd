// Minutes that count up once somebody starts them: <div data-count="5" data-one data-many data-enough>. No second is
// shown, nothing sounds, and nothing is sent. They go on when the page is loaded again in the same tab.

const MINUTE = 60_000; // milliseconds
const KEY = `count ${location.pathname}`;

class Count {
  constructor(box) {
    this.box = box;
    this.button = box.querySelector("button");
    this.words = box.querySelector("[role=status]");
    this.button.parentElement.hidden = false;
    this.button.addEventListener("click", () => this.begin(Date.now()));
    document.addEventListener("visibilitychange", () => this.tick()); // a phone in a pocket stops its timers
    const start = Number(sessionStorage.getItem(KEY));
    if (start) this.begin(start);
  }

  begin(start) {
    this.start = start;
    sessionStorage.setItem(KEY, String(start));
    this.button.parentElement.hidden = true;
    this.words.tabIndex = -1;
    this.tick();
    if (document.activeElement === document.body) this.words.focus();
  }

  tick() {
    if (!this.start) return;
    clearTimeout(this.timer);
    const passed = Date.now() - this.start;
    this.say(Math.floor(passed / MINUTE));
    this.timer = setTimeout(() => this.tick(), MINUTE - (passed % MINUTE));
  }

  say(minutes) {
    const { one, many, begun, enough, count } = this.box.dataset;
    const passed = minutes === 1 ? one : many.replace("{n}", minutes);
    const words = minutes ? passed : begun;
    const all = minutes >= Number(count) ? `${words} ${enough}` : words;
    if (this.words.textContent !== all) this.words.textContent = all;
  }
}

for (const box of document.querySelectorAll("[data-count]")) new Count(box);
