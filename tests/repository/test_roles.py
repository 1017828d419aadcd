"""Walks every route as every member of the cast. Ana's things are for Ana and Dr Clara; the outsider gets a 404.

The table is made from the address: who may open an area, and whose rows a page shows. A new route falls under one of these
lines or fails.
"""

import uuid
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tests import cast
from tests.care import planning
from tests.repository.routes import Route, every_route
from tests.sign_in import signed_in
from waylight.booking.models import Kind, Series, TimeOffer, WaitingListEntry
from waylight.care import goals
from waylight.care.models import TakeAway
from waylight.exercises import assignments, diary, entries, skills
from waylight.exercises.models import Enabled, EntryVersion
from waylight.intake import enquiries
from waylight.measures import giving
from waylight.notifications.notify import notify
from waylight.people import contacts, reading
from waylight.video.groups import courses, members

pytestmark = pytest.mark.django_db

HERS = {"ana", "clara"}
STAFF = {"clara", "david", "eva", "frank"}
MANAGERS = {"eva", "frank"}
EVERYBODY = {"ana", "ben", *STAFF}

# Whom a route lets in beyond the rule of its area, with the reason.
OTHERS = {
    "home:safety": STAFF,  # the steps; whose numbers are shown is asked in tests/home
    "home:registrations": STAFF,  # a therapist may be the second person for a colleague
    "home:registration": STAFF,
    "home:record_check": STAFF,
    "home:confirm_check": STAFF,
    "home:helplines": STAFF,  # two people confirm a number, and a practice may have one manager alone
    "home:helplines_country": STAFF,
    "home:check_helpline": STAFF,
}


# What an address may name besides rows of Ana's.
NAMES = {
    "key": "weekly",
    "code": "gb",
    "question_id": "1",
    "instrument_id": "gad7",
    "section_id": "triggers",
    "exercise_id": "cbt-thought-record",
    "version": 1,
    "week": 1,
}


class World:
    """Ana with everything a route may name, Ben, and the staff."""

    def __init__(self) -> None:
        self.users = {
            "ana": cast.ana().user,
            "ben": cast.ben().user,
            "clara": cast.clara().user,
            "david": cast.david().user,
            "eva": cast.eva(),
            "frank": cast.frank(),
        }
        ana, clara = cast.ana(), cast.clara()
        appointment = cast.an_appointment(starts_at=timezone.now())
        assignment = assignments.assign(ana, "cbt-thought-record", by=clara.user)
        contact = contacts.add_contact(ana, name="Rea", relation="", telephone="", may_call=True, by=ana.user)
        take_away = TakeAway.objects.create(
            appointment=appointment, client=ana, words="Words", given_at=timezone.now()
        )
        enquiry, _secret = enquiries.enquire(
            for_whom="me",
            age_band="25 or over",
            country="GB",
            name="N",
            channel="sms",
            address="07700 900123",
        )
        message = notify(
            "withdrawn", key="test", person_id=ana.pk, channel="sms", address="07700 900123", words={}
        )
        entry = entries.start(ana, "cbt-thought-record", by=ana.user)
        kept_beside = EntryVersion.objects.create(entry=entry, step="moment", written_at=timezone.now())
        agreed = assignments.Agreed(has_read_caution=True)
        assignments.assign(ana, "mbct-body-scan", by=clara.user, agreed=agreed)
        asked = giving.give(ana, "gad7", by=clara.user)
        asked_often = giving.schedule(ana, "phq8", every_weeks=2, by=clara.user)
        to_read = reading.leave(
            ana, key="test", words="Words", url_name="measures:given", about=asked.pk, by=ana.user
        )
        registration = clara.registrations.get()
        a_course = Series.objects.create(
            client=ana,
            therapist=clara,
            first_on=timezone.localdate(),
            starts_at=time(10),
            zone="Europe/London",
            created_at=timezone.now(),
            created_by=str(clara.user_id),
        )
        waits = WaitingListEntry.objects.create(
            person_id=ana.pk,
            client=ana,
            kind=Kind.SESSION,
            zone="Europe/London",
            since_at=timezone.now(),
            added_by=str(ana.user_id),
        )
        offer = TimeOffer.objects.create(
            entry=waits,
            therapist=clara,
            starts_at=timezone.now() + timedelta(days=3),
            offered_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=1),
        )
        skills.add(ana, ["Warm socks"], by=ana.user)
        goal = goals.add(ana, "Words", by=ana.user)
        planning.a_plan()
        copy = planning.a_copy()
        cast.office_hours(clara)
        group = courses.plan(
            clara, name="Tuesdays", first_at=timezone.now() + timedelta(days=9), minutes=90, by=cast.eva()
        )
        place = members.agree(members.invite(group, ana, by=clara.user), "Maya", by=ana.user)
        hours = clara.opening_hours.get(weekday=1)
        self.ids = {
            "desk/hours": hours.pk,
            "office/team": hours.pk,
            "desk/notes": appointment.pk,
            "desk/appointments": appointment.pk,
            "me/sessions": appointment.pk,
            "me/sessions/offers": offer.pk,
            "office/waiting": waits.pk,
            "desk/clients": ana.pk,
            "desk/series": a_course.pk,
            "office/people": ana.pk,
            "me/take-aways": take_away.pk,
            "me/plan/copies": copy.pk,
            "me/goals": goal.pk,
            "me/tools/list": skills.of(ana, by=ana.user)[0].pk,
            "me/goals/ratings": goals.rate(goal, 3, by=ana.user).pk,
            "me/papers/people": contact.pk,
            "me/practice/suggested": assignment.pk,
            "me/practice": entry.pk,
            "me/practice/versions": kept_beside.pk,
            "me/groups": place.pk,
            "desk/groups": group.pk,
            "desk/groups/members": place.pk,
            "office/groups": group.pk,
            "me/diary": diary.note(ana, {"urge_peak": 5}, by=ana.user).pk,
            "desk/assignments": assignment.pk,
            "desk/enabled": Enabled.objects.get().pk,
            "desk/shared": entry.pk,
            "me/questions": asked.pk,
            "desk/questions": asked.pk,
            "desk/questions/planned": asked_often.pk,
            "desk/reading": to_read.pk,
            "office/feedback": uuid.uuid4(),
            "office/enquiries": enquiry.pk,
            "office/messages": message.pk,
            "office/registrations": registration.pk,
            "office/checks": registration.checks.get().pk,
            "office/links": uuid.uuid4(),
        }

    def address(self, route: Route) -> str:
        starts = sorted((start for start in self.ids if route.pattern.startswith(start)), key=len)
        given: dict[str, Any] = {"pk": self.ids[starts[-1]]} if starts and "pk" in route.converters else {}
        step = "words" if "diary" in route.pattern else "moment"
        known = NAMES | {"appointment": self.ids["desk/appointments"], "series": self.ids["desk/series"]}
        known |= {"number": cast.clara().pk, "step_id": step}
        given |= {name: value for name, value in known.items() if name in route.converters}
        return route.address(given)


def let_in(route: Route) -> set[str]:
    """Who may find something there. Everybody else gets a 404."""
    if route.name in OTHERS:
        return OTHERS[route.name]
    names_a_row = "pk" in route.converters
    if route.pattern.startswith("me/"):
        return {"ana"} if names_a_row else {"ana", "ben"}
    if route.pattern.startswith("desk/"):
        return {"clara"} if names_a_row else {"clara", "david"}
    if route.pattern.startswith("office/"):
        return MANAGERS
    return EVERYBODY


def behind_the_sign_in() -> list[Route]:
    areas = ("me/", "desk/", "office/")
    return [route for route in every_route() if route.is_ours and route.pattern.startswith(areas)]


def status(browser: Browser, address: str, *, posts: bool) -> int:
    answer = browser.post(address, {"idempotency_key": str(uuid.uuid4())}) if posts else browser.get(address)
    return answer.status_code


@pytest.mark.parametrize("posts", [False, True], ids=["opens", "sends"])
def test_nobody_finds_what_is_not_theirs(posts: bool) -> None:
    world = World()
    faults = []
    for who, user in world.users.items():
        browser = signed_in(user)
        for route in behind_the_sign_in():
            if who in let_in(route):
                continue
            # 405: the page takes no form, and says so before it looks who asks.
            if (found := status(browser, world.address(route), posts=posts)) not in {404, 405}:
                faults.append(f"{who} gets {found} at {route.name}")
    assert faults == []


def test_no_page_breaks_for_whoever_may_open_it() -> None:
    world = World()
    faults = []
    for who, user in world.users.items():
        browser = signed_in(user)
        for route in behind_the_sign_in():
            if who not in let_in(route):
                continue
            if (found := status(browser, world.address(route), posts=False)) not in {200, 302, 404, 405, 409}:
                faults.append(f"{who} gets {found} at {route.name}")
    assert faults == []


def test_the_walk_reaches_real_rows() -> None:
    """The owner's own visit succeeds, so that a 404 for the others is not just a wrong id."""
    world = World()
    hers = {
        "ana": {
            "booking:appointment",
            "care:take_away",
            "care:plan_copy",
            "care:plan_section",
            "care:goal",
            "intake:contact",
            "exercises:entry",
            "exercises:step",
            "exercises:diary_step",
            "exercises:diary_saved",
            "exercises:begin",
            "measures:page",
            "measures:question",
            "groups:mine_one",
        },
        "clara": {
            "booking:hours_row",
            "care:note",
            "home:appointment",
            "home:client",
            "home:client_papers",
            "measures:of_client",
            "measures:enter",
            "measures:given",
            "people:item",
            "care:client_plan",
            "exercises:assign",
            "exercises:suggest",
            "exercises:in_library",
            "exercises:preview",
            "groups:desk_one",
            "home:group_week",
        },
        "eva": {
            "home:enquiry",
            "home:person",
            "home:registration",
            "home:therapist",
            "home:therapist_hours_row",
            "groups:office_one",
        },
    }
    routes = {route.name: route for route in behind_the_sign_in()}
    faults = [
        f"{who}: {name}"
        for who, names in hers.items()
        for name in names
        if status(signed_in(world.users[who]), world.address(routes[name]), posts=False) != 200
    ]
    assert faults == []


def test_with_the_code_alone_a_client_opens_appointments_and_nothing_of_the_record() -> None:
    world = World()
    browser = signed_in(world.users["ana"], unlocked=False)
    opened = {
        route.name
        for route in behind_the_sign_in()
        if route.pattern.startswith("me/") and browser.get(world.address(route)).status_code == 200
    }
    assert {name for name in opened if not name.startswith("booking:")} == {"home:me", "exercises:tools"}


def test_staff_without_their_second_factor_open_nothing_of_anybody() -> None:
    world = World()
    opened = [
        f"{who}: {route.name}"
        for who in STAFF
        for browser in [signed_in(world.users[who], unlocked=False)]
        for route in behind_the_sign_in()
        if browser.get(world.address(route)).status_code not in {302, 404, 405}
    ]
    assert opened == []
