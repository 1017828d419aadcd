"""How a client chooses messages: looks at each word for word, saves, and sees what was sent."""

import re
import uuid
from datetime import time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.booking.meeting import MONDAY, THURSDAY, ana_agreed, booked
from tests.booking.pages import words
from tests.booking.reminding import OWN, an_appointment, reminded, waiting
from tests.sign_in import signed_in
from waylight.booking import previews, reminders, scheduling, series, telling
from waylight.booking.models import ReminderPlan
from waylight.booking.views import messages
from waylight.notifications import delivery
from waylight.notifications.models import Notification
from waylight.notifications.notify import Preview, notify, words_of
from waylight.notifications.templates import CATALOGUE
from waylight.people import preferences
from waylight.people.models import Client, MessagePreferences

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H06")]

ADDRESS = "/me/settings/messages/"
ANSWERS = {"reminders": "email", "address": OWN, "others_see": "no", "level": "0"}
GATEWAY = "https://texts.example.org/send"


@pytest.fixture(autouse=True)
def a_monday(clock: Any, settings: Any) -> None:
    settings.SMS_URL = GATEWAY
    clock(MONDAY)


def ana() -> Browser:
    return signed_in(cast.ana().user)


def post(browser: Browser, act: str, **answers: Any) -> Any:
    return browser.post(ADDRESS, {"idempotency_key": str(uuid.uuid4()), "act": act} | ANSWERS | answers)


def save(browser: Browser, **answers: Any) -> None:
    assert post(browser, "save", **answers).status_code == 302


def test_the_words_are_shown_before_anything_is_saved() -> None:
    browser = ana()
    page = post(browser, "look", level="1", safe_from="18:00", safe_until="20:00")
    assert "You meet Clara" in words(page) and "Save this" in words(page)
    assert not MessagePreferences.objects.exists()
    save(browser, level="1", safe_from="18:00", safe_until="20:00")
    chosen = preferences.of(cast.ana())
    assert (chosen.reminders, chosen.address, chosen.level) == ("email", OWN, 1)
    assert f"{chosen.safe_from:%H:%M} {chosen.safe_until:%H:%M}" == "18:00 20:00"


def test_what_was_typed_goes_along_to_the_check_and_back() -> None:
    look = post(ana(), "look", level="2", safe_from="22:00", safe_until="02:00").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', look))
    assert hidden | {"level": "2", "safe_from": "22:00", "safe_until": "02:00", "address": OWN} == hidden
    back = post(ana(), "change", level="2", safe_from="22:00", safe_until="02:00").content.decode()
    assert 'value="22:00"' in back and f'value="{OWN}"' in back
    assert re.search(r'name="level" value="2"[^>]* checked', back)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"address": "nonsense"}, "Write the email like name@example.com."),
        ({"address": ""}, "Write where reminders can reach you."),
        ({"reminders": "sms", "address": "12"}, "Write the number as you dial it."),
        (
            {"reminders": "sms", "address": "07700 900123", "others_see": "yes"},
            "A text can be read on the lock screen.",
        ),
        ({"safe_from": "09:00", "safe_until": "09:30"}, "at least an hour between them"),
        ({"safe_from": "09:00", "safe_until": ""}, "at least an hour between them"),
        ({"safe_from": "nine"}, "Write a time such as 09:00."),
        ({"level": "7"}, "Choose one of the answers."),
        ({"reminders": ""}, "Choose whether you want reminders."),
        ({"others_see": ""}, "Choose whether someone else can see them."),
    ],
)
def test_nonsense_is_refused_in_words_and_what_was_typed_stays(
    answers: dict[str, str], sentence: str
) -> None:
    browser, typed = ana(), {"address": OWN, "safe_from": "10:15"} | answers
    for act in ("look", "save"):
        page = post(browser, act, **{"safe_from": "10:15", "safe_until": "20:15"} | answers)
        assert page.status_code == 200
        assert sentence in words(page)
        for name in ("address", "safe_from"):
            assert not typed[name] or f'value="{typed[name]}"' in page.content.decode()
    assert not MessagePreferences.objects.exists()


def test_a_number_is_kept_as_texts_are_sent_to_it() -> None:
    save(ana(), reminders="sms", address="07700 900123")
    assert preferences.of(cast.ana()).address == "+447700900123"


def test_where_someone_else_sees_them_the_page_says_that_they_say_less() -> None:
    browser = ana()
    page = post(browser, "look", level="2", others_see="yes")
    assert "So they say as little as possible." in words(page)
    assert "Clara" not in words(page)
    save(browser, level="2", others_see="yes")
    assert preferences.of(cast.ana()).level == 0


def test_texts_are_not_offered_where_nothing_carries_them(settings: Any) -> None:
    settings.SMS_URL = ""
    assert "By text message" not in words(ana().get(ADDRESS))
    assert "mobile number" not in words(ana().get(ADDRESS))
    assert "no texts" not in words(ana().get(ADDRESS))
    assert post(ana(), "save", reminders="sms", address="07700 900123").status_code == 200
    assert not MessagePreferences.objects.exists()


def test_the_same_form_sent_twice_is_kept_once() -> None:
    browser, form = ana(), {"idempotency_key": str(uuid.uuid4()), "act": "save"} | ANSWERS
    first, second = browser.post(ADDRESS, form), browser.post(ADDRESS, form | {"level": "2"})
    assert first.url == second.url == ADDRESS
    assert preferences.of(cast.ana()).level == 0


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.hazard("H25")
def test_every_message_that_is_sent_reads_as_it_was_shown(channel: str, level: int) -> None:
    client = ana_agreed()
    reminded(client, reminders=channel, address=OWN if channel == "email" else "+447700900123", level=level)
    appointment = booked(client)
    shown = {str(one.occasion): one.words for one in previews.shown(client, preferences.of(client))}
    sent = waiting_words(client)
    assert set(sent) == {"reminder", "booked"}
    scheduling.cancel(appointment, by=cast.eva())
    sent |= waiting_words(client)
    for name, message in sent.items():
        assert shown[str(previews.OCCASIONS[name])] == message
    assert set(sent) == {"reminder", "booked", "cancelled"}


def waiting_words(client: Client) -> dict[str, Preview]:
    rows = Notification.objects.waiting().filter(person_id=client.pk)
    return {row.template.rstrip("-12"): words_of(row) for row in rows}


def test_what_leaves_is_what_was_shown(clock: Any) -> None:
    client = ana_agreed()
    reminded(client, level=2)
    booked(client)
    shown = {one.words.subject: one.words.body for one in previews.shown(client, preferences.of(client))}
    for moment in (MONDAY + timedelta(minutes=5), THURSDAY - timedelta(hours=23)):
        clock(moment)
        delivery.send_due(timezone.now())
    sent = {message.subject: message.body for message in mail.outbox if message.to == [OWN]}
    assert set(sent) == {"Your time is booked", "A reminder"}
    assert sent == {subject: shown[subject] for subject in sent}
    assert "with Dr Clara Demo" in sent["A reminder"]


@pytest.mark.parametrize(
    ("level", "said"),
    [(1, "You meet Clara: "), (2, "Session with Dr Clara Demo, 50 minutes each: ")],
)
def test_a_message_about_several_times_says_as_much_as_was_chosen(level: int, said: str) -> None:
    client = ana_agreed()
    reminded(client, level=level)
    weekly = series.Agreed(THURSDAY.date(), time(10), "Europe/London", 1, 2)
    chosen = [THURSDAY, THURSDAY + timedelta(days=7)]
    made = series.make(client, cast.clara(), weekly, chosen, by=cast.clara().user)
    shown = {str(one.occasion): one.words for one in previews.shown(client, preferences.of(client))}
    words_now = waiting_words(client)["times-booked"]
    assert words_now == shown[str(previews.OCCASIONS["times-booked"])]
    assert f"{said}Thursday 7 January, 10:00 (London time), and more after it." in words_now.body
    assert str(Notification.objects.get(key=f"times-booked:{made.pk}").template) == f"times-booked-{level}"


def test_every_message_that_may_come_is_shown() -> None:
    assert set(previews.OCCASIONS) == set(telling.MESSAGES)
    not_chosen = {
        "sign-in-code", "mail-test", "invitation", "time-awaited", "declined", "withdrawn", "calendar-changed", "manager-list",
        "something-to-read",
    }  # fmt: skip
    at_level_0 = {name for name in CATALOGUE if name[-2:] not in {"-1", "-2"}}
    assert at_level_0 - not_chosen == set(telling.MESSAGES)


def test_the_page_shows_the_words_of_now_and_when_the_next_reminder_comes() -> None:
    reminded(level=1)
    an_appointment()
    page = words(ana().get(ADDRESS))
    assert "For Thursday 7 January, 10:00 it comes on Wednesday 6 January, 10:00." in page
    assert "You meet Clara: Thursday 7 January, 10:00 (London time)." in page


def test_without_an_appointment_an_example_is_shown_and_kept_nowhere() -> None:
    assert "Monday 11 January, 10:00" in words(ana().get(ADDRESS))
    assert not ReminderPlan.objects.exists() and not Notification.objects.exists()


def test_what_was_sent_is_listed_without_words_or_address_page_by_page(monkeypatch: Any) -> None:
    monkeypatch.setattr(messages, "PAGE", 3)
    client = cast.ana()
    for number in range(5):
        row = {
            "person_id": client.pk,
            "channel": "email",
            "address": OWN,
            "words": {"link": "http://x/secret"},
        }
        notify("offer", key=f"offer:{number}", due_at=MONDAY - timedelta(days=number), **row)
    delivery.send_due(timezone.now())
    first, second = ana().get(ADDRESS), ana().get(ADDRESS, {"page": 2})
    assert words(first).count("Times to choose from") == 3
    assert words(second).count("Times to choose from") == 2
    log = words(first).partition("What was sent, and what waits")[2]
    assert "E-mail" in log and OWN not in log and "secret" not in log


def test_nobody_sees_what_was_sent_to_another() -> None:
    ben = cast.ben()
    notify(
        "offer", key="o", person_id=ben.pk, channel="email", address="b@x.org", words={"link": "http://x/"}
    )
    assert (
        "Times to choose from" not in words(ana().get(ADDRESS)).partition("What was sent, and what waits")[2]
    )


@pytest.mark.parametrize("who", ["clara", "david", "eva"])
def test_staff_find_no_such_page(who: str) -> None:
    person = getattr(cast, who)()
    browser = signed_in(getattr(person, "user", person))
    assert browser.get(ADDRESS).status_code == 404
    assert post(browser, "save").status_code == 404


def test_a_code_from_the_inbox_is_not_enough() -> None:
    browser = signed_in(cast.ana().user, unlocked=False)
    assert browser.get(ADDRESS).status_code == 302
    assert post(browser, "save").status_code == 302
    assert not MessagePreferences.objects.exists()


def test_a_visitor_is_asked_to_sign_in(visitor: Any) -> None:
    assert visitor.get(ADDRESS).url.startswith("/sign-in/")


def test_settings_and_sessions_lead_there() -> None:
    for name in ("accounts:settings", "booking:mine"):
        assert ADDRESS in ana().get(reverse(name)).content.decode()
    assert ADDRESS not in signed_in(cast.clara().user).get(reverse("accounts:settings")).content.decode()


def without_time(**options: Any) -> ReminderPlan:
    """A reminder that finds no safe hour."""
    from datetime import time

    client = reminded(safe_from=time(18), safe_until=time(20))
    reminders.plan(an_appointment(MONDAY + timedelta(hours=30), client=client))
    return ReminderPlan.objects.get()


def test_a_manager_sees_the_reminders_that_find_no_safe_hour_and_says_so() -> None:
    row, browser = without_time(), signed_in(cast.eva())
    page = browser.get("/office/reminders/")
    assert "Tuesday 5 January, 14:00" in words(page) and "What does not go out: 24 hours before." in words(
        page
    )
    seen = reverse("booking:reminder_without_time_seen", args=[row.pk])
    assert browser.post(seen, {"idempotency_key": str(uuid.uuid4())}).url == "/office/reminders/"
    assert "Every reminder finds a safe hour." in words(browser.get("/office/reminders/"))
    assert waiting() == []


def test_a_managers_today_leads_to_them_while_there_are_any() -> None:
    browser = signed_in(cast.eva())
    assert "safe hour" not in words(browser.get("/office/"))
    row = without_time()
    assert "1 time has a reminder without a safe hour." in words(browser.get("/office/"))
    reminders.see_no_time(row, by=cast.eva())
    assert "safe hour" not in words(browser.get("/office/"))


@pytest.mark.parametrize("who", ["ana", "ben", "clara", "david"])
def test_nobody_else_sees_that_list(who: str) -> None:
    row, browser = without_time(), signed_in(getattr(cast, who)().user)
    assert browser.get("/office/reminders/").status_code == 404
    seen = reverse("booking:reminder_without_time_seen", args=[row.pk])
    assert browser.post(seen, {"idempotency_key": str(uuid.uuid4())}).status_code == 404
    assert ReminderPlan.objects.get().seen_at is None
