"""A session of a group: the therapist who leads opens it, people come in, she may mute or remove somebody, and she ends it.

Who may come in is asked here each time; the engine is told a random seat and no name.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from waylight.privacy import audit, inserting, keyring
from waylight.ui.refusals import Refusal
from waylight.video.groups.janus import Janus
from waylight.video.groups.port import EngineSilent, GroupRoom, Pass
from waylight.video.models.groups import GroupMember, GroupSeat, GroupSession


class NotOpenYet(Refusal):
    """The session opens when the therapist who leads it comes in."""


class TakenOut(Refusal):
    """You were taken out of this session. The therapist who leads it will be in touch with you."""


@dataclass(frozen=True)
class Place:
    """Somebody's part in one session: `member` is None for the therapist who leads."""

    session: GroupSession
    member: GroupMember | None

    @property
    def leads(self) -> bool:
        return self.member is None


def engine() -> GroupRoom:
    return Janus()


def has_engine() -> bool:
    """Without one no group is planned, for none could meet."""
    return bool(settings.JANUS)


def place_of(user: Any, pk: Any, now: datetime) -> Place:
    """Raises Http404 for whoever neither leads nor takes part, for a session that is over, and for a group that ended.

    A session that goes on when its group is ended goes on to its end: nobody is left in it without who leads.
    """
    rows = GroupSession.objects.visible_to(user).select_related("group__lead__user")
    session = rows.filter(Q(group__ended_at=None) | Q(opened_at__isnull=False), pk=pk).first()
    if session is None or session.is_over(now) or user.role == "manager":
        raise Http404
    if session.group.lead.user_id == user.pk:
        return Place(session, None)
    member = GroupMember.objects.taking_part().filter(group=session.group, client__user_id=user.pk).first()
    if member is None:
        raise Http404
    return Place(session, member)


def open_session(place: Place, *, by: Any) -> None:
    """The therapist who leads comes in, and the others can. Twice is once. Raises EngineSilent."""
    session = place.session
    if not session.room:
        opened = GroupSession.objects.filter(pk=session.pk, room="")
        name, now = secrets.token_hex(16), timezone.now()
        with transaction.atomic():
            if opened.update(room=name, opened_at=now):
                audit.record("open-group-session", by=by, person=session.group.lead.user_id, about=session)
        session.refresh_from_db(fields=["room", "opened_at"])
    engine().open(session.room, places=session.group.places + 1)


def come_in(place: Place, *, by: Any, now: datetime) -> Pass:
    """A pass for one browser, good until the session closes. Raises NotOpenYet, TakenOut, EngineSilent."""
    session = place.session
    if not session.is_open(now):
        raise NotOpenYet
    if place.leads:
        open_session(place, by=by)
    elif not session.room:
        raise NotOpenYet
    seat = _seat(place, by=by, now=now)
    if seat.removed_at is not None:
        raise TakenOut
    engine().open(session.room, places=session.group.places + 1)  # it may have been started anew meanwhile
    given = engine().let_in(session.room, str(seat.pk), until=session.closes_at)
    _look_once_more(place, seat, now)
    return given


def _look_once_more(place: Place, seat: GroupSeat, now: datetime) -> None:
    """Who was taken out, or left, while the engine was asked is out all the same; so is everybody once it was ended."""
    session = GroupSession.objects.get(pk=place.session.pk)
    if session.is_over(now):
        engine().close(session.room)
        raise NotOpenYet
    is_out = GroupSeat.objects.filter(pk=seat.pk, removed_at__isnull=False).exists()
    member = place.member
    has_left = member is not None and not GroupMember.objects.taking_part().filter(pk=member.pk).exists()
    if is_out or has_left:
        engine().remove(session.room, str(seat.pk))
        raise TakenOut


def mute(place: Place, seat_pk: Any, *, is_muted: bool, by: Any) -> None:
    """The therapist who leads: this voice is passed on no more, or again. Raises Http404, EngineSilent."""
    seat = _other(place, seat_pk)
    engine().mute(place.session.room, str(seat.pk), is_muted=is_muted)
    audit.record("mute-in-group" if is_muted else "unmute-in-group", by=by, person=seat.who, about=seat)


def remove(place: Place, seat_pk: Any, *, by: Any) -> None:
    """The therapist who leads: this person is out of the session and cannot come back into it. Raises Http404, EngineSilent."""
    seat = _other(place, seat_pk)
    with transaction.atomic():
        rows = GroupSeat.objects.filter(pk=seat.pk, removed_at=None)
        if rows.update(removed_at=timezone.now(), removed_by=str(by.pk)):
            audit.record("remove-from-group-session", by=by, person=seat.who, about=seat)
    engine().remove(place.session.room, str(seat.pk))


def take_out_at_once(member: GroupMember, *, by: Any, now: datetime) -> None:
    """Somebody who no longer takes part in the group goes from its open session too."""
    seats = GroupSeat.objects.filter(member=member, session__ended_at=None, removed_at=None)
    for seat in seats.select_related("session__group__lead__user"):
        if seat.session.is_open(now):
            remove(Place(seat.session, None), seat.pk, by=by)


def end(place: Place, *, by: Any) -> None:
    """The therapist who leads ends the session for everybody. Twice is once."""
    if not place.leads:
        raise Http404
    _close(place.session, by=by)


def close_forgotten(now: datetime) -> int:
    """Closes what nobody ended, half an hour after its time; says how many."""
    found = list(GroupSession.objects.left_open(now).select_related("group__lead"))
    for session in found:
        _close(session, by="worker")
    return len(found)


def names(place: Place) -> dict[str, dict[str, Any]]:
    """By seat: the name that each chose, and who leads. For those who are in this session themselves."""
    rows = list(GroupSeat.objects.filter(session=place.session, removed_at=None).select_related("member"))
    keyring.load([row.member for row in rows if row.member is not None])
    lead = place.session.group.lead.name
    return {
        str(row.pk): {"name": row.member.known_as if row.member else lead, "leads": row.leads} for row in rows
    }


def _seat(place: Place, *, by: Any, now: datetime) -> GroupSeat:
    who = place.member.client_id if place.member is not None else by.pk
    row = GroupSeat(session=place.session, member=place.member, who=who, came_at=now)
    with transaction.atomic():
        if inserting.insert(row):
            audit.record("come-to-group-session", by=by, person=who, about=row)
            return row
    return GroupSeat.objects.get(session=place.session, who=who)


def _other(place: Place, seat_pk: Any) -> GroupSeat:
    """Somebody else's seat, for the one who leads."""
    seat = GroupSeat.objects.filter(session=place.session, pk=seat_pk, member__isnull=False).first()
    if seat is None or not place.leads or not place.session.room:
        raise Http404
    return seat


def _close(session: GroupSession, *, by: Any) -> None:
    name = by if isinstance(by, str) else str(by.pk)
    with transaction.atomic():
        if GroupSession.objects.filter(pk=session.pk, ended_at=None).update(
            ended_at=timezone.now(), ended_by=name
        ):
            audit.record("end-group-session", by=by, person=session.group.lead.user_id, about=session)
    if session.room:
        try:
            engine().close(session.room)
        except EngineSilent:
            return  # the room goes with the engine, and its passes end by themselves
