"""Whom both admit: named by the therapist, agreed to by the client, behind a link of their own, removed by either."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client as Browser
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from waylight.accounts import pins
from waylight.booking import scheduling
from waylight.booking.models import Appointment, Status
from waylight.notifications.models import Notification
from waylight.privacy.models import AuditEvent
from waylight.video import admissions, guests, rooms, seats
from waylight.video.models import Admission, RoomGuest
from waylight.video.models.guests import Part, Stay

pytestmark = pytest.mark.django_db


def now_open(**fields: Any) -> Appointment:
    """Ana's session with Clara, which starts now."""
    return cast.an_appointment(starts_at=timezone.now(), **fields)


def a_guest(appointment: Appointment | None = None, *, agreed: bool = True, **fields: Any) -> RoomGuest:
    fields = {"name": "Iris Interpreter", "part": Part.INTERPRETER, "stay": Stay.THROUGHOUT} | fields
    guest = guests.name_guest(appointment or now_open(), by=cast.clara().user, **fields)
    if agreed:
        guests.agree(guest, by=cast.ana().user)
    return RoomGuest.objects.get(pk=guest.pk)


def door(guest: RoomGuest) -> str:
    return f"/room/with/{guest.secret}/"


def post(browser: Browser, address: str, **data: str) -> Any:
    return browser.post(address, data | {"idempotency_key": str(uuid.uuid4())})


def let_in(guest: RoomGuest, browser: Browser | None = None) -> Admission:
    """They asked to come in, and Clara let them."""
    post(browser or Browser(), door(guest))
    there = Admission.objects.get(who=str(guest.pk))
    admissions.admit(there.room, there.pk, by=cast.clara().user)
    return Admission.objects.get(pk=there.pk)


def test_the_link_opens_nothing_before_the_client_agreed():
    guest = a_guest(agreed=False)
    assert Browser().get(door(guest)).status_code == 404
    guests.agree(guest, by=cast.ana().user)
    page = Browser().get(door(guest))
    assert page.status_code == 200
    assert "Iris Interpreter, you can wait here" in page.text


def test_what_the_link_opens_names_the_therapist_and_not_the_client():
    page = Browser().get(door(a_guest())).text
    assert "Dr Clara Demo" in page
    assert not re.search(r"\bAna\b", page)


def test_a_secret_that_never_was_looks_like_one_that_ended():
    guest = a_guest()
    guests.remove(guest, by=cast.ana().user)
    ended, never = (
        Browser().get(address) for address in (door(guest), "/room/with/nobody-has-this-secret-at-all/")
    )
    assert (ended.status_code, never.status_code) == (404, 404)
    assert "This address shows nothing now" in ended.text
    assert without_numbers(ended.text) == without_numbers(never.text)


def without_numbers(page: str) -> str:
    """The page without its own address."""
    return re.sub(r"/room/with/[\w-]+/", "", page)


def test_the_name_and_the_secret_stand_in_no_row_in_clear():
    guest = a_guest(name="Xaverine Marker")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM video_roomguest")
        row = repr(cursor.fetchall())
    assert "Xaverine" not in row
    assert guest.secret not in row
    assert all(guest.secret not in str(event.__dict__) for event in AuditEvent.objects.all())


def test_the_client_hears_that_there_is_something_to_read_and_nothing_more():
    guest = a_guest(agreed=False)
    message = Notification.objects.get(key=f"guest:{guest.pk}")
    assert message.template == "take-away-ready"
    assert set(message.words) == {"link"}
    assert message.words["link"].endswith(f"/room/{guest.appointment_id}/guests/")


def test_who_waits_comes_in_only_when_the_therapist_lets_them():
    guest = a_guest()
    browser = Browser()
    assert browser.get(door(guest) + "call/")["Location"] == door(guest)
    post(browser, door(guest))
    assert "You are waiting" in browser.get(door(guest)).text
    there = Admission.objects.get(who=str(guest.pk))
    assert (there.role, there.is_admitted) == ("guest", False)
    admissions.admit(there.room, there.pk, by=cast.clara().user)
    assert browser.get(door(guest))["Location"] == door(guest) + "call/"
    page = browser.get(door(guest) + "call/")
    assert f'data-line="{door(guest)}line/"' in page.text
    assert 'data-role="guest"' in page.text


def test_a_guest_sees_nothing_of_who_else_comes_nor_of_anything_beside_the_picture():
    guest, browser = a_guest(), Browser()
    let_in(guest, browser)
    page = browser.get(door(guest) + "call/").text
    assert "data-guests" not in page
    assert str(guest.appointment_id) not in page


def test_a_link_that_was_passed_on_opens_the_door_but_nobodys_seat():
    guest, own, other = a_guest(), Browser(), Browser()
    there = let_in(guest, own)
    assert own.get(door(guest) + "call/").status_code == 200
    assert other.get(door(guest) + "call/")["Location"] == door(guest)
    assert "you can wait here" in other.get(door(guest)).text
    assert post(own, door(guest)).status_code == 302
    there.refresh_from_db()
    assert there.is_admitted
    post(other, door(guest))
    there.refresh_from_db()
    assert not there.is_admitted
    new = Admission.objects.open().get(who=str(guest.pk))
    assert new.admitted_at is None
    assert "you can wait here" in own.get(door(guest)).text
    assert own.get(door(guest) + "call/")["Location"] == door(guest)


@pytest.mark.parametrize("who", ["ana", "clara"])
def test_either_removes_a_guest_who_is_out_at_once(who: str):
    guest = a_guest()
    there = let_in(guest)
    user = {"ana": cast.ana().user, "clara": cast.clara().user}[who]
    address = f"/room/{guest.appointment_id}/guests/{guest.pk}/removal/"
    assert post(signed_in(user), address).status_code == 302
    there.refresh_from_db()
    assert there.removed_by == str(user.pk)
    assert Browser().get(door(guest)).status_code == 404
    with pytest.raises(Http404):
        seats.seat_of(RoomGuest.objects.get(pk=guest.pk), guest.appointment_id, timezone.now())


def test_removed_twice_is_removed_once():
    guest = a_guest()
    let_in(guest)
    guests.remove(guest, by=cast.ana().user)
    guests.remove(guest, by=cast.clara().user)
    assert AuditEvent.objects.filter(verb="remove-guest").count() == 1
    assert RoomGuest.objects.get().removed_by == str(cast.ana().user.pk)


def test_the_link_opens_one_room_and_no_other():
    guest = a_guest()
    other = cast.an_appointment(cast.ben(), cast.david(), starts_at=timezone.now())
    with pytest.raises(Http404):
        seats.seat_of(guest, other.pk, timezone.now())
    assert seats.seat_of(guest, guest.appointment_id, timezone.now()).role == "guest"


@pytest.mark.parametrize(
    ("stay", "minutes", "words"),
    [
        (Stay.THROUGHOUT, -16, "It is not time yet"),
        (Stay.THROUGHOUT, -14, "you can wait here"),
        (Stay.AT_THE_END, -14, "It is not time yet"),
        (Stay.AT_THE_END, 24, "It is not time yet"),
        (Stay.AT_THE_END, 26, "you can wait here"),  # 15 minutes before the last ten of fifty
    ],
)
def test_the_link_opens_at_its_time(clock, stay: str, minutes: int, words: str):
    clock("2026-11-24 09:00+00:00")
    starts_at = timezone.now() + timedelta(hours=2)
    guest = a_guest(cast.an_appointment(starts_at=starts_at), stay=stay)
    clock(starts_at + timedelta(minutes=minutes))
    assert words in Browser().get(door(guest)).text


def test_after_the_session_the_link_opens_nothing(clock):
    clock("2026-11-24 09:00+00:00")
    guest = a_guest()
    seat = seats.seat_of(guest, guest.appointment_id, timezone.now())
    rooms.end(seat.room, by=cast.clara().user)
    assert Browser().get(door(guest)).status_code == 404


def test_the_day_after_the_link_opens_nothing(clock):
    clock("2026-11-24 09:00+00:00")
    guest = a_guest()
    clock("2026-11-25 09:00+00:00")
    assert Browser().get(door(guest)).status_code == 404


def test_a_session_that_was_called_off_opens_for_no_guest():
    guest = a_guest(cast.an_appointment(starts_at=timezone.now() + timedelta(days=3)))
    scheduling.cancel(guest.appointment, by=cast.clara().user)
    assert Appointment.objects.get().status == Status.CANCELLED
    assert Browser().get(door(guest)).status_code == 404
    with pytest.raises(guests.SessionOver):
        a_guest(Appointment.objects.get(), name="Somebody else")


def test_two_may_come_and_a_third_is_refused_in_words():
    appointment = now_open()
    a_guest(appointment, name="One")
    gone = a_guest(appointment, name="Two")
    with pytest.raises(guests.TooMany, match="Two people can come"):
        a_guest(appointment, name="Three")
    guests.remove(gone, by=cast.clara().user)
    assert a_guest(appointment, name="Three").is_agreed


def test_the_same_person_is_named_once():
    appointment = now_open()
    a_guest(appointment, name="Rea")
    with pytest.raises(guests.NamedAlready):
        a_guest(appointment, name="REA")


def test_a_client_without_an_account_cannot_agree_so_nobody_is_named():
    client = cast.ana()
    client.user = None
    client.save()
    with pytest.raises(guests.CannotAgree):
        guests.name_guest(
            now_open(client=client), by=cast.clara().user, name="Rea", part=Part.PARENT, stay=Stay.AT_THE_END
        )


def test_what_was_answered_is_not_answered_again():
    guest = a_guest(agreed=False)
    guests.decline(guest, by=cast.ana().user)
    with pytest.raises(guests.AnsweredAlready):
        guests.agree(guest, by=cast.ana().user)
    assert Browser().get(door(guest)).status_code == 404


def test_the_therapist_names_somebody_on_the_page_and_the_client_says_yes_there():
    appointment = now_open()
    address = f"/room/{appointment.pk}/guests/"
    claras, anas = signed_in(cast.clara().user), signed_in(cast.ana().user)
    answer = post(claras, address, name="Rea Parent", part="parent", stay="at the end")
    assert answer.status_code == 302
    assert "has not answered yet" in claras.get(address).text
    page = anas.get(address).text
    assert "Rea Parent" in page
    assert "Parent or carer. For the last 10 minutes." in page
    agreement = re.search(r'action="(/room/[^"]+/agreement/)"', page)
    assert agreement is not None
    assert post(anas, agreement[1], answer="yes").status_code == 302
    guest = RoomGuest.objects.get()
    assert guest.agreed_by == str(cast.ana().user.pk)
    for browser in (claras, anas):
        assert guests.address(guest) in browser.get(address).text


def test_what_is_answered_within_the_room_leaves_no_banner_for_a_later_page():
    row = now_open()
    guest, anas = a_guest(row, agreed=False), signed_in(cast.ana().user)
    address = f"/room/{row.pk}/guests/{guest.pk}/agreement/"
    anas.post(address, {"answer": "yes", "idempotency_key": str(uuid.uuid4())}, headers={"X-Quiet": "1"})
    assert "You said yes" not in anas.get("/me/").content.decode()


def test_the_client_says_no_and_no_link_is_shown_to_anybody():
    guest = a_guest(agreed=False)
    address = f"/room/{guest.appointment_id}/guests/"
    anas = signed_in(cast.ana().user)
    post(anas, f"{address}{guest.pk}/agreement/", answer="no")
    for browser in (anas, signed_in(cast.clara().user)):
        assert guest.secret not in browser.get(address).text


def test_the_therapist_cannot_agree_for_the_client_nor_the_client_name_somebody():
    guest = a_guest(agreed=False)
    address = f"/room/{guest.appointment_id}/guests/"
    clara = signed_in(cast.clara().user)
    assert post(clara, f"{address}{guest.pk}/agreement/", answer="yes").status_code == 404
    post(signed_in(cast.ana().user), address, name="Pal", part="other", stay="throughout")
    assert [row.name for row in RoomGuest.objects.all()] == ["Iris Interpreter"]


@pytest.mark.parametrize("who", ["ben", "david", "eva"])
def test_the_outsider_finds_no_guest(who: str):
    guest = a_guest()
    user = cast.eva() if who == "eva" else getattr(cast, who)().user
    browser = signed_in(user)
    here = f"/room/{guest.appointment_id}/guests/"
    assert browser.get(here).status_code == 404
    assert browser.get(here + "beside/").status_code == 404
    assert post(browser, f"{here}{guest.pk}/removal/").status_code == 404
    assert post(browser, f"{here}{guest.pk}/agreement/", answer="yes").status_code == 404
    assert not RoomGuest.objects.visible_to(user).exists()


def test_what_is_missing_is_said_and_what_was_typed_is_shown_again():
    appointment = now_open()
    page = post(signed_in(cast.clara().user), f"/room/{appointment.pk}/guests/", name="Rea Parent")
    assert page.status_code == 200
    assert "Choose as what they come." in page.text
    assert 'value="Rea Parent"' in page.text


def test_the_list_within_the_room_shows_who_waits_and_is_no_whole_page():
    guest = a_guest()
    post(Browser(), door(guest))
    here = f"/room/{guest.appointment_id}/guests/beside/"
    for user in (cast.clara().user, cast.ana().user):
        page = signed_in(user).get(here).text
        assert "<html" not in page
        assert "Waits to be let in." in page


def test_the_therapist_reads_the_guests_name_where_they_let_in():
    guest = a_guest()
    post(Browser(), door(guest))
    page = signed_in(cast.clara().user).get(f"/room/{guest.appointment_id}/who/all/").text
    assert "Iris Interpreter" in page
    assert str(Admission.objects.get().pk) in page


def test_the_database_holds_who_agreed_and_when_together():
    guest = a_guest(agreed=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoomGuest.objects.filter(pk=guest.pk).update(agreed_at=timezone.now())


def test_an_inbox_alone_neither_agrees_to_a_guest_nor_reads_their_link():
    """A code from the inbox signs in; the door to a session opens to no more than that (docs/decisions/0003)."""
    guest = a_guest()
    other = a_guest(guest.appointment, agreed=False, name="Rea Parent")
    pins.keep(cast.ana().user, "274915")
    inbox = signed_in(cast.ana().user, unlocked=False)
    here = f"/room/{guest.appointment_id}/guests/"
    for address in (here, here + "beside/"):
        answer = inbox.get(address)
        assert answer.status_code == 302
        assert guest.secret not in answer.text
    post(inbox, f"{here}{other.pk}/agreement/", answer="yes")
    assert not RoomGuest.objects.get(pk=other.pk).is_agreed
    seat = seats.seat_of(cast.ana().user, guest.appointment_id, timezone.now())
    admissions.wait(seat, timezone.now())
    assert inbox.get(here + "beside/").status_code == 200


def test_the_office_sees_who_had_a_session_and_not_who_else_was_there():
    let_in(a_guest())
    assert not Admission.objects.visible_to(cast.eva()).exists()
    assert Admission.objects.visible_to(cast.clara().user).count() == 1
