"""Waiting for a time: who comes on the list, who is asked, in which order, and what becomes of an answer."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import reverse

from tests import cast
from tests.booking.meeting import (
    EMAIL,
    MONDAY,
    THURSDAY,
    ana_agreed,
    another,
    booked,
    form,
    messages_to,
    standing,
)
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
    offered_to,
    opens,
    the_offer,
    waits,
)
from tests.cast import at
from tests.sign_in import signed_in
from waylight.booking import links, offers, scheduling
from waylight.booking.models import (
    Appointment,
    BookingLink,
    Closing,
    Kind,
    Status,
    TimeOffer,
    WaitingListEntry,
)
from waylight.booking.refusals import NotRegistered, SlotAlreadyTaken
from waylight.booking.waiting import entries, offering, refusals, undoing
from waylight.intake import enquiries
from waylight.intake.models import Enquiry
from waylight.notifications.models import Notification
from waylight.notifications.notify import words_of
from waylight.people.models import Client, EpisodeOfCare
from waylight.privacy import keyring
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
A_WEEK_LATER = THURSDAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def test_nobody_is_put_on_the_list_while_a_time_fits():
    opens(busy_clara())
    with pytest.raises(refusals.FreeAlready, match="Thursday 7 January, 10:00"):
        enquirer()
    assert not WaitingListEntry.objects.exists()


def test_who_asked_is_told_that_they_wait_and_no_answer_is_owed_any_more():
    busy_clara()
    entry = enquirer()
    assert Enquiry.objects.get().listed_at == MONDAY
    assert not Enquiry.objects.waiting().exists()
    message = Notification.objects.get(person_id=entry.person_id)
    assert (message.template, message.due_at) == ("time-awaited", MONDAY + HOUR)  # at nine, not at eight
    assert AuditEvent.objects.filter(verb="add-waiting", person=str(entry.person_id)).exists()


def test_one_place_in_the_queue_is_enough():
    busy_clara()
    enquirer()
    with pytest.raises(refusals.AlreadyWaiting):
        entries.add_enquiry(Enquiry.objects.get(), LONDON, by=cast.eva())


@pytest.mark.parametrize("end", ["withdrawn", "declined"])
def test_an_enquiry_that_has_had_its_answer_cannot_wait(end):
    busy_clara()
    enquiry = an_enquiry()
    if end == "withdrawn":
        enquiries.withdraw(enquiry)
    else:
        enquiries.decline(enquiry, by=cast.eva(), alternative="Elsewhere")
    with pytest.raises(refusals.CannotWait):
        entries.add_enquiry(enquiry, LONDON, by=cast.eva())


def test_who_asked_for_somebody_else_does_not_wait_in_their_name():
    busy_clara()
    with pytest.raises(refusals.CannotWait, match="Speak with that person first"):
        enquirer(for_whom="someone")


def test_a_free_time_goes_to_who_waits_longest_and_to_nobody_else(clock):
    clara = busy_clara()
    first = enquirer("Ida One")
    clock(MONDAY + HOUR)
    second = enquirer("Una Two")
    opens(clara)
    assert offer_now() == 2  # a week later there is one more
    assert the_offer(first).starts_at == THURSDAY
    assert the_offer(second).starts_at == A_WEEK_LATER
    assert offer_now() == 0
    assert offered_to() == [first.pk, second.pk]


@pytest.mark.hazard("H18")
def test_the_time_is_kept_from_everybody_else_while_it_is_offered():
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    offer_now()
    hold = the_offer(entry).hold
    assert (hold.status, hold.starts_at, hold.held_until) == (Status.HELD, THURSDAY, MONDAY + HOUR + DAY)
    with pytest.raises(SlotAlreadyTaken):
        scheduling.book(another("Rival"), clara, Kind.FIRST_TALK, THURSDAY, by=scheduling.LINK)


@pytest.mark.hazard("H06")
def test_the_message_names_the_time_and_until_when_and_gives_nothing_away():
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    offer_now()
    message = Notification.objects.get(person_id=entry.person_id, template="time-offered")
    words = words_of(message)
    assert "Thursday 7 January, 10:00 (London time) is free." in words.body
    assert "until Tuesday 5 January, 09:00 (London time)" in words.body
    assert message.address == EMAIL
    for word in ("therap", "harm", "session", "client", "Clara", "Noor"):
        assert word not in words.body + words.subject


def test_the_message_waits_for_the_persons_day_and_the_hours_count_from_then(clock):
    """It is Monday, 22:00 in Sydney when the time opens: the message leaves on Tuesday at nine there."""
    clara = busy_clara()
    entry = enquirer(wishes=replace(LONDON, zone="Australia/Sydney"))
    Enquiry.objects.update(zone="Australia/Sydney")
    clock(at("2027-01-04 11:00"))
    opens(clara)
    offer_now()
    nine = at("2027-01-04 22:00")
    assert Notification.objects.get(template="time-offered").due_at == nine
    assert the_offer(entry).expires_at == nine + DAY


def test_an_offer_never_reaches_into_the_notice_before_its_time(clock):
    clara = busy_clara()
    entry = enquirer()
    clock(at("2027-01-06 12:00"))
    opens(clara)
    offer_now()
    assert the_offer(entry).starts_at == THURSDAY
    assert the_offer(entry).expires_at == at("2027-01-06 22:00")


def test_a_time_that_leaves_too_little_to_answer_is_not_offered(clock):
    clara = busy_clara()
    entry = enquirer()
    clock(at("2027-01-06 21:00"))
    opens(clara)
    offer_now()
    assert the_offer(entry).starts_at == A_WEEK_LATER


def test_somebody_who_asked_is_admitted_with_the_offer_as_with_a_first_talk():
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    offer_now()
    client = Client.objects.get(pk=entry.person_id)
    assert (client.name, client.user) == ("Noor Zaynab", None)
    assert client.episodes.open().get().therapist == clara
    assert Enquiry.objects.get().answered_at == MONDAY
    assert AuditEvent.objects.get(verb="admit-client").actor == "worker"


def test_yes_books_the_kept_time_and_ends_the_wait():
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    offer_now()
    offer = the_offer(entry)
    appointment = offering.accept(offer, by=scheduling.LINK)
    assert [(row.starts_at, row.pk) for row in standing()] == [(THURSDAY, offer.hold.pk)]
    assert again(entry).closed_because == Closing.BOOKED
    assert answers(entry) == ["TAKEN"]
    client = Client.objects.get(pk=entry.person_id)
    assert client.user.email == EMAIL
    assert appointment.client == client
    assert messages_to(client) == ["booked", "invitation", "time-awaited"]
    with pytest.raises(refusals.OfferEnded):
        offering.accept(offer, by=scheduling.LINK)


def test_no_frees_the_time_and_the_place_and_keeps_ones_place_on_the_list(clock):
    clara = busy_clara(places=1)
    first = enquirer("Ida One")
    clock(MONDAY + HOUR)
    second = enquirer("Una Two")
    opens(clara)
    offer_now()
    assert offered_to() == [first.pk]
    offering.decline(the_offer(first), by=scheduling.LINK)
    assert not EpisodeOfCare.objects.open().exists()
    offer_now()
    assert offered_to() == [second.pk]
    assert the_offer(second).starts_at == THURSDAY
    assert again(first).closed_at is None


def test_an_offer_that_runs_out_goes_to_the_next_and_the_first_keeps_her_place(clock):
    clara = busy_clara()
    first, second = enquirer("Ida One"), enquirer("Una Two")
    WaitingListEntry.objects.filter(pk=second.pk).update(since_at=MONDAY + HOUR)
    opens(clara, opens_at="10:00", closes_at="10:30")
    cast.a_practice(bookable_days=9)
    offer_now()
    assert offered_to() == [first.pk]
    clock(MONDAY + HOUR + DAY)
    offer_now()
    assert answers(first) == ["RAN_OUT"]
    assert offered_to() == [second.pk]
    assert the_offer(second).starts_at == THURSDAY
    assert again(first).closed_at is None
    clock(MONDAY + timedelta(days=9))
    offer_now()
    assert the_offer(first).starts_at == A_WEEK_LATER


def test_the_same_time_is_never_offered_twice_to_the_same_person(clock):
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    cast.a_practice(bookable_days=8)
    offer_now()
    offering.decline(the_offer(entry), by=scheduling.LINK)
    clock(MONDAY + DAY + HOUR)
    offer_now()
    assert answers(entry) == ["NOT_WANTED"]
    with pytest.raises(refusals.CannotBeOffered, match="offered to this person before"):
        offering.offer(entry, clara, THURSDAY, by=cast.eva())


def test_a_no_is_not_followed_by_another_question_the_same_day(clock):
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    offer_now()
    offering.decline(the_offer(entry), by=scheduling.LINK)
    assert offer_now() == 0
    clock(MONDAY + DAY + HOUR)
    assert offer_now() == 1
    assert the_offer(entry).starts_at == A_WEEK_LATER


def test_an_offer_that_is_taken_back_frees_the_time_and_its_message_does_not_leave():
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    offer_now()
    offering.withdraw(the_offer(entry), by=cast.eva())
    assert answers(entry) == ["WITHDRAWN"]
    assert not Appointment.all_rows.standing().exists()
    assert "time-offered" not in messages_to(Client.objects.get())


@pytest.mark.parametrize(
    "wishes",
    [
        replace(LONDON, weekdays=(1, 2, 3)),
        replace(LONDON, earliest=time(11)),
        replace(LONDON, latest=time(9)),
        replace(LONDON, language="el"),
        replace(LONDON, approach="act"),
        replace(LONDON, zone="America/New_York", earliest=time(9)),
        replace(LONDON, zone="Asia/Kathmandu", latest=time(15)),
    ],
)
def test_a_time_that_does_not_fit_the_wishes_is_offered_to_the_next(wishes):
    clara = busy_clara()
    first = enquirer("Ida One", wishes)
    second = enquirer("Una Two")
    opens(clara)
    offer_now()
    assert answers(first) == []
    assert offered_to() == [second.pk]


@pytest.mark.parametrize(
    "wishes",
    [
        replace(LONDON, weekdays=(4,), earliest=time(10), latest=time(10)),
        replace(LONDON, language="en", approach="cbt"),
        replace(LONDON, zone="Asia/Kathmandu", earliest=time(15, 45), latest=time(15, 45)),
        replace(LONDON, zone="Pacific/Kiritimati", weekdays=(5,), earliest=time(0), latest=time(0)),
    ],
)
def test_wishes_are_read_on_the_clocks_of_the_person(wishes):
    clara = busy_clara()
    entry = enquirer(wishes=wishes)
    opens(clara)
    offer_now()
    assert the_offer(entry).starts_at == THURSDAY


def test_who_is_wished_for_by_name_is_the_only_one_who_is_offered():
    clara, david = busy_clara(), cast.david()
    entry = enquirer(wishes=replace(LONDON, therapist=david))
    opens(clara)
    offer_now()
    assert answers(entry) == []
    opens(david, weekday=5)
    offer_now()
    assert the_offer(entry).therapist == david


@pytest.mark.hazard("H09", "H21", "H19")
@pytest.mark.parametrize("lack", ["registration", "country", "age", "place", "shown"])
def test_nobody_is_offered_who_may_not_be_booked(lack):
    if lack == "registration":
        clara = cast.clara(registered=False)
    else:
        wrong = {"country": {"countries": ["IE"]}, "place": {"places": 0}, "shown": {"is_published": False}}
        clara = busy_clara(**wrong.get(lack, {}))
    entry = enquirer()
    if lack == "age":
        Enquiry.objects.update(age_band="16 to 17")
    opens(clara)
    assert offer_now() == 0
    assert answers(entry) == []


def test_a_client_waits_for_her_own_therapist_alone():
    ana = cast.ana()
    david = cast.david()
    entry = waits(ana)
    opens(david)
    offer_now()
    assert answers(entry) == []
    opens(cast.clara())
    offer_now()
    assert the_offer(entry).therapist == cast.clara()
    assert the_offer(entry).episode is None
    assert Notification.objects.get(template="time-offered").link.endswith("/me/sessions/")


def test_another_therapist_only_when_that_one_is_wished_for():
    ana, david = cast.ana(), cast.david()
    entry = waits(ana, replace(LONDON, therapist=david))
    opens(david)
    offer_now()
    offer = the_offer(entry)
    assert offer.therapist == david
    assert EpisodeOfCare.objects.open().filter(client=ana).count() == 2
    offering.decline(offer, by=ana.user)
    assert EpisodeOfCare.objects.open().get(client=ana).therapist == cast.clara()


def test_without_agreement_no_session_is_offered():
    ana = cast.ana()
    entry = waits(ana, kind=Kind.SESSION)
    opens(cast.clara(), closes_at="11:00")
    assert offer_now() == 0
    ana_agreed()
    assert offer_now() == 1
    assert answers(entry) == ["OPEN"]


def test_an_earlier_time_moves_the_one_she_has(clock):
    ana, clara = cast.ana(), busy_clara()
    opens(clara)
    clock(at("2027-01-05 09:00"))
    old = booked(ana, A_WEEK_LATER, therapist=clara)
    booked(another("Rival"), THURSDAY, therapist=clara)
    entry = entries.add_client(ana, Kind.FIRST_TALK, LONDON, by=ana.user, instead_of=old)
    assert offer_now() == 0
    scheduling.cancel(Appointment.objects.get(starts_at=THURSDAY), by=cast.eva())
    assert offer_now() == 0  # it can still be taken back
    clock(at("2027-01-05 09:04"))
    assert offer_now() == 1
    new = offering.accept(the_offer(entry), by=ana.user)
    assert (new.starts_at, new.replaces_id) == (THURSDAY, old.pk)
    assert [row.starts_at for row in standing()] == [THURSDAY]
    assert again(entry).closed_because == Closing.BOOKED


def test_who_books_for_herself_meanwhile_waits_no_more(clock):
    ana, clara = cast.ana(), busy_clara()
    entry = waits(ana)
    opens(clara)
    offer_now()
    clock(MONDAY + HOUR)
    booked(ana, A_WEEK_LATER, therapist=clara)
    offer_now()
    assert again(entry).closed_because == Closing.BOOKED
    assert answers(entry) == ["WITHDRAWN"]
    assert [row.starts_at for row in Appointment.all_rows.standing()] == [A_WEEK_LATER]


def test_who_books_the_offered_time_from_the_list_has_taken_it(clock):
    ana, clara = cast.ana(), busy_clara()
    entry = waits(ana)
    opens(clara)
    offer_now()
    clock(MONDAY + HOUR)
    booked(ana, THURSDAY, therapist=clara)
    offer_now()
    assert answers(entry) == ["TAKEN"]
    assert [row.starts_at for row in standing()] == [THURSDAY]


def test_leaving_ends_the_wait_and_frees_what_was_offered():
    ana, clara = cast.ana(), busy_clara()
    entry = waits(ana)
    opens(clara)
    offer_now()
    entries.leave(entry, by=ana.user)
    assert again(entry).closed_because == Closing.LEFT
    assert not Appointment.all_rows.standing().exists()
    with pytest.raises(refusals.NoLongerWaiting):
        entries.leave(entry, by=ana.user)


def test_taking_somebody_off_keeps_the_reason_and_the_enquiry_needs_an_answer_again():
    busy_clara()
    entry = enquirer()
    entries.take_off(entry, by=cast.eva(), reason="Moved abroad")
    row = again(entry)
    assert (row.closed_because, row.reason) == (Closing.TAKEN_OFF, "Moved abroad")
    assert Enquiry.objects.waiting().get() == row.enquiry


def test_other_wishes_keep_ones_place():
    busy_clara()
    entry = enquirer()
    changed = entries.change_wishes(entry, replace(LONDON, weekdays=(5,), note="By bus"), by=cast.eva())
    assert (again(entry).weekdays, again(entry).note, changed.since_at) == ([5], "By bus", MONDAY)


def test_an_enquiry_that_is_taken_back_waits_no_more():
    clara = busy_clara()
    entry = enquirer()
    enquiries.withdraw(Enquiry.objects.get())
    opens(clara)
    assert offer_now() == 0
    assert again(entry).closed_because == Closing.LEFT


def test_whose_words_were_erased_waits_no_more():
    clara, ana = busy_clara(), cast.ana()
    entry = waits(ana)
    for kind in keyring.KINDS:
        keyring.destroy(ana.pk, kind)
    opens(clara)
    assert offer_now() == 0
    assert again(entry).closed_because == Closing.LEFT


def test_who_is_offered_a_first_talk_in_the_usual_way_waits_on_as_a_client(clock):
    clara = busy_clara()
    entry = enquirer(wishes=replace(LONDON, weekdays=(1,)))
    opens(clara)
    offers.offer_first_talk(Enquiry.objects.get(), clara, by=cast.eva())
    offer_now()
    assert again(entry).client_id == entry.person_id
    assert again(entry).closed_at is None
    clock(MONDAY + HOUR)
    booked(Client.objects.get(), THURSDAY, therapist=clara)
    offer_now()
    assert again(entry).closed_because == Closing.BOOKED


def test_the_link_of_an_offer_leads_to_its_therapist():
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    offer_now()
    address = Notification.objects.get(template="time-offered").link
    secret = address.rstrip("/").split("/")[-2]
    assert links.find(secret, now=MONDAY) == BookingLink.objects.get(client_id=entry.person_id)


def test_an_account_with_the_same_e_mail_is_not_doubled():
    clara = busy_clara()
    cast.a_user(EMAIL, "client")
    entry = enquirer()
    opens(clara)
    assert offer_now() == 0
    with pytest.raises(refusals.CannotBeOffered, match="account with this e-mail"):
        offering.offer(entry, clara, THURSDAY, by=cast.eva())
    assert not Client.objects.filter(pk=entry.person_id).exists()
    assert Enquiry.objects.get().answered_at is None


def test_the_database_knows_that_a_time_is_offered_once():
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    offer_now()
    offer = the_offer(entry)
    offering.decline(offer, by=scheduling.LINK)
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeOffer.objects.create(
            entry=entry,
            therapist=clara,
            starts_at=offer.starts_at,
            offered_at=MONDAY,
            expires_at=MONDAY + DAY,
        )


@pytest.mark.hazard("H09")
def test_a_registration_that_is_no_longer_in_force_stops_a_yes():
    ana, clara = cast.ana(), busy_clara()
    entry = waits(ana)
    opens(clara)
    offer_now()
    cast.a_check(clara.registrations.get(), status="suspended")
    with pytest.raises(NotRegistered):
        offering.accept(the_offer(entry), by=ana.user)
    assert standing() == []
    assert answers(entry) == ["OPEN"]


def test_a_yes_that_is_undone_leaves_the_offer_as_it_was(clock):
    ana, clara = cast.ana(), busy_clara()
    entry = waits(ana)
    opens(clara)
    offer_now()
    offer = the_offer(entry)
    appointment = offering.accept(offer, by=ana.user)
    clock(MONDAY + timedelta(minutes=2))
    undoing.undo(appointment, by=ana.user)
    assert answers(entry) == ["OPEN"]
    assert again(entry).closed_at is None
    stands = the_offer(entry)
    assert (stands.hold.status, stands.hold.held_until) == (Status.HELD, offer.expires_at)
    page = words(signed_in(cast.eva()).get(reverse("booking:waiting")))
    assert "Thursday 7 January, 10:00, kept until" in page
    with pytest.raises(SlotAlreadyTaken):
        booked(another("Bea"), THURSDAY, therapist=clara)
    assert offering.accept(stands, by=ana.user).is_booked
    assert answers(entry) == ["TAKEN"]


def test_an_offer_that_ran_out_before_its_yes_was_undone_has_ended_and_the_wait_goes_on(clock):
    ana, clara = cast.ana(), busy_clara()
    entry = waits(ana)
    opens(clara)
    offer_now()
    offer = the_offer(entry)
    clock(offer.expires_at - timedelta(minutes=1))
    appointment = offering.accept(offer, by=ana.user)
    clock(offer.expires_at + timedelta(minutes=1))
    undoing.undo(appointment, by=ana.user)
    assert answers(entry) == ["RAN_OUT"]
    assert again(entry).closed_at is None
    assert TimeOffer.objects.get(entry=entry).hold is None
    assert booked(another("Bea"), THURSDAY, therapist=clara).is_booked


def test_an_offer_that_was_booked_from_the_list_and_undone_stands_again(clock):
    ana, clara = cast.ana(), busy_clara()
    entry = waits(ana)
    opens(clara)
    offer_now()
    clock(MONDAY + HOUR)
    appointment = booked(ana, THURSDAY, therapist=clara, by=ana.user)
    undoing.undo(appointment, by=ana.user)
    assert the_offer(entry).hold.status == Status.HELD


def test_an_earlier_time_that_was_taken_and_undone_can_be_taken_again(clock):
    ana, clara = cast.ana(), busy_clara()
    opens(clara)
    clock(at("2027-01-05 09:00"))
    old = booked(ana, A_WEEK_LATER, therapist=clara)
    booked(another("Rival"), THURSDAY, therapist=clara)
    entry = entries.add_client(ana, Kind.FIRST_TALK, LONDON, by=ana.user, instead_of=old)
    scheduling.cancel(Appointment.objects.get(starts_at=THURSDAY), by=cast.eva())
    clock(at("2027-01-05 09:04"))
    offer_now()
    new = offering.accept(the_offer(entry), by=ana.user)
    assert undoing.undo(new, by=ana.user).pk == old.pk
    assert [row.starts_at for row in standing()] == [A_WEEK_LATER]
    assert offering.accept(the_offer(entry), by=ana.user).starts_at == THURSDAY


@pytest.mark.parametrize("way", ["signed in", "by link"])
def test_the_pages_undo_a_yes_with_its_offer(way):
    ana, clara = cast.ana(), busy_clara()
    entry = waits(ana)
    opens(clara)
    offer_now()
    if way == "by link":
        link, secret = links.make(ana, clara, Kind.FIRST_TALK, now=MONDAY)
        offering.accept(the_offer(entry), by=scheduling.LINK, link=link)
        answer = Browser().post(reverse("booking:undo_by_link", args=[secret]), form())
    else:
        row = offering.accept(the_offer(entry), by=ana.user)
        answer = signed_in(ana.user).post(reverse("booking:undo", args=[row.pk]), form())
    assert answer.status_code == 302
    assert answers(entry) == ["OPEN"]
