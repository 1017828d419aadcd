// Ana before Firefox, with a camera that moves and a microphone that hums. Takes lines of JSON, answers each with one:
// {"do": "go", "to": "/…"}, {"do": "look"}, {"do": "press", "words": "Stop camera"}, {"do": "end"}. Arguments: address, path of Firefox.

import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [address, program] = process.argv.slice(2);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: program,
  headless: true,
  extraPrefsFirefox: {
    "media.navigator.streams.fake": true,
    "media.navigator.permission.disabled": true,
    "media.peerconnection.ice.loopback": true,
    "media.peerconnection.ice.obfuscate_host_addresses": false,
    "media.autoplay.default": 0,
    "media.gmp-manager.url": "",
    "network.proxy.type": 5,
    "browser.safebrowsing.downloads.remote.enabled": false,
  },
});
const page = await browser.newPage();
const faults = [];
page.on("pageerror", (error) => faults.push(String(error)));
await page.evaluateOnNewDocument(() => {
  const Real = window.RTCPeerConnection;
  window.connections = [];
  window.RTCPeerConnection = class extends Real {
    constructor(config) {
      super(config);
      window.connections.push(this);
    }
  };
});

async function stepIn(who) {
  await page.goto(`${address}/demo/`);
  const door = await page.evaluateHandle(
    (name) => [...document.querySelectorAll("section.card")].find((card) => card.querySelector("h2, h3")?.textContent.trim() === name).querySelector("button"),
    who,
  );
  await Promise.all([page.waitForNavigation(), door.click()]);
}

const received = () =>
  page.evaluate(async () => {
    const found = { frames: 0, packets: 0, sent: 0, picture: "" };
    const pc = window.connections?.at(-1);
    if (pc && pc.signalingState !== "closed") {
      for (const row of (await pc.getStats()).values()) {
        if (row.type === "inbound-rtp" && row.kind === "video") found.frames += row.framesDecoded ?? 0;
        if (row.type === "inbound-rtp" && row.kind === "audio") found.packets += row.packetsReceived ?? 0;
        if (row.type === "outbound-rtp") found.sent += row.packetsSent ?? 0;
      }
    }
    const video = [...document.querySelectorAll("[data-tile] video")].find((one) => one.videoWidth);
    if (video) {
      const pen = Object.assign(document.createElement("canvas"), { width: 16, height: 12 }).getContext("2d");
      pen.drawImage(video, 0, 0, 16, 12);
      found.picture = [...pen.getImageData(0, 0, 16, 12).data].join();
    }
    return found;
  });

const acts = {
  stepIn: ({ as }) => stepIn(as),
  camera: () => page.evaluate(() => sessionStorage.setItem("room-camera", "on")),
  go: async ({ to }) => void (await page.goto(address + to)),
  look: async () => ({ address: page.url(), words: await page.evaluate(() => document.body.innerText), ...(await received()) }),
  press: ({ words }) => page.locator(`::-p-aria([name="${words}"])`).click(),
  shot: async ({ to }) => void (await page.screenshot({ path: to })),
  faults: async () => faults,
};

console.log(JSON.stringify({ ready: await browser.version() }));
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.do === "end") break;
  try {
    console.log(JSON.stringify({ said: (await acts[asked.do](asked)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
await browser.close();
