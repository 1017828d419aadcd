"""Therapists as the public sees them: only who may be met today, and only with titles that a register stands behind."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from waylight.crisis import directory
from waylight.people import languages
from waylight.people.bodies import Body
from waylight.people.models import RegisterCheck, Registration, Therapist
from waylight.people.therapists import unbacked


@dataclass(frozen=True)
class Entry:
    """A registration in force, and the last day on which two people saw it so."""

    registration: Registration
    body: Body
    checked_on: date


@dataclass(frozen=True)
class Profile:
    therapist: Therapist
    entries: tuple[Entry, ...]

    @property
    def languages(self) -> str:
        return languages.names_of(self.therapist.languages)

    @property
    def countries(self) -> str:
        names = [directory.name_of(code) or code for code in self.therapist.countries]
        return ", ".join(names)


def shown(on: date, *, slug: str | None = None) -> list[Profile]:
    """Everybody who is shown that day, or the one with this slug. The number of queries does not grow with them."""
    checks = RegisterCheck.objects.sound().order_by("recorded_at", "pk")
    in_force = Registration.objects.in_force(on).prefetch_related(Prefetch("checks", checks, "sound_checks"))
    rows = (
        Therapist.objects.shown(on)
        .order_by("name")
        .prefetch_related(Prefetch("registrations", in_force.order_by("pk"), "registrations_in_force"))
    )
    rows = rows.filter(slug=slug) if slug else rows
    profiles = [Profile(row, tuple(_entries(row))) for row in rows]
    return [profile for profile in profiles if not _claims_too_much(profile)]


def _entries(therapist: Therapist) -> list[Entry]:
    rows: list[Registration] = therapist.registrations_in_force  # type: ignore[attr-defined]
    return [Entry(row, row.of_body, row.sound_checks[-1].seen_on) for row in rows if row.of_body]  # type: ignore[attr-defined]


def _claims_too_much(profile: Profile) -> bool:
    """A title whose register entry has lapsed is hidden that day, though another registration is in force (R-6.5)."""
    hcpc = [entry.registration.title_used for entry in profile.entries if entry.body.key == "hcpc"]
    return bool(unbacked(profile.therapist, hcpc))
