// The controls of a group: one's own voice and picture, and for who leads, those of each tile.

function press(button, isOn) {
  button.setAttribute("aria-pressed", String(isOn));
  button.querySelector(".is-on").hidden = !isOn;
  button.querySelector(".is-off").hidden = isOn;
  const label = button.querySelector("[data-label]");
  label.textContent = isOn ? label.dataset.on : label.dataset.off;
}

async function sure(room, name) {
  const dialog = room.querySelector("[data-sure]");
  const heading = dialog.querySelector("h2");
  heading.textContent = heading.dataset.words.replace("{name}", name);
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  return dialog.returnValue === "yes";
}

async function lead(room, button, { post, say, tiles }) {
  const tile = button.closest("[data-tile]");
  const address = `${room.dataset.leads}${tile.dataset.seat}/`;
  let answer;
  if (button.dataset.act === "mute") {
    const isMuted = button.getAttribute("aria-pressed") !== "true";
    answer = await post(`${address}voice/`, { muted: isMuted ? "1" : "0" });
    if (answer.status === 204) tiles.silence(tile.dataset.seat, isMuted);
  } else if (await sure(room, tile.querySelector("[data-name]").textContent)) {
    answer = await post(`${address}removal/`);
  }
  if (answer?.status === 409) say((await answer.json()).why);
}

export function controls(room, call) {
  const { media, say } = call;
  const mute = room.querySelector("[data-do=mute]");
  const camera = room.querySelector("[data-do=camera]");
  const show = () => {
    press(mute, media.isMuted);
    press(camera, media.hasCamera);
  };
  mute.addEventListener("click", () => media.mute(!media.isMuted));
  camera.addEventListener("click", async () => {
    await media.showCamera(!media.hasCamera);
    if (media.trouble.camera) say("unseen");
  });
  media.addEventListener("changed", show);
  room.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) lead(room, button, call);
  });
  show();
}
