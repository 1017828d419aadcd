"""Who waits, in words: for the office by initials, for the person without any number of a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from waylight.booking import zones
from waylight.booking.choosing import Choosing, first_name
from waylight.booking.models import BookingLink, TimeOffer, WaitingListEntry
from waylight.booking.waiting.board import zone_of_entry
from waylight.people import languages
from waylight.people.models import Client
from waylight.people.models.therapists import Approach
from waylight.privacy.keyring import KeyDestroyed

NOBODY = "?"


@dataclass(frozen=True)
class Place:
    """One who waits, with what is offered to them now."""

    entry: WaitingListEntry

    @property
    def initials(self) -> str:
        """As staff screens show people; of somebody whose words were erased, nothing."""
        person = self.entry.client or self.entry.enquiry
        try:
            return initials_of(person.name) if person is not None else NOBODY
        except KeyDestroyed:
            return NOBODY

    @property
    def offer(self) -> TimeOffer | None:
        return next(iter(self.entry.open_offers), None)  # type: ignore[attr-defined]

    @property
    def wishes(self) -> list[str]:
        """What they wish for, each in a few words; empty when anything suits."""
        return wishes_of(self.entry)

    @property
    def zone(self) -> str:
        return zone_of_entry(self.entry)

    @property
    def city(self) -> str:
        return zones.city(self.zone)

    @property
    def note(self) -> str:
        try:
            return self.entry.note
        except KeyDestroyed:
            return ""


def places(rows: QuerySet[WaitingListEntry]) -> QuerySet[WaitingListEntry]:
    """The rows with all that a list shows, in two queries."""
    now_offered = TimeOffer.objects.open().select_related("therapist")
    return rows.select_related("client__user", "enquiry", "therapist", "instead_of").prefetch_related(
        Prefetch("offers", now_offered, "open_offers")
    )


def languages_of(rows: QuerySet[WaitingListEntry]) -> list[tuple[str, int]]:
    """How many wait for somebody who speaks what, by the language's name; those whom any suits are not among them."""
    asked = rows.exclude(language="").order_by().values_list("language").annotate(number=Count("pk"))
    return sorted((languages.name_of(code), number) for code, number in asked)


def of_client(client: Client) -> list[Place]:
    """What this client waits for."""
    return [Place(row) for row in places(WaitingListEntry.objects.open().filter(client=client))]


def of_link(link: BookingLink) -> Place | None:
    rows = WaitingListEntry.objects.open().filter(client=link.client, kind=link.kind)
    return next((Place(row) for row in places(rows)), None)


def choosing(offer: TimeOffer, zone: str, now: Any) -> Choosing:
    """The offered time, as the pages of choosing say it."""
    entry = offer.entry
    assert entry.client is not None  # who is offered a time is a client
    old = entry.instead_of if entry.instead_of is not None and entry.instead_of.is_booked else None
    return Choosing(entry.client, offer.therapist, entry.kind, zone, now, instead_of=old)


def initials_of(name: str) -> str:
    return " ".join(f"{part[0].upper()}." for part in name.split()[:2]) or NOBODY


def wishes_of(entry: WaitingListEntry) -> list[str]:
    return [words for words in _wishes(entry) if words]


def _wishes(entry: WaitingListEntry) -> Iterable[str]:
    if entry.instead_of is not None:
        when = zones.in_words(entry.instead_of.starts_at, entry.zone)
        yield _("earlier than {when}").format(when=when)
    if entry.therapist is not None:
        yield _("with {name}").format(name=first_name(entry.therapist))
    yield languages.name_of(entry.language) if entry.language else ""
    yield str(Approach(entry.approach).label) if entry.approach in Approach.values else ""
    yield ", ".join(str(WEEKDAYS[day - 1]) for day in sorted(entry.weekdays))
    yield _hours(entry)


def _hours(entry: WaitingListEntry) -> str:
    earliest, latest = (f"{each:%H:%M}" if each else "" for each in (entry.earliest, entry.latest))
    city = zones.city(entry.zone)
    if earliest and latest:
        return _("from {earliest} to {latest} ({city} time)").format(
            earliest=earliest, latest=latest, city=city
        )
    if earliest:
        return _("from {earliest} ({city} time)").format(earliest=earliest, city=city)
    return _("up to {latest} ({city} time)").format(latest=latest, city=city) if latest else ""
