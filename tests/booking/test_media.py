"""By video, or by telephone where one of the two chooses that."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import cast
from tests.booking.meeting import FRIDAY, MONDAY, THURSDAY, booked, form, noor
from tests.sign_in import signed_in
from waylight.booking import media, refusals, scheduling
from waylight.booking.models import Appointment

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def page(row: Appointment, user=None) -> str:
    address = reverse("booking:appointment", args=[row.pk])
    return signed_in(user or row.client.user, unlocked=False).get(address).content.decode()


def test_whoever_has_an_account_meets_by_video_and_whoever_has_none_is_called():
    assert booked(cast.ana()).is_by_video
    row = booked(noor(), FRIDAY)
    assert not row.is_by_video
    with pytest.raises(media.NobodyToLetIn):
        media.choose(row, "room", by=cast.clara().user)


def test_the_choice_goes_along_when_the_time_is_moved():
    row = booked(cast.ana())
    media.choose(row, "telephone", by=cast.clara().user)
    assert scheduling.move(row, FRIDAY, by=cast.eva()).medium == "telephone"


def test_until_the_end_either_may_choose_another_way_and_then_no_more(clock):
    row = booked(cast.ana())
    clock(row.ends_at - MINUTE)
    media.choose(row, "telephone", by=cast.ana().user)
    clock(row.ends_at)
    with pytest.raises(refusals.NoLongerStands):
        media.choose(row, "room", by=cast.ana().user)


def test_the_client_chooses_on_the_page_of_the_session():
    row = booked(cast.ana())
    browser, address = signed_in(row.client.user, unlocked=False), reverse("booking:medium", args=[row.pk])
    assert "By video, on this site." in page(row)
    browser.post(address, form(medium="telephone"))
    assert "Clara calls you" in page(row)
    browser.post(address, form(medium="room"))
    assert "By video, on this site." in page(row)


def test_join_is_there_fifteen_minutes_before_and_until_the_end(clock):
    row = booked(cast.ana())
    door = f'href="{reverse("video:door", args=[row.pk])}"'
    clock(THURSDAY - 16 * MINUTE)
    early = page(row)
    assert door not in early and "You can join here from" in early and "09:45" in early
    for moment in (THURSDAY - 15 * MINUTE, THURSDAY + 10 * MINUTE):
        clock(moment)
        assert door in page(row)
    clock(row.ends_at)
    assert door not in page(row)


def test_who_is_called_sees_no_way_into_the_room(clock):
    row = booked(cast.ana())
    media.choose(row, "telephone", by=row.client.user)
    clock(THURSDAY)
    assert f'href="{reverse("video:door", args=[row.pk])}"' not in page(row)
