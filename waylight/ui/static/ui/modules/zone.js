// Says so when the device is on other clocks than the page, and offers to show those. Without this module one chooses
// from the list. Nothing changes by itself.

const offer = document.querySelector("[data-zone-offer]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The offset of a zone now, in words such as "GMT+2": two names may stand for the same clocks. */
function offset(zone) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts();
  return parts.find((part) => part.type === "timeZoneName")?.value;
}

if (offer && here?.includes("/") && offset(here) !== offset(offer.dataset.zoneOffer)) {
  const link = offer.querySelector("[data-address]");
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  offer.querySelector("[data-clock]").textContent = clock.format(new Date());
  link.search = new URLSearchParams({ zone: here }).toString();
  offer.hidden = false;
}
