"""Why a therapist may not be booked, in words. The rows decide (`Therapist.objects.registered`); this explains them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from waylight.people.models import RegisterCheck, Registration, Status, Therapist
from waylight.ui.templatetags.ui import full_date

SEEN = {
    Status.CONDITIONS: later("the register shows conditions or a warning"),
    Status.SUSPENDED: later("the register shows a suspension"),
    Status.LAPSED: later("the register shows that it lapsed or was removed"),
    Status.NOT_FOUND: later("it was not found on the register"),
}


@dataclass(frozen=True)
class Standing:
    """`reasons` are sentences, one for each thing that stands in the way; empty when the therapist may be booked."""

    reasons: tuple[str, ...]

    @property
    def is_bookable(self) -> bool:
        return not self.reasons

    @property
    def why_not(self) -> str:
        """The reasons as one text; empty when the therapist may be booked."""
        return " ".join(self.reasons)

    def __str__(self) -> str:
        return self.why_not or _("Registered and checked by two people.")


def standing(therapist: Therapist, on: date) -> Standing:
    """How a therapist's registrations stand on a day. One in force is enough, unless there is a concern about another.

    For a list of therapists, prefetch "registrations__checks".
    """
    entries = sorted(therapist.registrations.all(), key=lambda entry: entry.pk)
    if not entries:
        return Standing((_("There is no registration."),))
    found = [(entry, _concern(entry), _obstacle(entry, on)) for entry in entries]
    concerns = [_sentence(entry, concern) for entry, concern, _rest in found if concern]
    if any(not concern and not obstacle for _, concern, obstacle in found):
        return Standing(tuple(concerns))
    obstacles = [_sentence(entry, obstacle) for entry, _rest, obstacle in found if obstacle]
    return Standing((*concerns, *obstacles))


def _sentence(entry: Registration, what: str) -> str:
    return _("%(register)s: %(what)s.") % {"register": entry.short, "what": what}


def _concern(entry: Registration) -> str:
    checks = _in_order(entry)
    sound = [index for index, check in enumerate(checks) if _is_sound(check)]
    since = checks[sound[-1] + 1 :] if sound else checks
    raised = [check for check in since if check.status != Status.IN_FORCE]
    if not raised:
        return ""
    seen = {"what": SEEN[Status(raised[-1].status)], "day": full_date(raised[-1].seen_on)}
    return _("%(what)s, on %(day)s") % seen


def _obstacle(entry: Registration, on: date) -> str:
    if entry.expires_on < on:
        return _("it ran out on %(day)s") % {"day": full_date(entry.expires_on)}
    checks = _in_order(entry)
    if not checks:
        return _("nobody has looked it up yet")
    if not any(_is_sound(check) for check in checks):
        return _("a second person needs to confirm the check")
    return ""


def _is_sound(check: RegisterCheck) -> bool:
    return check.status == Status.IN_FORCE and check.confirmed_at is not None


def _in_order(entry: Registration) -> list[RegisterCheck]:
    return sorted(entry.checks.all(), key=lambda check: (check.recorded_at, check.pk))
