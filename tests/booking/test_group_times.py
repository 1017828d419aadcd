"""What a therapist keeps for a group is nobody else's, and stands in the calendars."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from waylight.booking import free
from waylight.booking.hours import groups
from waylight.booking.models import Kind
from waylight.booking.refusals import NotInHours
from waylight.booking.scheduling import book
from waylight.intake import consents
from waylight.intake.models import ConsentText

pytestmark = pytest.mark.django_db

TEN = cast.at("2026-11-26 10:00")
TWO_HOURS = timedelta(hours=2)


def clara_leads():
    clara = cast.clara()
    cast.office_hours(clara)
    return groups.keep_for_group(clara, TEN, TEN + TWO_HOURS, by=cast.eva())


def free_times():
    return free.for_therapist(cast.clara(), Kind.SESSION, now=timezone.now(), days=7)


def test_the_time_of_a_group_is_not_offered_and_comes_back_with_it() -> None:
    row = clara_leads()
    around = [TEN - timedelta(minutes=30), TEN, TEN + timedelta(hours=1)]
    assert not set(around) & set(free_times())
    assert TEN + TWO_HOURS in free_times()
    groups.give_back(row, by=cast.eva())
    assert TEN in free_times()


def test_a_group_does_not_take_a_time_that_stands() -> None:
    cast.an_appointment(starts_at=TEN + timedelta(hours=1))
    with pytest.raises(groups.TakenThen, match="26 November"):
        clara_leads()


def test_two_groups_do_not_meet_at_one_time() -> None:
    clara_leads()
    with pytest.raises(groups.TakenThen):
        groups.keep_for_group(cast.clara(), TEN + timedelta(hours=1), TEN + 2 * TWO_HOURS, by=cast.eva())


def test_staff_who_overrule_the_hours_do_not_overrule_a_group() -> None:
    clara_leads()
    consents.publish_texts()
    for text in ConsentText.objects.current():
        consents.give(cast.ana(), text, True, by=cast.ana().user)
    with pytest.raises(NotInHours):
        book(cast.ana(), cast.clara(), Kind.SESSION, TEN, by=cast.clara().user, outside_hours="She asked")


def test_calendars_of_desk_and_office_show_it_without_names() -> None:
    clara_leads()
    for user, address in ((cast.clara().user, "/desk/calendar/"), (cast.eva(), "/office/calendar/")):
        page = signed_in(user).get(address)
        assert '<li class="entry group">' in page.text


def test_it_does_not_push_a_booked_time_outside_the_hours() -> None:
    clara_leads()
    from waylight.booking.hours import week

    cast.an_appointment(starts_at=TEN + TWO_HOURS)
    assert week.outside(cast.clara(), timezone.now()) == []
