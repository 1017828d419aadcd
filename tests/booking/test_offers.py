"""Offering times: what it makes, what it sends, what it refuses; and handing a client over."""

from typing import Any

import pytest

from tests import cast
from tests.booking.meeting import (
    EMAIL,
    FRIDAY,
    MONDAY,
    NAME,
    NUMBER,
    THURSDAY,
    agreed,
    ana_agreed,
    booked,
    messages_to,
    open_clara,
    standing,
)
from tests.cast import at
from waylight.accounts.models import Invitation, User
from waylight.booking import by_link, links, offers, refusals, scheduling
from waylight.booking.models import BookingLink, Kind, Status
from waylight.intake import enquiries
from waylight.intake.models import Enquiry
from waylight.notifications.models import Notification
from waylight.notifications.notify import preview
from waylight.people.models import Client, EpisodeOfCare

pytestmark = pytest.mark.django_db
CLINICAL = ("harm", "therap", "session", "client", "patient", "crisis", NAME, "Clara")


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def an_enquiry(**said: Any) -> Enquiry:
    said = {
        "for_whom": "me",
        "age_band": "25 or over",
        "country": "GB",
        "name": NAME,
        "channel": "email",
        "address": EMAIL,
    } | said
    return enquiries.enquire(**said)[0]


def test_a_first_talk_is_offered_in_one_act():
    clara, enquiry = open_clara(), an_enquiry()
    link, secret = offers.offer_first_talk(enquiry, clara, by=cast.eva())
    client = Client.objects.get(pk=enquiry.person_id)
    assert (client.name, client.user.email) == (NAME, EMAIL)
    assert client.episodes.open().get().therapist == clara
    assert links.find(secret, now=MONDAY) == link
    assert Enquiry.objects.get(pk=enquiry.pk).answered_at == MONDAY
    assert Invitation.objects.open(MONDAY).filter(user=client.user).count() == 1
    assert offers.link_of(enquiry) == link
    assert "offer" in messages_to(client)


@pytest.mark.parametrize("template", ["offer", "booked", "moved", "cancelled", "therapist-away"])
@pytest.mark.hazard("H06")
def test_messages_are_neutral_to_whoever_reads_over_a_shoulder(template):
    words = {
        "offer": {"link": "L"},
        "therapist-away": {},
    }.get(template, {"when": "Thursday 7 January, 10:00 (London time)", "link": "L"})
    message = preview(template, words)
    said = f"{message.subject} {message.body}".lower()
    assert [word for word in CLINICAL if word.lower() in said] == []


def test_the_message_carries_the_secret_and_the_database_does_not():
    open_clara()
    link, secret = offers.offer_first_talk(an_enquiry(), cast.clara(), by=cast.eva())
    assert Notification.objects.get(template="offer").link == links.address(secret)
    assert secret not in BookingLink.objects.get(pk=link.pk).digest


def test_who_is_reached_by_telephone_gets_no_account_unless_an_email_is_given():
    open_clara()
    by_call = {"channel": "call", "address": NUMBER}
    first, second = an_enquiry(**by_call), an_enquiry(**by_call)
    offers.offer_first_talk(first, cast.clara(), by=cast.eva())
    offers.offer_first_talk(second, cast.clara(), by=cast.eva(), email=EMAIL)
    assert Client.objects.get(pk=first.person_id).user is None
    assert Client.objects.get(pk=second.person_id).user.email == EMAIL


@pytest.mark.hazard("H25")
def test_who_asks_for_somebody_else_never_gets_that_persons_account_or_messages():
    open_clara()
    enquiry = an_enquiry(for_whom="someone", address="worried@example.org")
    with pytest.raises(offers.CannotOffer, match="their own e-mail"):
        offers.offer_first_talk(enquiry, cast.clara(), by=cast.eva())
    offers.offer_first_talk(enquiry, cast.clara(), by=cast.eva(), email="own@example.org")
    client = Client.objects.get(pk=enquiry.person_id)
    assert (client.name, client.user.email) == ("", "own@example.org")
    assert {row.address for row in Notification.objects.filter(person_id=client.pk)} == {"own@example.org"}


def offered_nothing() -> bool:
    made = (Client, EpisodeOfCare, BookingLink)
    return (
        not any(model.objects.exists() for model in made) and not User.objects.filter(role="client").exists()
    )


@pytest.mark.hazard("H09")
@pytest.mark.parametrize(
    "why", ["registration", "country", "places", "no free times", "email taken", "odd email"]
)
def test_what_cannot_be_offered_leaves_nothing_behind(why):
    clara, enquiry, email = open_clara(), an_enquiry(), ""
    if why == "registration":
        cast.a_check(clara.registrations.get(), status="suspended", confirmed=False)
    if why == "country":
        clara.countries = ["IE"]
        clara.save()
    if why == "places":
        clara.places = 0
        clara.save()
    if why == "no free times":
        clara.opening_hours.all().delete()
    if why == "email taken":
        email = cast.eva().email
    if why == "odd email":
        email = "noor at example"
    with pytest.raises(offers.CannotOffer):
        offers.offer_first_talk(enquiry, clara, by=cast.eva(), email=email)
    assert offered_nothing()
    assert Enquiry.objects.waiting().get() == enquiry


def test_an_enquiry_is_answered_once():
    open_clara()
    enquiry = an_enquiry()
    offers.offer_first_talk(enquiry, cast.clara(), by=cast.eva())
    with pytest.raises(offers.CannotOffer, match="has had its answer"):
        offers.offer_first_talk(enquiry, cast.clara(), by=cast.frank())
    assert BookingLink.objects.count() == 1


def test_a_next_time_is_offered_to_ones_own_clients_alone():
    ana = ana_agreed()
    _link, secret = offers.offer_session(ana, cast.clara(), by=cast.clara().user)
    assert by_link.choose(secret, THURSDAY, zone="Europe/London").kind == Kind.SESSION
    with pytest.raises(offers.CannotOffer, match="not in this therapist’s care"):
        offers.offer_session(cast.ben(), cast.clara(), by=cast.clara().user)


def test_the_next_time_is_a_session_once_the_two_have_spoken():
    ana, clara = cast.ana(), open_clara()
    assert offers.kind_for(ana, clara) == Kind.FIRST_TALK
    row = booked(ana)
    row.status = Status.FULFILLED
    row.save()
    assert offers.kind_for(ana, clara) == Kind.SESSION
    assert offers.kind_for(ana, cast.david()) == Kind.FIRST_TALK


def handed_over(client: Client) -> str:
    david = cast.david()
    cast.office_hours(david)
    return offers.hand_over(client, david, by=cast.eva())[1]


def test_a_client_who_is_handed_over_is_with_the_new_therapist_alone():
    ana = agreed(cast.ana())
    booked(ana, kind=Kind.SESSION)
    secret = handed_over(ana)
    assert [episode.therapist for episode in ana.episodes.open()] == [cast.david()]
    assert standing() == []
    assert messages_to(ana) == ["cancelled", "offer"]
    assert Notification.objects.get(template="cancelled").link == links.address(secret)
    with pytest.raises(refusals.NotInCare):
        booked(ana, FRIDAY, kind=Kind.SESSION)
    assert by_link.choose(secret, FRIDAY, zone="Europe/London").therapist == cast.david()


def test_the_former_therapists_links_end_when_a_client_is_handed_over():
    ana = agreed(cast.ana())
    _link, old = offers.offer_session(ana, open_clara(), by=cast.clara().user)
    handed_over(ana)
    assert links.find(old, now=MONDAY) is None


def test_a_session_that_has_begun_stays_when_a_client_is_handed_over(clock):
    ana = agreed(cast.ana())
    booked(ana, kind=Kind.SESSION)
    clock(at("2027-01-07 10:05"))
    handed_over(ana)
    assert [row.starts_at for row in standing()] == [THURSDAY]


def test_nobody_is_handed_over_to_a_therapist_who_cannot_be_booked():
    ana = cast.ana()
    row = booked(ana)
    david = cast.david()
    with pytest.raises(offers.CannotOffer, match="no free times"):
        offers.hand_over(ana, david, by=cast.eva())
    assert standing() == [row]
    assert ana.episodes.open().get().therapist == cast.clara()


def test_a_revoked_link_books_nothing():
    ana = cast.ana()
    link, secret = offers.offer_session(ana, open_clara(), by=cast.eva(), kind=Kind.FIRST_TALK)
    offers.revoke(link, by=cast.eva())
    offers.revoke(link, by=cast.eva())
    with pytest.raises(by_link.LinkEnded):
        by_link.choose(secret, THURSDAY, zone="Europe/London")
    with pytest.raises(by_link.LinkEnded):
        by_link.cancel(secret)


def test_staff_moves_take_the_link_along():
    client = cast.ana()
    _link, secret = offers.offer_session(client, open_clara(), by=cast.eva(), kind=Kind.FIRST_TALK)
    row = by_link.choose(secret, THURSDAY, zone="Europe/London")
    moved = scheduling.move(row, FRIDAY, by=cast.clara().user)
    assert links.find(secret, now=MONDAY).standing == moved
