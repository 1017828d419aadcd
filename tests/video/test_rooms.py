"""When a room is open and to whom, how one comes in, and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation

from tests import cast
from tests.sign_in import signed_in
from waylight.booking import attendance
from waylight.booking.models import Appointment, Status
from waylight.people.models import EpisodeOfCare
from waylight.privacy.models import AuditEvent
from waylight.video import admissions, rooms, seats, status
from waylight.video.models import Admission, Role, Room

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def a_session(minutes: int = 0, **fields: Any) -> Appointment:
    """Of Ana's with Clara, so many minutes from now."""
    return cast.an_appointment(starts_at=timezone.now() + minutes * MINUTE, **fields)


def seat(person: Any, appointment: Appointment) -> seats.Seat:
    return seats.seat_of(person, appointment.pk, timezone.now())


def comes(person: Any, appointment: Appointment) -> seats.Seat:
    now = timezone.now()
    return admissions.wait(seats.seat_of(person, appointment.pk, now), now)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("at").values_list("verb", flat=True))


def both_inside(appointment: Appointment) -> tuple[seats.Seat, seats.Seat]:
    clara, ana = comes(cast.clara().user, appointment), comes(cast.ana().user, appointment)
    admissions.admit(ana.room, ana.id, by=cast.clara().user)
    return comes(cast.ana().user, appointment), clara


def test_the_two_have_a_seat_each_under_the_name_that_the_other_reads():
    session = a_session()
    ana, clara = seat(cast.ana().user, session), seat(cast.clara().user, session)
    assert (ana.role, ana.name, ana.id, ana.is_admitted) == (Role.CLIENT, "Ana", "", False)
    assert (clara.role, clara.name) == (Role.THERAPIST, "Dr Clara Demo")
    assert ana.room == clara.room == Room.objects.get()
    assert ana.room.pk == session.pk


@pytest.mark.parametrize("who", ["ben", "david", "eva", "frank"])
def test_for_everybody_else_there_is_no_room(who):
    person = getattr(cast, who)()
    with pytest.raises(Http404):
        seat(getattr(person, "user", person), a_session())
    assert not Room.objects.exists()


def test_a_therapist_whose_care_has_ended_comes_to_her_own_session_alone():
    session = a_session(minutes=5)
    EpisodeOfCare.objects.update(ends_on=timezone.localdate())
    with pytest.raises(Http404):
        seat(cast.clara().user, session)


@pytest.mark.parametrize(
    ("minutes", "is_open"), [(16, False), (15, True), (0, True), (-79, True), (-81, False)]
)
def test_a_room_is_open_from_15_minutes_before_until_30_after_the_end(minutes, is_open, clock):
    clock("2026-11-26 09:00+00:00")
    session = a_session(minutes=minutes)
    assert rooms.is_open(session, None, timezone.now()) is is_open
    if not is_open:
        with pytest.raises(Http404):
            seat(cast.ana().user, session)


@pytest.mark.parametrize("over", [Status.CANCELLED, Status.FULFILLED, Status.NOSHOW])
def test_an_appointment_that_does_not_stand_has_no_room(over):
    with pytest.raises(Http404):
        seat(cast.ana().user, a_session(status=over))


def test_it_stays_open_past_its_time_while_both_are_heard_of_and_no_longer(clock):
    clock("2026-11-26 09:00+00:00")
    session = a_session()
    both_inside(session)
    clock("2026-11-26 10:21+00:00")
    Admission.objects.update(seen_at=timezone.now() - MINUTE)
    assert seat(cast.ana().user, session).is_admitted
    Admission.objects.filter(role=Role.THERAPIST).update(seen_at=timezone.now() - 2 * MINUTE)
    with pytest.raises(Http404):
        seat(cast.ana().user, session)


def test_one_waits_and_the_therapist_is_in_at_once():
    session = a_session()
    ana, clara = comes(cast.ana().user, session), comes(cast.clara().user, session)
    assert (ana.is_admitted, clara.is_admitted) == (False, True)
    assert [row.pk for row in admissions.waiting(ana.room, timezone.now())] == [ana.admission.pk]
    assert comes(cast.ana().user, session).id == ana.id
    assert verbs() == ["open-room", "ask-to-come-in", "ask-to-come-in"]


def test_the_session_began_when_both_were_inside():
    session = a_session()
    ana, _clara = both_inside(session)
    rooms.begin_if_both_are_inside(ana.room, timezone.now())
    began_at = Room.objects.get().began_at
    assert began_at is not None
    rooms.begin_if_both_are_inside(seat(cast.ana().user, session).room, timezone.now() + MINUTE)
    assert Room.objects.get().began_at == began_at
    assert verbs().count("begin-session") == 1


def test_to_let_in_twice_is_once_and_who_went_is_there_no_more():
    session = a_session()
    ana, _clara = both_inside(session)
    admissions.admit(ana.room, ana.id, by=cast.clara().user)
    assert verbs().count("admit") == 1
    admissions.leave(ana)
    with pytest.raises(admissions.NotThere):
        admissions.admit(ana.room, ana.id, by=cast.clara().user)
    assert comes(cast.ana().user, session).id != ana.id


@pytest.mark.hazard("H09")
def test_nobody_is_let_in_to_a_therapist_whose_registration_lapsed():
    session = a_session()
    ana = comes(cast.ana().user, session)
    cast.clara().registrations.update(expires_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(attendance.CannotBegin):
        admissions.admit(ana.room, ana.id, by=cast.clara().user)
    assert not seat(cast.ana().user, session).is_admitted


def test_who_was_removed_is_out_and_waits_when_they_come_again():
    session = a_session()
    ana, _clara = both_inside(session)
    admissions.remove(ana.room, ana.id, by=cast.clara().user)
    assert not seat(cast.ana().user, session).is_admitted
    assert not comes(cast.ana().user, session).is_admitted
    assert "remove-from-session" in verbs()


def test_an_ended_session_is_over_for_both_and_is_ended_once():
    session = a_session()
    ana, _clara = both_inside(session)
    rooms.end(ana.room, by=cast.clara().user)
    assert not Admission.objects.filter(left_at=None).exists()
    for person in (cast.ana(), cast.clara()):
        with pytest.raises(Http404):
            seat(person.user, session)
    for act in (rooms.end, rooms.later):
        with pytest.raises(rooms.AlreadyOver):
            act(ana.room, by=cast.clara().user)
    assert verbs().count("end-session") == 1


def words(session: Appointment) -> str:
    return status.words(seat(cast.ana().user, session).room, timezone.now())


def test_who_waits_reads_how_it_stands_with_the_therapist(clock):
    clock("2026-11-26 09:50+00:00")
    before = cast.an_appointment(
        cast.a_client("cleo", "Cleo", cast.clara()), starts_at=cast.at("2026-11-26 09:05")
    )
    session = a_session(minutes=5)
    assert words(session) == "Dr Clara Demo is not here yet. You do not need to do anything."
    comes(cast.clara().user, before)
    Room.objects.filter(pk=before.pk).update(began_at=timezone.now())
    assert words(session) == "Dr Clara Demo is finishing with someone, about 5 minutes."
    clock("2026-11-26 09:54+00:00")
    Admission.objects.update(seen_at=timezone.now())
    assert words(session) == "Dr Clara Demo is finishing with someone, about 1 minute."
    clock("2026-11-26 09:56+00:00")
    Admission.objects.update(seen_at=timezone.now())
    assert words(session) == "Dr Clara Demo is finishing with someone."
    rooms.later(seat(cast.ana().user, session).room, by=cast.clara().user)
    assert words(session) == "Dr Clara Demo needs a few more minutes, until about 10:01."
    clock("2026-11-26 10:02+00:00")
    comes(cast.clara().user, session)
    assert words(session) == "Dr Clara Demo is here and will let you in soon."


def test_how_it_stands_is_said_in_the_language_of_who_reads_it(longer):
    session = a_session()
    with translation.override(longer):
        assert "is not here yet" not in words(session)


def test_a_guest_without_a_yes_has_no_seat():
    class Guest:
        pk, role, is_agreed = "1", "", False
        appointment_id = a_session().pk

    with pytest.raises(Http404):
        seat(Guest(), Appointment.objects.get())


def test_the_rows_hold_to_who_and_when():
    ana = comes(cast.ana().user, a_session())
    wrong: list[dict[str, Any]] = [
        {"admitted_at": timezone.now()},
        {"removed_by": "somebody"},
        {"left_at": timezone.now(), "removed_at": timezone.now(), "removed_by": "somebody"},
        {"role": "visitor"},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Admission.objects.filter(pk=ana.id).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Room.objects.update(later_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Admission.objects.create(room=ana.room, role=ana.role, who=ana.who, asked_at=timezone.now())


@pytest.mark.parametrize("who", ["ana", "clara"])
def test_the_door_says_when_it_is_too_early(who):
    session = a_session(minutes=60)
    answer = signed_in(getattr(cast, who)().user).get(reverse("video:door", args=[session.pk]))
    assert answer.status_code == 200
    assert "It is not time yet" in answer.content.decode()
    assert not Room.objects.exists()


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("who", ["ben", "david", "eva"])
@pytest.mark.parametrize("minutes", [60, 0, -120])
def test_the_door_of_somebody_else_is_not_there(who, minutes):
    person: Any = getattr(cast, who)()
    browser = signed_in(getattr(person, "user", person))
    assert browser.get(reverse("video:door", args=[a_session(minutes=minutes).pk])).status_code == 404


def test_the_door_of_a_session_that_was_just_ended_leads_to_what_comes_after(clock):
    clock("2026-11-26 10:00+00:00")
    session = a_session()
    ana, clara = (signed_in(person.user) for person in (cast.ana(), cast.clara()))
    rooms.end(both_inside(session)[0].room, by=cast.clara().user)
    door = reverse("video:door", args=[session.pk])
    assert ana.get(door)["Location"] == reverse("video:after", args=[session.pk])
    assert clara.get(door)["Location"] == reverse("care:note", args=[session.pk])
    assert signed_in(cast.david().user).get(door).status_code == 404
    clock("2026-11-26 11:30+00:00")
    assert ana.get(door).status_code == 404


def test_the_door_of_yesterday_is_not_there():
    browser = signed_in(cast.ana().user)
    assert browser.get(reverse("video:door", args=[a_session(minutes=-1500).pk])).status_code == 404


def test_the_door_sends_the_therapist_to_the_call():
    session = a_session()
    answer = signed_in(cast.clara().user).get(reverse("video:door", args=[session.pk]))
    assert answer["Location"] == reverse("home:room", args=[session.pk])
