"""Booking, holding, moving, cancelling, undoing and waiting in any order, beside a model that is too simple to be wrong.

Two clients and two therapists share three times. The model says what each act must come to; after each step the database is
compared with it, and what everybody was told, or is about to be told, with what is true.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any
from unittest.mock import patch

import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests import cast
from tests.booking import contest
from tests.booking.meeting import FRIDAY, MONDAY, THURSDAY, open_clara
from waylight.booking import scheduling
from waylight.booking.models import Appointment, HeldFor, Kind, Status
from waylight.booking.refusals import Refused
from waylight.booking.scheduling import rules
from waylight.notifications.models import Notification, State

TIMES = (THURSDAY, THURSDAY + timedelta(minutes=30), FRIDAY)
client, therapist, time = st.integers(0, 1), st.integers(0, 1), st.sampled_from(TIMES)


@dataclass
class Row:
    """An appointment, as the model knows it."""

    client: int
    therapist: int
    starts_at: datetime
    acted_at: datetime
    stands: bool = True
    was_moved_from: Any = None  # the id of the one it replaced
    is_replaced: bool = False


@dataclass
class Hold:
    client: int
    therapist: int
    starts_at: datetime
    until: datetime
    reason: str


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(MONDAY, tick=False)
        self.traveller = self.clock.start()
        self.no_limit = patch.object(rules, "MOST_LATELY", 10_000)  # test_abuse knows it
        self.no_limit.start()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.therapists = [open_clara(), cast.david()]
        cast.office_hours(self.therapists[1])
        self.clients = [cast.a_client(f"client{n}", f"Client{n}", self.therapists[0]) for n in range(2)]
        for one in self.clients:
            cast.an_episode(one, self.therapists[1])
        self.rows: dict[Any, Row] = {}
        self.holds: list[Hold] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.no_limit.stop()
        self.clock.stop()

    # What happens

    @rule(who=client, whom=therapist, when=time)
    def hold(self, who: int, whom: int, when: datetime) -> None:
        expected = self.is_free(who, whom, when)
        act = self.attempt(
            scheduling.hold, self.clients[who], self.therapists[whom], Kind.FIRST_TALK, when, who=who
        )
        assert (act is not None) == expected
        if act is not None:
            until, kept = timezone.now() + scheduling.CHOOSING, self.held_by(who, whom, when)
            self.clear(who, when)
            until = max(until, kept.until) if kept else until
            self.holds.append(Hold(who, whom, when, until, HeldFor.CHOOSING))

    @rule(who=client, whom=therapist, when=time)
    def book(self, who: int, whom: int, when: datetime) -> None:
        expected = self.is_free(who, whom, when)
        act = self.attempt(
            scheduling.book, self.clients[who], self.therapists[whom], Kind.FIRST_TALK, when, who=who
        )
        assert (act is not None) == expected
        if act is not None:
            self.clear(who, when)
            self.rows[act.pk] = Row(who, whom, when, timezone.now())

    @precondition(lambda self: self.rows)
    @rule(which=st.integers(0), when=time)
    def move(self, which: int, when: datetime) -> None:
        pk, row = self.pick(which)
        expected = row.stands and (when == row.starts_at or self.is_free(row.client, row.therapist, when))
        act = self.attempt(scheduling.move, Appointment.objects.get(pk=pk), when, who=row.client)
        assert (act is not None) == expected
        if act is not None:
            self.clear(row.client, when)
            row.stands, row.is_replaced = False, True
            if when != row.starts_at:
                self.give_up(row)
            self.rows[act.pk] = Row(row.client, row.therapist, when, timezone.now(), was_moved_from=pk)

    @precondition(lambda self: self.rows)
    @rule(which=st.integers(0))
    def cancel(self, which: int) -> None:
        pk, row = self.pick(which)
        act = self.attempt(scheduling.cancel, Appointment.objects.get(pk=pk), who=row.client)
        assert (act is not None) == row.stands
        if act is not None:
            row.stands, row.acted_at = False, timezone.now()
            self.give_up(row)

    @precondition(lambda self: self.rows)
    @rule(which=st.integers(0))
    def undo(self, which: int) -> None:
        pk, row = self.pick(which)
        kept = self.held_by(row.client, row.therapist, row.starts_at)
        in_time = timezone.now() < row.acted_at + scheduling.UNDO
        expected = (
            in_time
            and not row.is_replaced
            and (row.stands or (kept is not None and kept.reason == HeldFor.UNDO))
        )
        act = self.attempt(scheduling.undo, Appointment.objects.get(pk=pk), who=row.client)
        assert (act is not None) == expected
        if act is None:
            return
        if row.stands:
            row.stands, row.acted_at = False, MONDAY - scheduling.UNDO
        back = row if not expected or act.pk == pk else self.rows[act.pk]
        if act.is_booked:
            back.stands, back.is_replaced = True, False
            back.acted_at = act.booked_at
            self.clear(back.client, back.starts_at)

    @rule(minutes=st.sampled_from([1, 2, 3, 10]))
    def time_passes(self, minutes: int) -> None:
        self.traveller.shift(timedelta(minutes=minutes))

    @rule()
    def worker_frees_what_ran_out(self) -> None:
        over = [one for one in self.holds if one.until <= timezone.now()]
        scheduling.free_expired(timezone.now())
        assert not [one for one in self.holds if one in over and self.is_in_the_database(one)]

    @rule()
    def worker_sends_what_is_due(self) -> None:
        due = Notification.objects.due(timezone.now())
        Notification.objects.filter(pk__in=due.values_list("pk", flat=True)).update(
            state=State.SENT, sent_at=timezone.now()
        )

    # What must be so

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        assert contest.overlaps() == 0
        live = list(Appointment.all_rows.standing())
        for one, other in combinations(live, 2):
            meet = one.starts_at < other.ends_at and other.starts_at < one.ends_at
            assert not (meet and (one.client_id == other.client_id or one.therapist_id == other.therapist_id))

    @invariant()
    def the_database_is_as_the_model_says(self) -> None:
        found = {row.pk: row.is_booked for row in Appointment.objects.all()}
        assert found == {pk: row.stands for pk, row in self.rows.items()}
        assert contest.half_done() == 0
        kept = Appointment.all_rows.standing().holds()
        assert sorted(
            (self.number(row), row.starts_at, row.held_for, row.held_until) for row in kept
        ) == sorted(
            ((one.client, one.therapist), one.starts_at, one.reason, one.until) for one in self.live()
        )
        assert all(
            sum(h.client == n and h.reason == HeldFor.CHOOSING for h in self.live()) <= 1 for n in range(2)
        )

    @invariant()
    def what_people_hear_is_true(self) -> None:
        """Of each appointment: once everything that waits has been said, the last word is what is so."""
        for pk, row in self.rows.items():
            about = list(Notification.objects.filter(key__contains=f":{pk}").order_by("created_at", "pk"))
            mine = [one for one in about if one.person_id == self.clients[row.client].pk]
            waiting = {one.template for one in mine if one.state == State.QUEUED}
            said = {one.template for one in mine if one.state == State.SENT}
            assert all(one.sent_at >= one.due_at for one in mine if one.state == State.SENT)
            assert sum(one.state == State.QUEUED for one in mine) <= 1
            if row.stands:
                assert waiting <= {"booked", "moved"}
                assert (waiting | said) & {"booked", "moved"}
            else:
                assert waiting <= {"cancelled"}

    # How

    def attempt(self, act: Any, *args: Any, who: int) -> Any:
        try:
            return act(*args, by=self.clients[who].user)
        except Refused:
            return None

    def pick(self, which: int) -> tuple[Any, Row]:
        return list(self.rows.items())[which % len(self.rows)]

    def live(self) -> list[Hold]:
        return [one for one in self.holds if one.until > timezone.now()]

    def held_by(self, who: int, whom: int, when: datetime) -> Hold | None:
        return next(
            (h for h in self.live() if (h.client, h.therapist, h.starts_at) == (who, whom, when)), None
        )

    def is_free(self, who: int, whom: int, when: datetime) -> bool:
        """Neither of the two meets anybody then, and nobody else keeps it."""
        there = [row for row in self.rows.values() if row.stands and row.starts_at == when]
        kept = [one for one in self.live() if one.starts_at == when and one.client != who]
        return not any(who == one.client or whom == one.therapist for one in [*there, *kept])

    def clear(self, who: int, when: datetime) -> None:
        """Who chooses or books gives up what else was chosen, and what was kept at this time."""
        self.holds = [
            one
            for one in self.holds
            if not (one.client == who and (one.reason == HeldFor.CHOOSING or one.starts_at == when))
        ]

    def give_up(self, row: Row) -> None:
        until = timezone.now() + scheduling.UNDO
        self.holds.append(Hold(row.client, row.therapist, row.starts_at, until, HeldFor.UNDO))

    def number(self, row: Appointment) -> tuple[int, int]:
        clients, therapists = [one.pk for one in self.clients], [one.pk for one in self.therapists]
        return clients.index(row.client_id), therapists.index(row.therapist_id)

    def is_in_the_database(self, hold: Hold) -> bool:
        rows = Appointment.all_rows.holds().filter(client=self.clients[hold.client], starts_at=hold.starts_at)
        return rows.filter(status=Status.HELD, held_until=hold.until).exists()
