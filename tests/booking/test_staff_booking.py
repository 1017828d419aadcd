"""Staff book, move and cancel for a client; hours may be overruled with a reason, an appointment never."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast
from tests.booking.meeting import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    ana_agreed,
    another,
    booked,
    form,
    messages_to,
    open_clara,
    standing,
    value_of,
)
from tests.booking.pages import words
from tests.sign_in import signed_in
from waylight.booking import scheduling, waivers
from waylight.booking.models import Appointment, Kind, Status, Waiver
from waylight.people.models import Client
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
EVENING = THURSDAY + 9 * HOUR
WHY = "They work until six"
STAFF = ("clara", "eva")


@pytest.fixture(autouse=True)
def monday(clock: Any) -> None:
    clock(MONDAY)


def user_of(who: str) -> Any:
    person = getattr(cast, who)()
    return getattr(person, "user", None) or person


def to_book(who: str, client: Client) -> str:
    return reverse("booking:book_for" if who == "clara" else "booking:office_book", args=[client.pk])


def to(act: str, who: str, row: Appointment) -> str:
    if who == "clara":
        return reverse(f"booking:{act}" + ("" if act == "waive" else "_for"), args=[row.pk])
    return reverse(f"booking:office_{act}", args=[row.client_id, row.pk])


def get(who: str, address: str, **query: Any) -> Any:
    return signed_in(user_of(who)).get(address, query)


def post(who: str, address: str, starts_at: Any = None, **fields: Any) -> Any:
    chosen = {"starts_at": value_of(starts_at)} if starts_at else {}
    return signed_in(user_of(who)).post(address, form() | chosen | fields, follow=True)


@pytest.mark.parametrize("who", STAFF)
@pytest.mark.hazard("H18")
def test_staff_book_a_free_time_with_both_clocks_in_sight(who: str):
    ana = ana_agreed()
    ana.user.zone = "America/Vancouver"
    ana.user.save()
    address = to_book(who, ana)
    assert "All times in London, 7 hours ahead of Vancouver." in words(get(who, address))
    asked = words(get(who, address, starts_at=value_of(THURSDAY)))
    assert "Thursday 7 January, 10:00 , your time, London" in asked
    assert "03:00 in Vancouver" in asked
    assert "Why outside the hours" not in asked
    assert "Booked." in words(post(who, address, THURSDAY))
    (row,) = standing()
    assert (row.starts_at, row.booked_by, row.outside_hours) == (THURSDAY, str(user_of(who).pk), "")
    assert messages_to(ana) == ["booked"]


@pytest.mark.parametrize("who", STAFF)
def test_hours_are_overruled_with_a_reason_that_is_kept_sealed_and_audited(who: str):
    ana = ana_agreed()
    address = to_book(who, ana)
    asked = words(get(who, address, at="2027-01-07T19:00"))
    assert "The hours do not give this time, or it is very soon." in asked
    assert "Why outside the hours" in asked
    refused = post(who, address, EVENING, reason=" ")
    assert "Say why." in words(refused)
    assert standing() == []
    post(who, address, EVENING, reason=WHY)
    (row,) = standing()
    assert (row.starts_at, row.outside_hours) == (EVENING, WHY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT outside_hours FROM booking_appointment")
        assert WHY.encode() not in bytes(cursor.fetchone()[0])
    assert AuditEvent.objects.filter(verb="book-appointment-outside-hours").count() == 1


@pytest.mark.parametrize("who", STAFF)
@pytest.mark.hazard("H18")
def test_nobody_overrules_an_appointment(who: str):
    ana = ana_agreed()
    booked(another("Bea"))
    address = to_book(who, ana)
    asked = words(get(who, address, starts_at=value_of(THURSDAY)))
    assert "Somebody else has this time." in asked
    assert "Bea" not in asked
    assert "Book this time" not in asked
    assert "Thursday 7 January, 09:00" in asked
    assert post(who, address, THURSDAY, reason=WHY).status_code == 409
    assert len(standing()) == 1


def test_far_ahead_needs_no_reason_and_the_past_is_refused():
    ana = ana_agreed()
    post("clara", to_book("clara", ana), THURSDAY + timedelta(weeks=20))
    assert [row.outside_hours for row in standing()] == [""]
    assert "This time is over." in words(post("clara", to_book("clara", ana), MONDAY - HOUR, reason=WHY))
    for beyond in ("2031-01-07T19:00", "0001-01-01T00:00"):
        assert "Choose a day within a year." in words(get("clara", to_book("clara", ana), at=beyond))
    assert len(standing()) == 1


def test_a_form_sent_twice_books_once():
    ana = ana_agreed()
    browser, sent = signed_in(cast.clara().user), form() | {"starts_at": value_of(THURSDAY)}
    for _ in range(2):
        assert browser.post(to_book("clara", ana), sent).status_code == 302
    assert len(standing()) == 1
    assert messages_to(ana) == ["booked"]


def test_a_session_without_agreement_is_said_in_words_for_staff():
    open_clara()
    ana = cast.ana()
    cast.an_appointment(ana, starts_at=MONDAY - 72 * HOUR, status=Status.FULFILLED)
    assert "They have not agreed to treatment yet." in words(get("clara", to_book("clara", ana)))
    assert post("clara", to_book("clara", ana), THURSDAY).status_code == 409
    assert [row.status for row in standing()] == [Status.FULFILLED]


def test_a_manager_chooses_with_whom_and_finds_somebody_first_where_there_is_nobody():
    ana = ana_agreed()
    cast.an_episode(ana, cast.david())
    address = to_book("eva", ana)
    page = get("eva", address)
    assert "With whom?" in words(page)
    assert f"{address}?with=clara" in page.content.decode()
    post("eva", address, THURSDAY, **{"with": "clara"})
    assert [row.therapist.slug for row in standing()] == ["clara"]
    ana.episodes.update(ends_on=MONDAY.date())
    assert "They are with no therapist at the moment." in words(get("eva", address))


@pytest.mark.parametrize("who", STAFF)
def test_a_time_is_moved_even_when_it_is_close(who: str, clock: Any):
    row = booked(ana_agreed())
    clock(THURSDAY - 2 * HOUR)
    assert "It stands until you have chosen." in words(get(who, to("move", who, row)))
    assert "Moved." in words(post(who, to("move", who, row), FRIDAY))
    assert [one.starts_at for one in standing() if one.status == Status.BOOKED] == [FRIDAY]


@pytest.mark.parametrize("who", STAFF)
def test_a_time_is_cancelled_with_or_without_a_reason_and_never_counts_as_late(who: str, clock: Any):
    row = booked(ana_agreed())
    clock(THURSDAY - 2 * HOUR)
    assert "It says nothing of why." in words(get(who, to("cancel", who, row)))
    post(who, to("cancel", who, row), reason="Clara is ill")
    row.refresh_from_db()
    assert (row.status, row.cancellation.reason, row.cancellation.was_late) == (
        Status.CANCELLED, "Clara is ill", False,
    )  # fmt: skip
    assert messages_to(row.client) == ["cancelled"]


def cancelled_late(clock: Any) -> Appointment:
    row = booked(ana_agreed())
    clock(THURSDAY - 2 * HOUR)
    scheduling.cancel(row, by=row.client.user)
    return row


@pytest.mark.parametrize("who", STAFF)
def test_a_late_cancellation_does_not_count_when_staff_say_why(who: str, clock: Any):
    row = cancelled_late(clock)
    assert waivers.may_be_waived(row)
    assert "Say why." in words(post(who, to("waive", who, row), reason=""))
    assert Waiver.objects.count() == 0
    done = words(post(who, to("waive", who, row), reason="The trains stood still"))
    assert "It does not count as late" in done
    assert Waiver.objects.get().reason == "The trains stood still"
    assert not waivers.may_be_waived(row)
    assert ("The trains stood still" in done) == (who == "clara")
    with pytest.raises(waivers.WaivedBefore):
        waivers.waive(row, by=user_of(who), reason="Again")
    assert AuditEvent.objects.filter(verb="waive-late-cancellation").count() == 1


def test_what_was_not_late_has_nothing_to_waive():
    row = booked(ana_agreed())
    scheduling.cancel(row, by=row.client.user)
    with pytest.raises(waivers.NotLate):
        waivers.waive(row, by=cast.clara().user, reason="Kindness")
    answer = signed_in(cast.clara().user).get(to("waive", "clara", row))
    assert answer["Location"] == reverse("home:appointment", args=[row.pk])


@pytest.mark.parametrize("who", STAFF)
def test_for_three_minutes_staff_take_back_what_they_did_and_nobody_is_told(who: str, clock: Any):
    ana = ana_agreed()
    assert "Until 08:03 you can undo this." in words(post(who, to_book(who, ana), THURSDAY))
    (row,) = standing()
    assert "That is undone. Nobody was told." in words(post(who, to("undo", who, row)))
    assert standing() == []
    assert messages_to(ana) == []
    row = booked(ana, by=ana.user)
    assert "you can undo this" not in words(post(who, to("undo", who, row)))
    assert [one.pk for one in standing()] == [row.pk]
    assert "you can undo this" in words(post(who, to("cancel", who, row), reason=""))
    clock(MONDAY + timedelta(minutes=3))
    assert "The three minutes are over" in words(post(who, to("undo", who, row)))
    assert standing() == []


def test_a_move_that_is_taken_back_leads_to_the_old_time():
    row = booked(ana_agreed())
    moved = post("clara", to("move", "clara", row), FRIDAY)
    assert moved.redirect_chain[-1][0] != reverse("home:appointment", args=[row.pk])
    (new,) = [one for one in standing() if one.status == Status.BOOKED]
    back = post("clara", to("undo", "clara", new))
    assert back.redirect_chain[-1][0] == reverse("home:appointment", args=[row.pk])
    assert [one.starts_at for one in standing()] == [THURSDAY]


def test_the_pages_of_an_appointment_say_how_it_is_changed():
    row = booked(ana_agreed())
    page = get("clara", reverse("home:appointment", args=[row.pk])).content.decode()
    assert to("move", "clara", row) in page
    assert to("cancel", "clara", row) in page
    page = get("eva", reverse("home:person", args=[row.client_id])).content.decode()
    assert to("move", "eva", row) in page
    assert to("cancel", "eva", row) in page


@pytest.mark.parametrize("who", ["ana", "ben", "david", "eva"])
@pytest.mark.parametrize("name", ["book_for", "move_for", "cancel_for", "waive"])
def test_the_desks_pages_are_not_there_for_anybody_but_her_therapist(who: str, name: str):
    row = booked(ana_agreed())
    address = reverse(f"booking:{name}", args=[row.client_id if name == "book_for" else row.pk])
    assert get(who, address).status_code == 404
    assert post(who, address, FRIDAY, reason=WHY).status_code == 404
    assert [one.pk for one in standing()] == [row.pk]


@pytest.mark.parametrize("who", ["ana", "ben", "clara", "david"])
@pytest.mark.parametrize("name", ["book", "move", "cancel", "waive"])
def test_the_offices_pages_are_not_there_for_anybody_but_managers(who: str, name: str):
    row = booked(ana_agreed())
    address = to_book("eva", row.client) if name == "book" else to(name, "eva", row)
    assert get(who, address).status_code == 404
    assert post(who, address, FRIDAY, reason=WHY).status_code == 404
    assert [one.pk for one in standing()] == [row.pk]


def test_an_appointment_is_found_under_its_own_person_only():
    row = booked(ana_agreed())
    address = reverse("booking:office_cancel", args=[cast.ben().pk, row.pk])
    assert get("eva", address).status_code == 404


def test_the_page_of_times_costs_as_many_questions_however_much_is_booked():
    ana = ana_agreed()

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            get("clara", to_book("clara", ana))
        return len(asked)

    booked(another("Bea"))
    questions()
    few = questions()
    for number in range(6):
        booked(another(f"Bo{number}"), FRIDAY + number * HOUR, kind=Kind.FIRST_TALK)
    assert questions() == few


@pytest.mark.parametrize("who", STAFF)
def test_what_is_cancelled_already_is_said_and_nothing_is_asked(who: str):
    row = booked(cast.ana())
    asked = get(who, to("cancel", who, row))
    assert "Keep it" in words(asked)
    scheduling.cancel(row, by=scheduling.LINK)
    for page in (
        post(who, to("cancel", who, row)),
        signed_in(user_of(who)).get(to("cancel", who, row), follow=True),
    ):
        assert "This time was moved or cancelled before." in words(page)
        assert "Keep it" not in words(page)
