"""The places of the loop, in the order in which it goes round, and the one where one steps out. The ids never change."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
LONGEST = 600  # characters in one place
LEAVE_OUT = _("You do not need to say what you do to your body, or how. Please leave that out.")


@dataclass(frozen=True)
class Place:
    id: str
    label: Text
    hint: Text = ""


ROUND = (
    Place("before", _("What comes before"), _("A moment, a thought, a reminder, a hard day.")),
    Place("feeling", _("What I feel then"), _("In my mind and in my body.")),
    Place("urge", _("How the urge comes"), _("What it says, or what it promises.")),
    Place("relief", _("What it eases, for a while"), LEAVE_OUT),
    Place("after", _("What comes after"), _("Later that day, or the next one.")),
    Place("again", _("How it leads back"), _("What makes the next hard moment harder.")),
)
WAY_OUT = Place(
    "way_out", _("Where I could step out"), _("A place in the loop, and something small to try there.")
)
PLACES = (*ROUND, WAY_OUT)


def tidy(parts: dict[str, Any]) -> dict[str, str]:
    """Only places that are there, and only those with words."""
    return {place.id: words for place in PLACES if (words := str(parts.get(place.id) or "").strip())}


def joined(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> tuple[dict[str, str], list[Place]]:
    """Two that were written from one `base`. Where both changed a place, both texts stay there, and the place is named."""
    found, both = {}, []
    for place in PLACES:
        was, there, here = (parts.get(place.id, "") for parts in (base, theirs, mine))
        if here == was or there == here:
            found[place.id] = there
        elif there == was:
            found[place.id] = here
        else:
            found[place.id] = _both(there, here)
            both.append(place)
    return tidy(found), both


def _both(one: str, other: str) -> str:
    """Every word of each; the longer alone where it holds the other."""
    if not one or not other or one in other or other in one:
        return max(one, other, key=len)
    return f"{one}\n\n{other}"
