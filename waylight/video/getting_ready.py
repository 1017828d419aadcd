"""The steps before a session, each on its own page and each free to pass over: a minute in all (REQUIREMENTS 5.2, UI.md J5)."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

STEPS = {
    "camera": _("Your camera"),
    "microphone": _("Your microphone"),
    "speaker": _("Your sound"),
    "connection": _("Your connection"),
    "hearing": _("Who can hear"),
    "place": _("Where you are"),
    "number": _("A number, in case"),
}
DEVICES = ("camera", "microphone", "speaker", "connection")  # nothing of them reaches the server
ORDER = tuple(STEPS)


def first_open(seen: Sequence[str]) -> str:
    """The first step that was neither answered nor passed over; "" when there is none."""
    return next((step for step in ORDER if step not in seen), "")


def after(step: str) -> str:
    """ "" after the last one."""
    return "".join(ORDER[ORDER.index(step) + 1 :][:1])


def before(step: str) -> str:
    """ "" before the first one."""
    return "".join(ORDER[: ORDER.index(step)][-1:])


def ending_of(number: str) -> str:
    """The last three digits: enough to know a number again, and not enough to learn it from a screen."""
    return "".join(mark for mark in number if mark.isdigit())[-3:]
