"""How long a secret address lives, and what may be changed there: moved, cancelled, sent twice."""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from tests import cast
from tests.booking.meeting import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TOPIC,
    a_secret,
    another,
    booked,
    form,
    messages_to,
    noor,
    standing,
    value_of,
)
from tests.booking.pages import address, get, post, words
from waylight.booking import links, scheduling
from waylight.booking.models import BookingLink, Status

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PAGES = ("times", "other_times", "check", "cancel_by_link", "calendar_by_link")


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def expired(clock) -> str:
    secret = a_secret(noor())
    clock(MONDAY + timedelta(days=14))
    return secret


def revoked(_clock) -> str:
    secret = a_secret(noor())
    links.revoke(BookingLink.objects.get(), by=cast.eva())
    return secret


def forged(_clock) -> str:
    secret = a_secret(noor())
    return secret[:-1] + ("A" if secret[-1] != "A" else "B")


def renewed(_clock) -> str:
    client = noor()
    secret = a_secret(client)
    links.renew(BookingLink.objects.get(client=client))
    return secret


def spent(clock) -> str:
    client = noor()
    secret = a_secret(client)
    post("choose", secret, form(THURSDAY))
    clock(THURSDAY + HOUR)
    row = standing()[0]
    row.status = Status.FULFILLED
    row.save()
    return secret


def past_the_cut_off(clock) -> str:
    client = noor()
    secret = a_secret(client)
    post("choose", secret, form(THURSDAY))
    clock(THURSDAY - 24 * HOUR)
    return secret


def odd(_clock) -> str:
    return "ключ-“✓”-%2e%2e"


def far_too_long(_clock) -> str:
    return "x" * 3000


@pytest.mark.parametrize(
    "ended", [expired, revoked, forged, renewed, spent, past_the_cut_off, odd, far_too_long]
)
def test_whatever_is_wrong_with_an_address_there_is_one_kind_page(ended, clock):
    secret = ended(clock)
    rows = len(standing())
    said = {words(get("times", "nothing"))}
    assert "If you have a time booked, it stands." in next(iter(said))
    for name in PAGES:
        response = get(name, secret)
        assert response.status_code == 404
        said.add(words(response))
    for name in ("choose", "cancel_by_link"):
        response = post(name, secret, form(FRIDAY))
        assert response.status_code == 404
        said.add(words(response))
    assert len(said) == 1
    assert len(standing()) == rows


def test_what_was_booked_inside_the_cut_off_still_shows_and_cannot_change(clock):
    client = noor()
    secret = a_secret(client)
    clock(THURSDAY - 20 * HOUR)
    post("choose", secret, form(THURSDAY))
    page = words(get("times", secret))
    assert "Your time is booked" in page
    assert "It is close now, so it cannot be changed here." in page
    assert "Move it" not in page
    assert "Cancel it" not in page
    answer = post("choose", secret, form(FRIDAY, instead_of=str(standing()[0].pk)))
    assert answer.status_code == 409
    assert "too close to change this online" in words(answer)
    answer = Browser().post(address("cancel_by_link", secret), form(), follow=True)
    assert "too close to change this online" in words(answer)
    assert "It is close now, so it cannot be changed here." in words(answer)
    assert [row.starts_at for row in standing()] == [THURSDAY]
    clock(THURSDAY)
    assert get("times", secret).status_code == 404


def test_past_the_cut_off_nobody_is_asked_what_cannot_be_done(clock):
    """Somebody who left the page open is led to whom to talk to, and gets no button that fails."""
    secret = a_secret(noor())
    clock(THURSDAY - 20 * HOUR)
    post("choose", secret, form(THURSDAY))
    page = words(Browser().get(address("cancel_by_link", secret), follow=True))
    assert "It is close now, so it cannot be changed here." in page
    assert "Cancel this time" not in page


def test_a_form_sent_twice_books_once():
    secret = a_secret(noor())
    sent = form(THURSDAY)
    first, second = post("choose", secret, sent), post("choose", secret, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert len(standing()) == 1


def test_two_windows_book_once_and_the_second_sees_what_was_booked():
    secret = a_secret(noor())
    post("choose", secret, form(THURSDAY))
    answer = post("choose", secret, form(FRIDAY))
    assert answer["Location"] == address("times", secret)
    assert [row.starts_at for row in standing()] == [THURSDAY]


def test_a_form_without_its_key_books_nothing():
    secret = a_secret(noor())
    fields = form(THURSDAY)
    del fields["idempotency_key"]
    assert post("choose", secret, fields).status_code == 400
    assert standing() == []


def test_a_move_by_link_keeps_the_old_time_until_there_is_a_new_one():
    secret = a_secret(noor())
    post("choose", secret, form(THURSDAY, topic=TOPIC))
    mine = str(standing()[0].pk)
    assert "It stays yours until you have chosen." in words(get("other_times", secret))
    assert (
        f'name="instead_of" value="{mine}"'
        in get("check", secret, starts_at=value_of(FRIDAY)).content.decode()
    )
    booked(another("Bea"), FRIDAY)
    taken = post("choose", secret, form(FRIDAY, instead_of=mine))
    assert taken.status_code == 409
    assert [row.starts_at for row in standing()] == [THURSDAY, FRIDAY]
    post("choose", secret, form(FRIDAY + HOUR, instead_of=mine))
    assert [row.starts_at for row in standing()] == [FRIDAY, FRIDAY + HOUR]
    assert standing()[1].topic == TOPIC
    assert "Friday 8 January, 13:00" in words(get("times", secret))


def test_a_page_from_before_a_move_moves_nothing():
    secret = a_secret(noor())
    post("choose", secret, form(THURSDAY))
    old = str(standing()[0].pk)
    post("choose", secret, form(FRIDAY, instead_of=old))
    answer = post("choose", secret, form(FRIDAY + HOUR, instead_of=old))
    assert answer["Location"] == address("times", secret)
    assert [row.starts_at for row in standing()] == [FRIDAY]


def test_a_page_from_before_a_cancellation_books_nothing():
    secret = a_secret(noor())
    post("choose", secret, form(THURSDAY))
    old = str(standing()[0].pk)
    post("cancel_by_link", secret, form())
    answer = post("choose", secret, form(FRIDAY, instead_of=old))
    assert answer.status_code == 409
    assert "moved or cancelled before" in words(answer)
    assert standing() == []


def test_after_cancelling_another_time_can_be_chosen():
    client = noor()
    secret = a_secret(client)
    post("choose", secret, form(THURSDAY))
    assert "Cancel this time?" in words(get("cancel_by_link", secret))
    gone = Browser().post(address("cancel_by_link", secret), form(), follow=True)
    assert "Your time is cancelled." in words(gone)
    assert "Choose a time" in words(gone)
    assert messages_to(client) == ["cancelled"]
    post("choose", secret, form(FRIDAY))
    assert [row.starts_at for row in standing()] == [FRIDAY]


def test_who_cancels_weeks_later_still_finds_the_other_times(clock):
    """The link was made for 14 days; the appointment kept it alive, and its end must not close the door."""
    client = noor()
    secret = a_secret(client)
    late = THURSDAY + timedelta(days=14)
    post("choose", secret, form(late))
    clock(MONDAY + timedelta(days=15))
    gone = Browser().post(address("cancel_by_link", secret), form(), follow=True)
    assert gone.status_code == 200
    assert "Your time is cancelled." in words(gone)
    assert post("choose", secret, form(late + 24 * HOUR)).status_code == 302
    assert [row.starts_at for row in standing()] == [late + 24 * HOUR]


def test_a_cancellation_sent_twice_is_one():
    secret = a_secret(noor())
    post("choose", secret, form(THURSDAY))
    sent = form()
    first, second = post("cancel_by_link", secret, sent), post("cancel_by_link", secret, sent)
    assert first["Location"] == second["Location"] == address("times", secret)
    assert get("cancel_by_link", secret)["Location"] == address("times", secret)


def test_a_time_moved_by_the_therapist_shows_behind_the_same_address():
    ana = cast.ana()
    secret = a_secret(ana)
    post("choose", secret, form(THURSDAY))
    scheduling.move(standing()[0], FRIDAY, by=cast.clara().user)
    assert "Friday 8 January, 10:00" in words(get("times", secret))
