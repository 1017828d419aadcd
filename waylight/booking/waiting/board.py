"""What is free for those who wait: who may meet whom, and which times fit. A few queries, however many wait.

It only looks. Whether a time can really be booked is asked again, under locks, when it is offered.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Count, Q

from waylight.booking import free
from waylight.booking.models import Appointment, BookingRules, Kind, TimeOffer, WaitingListEntry
from waylight.booking.waiting import telling
from waylight.booking.waiting.fitting import Span, Times, answer_by, meets
from waylight.booking.zones import zone_of
from waylight.intake.models import AgeBand
from waylight.people.models import EpisodeOfCare, Therapist
from waylight.practice.models import Practice

AT_LEAST = timedelta(hours=2)  # to answer in, unless the practice keeps times for less


@dataclass
class Room:
    """A therapist, how many more people she can take, and her free times in order."""

    therapist: Therapist
    places: int
    times: list[datetime]
    length: timedelta
    notice: timedelta

    @property
    def is_shown(self) -> bool:
        return self.therapist.is_published

    def take(self, starts_at: datetime) -> None:
        """This time, and those that would meet it, are free no more."""
        self.times = [one for one in self.times if abs(one - starts_at) >= self.length]


@dataclass
class Board:
    """The rooms for one kind of meeting, and what is known of those who wait for it."""

    kind: str
    now: datetime
    practice: Practice
    rooms: dict[Any, Room]
    in_care: dict[Any, set[Any]] = field(default_factory=dict)  # by client: therapists
    busy: dict[Any, list[Span]] = field(default_factory=dict)  # by client
    asked: dict[Any, set[tuple[Any, datetime]]] = field(default_factory=dict)  # by person: therapist, time

    def first_fitting(
        self, entry: WaitingListEntry, count: int = 3, of: Therapist | None = None
    ) -> list[tuple[datetime, Therapist]]:
        """The first times that this person could be offered now, with whom."""
        found = ((at, self.rooms[pk].therapist) for at, pk in self._merged(entry, of))
        return list(islice(found, count))

    def until(self, entry: WaitingListEntry, therapist: Therapist, starts_at: datetime) -> datetime | None:
        """Until when the time would be kept for this person; None when that is too short to answer."""
        return self._until(entry, self.rooms[therapist.pk], starts_at, self.leaves_at(entry))

    def leaves_at(self, entry: WaitingListEntry) -> datetime:
        """When a message to this person would leave."""
        return telling.leaves_at(entry.client, zone_of_entry(entry), self.now)

    def rooms_for(self, entry: WaitingListEntry) -> list[Room]:
        """Those who may meet this person: by law and rule, by care, by place, and by what was wished for."""
        if not self._is_covered(entry):
            return []
        return [room for room in self.rooms.values() if self._may_meet(room, entry)]

    def _merged(self, entry: WaitingListEntry, of: Therapist | None) -> Iterator[tuple[datetime, Any]]:
        wishes, leaves_at = times_of(entry), self.leaves_at(entry)
        busy, asked = self.busy.get(entry.client_id, []), self.asked.get(entry.person_id, set())

        def fitting(room: Room) -> Iterator[tuple[datetime, Any]]:
            for at in room.times:
                if (room.therapist.pk, at) in asked or not wishes.fit(at):
                    continue
                if meets((at, at + room.length), busy) or not self._until(entry, room, at, leaves_at):
                    continue
                yield at, room.therapist.pk

        rooms = [room for room in self.rooms_for(entry) if of is None or room.therapist.pk == of.pk]
        return merge(*map(fitting, rooms), key=lambda found: found[0])

    def _until(
        self, entry: WaitingListEntry, room: Room, starts_at: datetime, leaves_at: datetime
    ) -> datetime | None:
        old = entry.instead_of
        return answer_by(
            leaves_at,
            starts_at,
            keeps=timedelta(hours=self.practice.offer_hours),
            notice=room.notice,
            at_least=AT_LEAST,
            limit=old.cut_off(self.practice.cancellation_cutoff_hours) if old is not None else None,
        )

    def _is_covered(self, entry: WaitingListEntry) -> bool:
        person = entry.client or entry.enquiry
        assert person is not None  # a constraint: somebody waits
        is_old_enough = AgeBand(person.age_band).youngest >= self.practice.minimum_age
        return is_old_enough and person.country in self.practice.countries

    def _may_meet(self, room: Room, entry: WaitingListEntry) -> bool:
        therapist, own = room.therapist, self.in_care.get(entry.client_id, set())
        person = entry.client or entry.enquiry
        if person is None or person.country not in therapist.countries:
            return False
        if entry.therapist_id not in {None, therapist.pk}:
            return False
        if entry.instead_of is not None and entry.instead_of.therapist_id != therapist.pk:
            return False
        if entry.language and entry.language not in therapist.languages:
            return False
        if entry.approach and entry.approach not in therapist.approaches:
            return False
        return self._has_room(room, entry, own)

    def _has_room(self, room: Room, entry: WaitingListEntry, own: set[Any]) -> bool:
        """Own clients need no new place, and sessions are with them alone. Others take new people while there are places.

        Whoever came as a client and is in nobody's care now is not taken back by a list: a person decides that.
        """
        if room.therapist.pk in own:
            return True
        if entry.enquiry_id is None and not own:
            return False
        is_wished = entry.therapist_id == room.therapist.pk
        is_new = not own and entry.kind == Kind.FIRST_TALK
        return room.places > 0 and entry.kind == Kind.FIRST_TALK and (is_wished or (is_new and room.is_shown))


def read(entries: Sequence[WaitingListEntry], kind: str, now: datetime) -> Board:
    """The board for these entries, all of that kind."""
    board = Board(kind, now, Practice.current(), rooms(kind, now))
    clients = [entry.client_id for entry in entries if entry.client_id]
    board.in_care, board.busy = _in_care(clients), _busy(clients, now)
    board.asked = _asked([entry.person_id for entry in entries])
    return board


def rooms(kind: str, now: datetime) -> dict[Any, Room]:
    """Every therapist who is here and registered, by id."""
    practice = Practice.current()
    today = practice.date_at(now)
    here = {
        one.pk: one
        for one in Therapist.objects.registered(today)
        .filter(user__is_active=True)
        .annotate(cared_for=Count("episodes", filter=Q(episodes__ends_on=None)))
        .order_by("name")
    }
    times = free.for_therapists(here.values(), kind, now=now)
    rules = {row.therapist_id: row for row in BookingRules.objects.filter(therapist__in=here)}
    return {
        pk: Room(
            therapist=one,
            places=max(0, one.places - one.cared_for),
            times=times[pk],
            length=free.length_of(kind, practice, rules.get(pk)),
            notice=_notice(practice, rules.get(pk)),
        )
        for pk, one in here.items()
    }


def times_of(entry: WaitingListEntry) -> Times:
    """The wishes about times, with the appointment that would move as their end."""
    before = entry.instead_of.starts_at if entry.instead_of is not None else None
    return Times(entry.zone, tuple(entry.weekdays), entry.earliest, entry.latest, before)


def zone_of_entry(entry: WaitingListEntry) -> str:
    """Where the person's clocks are now."""
    return zone_of(entry.client) if entry.client is not None else entry.zone


def _notice(practice: Practice, rules: BookingRules | None) -> timedelta:
    own = rules.minimum_notice_hours if rules is not None else None
    return timedelta(hours=practice.minimum_notice_hours if own is None else own)


def _in_care(clients: Iterable[Any]) -> dict[Any, set[Any]]:
    found: dict[Any, set[Any]] = defaultdict(set)
    rows = EpisodeOfCare.objects.open().filter(client__in=clients)
    for client, therapist in rows.values_list("client_id", "therapist_id"):
        found[client].add(therapist)
    return found


def _busy(clients: Iterable[Any], now: datetime) -> dict[Any, list[Span]]:
    found: dict[Any, list[Span]] = defaultdict(list)
    rows = Appointment.all_rows.standing().filter(client__in=clients, ends_at__gt=now)
    for client, *span in rows.values_list("client_id", "starts_at", "ends_at"):
        found[client].append((span[0], span[1]))
    return found


def _asked(people: Iterable[Any]) -> dict[Any, set[tuple[Any, datetime]]]:
    found: dict[Any, set[tuple[Any, datetime]]] = defaultdict(set)
    rows = TimeOffer.objects.filter(entry__person_id__in=people)
    for person, therapist, starts_at in rows.values_list("entry__person_id", "therapist_id", "starts_at"):
        found[person].add((therapist, starts_at))
    return found
