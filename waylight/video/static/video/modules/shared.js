// A page that client and therapist write together in the room. It belongs to the client’s browser, which saves it; the
// therapist sees and writes in it past every server. Nobody else in the room is sent a word of it.

import { call } from "./call.js";
import { Other } from "./shared-other.js";
import { Owner } from "./shared-owner.js";
import { Sheet } from "./shared-sheet.js";

const sheet = new Sheet(document.querySelector("[data-shared]"));
if (call.role === "client") new Owner(sheet, "therapist");
else new Other(sheet, "client");
