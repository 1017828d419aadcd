"""Who plans, who is invited, who agrees, who comes in; and what the engine is told of them."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from tests import cast
from tests.video.groups.groups import Noted, a_group, cleo, first, takes_part
from waylight.booking.hours.groups import TakenThen
from waylight.booking.models.hours import GroupTime
from waylight.privacy.models import AuditEvent
from waylight.video.groups import agreement, courses, meeting, members
from waylight.video.models import GroupMember, GroupSeat, GroupSession

pytestmark = pytest.mark.django_db
TEMPLATES = Path(agreement.__file__).parents[1] / "templates"


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    engine = Noted()
    monkeypatch.setattr(meeting, "engine", lambda: engine)
    return engine


def place(user: Any, session: GroupSession) -> meeting.Place:
    return meeting.place_of(user, session.pk, timezone.now())


def test_it_meets_at_the_same_time_by_the_therapists_clock_also_when_clocks_change() -> None:
    group = a_group(first_at=cast.at("2027-03-16 18:00"))
    starts = [row.starts_at for row in group.sessions.order_by("week")]
    assert len(starts) == 8
    assert starts[1] == cast.at("2027-03-23 18:00")
    assert starts[2] == cast.at("2027-03-30 17:00")  # British summer time from 28 March


def test_its_times_are_kept_in_the_calendar_and_given_back_when_it_ends(clock: Any) -> None:
    group = a_group()
    assert GroupTime.objects.filter(therapist=cast.clara()).count() == 8
    clock(timezone.now() + timedelta(days=8))
    courses.end(group, by=cast.eva())
    courses.end(group, by=cast.eva())
    assert GroupTime.objects.count() == 2  # those that were
    assert AuditEvent.objects.filter(verb="end-group").count() == 1


def test_where_one_week_does_not_fit_nothing_is_planned() -> None:
    cast.an_appointment(starts_at=timezone.now() + timedelta(days=21, minutes=30))
    with pytest.raises(TakenThen, match="15 December"):
        a_group()


def test_a_group_cannot_begin_in_the_past_nor_under_a_therapist_who_is_not_registered() -> None:
    with pytest.raises(courses.BeginsInThePast):
        a_group(first_at=timezone.now())
    with pytest.raises(courses.CannotLead):
        a_group(lead=cast.a_therapist("nora", "Nora", registered=False))


def test_only_clients_of_whoever_leads_are_invited_and_no_more_than_there_are_places() -> None:
    group = a_group(places=2)
    with pytest.raises(members.NotInYourCare):
        members.invite(group, cast.ben(), by=cast.clara().user)
    members.invite(group, cast.ana(), by=cast.clara().user)
    with pytest.raises(members.InvitedAlready):
        members.invite(group, cast.ana(), by=cast.clara().user)
    members.invite(group, cleo(), by=cast.clara().user)
    with pytest.raises(members.GroupIsFull):
        members.invite(group, cast.a_client("dora", "Dora", cast.clara()), by=cast.clara().user)


def test_nobody_agrees_for_somebody_else_and_no_two_have_one_name() -> None:
    group = a_group()
    hers = members.invite(group, cast.ana(), by=cast.clara().user)
    with pytest.raises(GroupMember.DoesNotExist):
        members.agree(hers, "Maya", by=cast.clara().user)
    members.agree(hers, "  Maya ", by=cast.ana().user)
    other = members.invite(group, cleo(), by=cast.clara().user)
    for name in ("maya", "Dr Clara Demo"):
        with pytest.raises(members.NameTaken):
            members.agree(other, name, by=cleo().user)
    with pytest.raises(members.NameMissing):
        members.agree(other, "  ", by=cleo().user)


def test_a_published_text_of_agreement_does_not_change() -> None:
    """Somebody agreed to these very words. Write agreement_2.html, and raise VERSION."""
    texts = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        for file in TEMPLATES.rglob("agreement_*")
    }
    assert texts == {"agreement_1.html": PUBLISHED[1]}
    assert agreement.VERSION in PUBLISHED


PUBLISHED = {1: "3a0f3f91ed08f4e4"}


def test_who_has_not_agreed_or_left_does_not_come_in(noted: Noted) -> None:
    group = a_group()
    member = members.invite(group, cast.ana(), by=cast.clara().user)
    with pytest.raises(Http404):
        place(cast.ana().user, first(group))
    members.agree(member, "Maya", by=cast.ana().user)
    assert place(cast.ana().user, first(group)).member == member
    members.leave(member, by=cast.ana().user)
    with pytest.raises(Http404):
        place(cast.ana().user, first(group))


def test_the_outsider_a_manager_and_another_client_find_no_room() -> None:
    session = first(a_group())
    for user in (cast.david().user, cast.eva(), cast.ben().user):
        with pytest.raises(Http404):
            place(user, session)


def test_members_wait_for_whoever_leads_and_then_come_in(noted: Noted) -> None:
    group = a_group()
    takes_part(group, cast.ana(), "Maya")
    now, session = timezone.now(), first(group)
    with pytest.raises(meeting.NotOpenYet):
        meeting.come_in(place(cast.ana().user, session), by=cast.ana().user, now=now)
    assert noted.asked == []
    meeting.come_in(place(cast.clara().user, session), by=cast.clara().user, now=now)
    given = meeting.come_in(place(cast.ana().user, session), by=cast.ana().user, now=now)
    assert noted.verbs() == ["open", "open", "let_in", "open", "let_in"]
    assert noted.asked[-1][3] == session.closes_at
    assert given.seat == str(GroupSeat.objects.get(who=cast.ana().pk).pk)


@pytest.mark.hazard("H06")
def test_the_engine_learns_nothing_of_anybody(noted: Noted) -> None:
    group = a_group()
    member, session, now = takes_part(group, cast.ana(), "Maya"), first(group), timezone.now()
    for user in (cast.clara().user, cast.ana().user):
        meeting.come_in(place(user, session), by=user, now=now)
    told = str(noted.asked)
    known = (
        cast.ana().pk,
        cast.ana().user_id,
        cast.clara().user_id,
        group.pk,
        session.pk,
        member.pk,
        "Maya",
        "Tuesdays",
    )
    assert [one for one in known if str(one) in told] == []


def test_too_early_and_too_late_there_is_no_way_in(noted: Noted, clock: Any) -> None:
    group = a_group()
    session, clara = first(group), cast.clara().user
    clock(session.starts_at - timedelta(minutes=16))
    with pytest.raises(meeting.NotOpenYet):
        meeting.come_in(place(clara, session), by=clara, now=timezone.now())
    clock(session.ends_at + timedelta(minutes=30))
    with pytest.raises(Http404):
        place(clara, session)


def test_who_was_taken_out_does_not_come_back_into_this_session(noted: Noted) -> None:
    group = a_group()
    takes_part(group, cast.ana(), "Maya")
    session, now, ana, clara = first(group), timezone.now(), cast.ana().user, cast.clara().user
    meeting.come_in(place(clara, session), by=clara, now=now)
    seat = meeting.come_in(place(ana, session), by=ana, now=now).seat
    meeting.remove(place(clara, session), seat, by=clara)
    assert noted.asked[-1][0] == "remove"
    with pytest.raises(meeting.TakenOut):
        meeting.come_in(place(ana, session), by=ana, now=now)
    assert seat not in meeting.names(place(clara, session))
    assert GroupSeat.objects.get(pk=seat).removed_by == str(clara.pk)


def test_members_neither_mute_nor_remove_nor_end(noted: Noted) -> None:
    group = a_group()
    takes_part(group, cast.ana(), "Maya")
    takes_part(group, cleo(), "Kit")
    session, now = first(group), timezone.now()
    seats = {}
    for user in (cast.clara().user, cast.ana().user, cleo().user):
        seats[user] = meeting.come_in(place(user, session), by=user, now=now).seat
    hers = place(cast.ana().user, session)
    for act in (
        lambda: meeting.mute(hers, seats[cleo().user], is_muted=True, by=cast.ana().user),
        lambda: meeting.remove(hers, seats[cleo().user], by=cast.ana().user),
        lambda: meeting.end(hers, by=cast.ana().user),
    ):
        with pytest.raises(Http404):
            act()
    assert not {"mute", "remove", "close"} & set(noted.verbs())


def test_names_are_those_that_each_chose(noted: Noted) -> None:
    group = a_group()
    takes_part(group, cast.ana(), "Maya")
    session, now = first(group), timezone.now()
    for user in (cast.clara().user, cast.ana().user):
        meeting.come_in(place(user, session), by=user, now=now)
    shown = meeting.names(place(cast.ana().user, session)).values()
    assert sorted((one["name"], one["leads"]) for one in shown) == [("Dr Clara Demo", True), ("Maya", False)]


def test_a_session_that_nobody_ended_is_closed(noted: Noted, clock: Any) -> None:
    group = a_group()
    session, clara = first(group), cast.clara().user
    meeting.come_in(place(clara, session), by=clara, now=timezone.now())
    assert meeting.close_forgotten(session.ends_at) == 0
    assert meeting.close_forgotten(session.closes_at) == 1
    assert meeting.close_forgotten(session.closes_at) == 0
    assert noted.asked[-1][0] == "close"


def test_ending_closes_the_room_for_everybody(noted: Noted) -> None:
    group = a_group()
    session, clara = first(group), cast.clara().user
    meeting.come_in(place(clara, session), by=clara, now=timezone.now())
    meeting.end(place(clara, session), by=clara)
    assert noted.asked[-1][0] == "close"
    with pytest.raises(Http404):
        place(clara, session)


def test_who_leaves_the_group_goes_from_its_open_session_too(noted: Noted) -> None:
    group = a_group()
    member, session, now = takes_part(group, cast.ana(), "Maya"), first(group), timezone.now()
    for user in (cast.clara().user, cast.ana().user):
        meeting.come_in(place(user, session), by=user, now=now)
    members.leave(member, by=cast.clara().user)
    meeting.take_out_at_once(member, by=cast.clara().user, now=now)
    assert noted.asked[-1][0] == "remove"


class Meanwhile(Noted):
    """Something happens while the engine is asked to let somebody in."""

    act: Any = None

    def let_in(self, room: str, seat: str, *, until: Any) -> Any:
        given = super().let_in(room, seat, until=until)
        if self.act is not None:
            self.act(seat)
        return given


@pytest.mark.parametrize("what", ["is taken out", "leaves the group", "session ends"])
def test_who_may_not_come_any_more_while_the_engine_is_asked_does_not_come(what, monkeypatch) -> None:
    engine = Meanwhile()
    monkeypatch.setattr(meeting, "engine", lambda: engine)
    group, ana, clara = a_group(), cast.ana().user, cast.clara().user
    member, session, now = takes_part(group, cast.ana(), "Maya"), first(group), timezone.now()
    meeting.come_in(place(clara, session), by=clara, now=now)
    hers, leads = place(ana, session), place(clara, session)
    engine.act = {
        "is taken out": lambda seat: meeting.remove(leads, seat, by=clara),
        "leaves the group": lambda seat: members.leave(member, by=ana),
        "session ends": lambda seat: meeting.end(leads, by=clara),
    }[what]
    with pytest.raises(meeting.NotOpenYet if what == "session ends" else meeting.TakenOut):
        meeting.come_in(hers, by=ana, now=now)
    assert engine.asked[-1][0] == ("close" if what == "session ends" else "remove")


def test_a_session_that_goes_on_when_its_group_is_ended_still_has_who_leads_it(noted: Noted) -> None:
    group = a_group()
    takes_part(group, cast.ana(), "Maya")
    session, now, ana, clara = first(group), timezone.now(), cast.ana().user, cast.clara().user
    meeting.come_in(place(clara, session), by=clara, now=now)
    seat = meeting.come_in(place(ana, session), by=ana, now=now).seat
    courses.end(group, by=cast.eva())
    meeting.remove(place(clara, session), seat, by=clara)
    meeting.end(place(clara, session), by=clara)
    assert noted.verbs()[-2:] == ["remove", "close"]
    with pytest.raises(Http404):
        place(clara, group.sessions.get(week=2))


def test_who_sat_in_a_session_is_seen_by_who_leads_and_by_each_for_themselves(noted: Noted) -> None:
    group = a_group()
    takes_part(group, cast.ana(), "Maya")
    takes_part(group, cleo(), "Kit")
    session, now = first(group), timezone.now()
    clara, ana = cast.clara().user, cast.ana().user
    for user in (clara, ana, cleo().user):
        meeting.come_in(place(user, session), by=user, now=now)
    assert GroupSeat.objects.visible_to(clara).count() == 3
    assert [seat.who for seat in GroupSeat.objects.visible_to(ana)] == [cast.ana().pk]
    for nobody in (cast.eva(), cast.david().user):
        assert not GroupSeat.objects.visible_to(nobody).exists()
