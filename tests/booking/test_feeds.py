"""A person's own calendar address: private, neutral, ended at once, quiet in the logs, cheap however many the times."""

import io
import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests import cast
from tests.booking.meeting import TOPIC, form
from tests.booking.pages import words
from tests.sign_in import signed_in
from waylight.booking import feeds
from waylight.booking.models import Appointment, CalendarFeed, Cancellation, Status
from waylight.privacy.logs import NotCrisis, PlainFormatter
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def get(secret: str, **headers: str):
    return Browser().get(reverse("booking:calendar_feed", args=[secret]), **headers)


def events(user) -> list:
    answer = get(feeds.make(user, by=user))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def called_off(row: Appointment, ago: timedelta = timedelta(0)) -> Appointment:
    row.status = Status.CANCELLED
    row.save()
    cancellation = Cancellation(appointment=row, was_late=False, cancelled_by="worker")
    cancellation.cancelled_at = timezone.now() - ago
    cancellation.save(force_insert=True)
    return row


def test_a_client_reads_their_own_times_and_nobody_elses():
    mine = cast.an_appointment()
    cast.an_appointment(cast.ben(), cast.david())
    assert [str(event["UID"]) for event in events(cast.ana().user)] == [str(mine.pk)]


def test_a_therapist_reads_theirs():
    mine = cast.an_appointment()
    cast.an_appointment(cast.ben(), cast.david())
    assert [str(event["UID"]) for event in events(cast.clara().user)] == [str(mine.pk)]


def test_the_feed_names_nobody_and_nothing():
    row = cast.an_appointment(topic=TOPIC)
    for user in (cast.ana().user, cast.clara().user):
        file = get(feeds.make(user, by=user)).content.decode()
        told = [
            "Ana",
            "Clara",
            TOPIC,
            str(row.client_id),
            "harm",
            "herap",
            "ession",
            "aylight",
            "http",
            "example",
        ]
        assert [word for word in told if word in file] == []
        assert "VALARM" not in file
        assert Calendar.from_ical(file).walk("VEVENT")[0]["SUMMARY"] == "Appointment"


def test_what_is_over_stays_for_thirty_days():
    now = timezone.now()
    recent = cast.an_appointment(starts_at=now - 29 * DAY, status=Status.FULFILLED)
    cast.an_appointment(starts_at=now - 32 * DAY, status=Status.FULFILLED)
    assert [str(event["UID"]) for event in events(cast.ana().user)] == [str(recent.pk)]


def test_what_was_called_off_is_marked_for_thirty_days():
    now = timezone.now()
    called_off(cast.an_appointment(starts_at=now + 50 * DAY), ago=32 * DAY)
    recent = called_off(cast.an_appointment(starts_at=now + 60 * DAY), ago=29 * DAY)
    (event,) = events(cast.ana().user)
    assert (str(event["UID"]), event["STATUS"]) == (str(recent.pk), "CANCELLED")


def test_a_moved_time_is_there_once_where_it_stands_now():
    first = called_off(cast.an_appointment())
    second = cast.an_appointment(starts_at=timezone.now() + 3 * DAY, replaces=first)
    (event,) = events(cast.ana().user)
    assert (str(event["UID"]), event["SEQUENCE"]) == (str(first.pk), 2)
    assert event["DTSTART"].dt == second.starts_at.replace(microsecond=0)


def test_a_time_that_is_kept_free_is_no_appointment():
    cast.an_appointment(
        status=Status.HELD, held_until=timezone.now() + timedelta(minutes=10), held_for="choosing"
    )
    assert events(cast.ana().user) == []
    assert events(cast.clara().user) == []


def test_an_empty_calendar_is_one_too():
    answer = get(feeds.make(cast.ana().user, by=cast.ana().user))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert Calendar.from_ical(answer.content)["NAME"] == "Appointments"


def test_what_did_not_change_is_not_sent_again(clock):
    clock("2026-11-24 09:00+00:00")
    user = cast.ana().user
    cast.an_appointment()
    secret = feeds.make(user, by=user)
    first = get(secret)
    clock("2026-11-24 15:00+00:00")
    by_tag = get(secret, HTTP_IF_NONE_MATCH=first["ETag"])
    by_time = get(secret, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    assert [(one.status_code, one.content) for one in (by_tag, by_time)] == [(304, b""), (304, b"")]


def test_what_changed_is_sent(clock):
    clock("2026-11-24 09:00+00:00")
    user = cast.ana().user
    row = cast.an_appointment()
    secret = feeds.make(user, by=user)
    first = get(secret)
    clock("2026-11-24 09:01+00:00")
    called_off(row)
    assert get(secret, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
    assert get(secret, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]).status_code == 200


def test_no_cache_between_keeps_the_feed_and_no_search_engine_lists_it():
    answer = get(feeds.make(cast.ana().user, by=cast.ana().user))
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer.cookies == {}


def test_an_address_that_was_replaced_or_ended_is_gone_like_one_that_never_was():
    user = cast.ana().user
    replaced = feeds.make(user, by=user)
    ended = feeds.make(user, by=user)
    feeds.revoke(user, by=user)
    answers = []
    for secret in (replaced, ended, "never-was"):
        with CaptureQueriesContext(connection) as asked:
            answer = get(secret)
        answers.append((answer.status_code, len(asked)))
    assert set(answers) == {(404, answers[0][1])}


def test_nobody_reads_with_an_account_that_was_closed():
    user = cast.ana().user
    secret = feeds.make(user, by=user)
    user.is_active = False
    user.save()
    assert get(secret).status_code == 404


def test_the_secret_is_kept_nowhere():
    user = cast.ana().user
    secret = feeds.make(user, by=user)
    assert secret not in str(CalendarFeed.objects.values())
    verbs = list(AuditEvent.objects.filter(person=str(cast.ana().pk)).values_list("verb", flat=True))
    assert verbs == ["make-calendar-feed"]


def test_the_log_names_the_route_and_never_the_secret():
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(PlainFormatter())
    handler.addFilter(NotCrisis())
    log = logging.getLogger("django.request")
    log.addHandler(handler)
    try:
        get("a-secret-that-was-ended")
    finally:
        log.removeHandler(handler)
    assert "calendar/<str:secret>.ics" in heard.getvalue()
    assert "a-secret" not in heard.getvalue()


def test_a_calendar_that_asks_all_the_time_is_asked_to_wait(clock):
    clock("2026-11-24 09:00+00:00")
    user = cast.ana().user
    secret = feeds.make(user, by=user)
    for _ in range(feeds.READINGS_AN_HOUR):
        answer = get(secret)
    assert answer.status_code == 200
    assert (get(secret).status_code, get(secret)["Retry-After"]) == (429, "3600")
    clock("2026-11-24 10:00+00:00")
    assert get(secret).status_code == 200


def test_many_times_cost_no_more_questions_than_one():
    user = cast.clara().user
    secret = feeds.make(user, by=user)
    first = cast.an_appointment()
    with CaptureQueriesContext(connection) as with_one:
        get(secret)
    for day in range(2, 20):
        row = cast.an_appointment(starts_at=first.starts_at + day * DAY)
        if day % 3 == 0:
            cast.an_appointment(starts_at=row.starts_at + timedelta(hours=2), replaces=called_off(row))
    with CaptureQueriesContext(connection) as with_many:
        get(secret)
    assert len(with_many) <= len(with_one) + 1  # who was moved is asked once


def test_the_page_shows_a_new_address_once():
    browser = signed_in(cast.ana().user)
    page = reverse("booking:my_calendar")
    assert "No calendar reads your times now." in words(browser.get(page))
    sent = browser.post(reverse("booking:make_feed"), form())
    assert sent["Location"] == f"{page}#feed"
    shown = browser.get(page).content.decode()
    address = shown.partition('value="http')[2].partition('"')[0]
    assert Browser().get("http" + address).status_code == 200
    assert address not in browser.get(page).content.decode()


def test_a_form_that_is_sent_twice_makes_one_address():
    browser = signed_in(cast.ana().user)
    sent = form()
    for _ in range(2):
        browser.post(reverse("booking:make_feed"), sent)
    assert CalendarFeed.objects.count() == 1


def test_the_owner_ends_the_address():
    user = cast.ana().user
    secret = feeds.make(user, by=user)
    browser = signed_in(user)
    browser.post(reverse("booking:end_feed"), form())
    assert get(secret).status_code == 404
    assert "The address no longer works." in browser.get(reverse("booking:my_calendar")).content.decode()


def test_an_inbox_alone_makes_no_address():
    """The feed outlives the sign-in, so it stands behind the second factor (decision 3)."""
    user = cast.ana().user
    browser = signed_in(user, unlocked=False)
    browser.post(reverse("booking:make_feed"), form())
    assert CalendarFeed.objects.count() == 0


def test_there_is_no_such_page_for_whoever_has_no_times():
    for user in (cast.eva(), cast.clara().user):
        assert signed_in(user).get(reverse("booking:my_calendar")).status_code == 404
        assert signed_in(user).post(reverse("booking:make_feed"), form()).status_code == 404
    for user in (cast.eva(), cast.ana().user):
        assert signed_in(user).post(reverse("booking:desk_make_feed"), form()).status_code == 404
