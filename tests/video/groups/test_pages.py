"""The pages of groups: office, desk, one's own, the room, and a week's exercises."""

import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from tests.video.groups.groups import Noted, a_group, first, takes_part
from tests.visiting import shown
from waylight.exercises.models import Assignment
from waylight.notifications.models import Notification
from waylight.video.groups import meeting, members
from waylight.video.groups.port import EngineSilent
from waylight.video.models import Group, GroupMember

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noted(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Noted:
    engine = Noted()
    settings.JANUS = "http://127.0.0.1:1/janus"  # never asked here
    monkeypatch.setattr(meeting, "engine", lambda: engine)
    return engine


def send(browser: Browser, address: str, **fields: Any) -> Any:
    return browser.post(address, fields | {"idempotency_key": str(uuid.uuid4())}, follow=True)


def test_without_an_engine_no_group_is_planned_and_the_office_reads_why(settings: Any) -> None:
    settings.JANUS = ""
    cast.clara()
    eva = signed_in(cast.eva())
    page = shown(eva, "/office/groups/")
    assert "Groups need an engine" in page and "Plan a group" not in page
    assert send(eva, "/office/groups/new/", name="Tuesdays").redirect_chain == [("/office/groups/", 302)]
    assert not Group.objects.exists()


def test_the_office_plans_a_group_and_sees_no_names() -> None:
    cast.clara()
    eva = signed_in(cast.eva())
    form = {
        "name": "Tuesdays",
        "lead": "clara",
        "first_at": "2026-12-01T18:00",
        "weeks": 8,
        "minutes": 120,
        "places": 12,
    }
    page = send(eva, "/office/groups/new/", **form)
    assert "Planned. Its times are kept in the calendar." in page.text
    assert "Week 8" in page.text
    takes_part(Group.objects.get(), cast.ana(), "Maya")
    for address in ("/office/groups/", f"/office/groups/{Group.objects.get().pk}/"):
        words = shown(eva, address)
        assert "Tuesdays" in words
        assert "Maya" not in words and "A." not in words


def test_a_time_that_is_taken_is_refused_in_words() -> None:
    cast.an_appointment(starts_at=cast.at("2026-12-08 18:30"))
    form = {
        "name": "Tuesdays",
        "lead": "clara",
        "first_at": "2026-12-01T18:00",
        "weeks": 8,
        "minutes": 120,
        "places": 12,
    }
    page = send(signed_in(cast.eva()), "/office/groups/new/", **form)
    assert "the therapist meets somebody already" in page.text
    assert Group.objects.count() == 0


def test_somebody_is_invited_reads_agrees_and_leaves() -> None:
    group = a_group()
    clara, ana = signed_in(cast.clara().user), signed_in(cast.ana().user)
    send(clara, f"/desk/groups/{group.pk}/members/", client=str(cast.ana().pk))
    place = GroupMember.objects.get()
    message = Notification.objects.get(template="take-away-ready")
    assert message.words["link"].endswith(f"/me/groups/{place.pk}/")
    assert "asks whether you want to take part" in shown(ana, "/me/groups/")
    where = f"/me/groups/{place.pk}/"
    assert "A server passes it on" in shown(ana, where)
    assert "Tick the box if you agree." in send(ana, f"{where}agreement/", name="Maya").text
    assert "You are in the group." in send(ana, f"{where}agreement/", name="Maya", agrees="on").text
    assert "Maya" in shown(clara, f"/desk/groups/{group.pk}/")
    assert "Go in" in shown(ana, where)
    send(ana, f"{where}leaving/")
    assert ana.get(where).status_code == 404
    assert ana.get(f"/groups/{first(group).pk}/room/").status_code == 404


def test_nobody_but_its_people_finds_the_room() -> None:
    group = a_group()
    takes_part(group, cast.ana(), "Maya")
    session = first(group).pk
    seat = uuid.uuid4()
    for user in (cast.ben().user, cast.david().user, cast.eva()):
        browser = signed_in(user)
        assert browser.get(f"/groups/{session}/room/").status_code == 404
        assert browser.get(f"/groups/{session}/names/").status_code == 404
        for act in ("pass/", "ending/", f"seats/{seat}/voice/", f"seats/{seat}/removal/"):
            assert send(browser, f"/groups/{session}/{act}").status_code == 404, act


def test_without_the_second_factor_nobody_comes_near_it() -> None:
    group = a_group()
    place = takes_part(group, cast.ana(), "Maya")
    for user in (cast.ana().user, cast.clara().user):
        browser = signed_in(user, unlocked=False)
        for address in (
            f"/groups/{first(group).pk}/room/",
            f"/groups/{first(group).pk}/names/",
            f"/me/groups/{place.pk}/",
        ):
            assert browser.get(address).status_code in {302, 404}


def test_the_pass_says_why_not_or_what_the_engine_wants() -> None:
    group = a_group()
    takes_part(group, cast.ana(), "Maya")
    ana, clara = signed_in(cast.ana().user), signed_in(cast.clara().user)
    where = f"/groups/{first(group).pk}/pass/"
    early = ana.post(where).json()
    assert early == {"why": "The session opens when the therapist who leads it comes in.", "waits": True}
    assert clara.post(where).json()["seat"]
    assert set(ana.post(where).json()) == {"line", "token", "room", "seat", "key", "servers"}


def test_an_engine_that_is_away_is_said_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_given: Any, **_more: Any) -> None:
        raise EngineSilent

    monkeypatch.setattr(Noted, "open", silent)
    said = signed_in(cast.clara().user).post(f"/groups/{first(a_group()).pk}/pass/").json()
    assert "does not answer" in said["why"]
    assert said["waits"]


def test_the_room_shows_leads_controls_to_the_lead_alone() -> None:
    group = a_group()
    takes_part(group, cast.ana(), "Maya")
    where = f"/groups/{first(group).pk}/room/"
    assert "End the session for everybody" in shown(signed_in(cast.clara().user), where)
    hers = shown(signed_in(cast.ana().user), where)
    assert "End the session" not in hers and "Take out" not in hers
    assert "nobody can record there" in hers


def test_too_early_the_page_says_when() -> None:
    group = a_group(first_at=cast.at("2026-12-01 18:00"))
    page = signed_in(cast.clara().user).get(f"/groups/{first(group).pk}/room/")
    assert "The room opens 15 minutes before Tuesday 1 December, 18:00." in page.text
    assert "modules/group.js" not in page.text


def test_a_weeks_exercises_are_suggested_to_those_whom_they_fit() -> None:
    group = a_group()
    maya = takes_part(group, cast.ana(), "Maya")
    clara = signed_in(cast.clara().user)
    where = f"/desk/groups/{group.pk}/weeks/5/"
    assert "Body scan" in shown(clara, where)
    given = {"exercises": ["act-leaves-on-a-stream", "mbct-body-scan"], "members": [str(maya.pk)]}
    assert "Read the cautions, then tick that it fits." in send(clara, where, **given).text
    assert Assignment.objects.count() == 0
    assert "2 new suggestions." in send(clara, where, **given, has_read="on").text
    assert "0 new suggestions." in send(clara, where, **given, has_read="on").text
    row = Assignment.objects.get(exercise="mbct-body-scan")
    assert row.client == cast.ana()
    assert row.until_on == timezone.localdate(group.sessions.get(week=6).starts_at)


def test_another_therapists_member_gets_nothing_any_more() -> None:
    group = a_group()
    maya = takes_part(group, cast.ana(), "Maya")
    cast.ana().episodes.update(ends_on=timezone.localdate())
    given = {"exercises": ["act-leaves-on-a-stream"], "members": [str(maya.pk)], "has_read": "on"}
    page = send(signed_in(cast.clara().user), f"/desk/groups/{group.pk}/weeks/5/", **given)
    assert "Only a therapist who cares for this person" in page.text
    assert Assignment.objects.count() == 0


def test_the_therapist_takes_a_place_back() -> None:
    group = a_group()
    maya = takes_part(group, cast.ana(), "Maya")
    send(signed_in(cast.clara().user), f"/desk/groups/members/{maya.pk}/ending/")
    assert not members.own(cast.ana().user).exists()
