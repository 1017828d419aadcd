"""The pages of waiting: the client's, those behind a secret address, and the office's."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast
from tests.booking.meeting import EMAIL, MONDAY, NUMBER, THURSDAY, a_secret, another, noor, standing
from tests.booking.pages import words
from tests.booking.waiting import (
    DAY,
    LONDON,
    again,
    an_enquiry,
    answers,
    busy_clara,
    enquirer,
    offer_now,
    opens,
    the_offer,
    waits,
)
from tests.sign_in import signed_in
from waylight.booking.models import Appointment, Closing, OpeningHours, WaitingListEntry
from waylight.booking.views import waiting_office
from waylight.booking.waiting import entries
from waylight.intake import enquiries
from waylight.notifications.models import Notification
from waylight.privacy import keyring
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
PERSONAL = ("Noor", "Zaynab", EMAIL)


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def address(name: str, *args: Any) -> str:
    return reverse(f"booking:{name}", args=args)


def by_code(user: Any) -> Browser:
    """Signed in by the e-mailed code, without a second factor."""
    return signed_in(user, unlocked=False)


def send(browser: Browser, name: str, *args: Any, follow: bool = True, **fields: Any) -> Any:
    fields = {"idempotency_key": str(uuid.uuid4())} | fields
    return browser.post(address(name, *args), fields, follow=follow)


def secret_of(entry: WaitingListEntry) -> str:
    message = Notification.objects.get(person_id=entry.person_id, template="time-offered")
    return message.link.rstrip("/").split("/")[-2]


def test_a_client_finds_the_way_on_her_sessions_and_among_the_times():
    browser = by_code(cast.ana().user)
    for name in ("mine", "new"):
        page = browser.get(address(name))
        assert "Tell me when something opens" in words(page), name
        assert address("waiting_mine") in page.content.decode(), name


def test_she_says_what_suits_her_and_reads_since_when_she_waits():
    browser = by_code(cast.ana().user)
    page = send(browser, "waiting_mine", weekdays=["1", "4"], earliest="17:00", latest="19:00")
    said = words(page)
    assert "You are on the list." in page.content.decode()
    assert "Since 4 January 2027." in said
    assert "Monday, Thursday; from 17:00 to 19:00 (London time)" in said
    assert not re.search(r"\b\d+(st|nd|rd|th)\b|position|rank|queue", said)
    assert "Tell me when something opens" not in said


def test_a_time_that_fits_already_is_named_and_nobody_is_put_on_the_list():
    opens(busy_clara())
    page = send(by_code(cast.ana().user), "waiting_mine", weekdays=["4"])
    assert page.status_code == 409
    assert "These times are free now and fit: Thursday 7 January, 10:00" in words(page)
    assert 'value="4"' in page.content.decode()
    assert re.search(r'value="4"[^>]*checked', page.content.decode())
    assert not WaitingListEntry.objects.exists()
    assert "You need not wait" in words(page)
    assert 'class="problem"' not in page.content.decode()  # it is good news
    assert f'href="{address("new")}"' in page.content.decode()


def test_the_words_of_the_message_can_be_read_beforehand():
    said = words(by_code(cast.ana().user).get(address("waiting_mine")))
    assert (
        "Friday 8 January, 08:00 (London time) is free. It is kept for you until Wednesday 6 January" in said
    )


def test_a_time_that_ends_before_it_begins_is_not_taken():
    page = send(by_code(cast.ana().user), "waiting_mine", earliest="19:00", latest="17:00")
    assert "Choose a time after the first one." in words(page)
    assert not WaitingListEntry.objects.exists()


def test_the_same_form_sent_twice_puts_her_on_the_list_once():
    browser, key = by_code(cast.ana().user), str(uuid.uuid4())
    for _time in range(2):
        page = send(browser, "waiting_mine", idempotency_key=key, follow=False)
        assert page.headers["Location"] == address("mine")
    assert WaitingListEntry.objects.count() == 1


def test_she_changes_what_she_wishes_and_keeps_her_place(clock):
    browser = by_code(cast.ana().user)
    send(browser, "waiting_mine", weekdays=["1"])
    clock(MONDAY + DAY)
    assert re.search(r'value="1"[^>]*checked', browser.get(address("waiting_mine")).content.decode())
    send(browser, "waiting_mine", weekdays=["5"])
    entry = WaitingListEntry.objects.get()
    assert (entry.weekdays, entry.since_at) == ([5], MONDAY)


def test_she_leaves_the_list():
    browser = by_code(cast.ana().user)
    send(browser, "waiting_mine")
    page = send(browser, "end_waiting")
    assert "You wait for a time" not in words(page)
    assert WaitingListEntry.objects.get().closed_because == Closing.LEFT


def test_the_offered_time_is_on_her_sessions_with_yes_and_no():
    ana = cast.ana()
    waits(ana)
    opens(cast.clara())
    offer_now()
    page = by_code(ana.user).get(address("mine"))
    said = words(page)
    assert "Thursday 7 January, 10:00" in said
    assert "It is kept for you until Tuesday 5 January, 09:00" in said
    assert "Yes, book it" in said
    assert "No, it does not suit" in said


def test_yes_asks_for_a_number_where_none_is_known_and_then_books():
    ana = cast.ana()
    entry = waits(ana)
    opens(cast.clara())
    offer_now()
    browser, offer = by_code(ana.user), the_offer(entry)
    page = send(browser, "answer_offer", offer.pk, answer="yes")
    assert "Write a number, so that you can be called." in words(page)
    assert answers(entry) == ["OPEN"]
    page = send(browser, "answer_offer", offer.pk, answer="yes", telephone=NUMBER)
    assert "Your time is booked." in page.content.decode()
    assert [row.starts_at for row in standing()] == [THURSDAY]


def test_no_keeps_her_on_the_list():
    ana = cast.ana()
    entry = waits(ana)
    opens(cast.clara())
    offer_now()
    page = send(by_code(ana.user), "answer_offer", the_offer(entry).pk, answer="no")
    assert "You stay on the list." in page.content.decode()
    assert answers(entry) == ["NOT_WANTED"]
    assert "You wait for a time" in words(page)


@pytest.mark.parametrize("later", ["yes", "no"])
def test_an_answer_from_another_window_after_the_yes_hears_that_it_is_booked(later: str):
    """“You are still on the list” would be untrue: the time is booked, and the wait is over."""
    ana = cast.ana()
    entry = waits(ana)
    opens(cast.clara())
    offer_now()
    offer = the_offer(entry)
    send(by_code(ana.user), "answer_offer", offer.pk, answer="yes", telephone=NUMBER)
    page = words(send(by_code(ana.user), "answer_offer", offer.pk, answer=later, telephone=NUMBER))
    assert "This time has its yes already. There is nothing more to do." in page
    assert "on the list" not in page
    assert len(standing()) == 1


def test_who_has_left_the_list_is_not_told_to_be_on_it():
    ana = cast.ana()
    entry = waits(ana)
    opens(cast.clara())
    offer_now()
    offer = the_offer(entry)
    send(by_code(ana.user), "end_waiting")
    page = words(send(by_code(ana.user), "answer_offer", offer.pk, answer="yes", telephone=NUMBER))
    assert "This time is no longer kept." in page
    assert "still on the list" not in page


def test_a_yes_that_comes_too_late_is_told_so_kindly(clock):
    ana = cast.ana()
    entry = waits(ana)
    opens(cast.clara())
    offer_now()
    offer = the_offer(entry)
    clock(MONDAY + 2 * DAY)
    page = send(by_code(ana.user), "answer_offer", offer.pk, answer="yes", telephone=NUMBER)
    assert "This time is no longer kept. You are still on the list." in page.content.decode()
    assert standing() == []


@pytest.mark.parametrize("name", ["offered_mine", "answer_offer"])
def test_what_is_offered_to_ana_is_not_there_for_others(name):
    ana = cast.ana()
    entry = waits(ana)
    opens(cast.clara())
    offer_now()
    offer = the_offer(entry)
    for user in (cast.ben().user, cast.clara().user, cast.david().user, cast.eva()):
        browser = signed_in(user)
        found = (
            browser.get(address(name, offer.pk))
            if name == "offered_mine"
            else send(browser, name, offer.pk, answer="yes")
        )
        assert found.status_code == 404
    assert answers(entry) == ["OPEN"]


def test_without_a_therapist_there_is_nothing_to_wait_for():
    client = cast.a_client("lone", "Lone")
    page = by_code(client.user).get(address("waiting_mine"), follow=True)
    assert "You are with no therapist at the moment" in words(page)


def test_an_earlier_time_is_asked_for_from_the_page_that_moves_one():
    ana, clara = cast.ana(), busy_clara()
    opens(clara)
    row = cast.an_appointment(ana, clara, starts_at=THURSDAY + 7 * DAY, kind="first talk")
    cast.an_appointment(another("Rival"), clara, starts_at=THURSDAY, kind="first talk")
    browser = by_code(ana.user)
    page = browser.get(address("move", row.pk))
    assert "Tell me when an earlier time opens" in words(page)
    assert f"{address('waiting_mine')}?instead_of={row.pk}" in page.content.decode()
    page = browser.get(address("waiting_mine"), {"instead_of": row.pk})
    assert "Your time of Thursday 14 January, 10:00 stays yours" in words(page)
    send(browser, "waiting_mine", instead_of=str(row.pk))
    assert WaitingListEntry.objects.get().instead_of == row
    assert "earlier than Thursday 14 January, 10:00" in words(browser.get(address("mine")))


def test_ben_cannot_wait_in_place_of_anas_time():
    row = cast.an_appointment(cast.ana(), busy_clara(), starts_at=THURSDAY)
    send(by_code(cast.ben().user), "waiting_mine", instead_of=str(row.pk))
    assert WaitingListEntry.objects.get().instead_of is None


def test_the_holder_of_a_link_waits_without_an_account():
    client = noor()
    OpeningHours.objects.all().delete()
    secret = a_secret(client)
    OpeningHours.objects.all().delete()
    browser = Browser()
    page = browser.get(address("times", secret))
    assert "Tell me when something opens" in words(page)
    page = send(browser, "waiting_by_link", secret, weekdays=["4"])
    assert "Since 4 January 2027." in words(page)
    entry = WaitingListEntry.objects.get()
    assert (entry.client, entry.added_by, entry.zone) == (client, "link", "Europe/Athens")
    opens(cast.clara())
    offer_now()
    page = browser.get(address("offered", secret_of(entry)))
    said = words(page)
    assert "Thursday 7 January, 12:00" in said
    assert "10:00 where Clara is" in said
    for word in PERSONAL:
        assert word not in page.content.decode()
    page = send(browser, "answer_by_link", secret_of(entry), answer="yes", telephone=NUMBER)
    assert "Your time is booked" in words(page)
    assert "Thursday 7 January, 12:00" in words(page)
    assert again(entry).closed_because == Closing.BOOKED


def test_the_holder_of_a_link_says_no_and_later_leaves():
    busy_clara()
    entry = enquirer()
    opens(cast.clara())
    offer_now()
    secret, browser = secret_of(entry), Browser()
    page = send(browser, "answer_by_link", secret, answer="no")
    assert "Nothing is kept for you just now." in words(page)
    page = send(browser, "end_waiting_by_link", secret)
    assert "You are not on the list" in words(page)
    assert again(entry).closed_because == Closing.LEFT
    assert Appointment.all_rows.standing().count() == 0


@pytest.mark.parametrize("name", ["waiting_by_link", "end_waiting_by_link", "offered", "answer_by_link"])
def test_any_other_secret_leads_nowhere(name):
    assert Browser().get(address(name, "no-such-secret")).status_code == 404
    assert send(Browser(), name, "no-such-secret").status_code == 404


def test_the_office_sees_places_and_who_waits_by_initials():
    clara = busy_clara(places=12)
    cast.an_episode(cast.a_client("x", "X"), clara)
    enquirer()
    opens(clara, weekday=5)
    WaitingListEntry.objects.update(weekdays=[4])
    page = signed_in(cast.eva()).get(address("waiting"))
    said = words(page)
    assert "1 waits for a time" in said
    assert "N. Z." in said
    assert "Thursday" in said
    assert "1 of 12 places" in said
    assert "Friday 8 January, 10:00" in said
    for word in PERSONAL:
        assert word not in page.content.decode()


def test_the_list_is_paged_and_takes_as_many_queries_for_many(django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(waiting_office, "PAGE", 6)
    clara = busy_clara(places=0)
    for number in range(8):
        enquirer(f"Person{number} One")
    opens(clara)
    browser = signed_in(cast.eva())
    with django_assert_max_num_queries(34):
        page = browser.get(address("waiting"))
    assert page.content.decode().count("P. O.") == 6
    assert browser.get(address("waiting"), {"page": 2}).content.decode().count("P. O.") == 2


def test_somebody_is_put_on_the_list_from_the_enquiry():
    busy_clara()
    enquiry = an_enquiry()
    browser = signed_in(cast.eva())
    page = browser.get(reverse("home:enquiry", args=[enquiry.pk]))
    assert address("add_to_waiting", enquiry.pk) in page.content.decode()
    page = send(browser, "add_to_waiting", enquiry.pk, weekdays=["4"], note="Works nights")
    assert "They are on the list, and are told so." in page.content.decode()
    assert "Works nights" in words(page)
    page = browser.get(reverse("home:enquiry", args=[enquiry.pk]))
    assert "They wait for a time since 4 January 2027, and were told so." in words(page)
    assert "1 person waits for a time." in words(browser.get(reverse("home:office")))
    assert str(enquiry.pk) not in browser.get(reverse("home:enquiries")).content.decode()


def test_a_client_is_put_on_the_list_from_her_page():
    busy_clara()
    browser, ana = signed_in(cast.eva()), cast.ana()
    her_page = reverse("home:person", args=[ana.pk])
    assert address("add_client_to_waiting", ana.pk) in browser.get(her_page).content.decode()
    page = send(browser, "add_client_to_waiting", ana.pk, weekdays=["4"], note="Works nights")
    assert "They are on the list." in page.content.decode()
    assert WaitingListEntry.objects.get().client == ana
    assert "They wait for a time since 4 January 2027." in words(browser.get(her_page))
    page = send(browser, "add_client_to_waiting", ana.pk)
    assert page.status_code == 409
    assert WaitingListEntry.objects.count() == 1


def test_how_many_wait_for_a_language_is_said_by_its_name():
    busy_clara(places=0)
    enquirer("Ada One")
    for name in ("Bea Two", "Cem Three"):
        row = enquirer(name)
        row.language = "pl"
        row.save(update_fields=["language"])
    said = words(signed_in(cast.eva()).get(address("waiting")))
    assert "3 wait for a time" in said
    assert "2 for Polish" in said


def test_a_certain_time_is_offered_by_hand_and_what_they_said_on_the_telephone_is_noted():
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    browser = signed_in(cast.eva())
    page = browser.get(address("waiting_one", entry.pk))
    assert "Offer Thursday 14 January, 10:00, Dr Clara Demo" in words(page)
    page = send(browser, "offer_time", entry.pk, time=f"{clara.slug}|2027-01-14T10:00Z")
    assert "Thursday 14 January, 10:00 , Dr Clara Demo" in words(page)
    assert the_offer(entry).starts_at == THURSDAY + 7 * DAY
    page = send(browser, "answer_for_them", entry.pk, answer="yes")
    assert "A time was booked" in words(page)
    assert [row.starts_at for row in standing()] == [THURSDAY + 7 * DAY]


def test_one_more_on_the_list_costs_no_more_queries(django_assert_num_queries):
    opens(busy_clara(places=0))
    browser = signed_in(cast.eva())
    enquirer("First One")
    browser.get(address("waiting"))
    with CaptureQueriesContext(connection) as few:
        browser.get(address("waiting"))
    for number in range(12):
        enquirer(f"Person{number} One")
    with django_assert_num_queries(len(few)):
        browser.get(address("waiting"))


@pytest.mark.parametrize("time", ["", "clara|yesterday", "nobody|2027-01-14T10:00Z", "clara"])
def test_no_time_is_no_offer(time):
    entry = (busy_clara(), enquirer())[1]
    page = send(signed_in(cast.eva()), "offer_time", entry.pk, time=time)
    assert "Choose one of the times." in words(page)
    assert answers(entry) == []


def test_a_time_outside_her_hours_is_not_offered_by_hand():
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    page = send(signed_in(cast.eva()), "offer_time", entry.pk, time=f"{clara.slug}|2027-01-14T03:00Z")
    assert page.status_code == 409
    assert "is not among the free times" in words(page)
    assert answers(entry) == []


def test_the_offer_is_taken_back_by_hand():
    entry = (busy_clara(), enquirer())[1]
    opens(cast.clara())
    offer_now()
    page = send(signed_in(cast.eva()), "answer_for_them", entry.pk, answer="back")
    assert "withdrawn by the practice" in words(page)
    assert answers(entry) == ["WITHDRAWN"]


def test_taking_somebody_off_needs_a_reason_and_is_recorded():
    entry = (busy_clara(), enquirer())[1]
    browser = signed_in(cast.eva())
    page = send(browser, "take_off", entry.pk, reason="")
    assert "Write a few words, so that others understand it later." in words(page)
    page = send(browser, "take_off", entry.pk, reason="Found help elsewhere")
    assert "They are off the list." in page.content.decode()
    assert again(entry).reason == "Found help elsewhere"
    assert AuditEvent.objects.filter(verb="close-waiting", actor=str(cast.eva().pk)).exists()
    assert AuditEvent.objects.filter(verb="read-waiting", person=str(entry.person_id)).exists()


def test_a_manager_changes_the_wishes():
    entry = (busy_clara(), enquirer())[1]
    page = send(
        signed_in(cast.eva()), "waiting_wishes", entry.pk, therapist="clara", approach="cbt", language="en"
    )
    assert "With Clara; English; Cognitive behavioural therapy" in words(page)


@pytest.mark.parametrize("who", ["ana", "clara", "david"])
def test_the_office_is_not_there_for_anybody_else(who):
    entry = (busy_clara(), enquirer())[1]
    user = {"ana": cast.ana().user, "clara": cast.clara().user, "david": cast.david().user}[who]
    browser = signed_in(user)
    for name in ("waiting", "waiting_one", "waiting_wishes"):
        args = [] if name == "waiting" else [entry.pk]
        assert browser.get(address(name, *args)).status_code == 404, name
    for name in ("offer_time", "answer_for_them", "take_off", "waiting_wishes"):
        assert send(browser, name, entry.pk, reason="x", answer="no").status_code == 404, name
    assert again(entry).closed_at is None


def test_whose_words_were_erased_is_shown_as_nobody():
    entry = (busy_clara(), enquirer())[1]
    for kind in keyring.KINDS:
        keyring.destroy(entry.person_id, kind)
    browser = signed_in(cast.eva())
    assert browser.get(address("waiting")).status_code == 200
    assert browser.get(address("waiting_one", entry.pk)).status_code == 200


def test_who_is_on_the_list_reads_so_where_they_follow_their_enquiry():
    busy_clara()
    said = {"for_whom": "me", "age_band": "25 or over", "country": "GB", "name": "N"}
    enquiry, secret = enquiries.enquire(**said, channel="email", address=EMAIL)
    entries.add_enquiry(enquiry, LONDON, by=cast.eva())
    page = Browser().get(reverse("intake:sent", args=[secret]))
    assert "You are on the list since 4 January 2027." in words(page)
    page = Browser().post(
        reverse("intake:withdraw", args=[secret]), {"idempotency_key": str(uuid.uuid4())}, follow=True
    )
    assert "You took it back" in words(page)
    offer_now()
    assert WaitingListEntry.objects.get().closed_because == Closing.LEFT
