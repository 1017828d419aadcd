"""Booking, moving and cancelling: what is refused, what is written, what is told."""

from datetime import timedelta

import pytest

from tests import cast
from tests.booking.meeting import (
    FRIDAY,
    MONDAY,
    NUMBER,
    THURSDAY,
    TOPIC,
    agreed,
    ana_agreed,
    another,
    booked,
    messages_to,
    noor,
    open_clara,
    standing,
)
from tests.cast import at
from waylight.booking import links, refusals, scheduling
from waylight.booking.models import Appointment, Cancellation, Kind, Status, TimeOff
from waylight.intake import consents
from waylight.intake.models import ConsentText
from waylight.notifications.models import Notification
from waylight.people.models import Client
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def test_a_time_is_booked_told_and_recorded():
    ana = ana_agreed()
    row = booked(ana, kind=Kind.SESSION, by=ana.user, topic=TOPIC)
    assert (row.starts_at, row.ends_at) == (THURSDAY, THURSDAY + timedelta(minutes=50))
    message = Notification.objects.get(person_id=ana.pk)
    assert message.words["when"] == "Thursday 7 January, 10:00 (London time)"
    assert message.link.endswith(f"/me/sessions/{row.pk}/")
    assert AuditEvent.objects.get(verb="book-appointment").actor == str(ana.user_id)
    assert Appointment.objects.get(pk=row.pk).topic == TOPIC


@pytest.mark.hazard("H18")
def test_each_message_says_on_whose_clocks_the_time_is():
    """Who was booked for by telephone never saw a page; the country alone may have given the wrong zone."""
    client = noor()
    row = scheduling.move(booked(client), FRIDAY, by=cast.eva())
    scheduling.cancel(row, by=cast.eva())
    message = Notification.objects.get(person_id=client.pk, template="cancelled")
    assert message.words["when"] == "Friday 8 January, 12:00 (Athens time)"


def test_a_first_talk_needs_no_papers_and_lasts_twenty_minutes():
    open_clara()
    assert booked(cast.ana()).minutes == 20


@pytest.mark.hazard("H21")
def test_a_session_waits_for_the_agreement():
    open_clara()
    consents.publish_texts()
    with pytest.raises(refusals.ConsentMissing, match="agreement"):
        booked(cast.ana(), kind=Kind.SESSION)


@pytest.mark.hazard("H21")
def test_an_agreement_that_was_taken_back_no_longer_counts():
    ana = ana_agreed()
    text = ConsentText.objects.current().get(purpose="treatment")
    consents.give(ana, text, False, by=ana.user)
    with pytest.raises(refusals.ConsentMissing):
        booked(ana, kind=Kind.SESSION)


@pytest.mark.hazard("H09")
@pytest.mark.parametrize("overrule", [False, True])
@pytest.mark.hazard("H09")
def test_nobody_books_with_a_therapist_whose_registration_is_not_in_force(overrule):
    cast.a_check(open_clara().registrations.get(), status="suspended", confirmed=False)
    with pytest.raises(refusals.NotRegistered):
        booked(cast.ana(), by=cast.eva(), outside_hours="She asked for it" if overrule else None)
    assert standing() == []


@pytest.mark.hazard("H09")
def test_a_registration_that_ran_out_yesterday_is_not_in_force(clock):
    ana = ana_agreed()
    clara = open_clara()
    clara.registrations.update(expires_on=at("2027-01-03 00:00").date())
    with pytest.raises(refusals.NotRegistered):
        booked(ana, kind=Kind.SESSION)
    clara.registrations.update(expires_on=at("2027-01-04 00:00").date())
    assert booked(ana, kind=Kind.SESSION).is_booked


@pytest.mark.hazard("H21")
def test_a_country_that_the_therapist_or_the_practice_does_not_cover_is_refused():
    open_clara(countries=["GB", "GR"])
    elsewhere = another("Nikos")
    elsewhere.country = "GR"
    elsewhere.save()
    with pytest.raises(refusals.CountryNotCovered):
        booked(elsewhere)
    cast.a_practice(countries=["GB", "GR"])
    assert booked(elsewhere).is_booked
    cast.clara().__class__.objects.update(countries=["GB"])
    with pytest.raises(refusals.CountryNotCovered):
        booked(elsewhere, FRIDAY, therapist=cast.clara())


def test_only_a_client_in_the_therapists_care_books_with_her():
    open_clara()
    with pytest.raises(refusals.NotInCare):
        booked(cast.ben())
    ana = cast.ana()
    ana.episodes.update(ends_on=MONDAY.date())
    with pytest.raises(refusals.NotInCare):
        booked(ana)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ("2027-01-07 10:15", refusals.NotInHours),  # between the times of the list
        ("2027-01-07 17:00", refusals.NotInHours),  # closed
        ("2027-01-09 10:00", refusals.NotInHours),  # a Saturday
        ("2027-02-04 10:00", refusals.NotInHours),  # too far ahead
        ("2027-01-06 10:00", refusals.NotInHours),  # away
        ("2027-01-04 16:00", refusals.TooSoon),  # within the notice
        ("2027-01-04 08:00", refusals.TooSoon),
        ("2026-12-31 10:00", refusals.TooSoon),  # past
    ],
)
def test_a_time_outside_hours_notice_and_horizon_is_refused_with_free_ones(wanted, why):
    ana = cast.ana()
    TimeOff.objects.create(
        therapist=open_clara(), starts_at=at("2027-01-06 00:00"), ends_at=at("2027-01-07 00:00")
    )
    with pytest.raises(why) as refusal:
        booked(ana, at(wanted))
    assert type(refusal.value) is why
    assert len(refusal.value.nearest) == 3


@pytest.mark.hazard("H18")
def test_a_taken_time_names_the_nearest_three_on_the_clients_clocks():
    booked(another("Bea"))
    client = noor()
    with pytest.raises(refusals.SlotAlreadyTaken) as refusal:
        booked(client)
    assert str(refusal.value) == (
        "Someone took Thursday 7 January, 12:00 a moment ago. These are close: 11:00 · 11:30 · 12:30."
    )
    assert booked(client, refusal.value.nearest[0]).is_booked


@pytest.mark.hazard("H18")
def test_a_client_who_meets_somebody_else_then_is_refused():
    ana = cast.ana()
    david = cast.david()
    cast.office_hours(david)
    cast.an_episode(ana, david)
    booked(ana, therapist=david)
    with pytest.raises(refusals.SlotAlreadyTaken) as refusal:
        booked(ana)
    assert THURSDAY not in refusal.value.nearest


def test_a_refusal_keeps_nothing_of_what_came_with_it():
    booked(another("Bea"))
    client = noor()
    with pytest.raises(refusals.SlotAlreadyTaken):
        booked(client, zone="Asia/Tokyo", telephone=NUMBER, topic=TOPIC)
    client = Client.objects.get(pk=client.pk)
    assert (client.zone, client.contact.get("telephone")) == ("Europe/Athens", None)
    assert messages_to(client) == []
    assert AuditEvent.objects.filter(verb="book-appointment", person=str(client.pk)).count() == 0


def test_zone_and_number_are_kept_with_the_client_and_the_account():
    ana = cast.ana()
    booked(ana, zone="Europe/Athens", telephone=NUMBER)
    ana = Client.objects.get(pk=ana.pk)
    assert (ana.zone, ana.user.zone) == ("Europe/Athens", "Europe/Athens")
    assert ana.contact["telephone"] == NUMBER


def test_a_zone_that_does_not_exist_is_not_kept():
    ana = cast.ana()
    booked(ana, zone="Europe/Nowhere")
    assert Client.objects.get(pk=ana.pk).user.zone == "Europe/London"


def test_a_move_frees_the_old_time_and_takes_the_new_one(clock):
    ana = cast.ana()
    old = booked(ana, topic=TOPIC)
    new = scheduling.move(old, FRIDAY, by=ana.user)
    assert [row.pk for row in standing()] == [new.pk]
    assert (new.starts_at, new.topic, new.replaces) == (FRIDAY, TOPIC, old)
    assert messages_to(ana) == ["moved"]  # what said “booked” was taken back
    clock(MONDAY + scheduling.UNDO)
    assert booked(another("Bea")).starts_at == THURSDAY


def test_a_move_that_is_refused_changes_nothing():
    ana = cast.ana()
    booked(another("Bea"), FRIDAY)
    old = booked(ana)
    with pytest.raises(refusals.SlotAlreadyTaken):
        scheduling.move(old, FRIDAY, by=ana.user, zone="Asia/Tokyo")
    assert [row.starts_at for row in standing()] == [THURSDAY, FRIDAY]
    assert not Cancellation.objects.exists()
    assert messages_to(ana) == ["booked"]
    assert Client.objects.get(pk=ana.pk).user.zone == "Europe/London"


def test_a_move_may_overlap_its_own_old_time():
    ana = ana_agreed()
    old = booked(ana, kind=Kind.SESSION)
    new = scheduling.move(old, THURSDAY + HOUR / 2, by=cast.clara().user, outside_hours="She asked for it")
    assert [row.pk for row in standing()] == [new.pk]


def test_what_was_moved_before_cannot_be_moved_or_cancelled_again():
    ana = cast.ana()
    old = booked(ana)
    scheduling.move(old, FRIDAY, by=ana.user)
    stale = Appointment(pk=old.pk, client=ana, therapist=cast.clara(), status=Status.BOOKED)
    for act in (lambda: scheduling.move(stale, FRIDAY + HOUR, by=ana.user),
                lambda: scheduling.cancel(stale, by=ana.user)):  # fmt: skip
        with pytest.raises(refusals.NoLongerStands):
            act()
    assert [row.starts_at for row in standing()] == [FRIDAY]


def test_a_session_cannot_be_moved_once_the_registration_lapsed_and_stays():
    ana = cast.ana()
    old = booked(ana)
    cast.a_check(cast.clara().registrations.get(), status="lapsed", confirmed=False)
    with pytest.raises(refusals.NotRegistered):
        scheduling.move(old, FRIDAY, by=ana.user)
    assert [row.pk for row in standing()] == [old.pk]


def test_a_cancelled_time_is_free_again_and_its_reason_kept(clock):
    ana = cast.ana()
    row = booked(ana)
    cancellation = scheduling.cancel(row, by=ana.user, reason=TOPIC)
    assert not cancellation.was_late
    assert messages_to(ana) == ["cancelled"]
    assert Cancellation.objects.get().reason == TOPIC
    clock(MONDAY + scheduling.UNDO)
    assert booked(another("Bea")).starts_at == THURSDAY
    with pytest.raises(refusals.NoLongerStands):
        scheduling.cancel(row, by=ana.user)


def test_nobody_is_told_that_a_time_is_cancelled_which_is_over(clock):
    ana = cast.ana()
    row = booked(ana)
    Notification.objects.all().delete()
    clock(row.ends_at + HOUR)
    scheduling.cancel(row, by=cast.eva())
    assert not Notification.objects.exists()


def test_after_the_cut_off_the_link_is_refused_and_the_client_counts_as_late(clock):
    ana = cast.ana()
    row = booked(ana)
    clock(THURSDAY - 24 * HOUR)
    for by in (scheduling.LINK, ana.user):
        with pytest.raises(refusals.CutOffPassed):
            scheduling.move(row, FRIDAY, by=by)
    with pytest.raises(refusals.CutOffPassed):
        scheduling.cancel(row, by=scheduling.LINK)
    assert scheduling.cancel(row, by=ana.user).was_late


def test_a_second_before_the_cut_off_the_link_may_still_cancel(clock):
    row = booked(cast.ana())
    clock(THURSDAY - 24 * HOUR - timedelta(seconds=1))
    assert not scheduling.cancel(row, by=scheduling.LINK).was_late


def test_what_has_begun_is_changed_by_staff_alone(clock):
    ana = cast.ana()
    row = booked(ana)
    clock(THURSDAY)
    for act in (
        lambda: scheduling.move(row, FRIDAY, by=ana.user),
        lambda: scheduling.cancel(row, by=ana.user),
    ):
        with pytest.raises(refusals.AlreadyBegun):
            act()
    assert scheduling.move(row, FRIDAY, by=cast.eva()).starts_at == FRIDAY


@pytest.mark.hazard("H18")
def test_staff_may_overrule_hours_and_never_an_overlap_or_the_past():
    ana, clara = cast.ana(), open_clara().user
    evening = at("2027-01-04 19:10")
    with pytest.raises(refusals.NotInHours):
        booked(ana, evening, by=clara)
    assert booked(ana, evening, by=clara, outside_hours="She asked for it").starts_at == evening
    assert AuditEvent.objects.filter(verb="book-appointment-outside-hours").count() == 1
    with pytest.raises(refusals.SlotAlreadyTaken):
        booked(another("Bea"), evening + timedelta(minutes=19), by=clara, outside_hours="She asked for it")
    with pytest.raises(refusals.TooSoon):
        booked(ana, MONDAY - HOUR, by=clara, outside_hours="She asked for it")


def test_overruling_hours_overrules_neither_care_nor_agreement():
    open_clara()
    consents.publish_texts()
    with pytest.raises(refusals.NotInCare):
        booked(cast.ben(), by=cast.eva(), outside_hours="She asked for it")
    with pytest.raises(refusals.ConsentMissing):
        booked(cast.ana(), kind=Kind.SESSION, by=cast.eva(), outside_hours="She asked for it")


def test_a_client_without_an_account_is_told_by_a_link_that_works():
    client = noor()
    row = booked(client, by=cast.eva())
    secret = Notification.objects.get(person_id=client.pk).link.rstrip("/").rpartition("/")[2]
    assert links.find(secret, now=MONDAY).appointment == row
    moved = scheduling.move(row, FRIDAY, by=cast.eva())
    newest = (
        Notification.objects.get(person_id=client.pk, template="moved").link.rstrip("/").rpartition("/")[2]
    )
    assert links.find(newest, now=MONDAY).appointment == moved
    assert links.find(secret, now=MONDAY) is None


def test_each_client_books_more_than_one_session():
    ana = agreed(cast.ana())
    booked(ana, kind=Kind.SESSION)
    booked(ana, FRIDAY, kind=Kind.SESSION)
    assert len(standing()) == 2
