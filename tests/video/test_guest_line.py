"""A guest at the line of a room, by the secret of their link and no sign-in."""

import asyncio
import uuid

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from tests.video.meeting import OFFER, does
from tests.video.sockets import Page
from waylight.video import admissions, guests
from waylight.video.models import Admission, Room, RoomGuest
from waylight.video.models.guests import Part, Stay

pytestmark = pytest.mark.django_db(transaction=True)
REMOVED, NOT_YOURS = 4403, 4404


def an_agreed_guest() -> RoomGuest:
    appointment = cast.an_appointment(starts_at=timezone.now())
    guest = guests.name_guest(
        appointment, by=cast.clara().user, name="Iris", part=Part.INTERPRETER, stay=Stay.THROUGHOUT
    )
    guests.agree(guest, by=cast.ana().user)
    return RoomGuest.objects.get(pk=guest.pk)


def asked(secret: str) -> Browser:
    """The browser of somebody who asked to come in at the door."""
    browser = Browser()
    browser.post(f"/room/with/{secret}/", {"idempotency_key": str(uuid.uuid4())})
    return browser


def at_their_link(secret: str, browser: Browser | None = None) -> Page:
    return Page(browser or Browser(), None, path=f"/room/with/{secret}/line/")


def let_in(seat: str) -> None:
    admissions.admit(Room.objects.get(), seat, by=cast.clara().user)


def remove(guest: RoomGuest) -> None:
    guests.remove(guest, by=cast.ana().user)


def test_a_guest_is_waited_for_let_in_announced_and_sent_out_at_once():
    guest, claras = an_agreed_guest(), signed_in(cast.clara().user)
    secret, irises = guest.secret, asked(guest.secret)

    async def scenario() -> None:
        clara = await Page(claras, guest.appointment_id).open()
        await clara.hears("welcome")
        iris = await at_their_link(secret, irises).open()
        welcome = await iris.hears("welcome")
        assert (welcome["role"], welcome["isAdmitted"], welcome["servers"]) == ("guest", False, [])
        waiting = await clara.hears("waiting")
        assert (waiting["role"], waiting["name"], waiting["seat"]) == ("guest", "Iris", welcome["seat"])
        await does(let_in, waiting["seat"])
        assert (await clara.hears("came"))["name"] == "Iris"
        assert (await iris.hears("came"))["role"] == "therapist"
        await does(remove, guest)
        assert (await iris.hears("removed"))["to"] == "/room/left/"
        assert await iris.is_closed() == REMOVED
        gone = await clara.hears("gone")
        assert (gone["seat"], gone["left"]) == (welcome["seat"], True)
        again = await at_their_link(secret, irises).open()
        assert await again.is_closed() == NOT_YOURS

    asyncio.run(scenario())
    assert Admission.objects.get(role="guest").removed_by == str(cast.ana().user.pk)


def test_a_secret_that_opens_nothing_opens_no_line():
    an_agreed_guest()

    async def scenario() -> None:
        nobody = await at_their_link("nobody-has-this-secret-at-all").open()
        assert await nobody.is_closed() == NOT_YOURS

    asyncio.run(scenario())
    assert not Admission.objects.filter(role="guest").exists()


def test_who_waits_hears_nothing_of_the_others_and_says_nothing_to_them():
    guest, claras = an_agreed_guest(), signed_in(cast.clara().user)
    secret, irises = guest.secret, asked(guest.secret)

    async def scenario() -> None:
        clara = await Page(claras, guest.appointment_id).open()
        hers = (await clara.hears("welcome"))["seat"]
        iris = await at_their_link(secret, irises).open()
        await iris.hears("welcome")
        await iris.says("signal", to=hers, data=OFFER)
        assert await iris.is_closed() == 4400

    asyncio.run(scenario())


def test_a_link_that_was_passed_on_takes_nobodys_place_in_the_room():
    guest, claras = an_agreed_guest(), signed_in(cast.clara().user)
    secret, irises = guest.secret, asked(guest.secret)

    async def scenario() -> None:
        clara = await Page(claras, guest.appointment_id).open()
        await clara.hears("welcome")
        iris = await at_their_link(secret, irises).open()
        seat = (await iris.hears("welcome"))["seat"]
        await does(let_in, seat)
        await clara.hears("came")
        stranger = await at_their_link(secret).open()
        assert await stranger.is_closed() == NOT_YOURS
        browser = await does(asked, secret)
        assert (await clara.hears("gone")) == {"type": "gone", "seat": seat, "left": True}
        await iris.hears("removed")
        assert await iris.is_closed() == REMOVED
        stranger = await at_their_link(secret, browser).open()
        assert (await stranger.hears("welcome"))["isAdmitted"] is False
        assert (await clara.hears("waiting"))["seat"] != seat

    asyncio.run(scenario())
