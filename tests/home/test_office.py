"""A manager's pages: enquiries, registrations, messages, people, therapists, settings."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from waylight.booking.models import BookingLink
from waylight.intake import enquiries
from waylight.intake.models import Enquiry
from waylight.notifications.models import Notification, State
from waylight.people.models import Client, RegisterCheck, Therapist
from waylight.practice.models import Practice
from waylight.privacy.idempotency import FIELD
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db

WORDS = "I do not really know if this counts"


def an_enquiry(**said: Any) -> Enquiry:
    said = {
        "for_whom": "me",
        "age_band": "25 or over",
        "country": "GB",
        "name": "Noor",
        "channel": "email",
        "address": "noor@example.org",
        "words": WORDS,
    } | said
    return enquiries.enquire(**said)[0]


def a_free_therapist() -> Therapist:
    clara = cast.clara()
    cast.office_hours(clara)
    return clara


def sent(user: Any, route: str, *args: Any, **fields: Any) -> Any:
    return signed_in(user).post(reverse(route, args=args), {FIELD: str(uuid.uuid4())} | fields)


def page(user: Any, name: str, *args: Any) -> str:
    return signed_in(user).get(reverse(name, args=args)).content.decode()


def test_the_queue_shows_the_oldest_promise_first_with_the_time_left(clock):
    clock("2026-11-24 09:00+00:00")
    an_enquiry(country="GB")
    clock("2026-11-25 09:00+00:00")
    an_enquiry(age_band="18 to 24", address="later@example.org")
    text = page(cast.eva(), "home:enquiries")
    assert text.index("25 or over") < text.index("18 to 24")
    assert "Wednesday 25 November, 18:00</time>, in 9" in text


def test_reading_an_enquiry_is_recorded():
    enquiry = an_enquiry()
    assert WORDS in page(cast.eva(), "home:enquiry", enquiry.pk)
    assert AuditEvent.objects.filter(verb="read-enquiry", person=str(enquiry.person_id)).count() == 1


def test_the_list_of_enquiries_shows_neither_name_nor_words():
    an_enquiry()
    text = page(cast.eva(), "home:enquiries")
    assert "Noor" not in text
    assert WORDS not in text


@pytest.mark.parametrize(
    "who", [lambda: cast.clara().user, lambda: cast.david().user, lambda: cast.ana().user]
)
def test_nobody_but_a_manager_opens_the_office(who):
    enquiry, user = an_enquiry(), who()
    for name, args in (
        ("home:office", []),
        ("home:enquiries", []),
        ("home:enquiry", [enquiry.pk]),
        ("home:messages", []),
    ):
        assert signed_in(user).get(reverse(name, args=args)).status_code == 404


def test_offering_a_first_talk_answers_the_enquiry_and_makes_a_client():
    clara, enquiry = a_free_therapist(), an_enquiry()
    assert "Offer" in page(cast.eva(), "home:enquiry", enquiry.pk)
    answer = sent(cast.eva(), "home:offer", enquiry.pk, therapist=clara.slug)
    assert answer.status_code == 302
    client = Client.objects.get(pk=enquiry.person_id)
    assert client.name == "Noor"
    assert client.episodes.get().therapist == clara
    assert Notification.objects.filter(template="offer", person_id=client.pk).count() == 1
    assert "Dr Clara Demo was offered" in page(cast.eva(), "home:enquiry", enquiry.pk)


def test_a_therapist_without_registration_cannot_be_offered():
    clara, enquiry = a_free_therapist(), an_enquiry()
    cast.a_check(clara.registrations.get(), status="suspended", confirmed=False)
    answer = sent(cast.eva(), "home:offer", enquiry.pk, therapist=clara.slug)
    assert "no registration in force" in answer.content.decode()
    assert not Client.objects.filter(pk=enquiry.person_id).exists()


def test_two_managers_cannot_both_answer_one_enquiry():
    clara, enquiry = a_free_therapist(), an_enquiry()
    sent(cast.eva(), "home:offer", enquiry.pk, therapist=clara.slug)
    answer = sent(cast.frank(), "home:decline", enquiry.pk, why="no place", more="")
    assert "has had its answer" in answer.content.decode()


def test_declining_needs_an_alternative_and_keeps_what_was_typed():
    enquiry = an_enquiry()
    answer = sent(cast.eva(), "home:decline", enquiry.pk, why="", more="The clinic in your town")
    text = answer.content.decode()
    assert "Choose an answer." in text
    assert "The clinic in your town" in text
    enquiry.refresh_from_db()
    assert enquiry.answered_at is None


def test_an_enquiry_by_telephone_joins_the_queue():
    fields = {
        "source": "telephone",
        "for_whom": "me",
        "age_band": "25 or over",
        "country": "GB",
        "name": "Noor",
    }
    fields |= {"channel": "call", "address": "07700 900123", "words": WORDS}
    fields |= {"seen_by": "Not said", "may_leave_message": "no"}
    answer = sent(cast.eva(), "home:enter_enquiry", **fields)
    assert answer.status_code == 302
    enquiry = Enquiry.objects.get()
    assert (enquiry.source, enquiry.entered_by) == ("telephone", cast.eva())


def test_one_person_records_a_check_and_another_confirms_it():
    clara = cast.clara(registered=False)
    registration = cast.a_registration(clara)
    today = timezone.localdate()
    assert not clara.is_registered(today)
    seen = {"status": "in force", "seen_on_0": today.day, "seen_on_1": today.month, "seen_on_2": today.year}
    answer = sent(cast.eva(), "home:record_check", registration.pk, seen_on=today.isoformat(), **seen)
    assert answer.status_code == 302
    check = RegisterCheck.objects.get()
    refused = sent(cast.eva(), "home:confirm_check", check.pk)
    assert "A second person" in refused.content.decode()
    assert not clara.is_registered(today)
    sent(cast.frank(), "home:confirm_check", check.pk)
    assert clara.is_registered(today)


def test_a_therapist_confirms_a_colleagues_check_and_never_her_own():
    clara, david = cast.clara(registered=False), cast.david()
    check = cast.a_check(cast.a_registration(clara), confirmed=False)
    assert "your own registration" in sent(clara.user, "home:confirm_check", check.pk).content.decode()
    assert sent(david.user, "home:confirm_check", check.pk).status_code == 302
    assert clara.is_registered(timezone.localdate())


def test_a_suspension_puts_booked_sessions_on_the_managers_list_and_writes_to_each_client_once():
    appointment = cast.an_appointment()
    registration, today = cast.clara().registrations.get(), timezone.localdate()
    seen = {"status": "suspended", "seen_on": today.isoformat()}
    seen |= {"seen_on_0": today.day, "seen_on_1": today.month, "seen_on_2": today.year}
    for user in (cast.eva(), cast.frank()):
        sent(user, "home:record_check", registration.pk, **seen)
    assert Notification.objects.filter(template="therapist-away", person_id=cast.ana().pk).count() == 1
    text = page(cast.frank(), "home:office")
    assert "cannot take place as booked" in text
    assert reverse("home:person", args=[appointment.client_id]) in text


def test_a_manager_finds_somebody_else_and_the_record_moves_with_the_care():
    cast.an_appointment()
    david = cast.david()
    cast.office_hours(david)
    ana = cast.ana()
    sent(cast.eva(), "home:hand_over", ana.pk, therapist=david.slug)
    assert list(ana.episodes.open().values_list("therapist__slug", flat=True)) == ["david"]
    assert signed_in(cast.clara().user).get(reverse("home:client", args=[ana.pk])).status_code == 404
    assert BookingLink.objects.filter(client=ana, therapist=david).exists()


def test_a_manager_sees_how_to_reach_a_client_and_nothing_of_the_record():
    appointment = cast.an_appointment()
    appointment.topic = WORDS
    appointment.save()
    text = page(cast.eva(), "home:person", cast.ana().pk)
    assert "Back to today" in text
    assert "ana@example.org" in text
    assert WORDS not in text


def test_a_text_is_passed_on_by_hand_with_its_exact_words():
    enquiry = an_enquiry(channel="sms", address="07700 900123")
    sent(cast.eva(), "home:offer", enquiry.pk, therapist=a_free_therapist().slug)
    text = page(cast.eva(), "home:messages")
    assert "+447700900123" in text
    notification = Notification.objects.get(template="offer")
    sent(cast.eva(), "home:message_done", notification.pk, act="done")
    notification.refresh_from_db()
    assert notification.state == State.SENT


def test_settings_are_saved_and_published_and_bad_ones_keep_what_was_typed():
    cast.a_practice(name="Larkfield")
    fields = {
        "name": "New name", "neutral_name": "Lark", "telephone": "", "email": "", "exit_site": "https://example.org/",
        "minimum_age": "18", "countries": "GB, ie", "working_days": ["1", "2"], "answers_within_working_days": "1",
        "cancellation_cutoff_hours": "24", "location_kept_days": "30", "first_talk_minutes": "25", "session_minutes": "50",
        "minimum_notice_hours": "0", "bookable_days": "60", "planned_sessions": "10", "review_after": "10, 5,5",
        "offer_hours": "48", "rejoin_minutes": "1", "call_minutes": "2", "text_minutes": "4", "call_again_minutes": "6",
        "decide_minutes": "9",
    }  # fmt: skip
    wrong = sent(cast.eva(), "home:practice", **(fields | {"countries": "GB, QQ"})).content.decode()
    assert "QQ is no country we know" in wrong
    assert "New name" in wrong
    assert sent(cast.eva(), "home:practice", **fields).status_code == 302
    practice = Practice.current()
    assert (practice.name, practice.countries, practice.working_days) == ("New name", ["GB", "IE"], [1, 2])
    assert (practice.first_talk_minutes, practice.minimum_notice_hours) == (25, 0)
    assert (practice.review_after, practice.offer_hours) == ([5, 10], 48)
    assert (practice.rejoin_minutes, practice.decide_minutes) == (1, 9)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"review_after": "four"}, "Write numbers with commas between"),
        ({"review_after": "4, 12"}, "These must be sessions of a course"),
        ({"planned_sessions": "0"}, "Write a whole number from 1 to 60."),
        ({"offer_hours": ""}, "Write a number."),
        ({"call_minutes": "5", "text_minutes": "5"}, "This comes after the step before it."),
    ],
)
def test_a_course_and_an_offer_keep_their_measure(typed: dict[str, str], sentence: str):
    cast.a_practice(planned_sessions=8, review_after=[4, 8])
    text = sent(cast.eva(), "home:practice", **({"planned_sessions": "8"} | typed)).content.decode()
    assert sentence in text
    assert f'value="{next(iter(typed.values()))}"' in text or typed == {"offer_hours": ""}
    assert Practice.current().planned_sessions == 8


def test_a_new_therapist_cannot_be_booked_or_shown_before_two_people_looked():
    fields = {
        "name": "Dr Sam Demo", "title": "Psychotherapist", "email": "sam@example.org", "approaches": ["cbt"],
        "languages": "en", "countries": "GB", "zone": "Europe/London", "places": "10", "about": "",
    }  # fmt: skip
    assert sent(cast.eva(), "home:add_therapist", **fields).status_code == 302
    sam = Therapist.objects.get(slug="sam-demo")
    answer = sent(cast.eva(), "home:publish_therapist", sam.pk, show="yes")
    assert "cannot be shown yet" in answer.content.decode()
    assert Notification.objects.filter(template="invitation", person_id=sam.user_id).count() == 1


def test_a_long_list_of_enquiries_is_paged_and_takes_few_queries(django_assert_max_num_queries):
    for number in range(30):
        an_enquiry(address=f"p{number}@example.org")
    browser = signed_in(cast.eva())
    with django_assert_max_num_queries(12):
        text = browser.get(reverse("home:enquiries")).content.decode()
    assert text.count('data-label="Enquiry"') == 25


def test_a_cancelled_enquiry_says_so():
    enquiry = an_enquiry()
    enquiries.withdraw(enquiry)
    assert "They took it back themselves." in page(cast.eva(), "home:enquiry", enquiry.pk)


def test_the_promise_that_has_passed_is_said_without_colour_or_blame(clock):
    clock("2026-11-24 09:00+00:00")
    an_enquiry()
    clock("2026-11-27 09:00+00:00")
    assert "That time has passed." in page(cast.eva(), "home:office")


def test_old_appointments_are_not_on_the_list_of_those_to_look_after():
    cast.an_appointment(starts_at=timezone.now() - timedelta(days=2))
    cast.a_check(cast.clara().registrations.get(), status="suspended")
    assert "cannot take place" not in page(cast.eva(), "home:office")
