"""The pre-check before each meeting, whether it may begin, and who came."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast
from tests.booking.meeting import FRIDAY, MONDAY, NUMBER, THURSDAY, booked
from waylight.booking import attendance, contact, precheck, refusals, scheduling
from waylight.booking.models import Appointment, Cancellation, ContactAttempt, PreCheck, Status
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PLACE = "12 Quiet Lane, the blue door"


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def check_in(row: Appointment, **answers) -> PreCheck:
    answers = {"place": PLACE, "hearing": "no", "callback": NUMBER, "contact_still_right": True} | answers
    return precheck.check_in(row, by=cast.clara().user, **answers)


def why_not(row: Appointment) -> str:
    return " ".join(attendance.why_not(Appointment.objects.get(pk=row.pk), timezone.now()))


@pytest.mark.hazard("H04")
@pytest.mark.hazard("H04")
def test_no_meeting_begins_without_its_pre_check(clock):
    row = booked(cast.ana())
    clock(THURSDAY)
    with pytest.raises(attendance.CannotBegin, match="Check in first"):
        attendance.begin(row, by=cast.clara().user)
    check_in(row)
    attendance.begin(row, by=cast.clara().user)
    assert AuditEvent.objects.filter(verb="begin-appointment", row=str(row.pk)).count() == 1


@pytest.mark.hazard("H04")
@pytest.mark.hazard("H04")
def test_where_somebody_is_is_asked_each_time_and_never_supposed(clock):
    ana = cast.ana()
    row = booked(ana, telephone=NUMBER)
    following = booked(ana, FRIDAY)
    clock(THURSDAY)
    check_in(row)
    following.refresh_from_db()
    assert precheck.usual_answers(following) == {"callback": NUMBER}
    assert precheck.of(following) is None


@pytest.mark.parametrize(("before", "can"), [(16, False), (15, True), (0, True), (-10, True)])
def test_checking_in_opens_fifteen_minutes_before(clock, before, can):
    row = booked(cast.ana())
    clock(THURSDAY - before * MINUTE)
    if can:
        assert check_in(row).place == PLACE
    else:
        with pytest.raises(precheck.CannotCheckIn, match="15 minutes"):
            check_in(row)


def test_what_was_cancelled_or_is_over_cannot_begin(clock):
    ana = cast.ana()
    row, other = booked(ana), booked(ana, FRIDAY)
    scheduling.cancel(row, by=cast.eva())
    clock(FRIDAY)
    row.refresh_from_db()
    with pytest.raises(precheck.CannotCheckIn, match="cancelled or moved"):
        check_in(row)
    attendance.fulfil(other, by=cast.clara().user)
    assert why_not(other) == "This appointment is over."


@pytest.mark.hazard("H09")
def test_a_lapse_after_the_pre_check_still_stops_the_meeting(clock):
    row = booked(cast.ana())
    clock(THURSDAY)
    check_in(row)
    cast.a_check(cast.clara().registrations.get(), status="suspended", confirmed=False)
    with pytest.raises(attendance.CannotBegin, match="registration is not in force"):
        attendance.begin(row, by=cast.clara().user)
    with pytest.raises(precheck.CannotCheckIn):
        check_in(row)


def test_new_answers_take_the_place_of_the_old(clock):
    row = booked(cast.ana())
    clock(THURSDAY)
    first = check_in(row)
    second = check_in(row, place="The car", hearing="yes", callback="", contact_still_right=None)
    kept = PreCheck.objects.get()
    assert first.pk == second.pk == kept.pk
    assert (kept.place, kept.hearing, kept.callback, kept.contact_still_right) == ("The car", "yes", "", None)


@pytest.mark.hazard("H04")
def test_a_place_is_forgotten_after_thirty_days_and_the_rest_stays(clock):
    row = booked(cast.ana())
    clock(THURSDAY)
    check_in(row)
    assert precheck.forget_places(THURSDAY + 30 * DAY) == 0
    assert precheck.of(row).place == PLACE
    assert precheck.forget_places(THURSDAY + 30 * DAY + MINUTE) == 1
    kept = precheck.of(row)
    assert (kept.place, kept.callback, kept.hearing) == ("", NUMBER, "no")
    assert kept.place_forgotten_at == THURSDAY + 30 * DAY + MINUTE
    assert precheck.forget_places(THURSDAY + 31 * DAY) == 0
    assert AuditEvent.objects.filter(verb="forget-place", actor="worker").count() == 1


def test_the_practice_says_how_long_a_place_is_kept(clock):
    cast.a_practice(location_kept_days=2)
    row = booked(cast.ana())
    clock(THURSDAY)
    check_in(row)
    assert precheck.forget_places(THURSDAY + 2 * DAY + MINUTE) == 1


@pytest.mark.hazard("H15")
def test_the_number_given_last_is_the_one_to_call(clock):
    row = booked(cast.ana(), telephone=NUMBER)
    row.refresh_from_db()
    assert precheck.number_to_call(row) == NUMBER
    clock(THURSDAY)
    check_in(row, callback="+441632960999")
    assert precheck.number_to_call(row) == "+441632960999"
    check_in(row, callback="")
    assert precheck.number_to_call(row) == NUMBER


def test_an_email_address_is_no_number_to_call():
    assert precheck.known_number(cast.ana()) == ""


def test_who_came_is_said_once_and_not_before_it_begins(clock):
    row = booked(cast.ana())
    by = cast.clara().user
    clock(THURSDAY - 20 * MINUTE)
    for settle in (attendance.fulfil, attendance.nobody_came):
        with pytest.raises(attendance.NotYet):
            settle(row, by=by)
    clock(THURSDAY - 5 * MINUTE)
    with pytest.raises(attendance.NotYet):
        attendance.nobody_came(row, by=by)
    clock(THURSDAY + 10 * MINUTE)
    attendance.nobody_came(row, by=by)
    assert Appointment.objects.get().status == Status.NOSHOW
    with pytest.raises(refusals.NoLongerStands):
        attendance.fulfil(row, by=by)


def test_a_meeting_that_began_early_took_place(clock):
    row = booked(cast.ana())
    clock(THURSDAY - 5 * MINUTE)
    attendance.fulfil(row, by=cast.clara().user)
    assert Appointment.objects.get().status == Status.FULFILLED


@pytest.mark.hazard("H15")
def test_each_try_to_reach_somebody_is_noted(clock):
    row = booked(cast.ana())
    clock(THURSDAY + 5 * MINUTE)
    contact.record_attempt(row, by=cast.clara().user, outcome="no answer")
    contact.record_attempt(row, by=cast.clara().user, outcome="left word", at=THURSDAY + 10 * MINUTE)
    tries = ContactAttempt.objects.order_by("attempted_at")
    assert [(one.outcome, one.attempted_at - THURSDAY) for one in tries] == [
        ("no answer", 5 * MINUTE),
        ("left word", 10 * MINUTE),
    ]
    with pytest.raises(ValueError, match="shouted"):
        contact.record_attempt(row, by=cast.clara().user, outcome="shouted")


def test_the_outsider_reaches_none_of_it(clock):
    row = booked(cast.ana())
    clock(THURSDAY)
    check_in(row)
    contact.record_attempt(row, by=cast.clara().user, outcome="no answer")
    scheduling.cancel(booked(cast.ana(), FRIDAY), by=cast.eva())
    for model in (Appointment, PreCheck, ContactAttempt, Cancellation):
        assert model.objects.visible_to(cast.clara().user).exists()
        assert not model.objects.visible_to(cast.david().user).exists()
        assert not model.objects.visible_to(cast.ben().user).exists()


def said(row: Appointment, step: str, **answers) -> PreCheck:
    return precheck.say(row, step, by=cast.ana().user, **answers)


@pytest.mark.hazard("H04")
def test_what_the_client_said_opens_the_meeting_once_the_therapist_has_seen_it(clock):
    row, clara = booked(cast.ana()), cast.clara().user
    clock(THURSDAY)
    said(row, "place", place=PLACE)
    with pytest.raises(precheck.NotAllSaid):
        precheck.see(row, by=clara)
    said(row, "hearing", hearing="no")
    said(row, "number", callback=NUMBER)
    assert "Look first at what they said" in why_not(row)
    precheck.see(row, by=clara)
    attendance.begin(row, by=clara)


@pytest.mark.hazard("H04")
def test_what_is_said_anew_has_to_be_seen_anew(clock):
    row, clara = booked(cast.ana()), cast.clara().user
    clock(THURSDAY)
    check_in(row)
    assert why_not(row) == ""
    clock(THURSDAY + MINUTE)
    said(row, "place", place="The park by the school")
    assert "Look first" in why_not(row)
    precheck.see(row, by=clara)
    precheck.see(row, by=clara)
    assert why_not(row) == ""
    assert AuditEvent.objects.filter(verb="see-check-in").count() == 1


def test_a_step_that_is_passed_over_says_nothing_and_counts_as_seen(clock):
    row = booked(cast.ana())
    clock(THURSDAY)
    said(row, "camera")
    said(row, "place", place=PLACE)
    said(row, "camera")
    kept = precheck.of(row)
    assert (kept.steps, kept.place, kept.hearing) == (["place", "camera"], PLACE, "")


def test_nobody_gets_ready_before_the_meeting_opens(clock):
    row = booked(cast.ana())
    clock(THURSDAY - 16 * MINUTE)
    with pytest.raises(precheck.CannotCheckIn):
        said(row, "place", place=PLACE)


@pytest.mark.hazard("H04")
def test_a_place_that_belongs_to_something_that_happened_is_kept_until_it_is_let_go(clock):
    row, clara = booked(cast.ana()), cast.clara().user
    clock(THURSDAY)
    check_in(row)
    precheck.keep_place(row, by=clara)
    precheck.keep_place(row, by=clara)
    assert precheck.forget_places(THURSDAY + 300 * DAY) == 0
    precheck.let_place_go(row, by=clara)
    assert precheck.forget_places(THURSDAY + 300 * DAY) == 1
    precheck.keep_place(row, by=clara)
    assert precheck.of(row).place_kept_at is None
    verbs = AuditEvent.objects.filter(verb__in=["keep-place", "let-place-go"])
    assert sorted(verbs.values_list("verb", flat=True)) == ["keep-place", "let-place-go"]
