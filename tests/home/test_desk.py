"""A therapist's pages, and who may not see them."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from waylight.booking.models import BookingLink, ContactAttempt, PreCheck
from waylight.intake import papers
from waylight.privacy.idempotency import FIELD
from waylight.privacy.models import AuditEvent
from waylight.video import rooms

pytestmark = pytest.mark.django_db

KEY = "8f1f6a4e-6f0e-4a4c-9f0e-0a1b2c3d4e5f"
CHECK_IN = {"place": "12 Example Road", "hearing": "no", "callback": "07700 900123", FIELD: KEY}


def soon(**fields: Any):
    """Ana's session with Clara, in five minutes."""
    return cast.an_appointment(starts_at=timezone.now() + timedelta(minutes=5), **fields)


def page(user: Any, name: str, *args: Any) -> Any:
    return signed_in(user).get(reverse(name, args=args))


def test_the_day_shows_the_next_appointment_with_what_the_client_wants_to_talk_about():
    appointment = soon()
    appointment.topic = "The thing with my sister"
    appointment.save()
    answer = page(cast.clara().user, "home:desk")
    assert "The thing with my sister" in answer.content.decode()
    assert AuditEvent.objects.filter(verb="read-topic", row=str(appointment.pk)).count() == 1


def test_a_session_that_was_ended_early_makes_room_on_the_day_for_the_next():
    now = timezone.now()
    over = cast.an_appointment(starts_at=now - timedelta(minutes=40))
    room = rooms.opened(over, by=str(cast.clara().user.pk), now=now)
    rooms.end(room, by=cast.clara().user)
    following = cast.an_appointment(starts_at=now + timedelta(minutes=12))
    text = page(cast.clara().user, "home:desk").content.decode()
    assert reverse("care:note", args=[over.pk]) in text
    assert reverse("video:door", args=[following.pk]) in text
    assert reverse("video:door", args=[over.pk]) not in text


def test_the_day_shows_initials_and_no_name():
    soon()
    text = page(cast.clara().user, "home:desk").content.decode()
    assert "A." in text
    assert "Ana" not in text


def test_the_outsider_sees_nothing_of_anas_day():
    soon()
    assert "Nobody comes today." in page(cast.david().user, "home:desk").content.decode()


@pytest.mark.parametrize("name", ["home:appointment", "care:note"])
@pytest.mark.hazard("H10")
def test_an_appointment_is_a_404_to_everybody_but_its_therapist(name):
    appointment = soon()
    for user in (cast.david().user, cast.ana().user, cast.ben().user, cast.eva()):
        assert page(user, name, appointment.pk).status_code == 404


@pytest.mark.parametrize("name", ["home:client", "home:client_papers"])
@pytest.mark.hazard("H10")
def test_a_clients_page_is_a_404_to_everybody_but_their_therapist(name):
    ana = cast.ana()
    assert page(cast.clara().user, name, ana.pk).status_code == 200
    for user in (cast.david().user, ana.user, cast.ben().user, cast.eva()):
        assert page(user, name, ana.pk).status_code == 404


def test_when_the_care_ends_the_record_closes():
    ana = cast.ana()
    ana.episodes.update(ends_on=timezone.localdate())
    assert page(cast.clara().user, "home:client", ana.pk).status_code == 404


def test_opening_a_clients_page_leaves_a_trace():
    ana, clara = cast.ana(), cast.clara()
    page(clara.user, "home:client", ana.pk)
    assert (
        AuditEvent.objects.filter(verb="read-record", actor=str(clara.user_id), person=str(ana.pk)).count()
        == 1
    )


def test_free_times_that_cannot_be_offered_are_a_sentence_and_nothing_is_sent():
    ana, clara = cast.ana(), cast.clara()  # who has no opening hours, so no free time
    browser = signed_in(clara.user)
    answer = browser.post(reverse("home:client_times", args=[ana.pk]), {FIELD: KEY}, follow=True)
    assert "Nothing was sent. Dr Clara Demo has no free times" in answer.content.decode()
    assert not BookingLink.objects.exists()


@pytest.mark.hazard("H04", "H21")
def test_checking_in_keeps_where_the_client_is_and_opens_the_meeting():
    appointment = soon()
    browser = signed_in(cast.clara().user)
    before = browser.get(reverse("home:appointment", args=[appointment.pk])).content.decode()
    assert "Check in first" in before
    browser.post(reverse("home:check_in", args=[appointment.pk]), CHECK_IN)
    assert PreCheck.objects.get(appointment=appointment).place == "12 Example Road"
    after = browser.get(reverse("home:appointment", args=[appointment.pk])).content.decode()
    assert "07700 900123" in after
    assert "Write the note" in after


def test_nobody_is_asked_to_check_in_before_the_meeting_opens(clock):
    appointment = soon()
    browser = signed_in(cast.clara().user)
    clock(appointment.starts_at - timedelta(minutes=16))
    early = browser.get(reverse("home:appointment", args=[appointment.pk])).content.decode()
    assert "This opens 15 minutes before it starts." in early
    assert 'name="place"' not in early
    clock(appointment.starts_at - timedelta(minutes=15))
    open_now = browser.get(reverse("home:appointment", args=[appointment.pk])).content.decode()
    assert 'name="place"' in open_now


def test_a_check_in_that_is_refused_leaves_the_trace_of_what_it_showed():
    appointment = soon()
    wrong = CHECK_IN | {"place": ""}
    answer = signed_in(cast.clara().user).post(reverse("home:check_in", args=[appointment.pk]), wrong)
    assert answer.status_code == 200
    assert AuditEvent.objects.filter(verb="read-appointment", row=str(appointment.pk)).count() == 1


def test_a_check_in_without_a_place_keeps_what_was_typed():
    appointment = soon()
    answer = signed_in(cast.clara().user).post(
        reverse("home:check_in", args=[appointment.pk]), CHECK_IN | {"place": ""}
    )
    text = answer.content.decode()
    assert "Ask where they are." in text
    assert "07700 900123" in text
    assert not PreCheck.objects.exists()


@pytest.mark.parametrize("name", ["home:appointment", "home:safety"])
def test_a_person_to_call_who_is_not_right_any_more_is_said_beside_them(name):
    appointment = soon()
    browser = signed_in(cast.clara().user)
    address = reverse(name, args=[appointment.pk] if name == "home:appointment" else [])
    assert "not right any more" not in browser.get(address).content.decode()
    said = CHECK_IN | {"contact_still_right": "no"}
    browser.post(reverse("home:check_in", args=[appointment.pk]), said)
    assert "not right any more" in browser.get(address).content.decode()


def test_nobody_checks_in_for_another_therapists_client():
    appointment = soon()
    answer = signed_in(cast.david().user).post(reverse("home:check_in", args=[appointment.pk]), CHECK_IN)
    assert answer.status_code == 404
    assert not PreCheck.objects.exists()


@pytest.mark.hazard("H09")
def test_a_meeting_does_not_open_without_a_registration_in_force():
    appointment = soon()
    cast.a_check(cast.clara().registrations.get(), status="suspended", confirmed=False)
    text = page(cast.clara().user, "home:appointment", appointment.pk).content.decode()
    assert "registration is not in force" in text
    assert "Write the note" not in text


@pytest.mark.hazard("H04")
def test_safety_steps_show_the_emergency_number_of_the_clients_country():
    from waylight.crisis import directory

    soon()
    text = page(cast.clara().user, "home:safety").content.decode()
    number = directory.country("GB", on=timezone.localdate()).emergency.first
    assert f"{number.dial} in United Kingdom" in text
    assert "Ana" in text


def test_safety_steps_show_the_outsider_nobody():
    soon()
    assert "Ana" not in page(cast.david().user, "home:safety").content.decode()


def began(minutes: int, client: Any = None, **fields: Any) -> Any:
    """A session of 50 minutes with Clara that began so many minutes ago, or will when that is negative."""
    start = timezone.now() - timedelta(minutes=minutes)
    return cast.an_appointment(client, starts_at=start, **fields)


def checked_in(appointment: Any) -> None:
    now = timezone.now()
    check = PreCheck(
        appointment=appointment, hearing="no", checked_at=now, checked_by="x", seen_at=now, seen_by="x"
    )
    check.place, check.callback = "12 Example Road", "07700 900123"
    check.save(force_insert=True)


def test_safety_steps_stay_with_a_client_whose_session_takes_longer():
    clara, zoe = cast.clara(), cast.a_client("zoe", "Zoe Other", cast.clara())
    checked_in(began(55))
    following = began(-5, zoe)
    text = page(clara.user, "home:safety").content.decode()
    assert "12 Example Road" in text
    assert "Ana" in text and "Zoe" not in text
    checked_in(following)
    assert "Zoe" in page(clara.user, "home:safety").content.decode()


def test_safety_steps_can_be_opened_for_a_client_of_today_whose_session_is_over():
    over = began(90, status="fulfilled")
    checked_in(over)
    browser = signed_in(cast.clara().user)
    address = reverse("home:safety")
    assert "12 Example Road" not in browser.get(address).content.decode()
    assert "12 Example Road" in browser.get(f"{address}?for={over.pk}").content.decode()
    outsider = signed_in(cast.david().user).get(f"{address}?for={over.pk}")
    assert "12 Example Road" not in outsider.content.decode()


@pytest.mark.hazard("H04")
def test_a_page_about_a_client_leads_to_the_safety_steps_for_them():
    ana, clara = cast.ana(), cast.clara()
    address = f"{reverse('home:safety')}?client={ana.pk}"
    for name in ("home:client", "home:client_papers", "care:client_plan"):
        assert f'class="btn help sm" href="{address}"' in page(clara.user, name, ana.pk).content.decode()
    over = began(90, status="fulfilled")
    checked_in(over)
    assert "12 Example Road" in signed_in(clara.user).get(address).content.decode()


@pytest.mark.hazard("H04")
def test_safety_steps_open_for_any_client_of_theirs_also_without_an_appointment():
    """What worries a therapist may have come in between two appointments."""
    ana, clara = cast.ana(), cast.clara()
    papers.save(ana, "place", {"address": "7 Sample Lane"}, is_finished=False, by=ana.user)
    address = f"{reverse('home:safety')}?client={ana.pk}"
    assert address.replace("&", "&amp;") in page(clara.user, "home:client", ana.pk).content.decode()
    text = signed_in(clara.user).get(address).content.decode()
    assert "7 Sample Lane" in text and "in United Kingdom" in text
    assert AuditEvent.objects.filter(verb="read-safety", person=str(ana.pk)).count() == 1
    for address in (f"{reverse('home:safety')}?client={ana.pk}", f"{reverse('home:safety')}?client=x"):
        assert signed_in(cast.david().user).get(address).status_code == 404


def test_a_day_full_of_appointments_takes_no_more_queries_than_one(django_assert_max_num_queries):
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    for hour in range(8, 18):
        cast.an_appointment(starts_at=midnight + timedelta(hours=hour))
    browser = signed_in(cast.clara().user)
    browser.get(reverse("home:desk"))
    with django_assert_max_num_queries(20):
        browser.get(reverse("home:desk"))


def a_call(appointment: Any, outcome: str = "reached") -> Any:
    fields = {"outcome": outcome, FIELD: str(uuid.uuid4())}
    return signed_in(cast.clara().user).post(reverse("home:call", args=[appointment.pk]), fields)


def test_a_session_begins_when_the_two_speak_after_the_check_in():
    appointment = soon()
    assert "Check in first" in a_call(appointment).content.decode()
    assert not ContactAttempt.objects.exists()
    signed_in(cast.clara().user).post(reverse("home:check_in", args=[appointment.pk]), CHECK_IN)
    assert a_call(appointment)["Location"] == reverse("care:note", args=[appointment.pk])
    assert AuditEvent.objects.filter(verb="begin-appointment", row=str(appointment.pk)).count() == 1


def test_a_forged_form_starts_no_session_without_a_registration_in_force():
    appointment = soon()
    signed_in(cast.clara().user).post(reverse("home:check_in", args=[appointment.pk]), CHECK_IN)
    cast.a_check(cast.clara().registrations.get(), status="suspended", confirmed=False)
    assert "registration is not in force" in a_call(appointment).content.decode()
    assert not AuditEvent.objects.filter(verb="begin-appointment").exists()


@pytest.mark.hazard("H18")
def test_the_clients_clock_stands_beside_with_its_day_when_that_is_another(clock: Any):
    """22:00 on Thursday in London is 09:00 on Friday in Lord Howe: a clock without its day would be read as Thursday's."""
    clock(datetime(2026, 12, 3, 9, tzinfo=UTC))
    appointment = cast.an_appointment(starts_at=datetime(2026, 12, 3, 22, tzinfo=UTC))
    ana, clara = appointment.client.user, appointment.therapist.user
    ana.zone = "Australia/Lord_Howe"
    ana.save()
    assert "Friday 09:00 in Lord Howe" in page(clara, "home:appointment", appointment.pk).content.decode()
    assert "Friday 09:00 in Lord Howe" in page(clara, "home:desk").content.decode()
    assert "Thursday 22:00 where they are." in page(ana, "home:me").content.decode()


def test_one_clock_is_enough_where_both_show_the_same():
    appointment = soon()
    text = page(appointment.therapist.user, "home:appointment", appointment.pk).content.decode()
    assert "in London" not in text
    assert "where they are" not in page(appointment.client.user, "home:me").content.decode()
