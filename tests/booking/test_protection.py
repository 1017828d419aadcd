"""When a registration is no longer in force: clients hear whom to speak to, once; nothing begins; managers get the list."""

from datetime import timedelta

import pytest

from tests import cast
from tests.booking.meeting import FRIDAY, MONDAY, THURSDAY, another, booked, open_clara
from waylight.booking import attendance, protection
from waylight.notifications.models import Notification
from waylight.people.models import RegisterCheck
from waylight.privacy.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H09")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def lapse(status: str = "lapsed") -> RegisterCheck:
    return cast.a_check(cast.clara().registrations.get(), status=status, confirmed=False)


def told() -> list:
    return list(Notification.objects.filter(template="therapist-away").values_list("person_id", flat=True))


def test_each_client_with_a_time_booked_is_written_to_once():
    ana, bea = cast.ana(), another("Bea")
    booked(ana)
    booked(ana, FRIDAY)
    booked(bea, FRIDAY + timedelta(hours=1))
    another("Cleo")  # has nothing booked
    lapse()
    assert protection.protect_clients(cast.clara(), by=cast.eva()) == 2
    assert sorted(told()) == sorted([ana.pk, bea.pk])
    assert protection.protect_clients(cast.clara(), by=cast.eva()) == 0
    assert protection.protect_lapsed(MONDAY) == 0
    assert len(told()) == 2
    assert AuditEvent.objects.filter(verb="protect-client").count() == 2


def test_nothing_is_written_while_the_registration_is_in_force():
    booked(cast.ana())
    assert protection.protect_clients(cast.clara(), by=cast.eva()) == 0
    assert protection.protect_lapsed(MONDAY) == 0
    assert told() == []


@pytest.mark.hazard("H09")
def test_a_registration_that_runs_out_by_itself_is_found():
    open_clara().registrations.update(expires_on=MONDAY.date())
    booked(cast.ana())
    assert protection.protect_lapsed(MONDAY) == 0
    assert protection.protect_lapsed(MONDAY + DAY) == 1
    assert protection.protect_lapsed(MONDAY + 2 * DAY) == 0


def test_more_checks_within_one_lapse_write_nothing_more():
    booked(cast.ana())
    lapse("suspended")
    protection.protect_clients(cast.clara(), by=cast.eva())
    lapse("not found")
    cast.a_check(cast.clara().registrations.get(), confirmed=False)  # one person saw it in force again
    assert protection.protect_clients(cast.clara(), by=cast.eva()) == 0
    assert len(told()) == 1


def test_a_second_lapse_is_written_about_again(clock):
    booked(cast.ana())
    lapse()
    protection.protect_clients(cast.clara(), by=cast.eva())
    clock(MONDAY + timedelta(hours=1))
    cast.a_check(cast.clara().registrations.get())  # in force, seen by two
    assert protection.protect_clients(cast.clara(), by=cast.eva()) == 0
    clock(MONDAY + timedelta(hours=2))
    lapse()
    assert protection.protect_clients(cast.clara(), by=cast.eva()) == 1
    assert len(told()) == 2


def test_who_books_nothing_new_but_comes_later_within_the_lapse_is_written_to_as_well():
    booked(cast.ana())
    bea = another("Bea")
    booked(bea, FRIDAY)
    lapse()
    Notification.objects.all().delete()
    protection.protect_clients(cast.clara(), by=cast.eva())
    cast.an_appointment(another("Cleo"), cast.clara(), starts_at=FRIDAY + timedelta(hours=2))
    assert protection.protect_lapsed(MONDAY) == 1
    assert len(told()) == 3


def test_a_meeting_booked_before_the_lapse_stays_and_cannot_begin(clock):
    row = booked(cast.ana())
    lapse()
    protection.protect_clients(cast.clara(), by=cast.eva())
    clock(THURSDAY)
    assert row.is_booked
    with pytest.raises(attendance.CannotBegin, match="registration is not in force"):
        attendance.begin(row, by=cast.clara().user)


def test_every_active_manager_gets_the_list_once():
    booked(cast.ana())
    lapse()
    frank = cast.frank()
    frank.is_active = False
    frank.save()
    protection.protect_clients(cast.clara(), by=cast.eva())
    protection.protect_lapsed(MONDAY)
    lists = Notification.objects.filter(template="manager-list")
    assert [row.person_id for row in lists] == [cast.eva().pk]
    assert lists.get().link.endswith("/office/")


def test_the_list_holds_what_cannot_begin_soonest_first_and_nothing_else():
    later, sooner = booked(cast.ana(), FRIDAY), booked(another("Bea"))
    david = cast.david()
    cast.office_hours(david)
    booked(cast.ben(), therapist=david)
    assert list(protection.affected(MONDAY)) == []
    lapse()
    assert list(protection.affected(MONDAY)) == [sooner, later]
    assert list(protection.affected(THURSDAY + timedelta(hours=1))) == [later]
    assert list(protection.affected(MONDAY, david)) == []


def test_one_sound_registration_does_not_outweigh_a_concern_about_another():
    booked(cast.ana())
    second = cast.a_registration(cast.clara(), body="bacp")
    cast.a_check(second, status="suspended", confirmed=False)
    assert protection.protect_clients(cast.clara(), by=cast.eva()) == 1
