"""A therapist's own calendar: only its times are kept, a failure keeps the last ones, and nobody is shown any of it."""

from concurrent.futures import wait
from datetime import timedelta
from ipaddress import ip_address

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.booking.calendar_site import CALENDAR, a_site
from tests.booking.meeting import form, open_clara
from tests.booking.pages import words
from tests.cast import at
from tests.sign_in import signed_in
from waylight.booking import free
from waylight.booking.models import BusyTime, Kind, OwnCalendar
from waylight.booking.outside import calendars, fetch
from waylight.booking.outside.calendars import Answer
from waylight.operations.schedule import SCHEDULE
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
ADDRESS = "webcal://cal.example.org/private-8f1c/busy.ics"
BUSY = [(at("2026-11-26 10:00"), at("2026-11-26 11:00"))]
LATER = [(at("2026-11-27 10:00"), at("2026-11-27 11:00"))]
SETTINGS = "booking:desk_calendar_settings"


def connected(therapist=None) -> OwnCalendar:
    therapist = therapist or cast.clara()
    return calendars.keep(therapist, ADDRESS, by=therapist.user)


def settled(row: OwnCalendar, answer: Answer) -> OwnCalendar:
    calendars.settle(row.pk, row.address, answer, now=timezone.now())
    row.refresh_from_db()
    return row


def kept(therapist=None) -> list[tuple]:
    rows = BusyTime.objects.filter(therapist=therapist or cast.clara()).order_by("starts_at")
    return list(rows.values_list("starts_at", "ends_at"))


def test_from_an_address_to_busy_times(tmp_path, monkeypatch):
    """All of it for once: asked over https, read in a process of its own, kept without a title."""
    strict = fetch.is_public
    with a_site(tmp_path) as site:
        monkeypatch.setenv("SSL_CERT_FILE", str(site.authority))
        monkeypatch.setattr(fetch, "is_public", lambda one: one.is_loopback or strict(one))
        address = site.says("/busy.ics", CALENDAR)
        row = calendars.keep(cast.clara(), address, by=cast.clara().user)
        calendars.read(row, now=timezone.now())
    assert kept() == BUSY
    row.refresh_from_db()
    assert (row.failures, row.problem, row.read_at is not None) == (0, "", True)
    assert "Dentist" not in str([*OwnCalendar.objects.values(), *BusyTime.objects.values()])


def test_without_the_seam_the_same_address_is_refused(tmp_path, monkeypatch):
    with a_site(tmp_path) as site:
        monkeypatch.setenv("SSL_CERT_FILE", str(site.authority))
        row = calendars.keep(cast.clara(), site.says("/busy.ics"), by=cast.clara().user)
        calendars.read(row, now=timezone.now())
        assert site.asked == []
    row.refresh_from_db()
    assert (row.problem, kept()) == ("private", [])
    assert not fetch.is_public(ip_address("127.0.0.1"))


def test_a_reading_replaces_the_one_before_and_no_other_therapists():
    row, other = connected(), connected(cast.david())
    settled(other, Answer(BUSY))
    settled(row, Answer(BUSY))
    settled(row, Answer(LATER))
    assert (kept(), kept(cast.david())) == (LATER, BUSY)


def test_a_reading_that_says_the_same_writes_no_row_anew():
    row = connected()
    settled(row, Answer(BUSY))
    before = BusyTime.objects.get().pk
    settled(row, Answer(BUSY))
    assert BusyTime.objects.get().pk == before


def test_a_failure_keeps_the_last_times_and_is_told_when_it_lasts(clock):
    clock("2026-11-24 09:00+00:00")
    row = settled(connected(), Answer(BUSY))
    for times in range(1, calendars.TOLD_AFTER):
        row = settled(row, Answer(problem="no answer"))
        assert (row.failures, calendars.sentence(row)) == (times, "")
    row = settled(row, Answer(problem="no answer"))
    assert calendars.sentence(row) == "Nobody answers at this address."
    assert kept() == BUSY
    row = settled(row, Answer(LATER))
    assert (calendars.sentence(row), kept()) == ("", LATER)


def test_an_address_that_never_worked_is_told_at_once():
    row = settled(connected(), Answer(problem="not a calendar"))
    assert calendars.sentence(row) == "What is at this address is not a calendar."


def test_each_failure_makes_the_pause_longer_up_to_a_day(clock):
    clock("2026-11-24 09:00+00:00")
    row, pauses = connected(), []
    for _ in range(12):
        row = settled(row, Answer(problem="too slow"))
        pauses.append((row.due_at - timezone.now()) // timedelta(minutes=1))
    assert pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440, 1440]


def test_an_answer_for_an_address_that_was_replaced_or_forgotten_is_dropped():
    row = connected()
    calendars.settle(row.pk, "https://cal.example.org/another.ics", Answer(BUSY), now=timezone.now())
    assert kept() == []
    address = row.address
    calendars.forget(cast.clara(), by=cast.clara().user)
    calendars.settle(row.pk, address, Answer(BUSY), now=timezone.now())
    assert kept() == []


def test_a_calendar_that_is_forgotten_leaves_no_time_behind():
    row = connected()
    settled(row, Answer(BUSY))
    calendars.forget(cast.clara(), by=cast.clara().user)
    assert (OwnCalendar.objects.count(), kept()) == (0, [])
    verbs = AuditEvent.objects.filter(person=str(cast.clara().user_id)).values_list("verb", flat=True)
    assert set(verbs) == {"connect-own-calendar", "disconnect-own-calendar"}


def test_the_address_is_sealed():
    row = connected()
    assert b"private-8f1c" not in bytes(OwnCalendar.objects.values_list("address", flat=True).get())
    assert OwnCalendar.objects.get(pk=row.pk).address == ADDRESS.replace("webcal", "https")


def test_a_time_at_which_the_calendar_says_busy_is_not_offered():
    clara = open_clara()
    first = at("2026-11-26 10:00")
    assert first in free.for_therapist(clara, Kind.SESSION, now=timezone.now())
    settled(connected(clara), Answer(BUSY))
    assert first not in free.for_therapist(clara, Kind.SESSION, now=timezone.now())
    calendars.forget(clara, by=clara.user)
    assert first in free.for_therapist(clara, Kind.SESSION, now=timezone.now())


@pytest.fixture
def outside(monkeypatch):
    """What is asked of the world outside, and what it answers, without a network."""
    asked: list[str] = []

    def ask(address, _zone, _now):
        asked.append(address)
        return Answer(BUSY)

    monkeypatch.setattr(calendars, "ask", ask)
    calendars._under_way().clear()
    yield asked
    calendars._under_way().clear()


def answers_came() -> None:
    wait([answer for _address, answer in calendars._under_way().values()])


def test_the_worker_asks_what_is_due_and_keeps_it_at_its_next_turn(outside):
    connected()
    assert calendars.read_due(timezone.now()) == 0
    answers_came()
    assert kept() == []
    assert calendars.read_due(timezone.now()) == 1
    assert kept() == BUSY
    assert outside == [ADDRESS.replace("webcal", "https")]


def test_the_worker_asks_again_after_ten_minutes_and_not_before(outside, clock):
    clock("2026-11-24 09:00+00:00")
    connected()
    for minute in (0, 0, 9, 10, 10):
        now = at("2026-11-24 09:00") + timedelta(minutes=minute)
        calendars.read_due(now)
        answers_came()
    assert len(outside) == 2


def test_of_two_workers_one_asks():
    connected()
    first, second = OwnCalendar.objects.get(), OwnCalendar.objects.get()
    now = timezone.now()
    assert [calendars.claim(first, now=now), calendars.claim(second, now=now)] == [True, False]


def test_the_worker_asks_eight_at_once_at_most(outside):
    for number in range(10):
        connected(cast.a_therapist(f"t{number}", f"Dr T{number} Demo"))
    calendars.read_due(timezone.now())
    answers_came()
    assert len(outside) == calendars.AT_ONCE


def test_the_schedule_names_the_piece():
    assert "waylight.booking.outside.calendars.read_due" in [piece.path for piece in SCHEDULE]


def test_the_therapist_connects_and_stops_on_their_own_page():
    browser = signed_in(cast.clara().user)
    browser.post(reverse("booking:desk_connect_calendar"), form(address=ADDRESS))
    said = words(browser.get(reverse(SETTINGS)))
    assert "cal.example.org" in said
    assert "private-8f1c" not in said
    browser.post(reverse("booking:desk_disconnect_calendar"), form())
    assert OwnCalendar.objects.count() == 0


@pytest.mark.parametrize(
    "typed", ["", "http://cal.example.org/a.ics", "my calendar", "https://me:pw@cal.example.org/"]
)
def test_what_is_no_address_is_said_so_and_stays_on_the_page(typed):
    answer = signed_in(cast.clara().user).post(reverse("booking:desk_connect_calendar"), form(address=typed))
    assert answer.status_code == 400
    assert f'value="{typed}"' in answer.content.decode() or not typed
    assert OwnCalendar.objects.count() == 0


def test_nobody_is_shown_what_another_calendar_says():
    """Not even the therapist: the times only take free times away."""
    settled(connected(), Answer(BUSY))
    pages = [(cast.clara().user, SETTINGS), (cast.clara().user, "booking:desk_calendar")]
    for user, name in [*pages, (cast.eva(), "booking:office_calendar")]:
        answer = signed_in(user).get(reverse(name), {"on": "2026-11-26"})
        assert answer.status_code == 200
        assert "10:00" not in words(answer).partition("read on")[0]


def test_the_page_is_the_therapists_alone():
    for user in (cast.ana().user, cast.eva()):
        assert signed_in(user).get(reverse(SETTINGS)).status_code == 404
        for name in ("desk_connect_calendar", "desk_disconnect_calendar"):
            assert signed_in(user).post(reverse(f"booking:{name}"), form(address=ADDRESS)).status_code == 404
