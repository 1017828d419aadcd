"""The pages of a course: agreed, looked at date by date, booked, changed, ended; and what its client sees."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast
from tests.booking.courses import WEEK, a_course, starts, thursdays
from tests.booking.meeting import (
    MONDAY,
    THURSDAY,
    ana_agreed,
    another,
    booked,
    form,
    open_clara,
    standing,
    value_of,
)
from tests.booking.pages import words
from tests.sign_in import signed_in
from waylight.booking import scheduling
from waylight.booking.models import Appointment, Series, Status

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ANSWERS = {"first_on": "2027-01-07", "starts_at": "10:00", "every_weeks": "1", "planned": "4"}


@pytest.fixture(autouse=True)
def monday(clock: Any) -> None:
    clock(MONDAY)


def desk() -> Any:
    return signed_in(cast.clara().user)


def to_new(pk: Any) -> str:
    return reverse("booking:series_new", args=[pk])


def to(name: str, course: Series) -> str:
    return reverse(f"booking:{name}", args=[course.pk])


def ticked(moments: list[Any], prefixes: Any = None) -> list[str]:
    prefixes = prefixes or range(len(moments))
    return [f"{prefix} {value_of(moment)}" for prefix, moment in zip(prefixes, moments, strict=True)]


def make(client: Any, moments: list[Any], **fields: Any) -> Any:
    sent = form() | ANSWERS | {"at": ticked(moments)} | fields
    return desk().post(to_new(client.pk), sent, follow=True)


def test_a_course_begins_with_the_number_the_practice_plans():
    page = desk().get(to_new(ana_agreed().pk)).content.decode()
    assert 'value="8"' in page
    assert "On whose clocks" not in page


@pytest.mark.hazard("H18")
def test_whose_clocks_is_asked_where_they_differ_and_both_are_shown():
    ana = ana_agreed()
    ana.user.zone = "Australia/Lord_Howe"
    ana.user.save()
    assert "Theirs, Lord Howe" in words(desk().get(to_new(ana.pk)))
    asked = words(desk().get(to_new(ana.pk), ANSWERS | {"zone": "Europe/London"}))
    assert "Thursday 7 January, 10:00 21:00 in Lord Howe" in asked
    theirs = words(
        desk().get(to_new(ana.pk), ANSWERS | {"zone": "Australia/Lord_Howe", "starts_at": "21:00"})
    )
    assert "Thursday 7 January, 10:00 21:00 in Lord Howe" in theirs


def test_every_date_is_shown_with_what_stands_in_its_way():
    ana = ana_agreed()
    booked(another("Bea"), THURSDAY + WEEK)
    page = desk().get(to_new(ana.pk), ANSWERS)
    said = words(page)
    assert "Somebody else has this time." in said
    assert "Bea" not in said
    assert "Instead: Thursday 14 January, 09:00" in said
    assert page.content.decode().count(" checked>") == 3
    assert standing()[0].client.name == "Bea"
    assert Series.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first_on": "2026-01-07"}, "Choose a day from today on, within a year."),
        ({"first_on": ""}, "Choose the first day."),
        ({"starts_at": "x"}, "Write a time such as 09:00."),
        ({"planned": "61"}, "60"),
        ({"every_weeks": "3"}, "Choose"),
    ],
)
def test_what_cannot_be_agreed_is_said(wrong: dict[str, str], said: str):
    assert said in words(desk().get(to_new(ana_agreed().pk), ANSWERS | wrong))


def test_what_is_ticked_is_booked_and_shown():
    ana = ana_agreed()
    page = words(make(ana, thursdays()))
    assert "Every Thursday at 10:00, London time." in page
    assert "Session 4 of 4. A look back together is planned." in page
    assert "A look back together is planned after session 4." in page
    (course,) = Series.objects.all()
    assert starts(course) == thursdays()


def test_a_form_sent_twice_makes_one_course():
    ana = ana_agreed()
    browser, sent = desk(), form() | ANSWERS | {"at": ticked(thursdays())}
    answers = [browser.post(to_new(ana.pk), sent) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Series.objects.count() == 1
    assert len(standing()) == 4


@pytest.mark.hazard("H18")
def test_what_was_taken_meanwhile_is_shown_again_and_nothing_is_booked():
    ana = ana_agreed()
    booked(another("Bea"), THURSDAY + WEEK)
    answer = make(ana, thursdays())
    assert answer.status_code == 409
    said = words(answer)
    assert "Nothing is booked. Someone took Thursday 14 January, 10:00 a moment ago." in said
    assert "Somebody else has this time." in said
    assert answer.content.decode().count(" checked>") == 3
    assert [row.client.name for row in standing()] == ["Bea"]
    assert "Every Thursday" in words(make(ana, [one for one in thursdays() if one != THURSDAY + WEEK]))


def test_two_ticks_for_one_date_are_asked_about():
    answer = desk().post(
        to_new(ana_agreed().pk),
        form() | ANSWERS | {"at": [f"0 {value_of(THURSDAY)}", f"0 {value_of(THURSDAY + HOUR)}"]},
    )
    assert answer.status_code == 409
    assert "Choose one time for each date." in words(answer)
    assert standing() == []


def test_nothing_ticked_and_no_reason_are_asked_for():
    ana = ana_agreed()
    assert "Choose at least one date." in words(make(ana, []))
    answer = make(ana, [THURSDAY + 9 * HOUR], starts_at="19:00")
    assert "Write why it is outside the hours." in words(answer)
    assert "all the same" in words(answer)
    too_long = make(ana, [THURSDAY + 9 * HOUR], starts_at="19:00", reason="x" * 301)
    assert "It can be up to 300." in words(too_long)
    assert standing() == []


def test_without_agreement_to_treatment_it_is_said_at_once():
    open_clara()
    said = words(desk().get(to_new(cast.ana().pk)))
    assert "They have not agreed to treatment yet." in said
    assert "Look at the dates" not in said


def test_all_that_are_to_come_are_moved():
    course = a_course()
    rows = standing()
    said = words(desk().get(to("series_change", course)))
    assert "4 sessions move, from Thursday 7 January, 10:00 on." in said
    answers = {"from": str(rows[0].pk), "first_on": "2027-01-08", "starts_at": "11:00"}
    said = words(desk().get(to("series_change", course), answers))
    assert "Now Thursday 7 January, 10:00 Friday 8 January, 11:00" in said
    wanted = [one + 25 * HOUR for one in thursdays()]
    sent = form() | answers | {"at": ticked(wanted, [row.pk for row in rows])}
    said = words(desk().post(to("series_change", course), sent, follow=True))
    assert "Every Friday at 11:00, London time." in said
    assert starts(course) == wanted


def test_this_and_later_begins_where_one_says():
    course = a_course()
    third = standing()[2]
    said = words(desk().get(to("series_change", course), {"from": str(third.pk)}))
    assert "2 sessions move, from Thursday 21 January, 10:00 on." in said


def test_a_change_that_does_not_fit_shows_the_dates_again():
    course = a_course()
    rows = standing()
    booked(another("Bea"), THURSDAY + WEEK + HOUR)
    answers = {"first_on": "2027-01-07", "starts_at": "11:00"}
    sent = form() | answers | {"at": ticked([one + HOUR for one in thursdays()], [row.pk for row in rows])}
    answer = desk().post(to("series_change", course), sent)
    assert answer.status_code == 409
    assert "Somebody else has this time." in words(answer)
    assert starts(course) == thursdays()


def test_ending_asks_first_and_then_cancels():
    course = a_course()
    said = words(desk().get(to("series_end", course)))
    assert "These are cancelled" in said
    assert "Thursday 28 January, 10:00" in said
    assert starts(course) == thursdays()
    said = words(desk().post(to("series_end", course), form(), follow=True))
    assert "Ended on Monday 4 January." in said
    assert starts(course) == []
    assert desk().post(to("series_end", course), form()).status_code == 409


def test_the_client_sees_the_course_and_can_change_one_of_it_as_any_other():
    course = a_course()
    browser, first = signed_in(course.client.user, unlocked=False), standing()[0]
    mine = words(browser.get(reverse("booking:mine")))
    assert "Session 1 of 4." in mine
    assert "Session 4 of 4. A look back together is planned." in mine
    one = words(browser.get(reverse("booking:appointment", args=[first.pk])))
    assert "Session 1 of 4." in one
    assert "Move it" in one
    assert "Cancel it" in one


def test_nothing_on_the_pages_counts_against_anybody():
    course = a_course()
    Appointment.objects.filter(pk=standing()[0].pk).update(status=Status.NOSHOW)
    for page in (
        desk().get(to("series", course)),
        signed_in(course.client.user).get(reverse("booking:mine")),
    ):
        said = words(page).lower()
        for word in ("missed", "streak", "only", "failed", "%", "should"):
            assert word not in said


def test_one_of_a_course_is_not_taken_back_alone_while_one_message_speaks_for_all():
    a_course()
    first = standing()[0]
    page = reverse("home:appointment", args=[first.pk])
    assert "you can undo this" not in words(desk().get(page))
    desk().post(reverse("booking:undo_for", args=[first.pk]), form())
    assert len(standing()) == 4
    moved = scheduling.move(first, THURSDAY + HOUR, by=cast.clara().user)
    assert "you can undo this" in words(desk().get(reverse("home:appointment", args=[moved.pk])))


def test_a_course_is_not_there_for_anybody_but_her_therapist():
    course = a_course()
    pages = [
        to_new(course.client_id),
        *(to(name, course) for name in ("series", "series_change", "series_end")),
    ]
    for user in (cast.ana().user, cast.ben().user, cast.david().user, cast.eva()):
        browser = signed_in(user)
        for page in pages:
            assert browser.get(page).status_code == 404, (user.email, page)
            sent = form() | ANSWERS | {"at": ticked(thursdays())}
            assert browser.post(page, sent).status_code in {404, 405}, (user.email, page)
    assert starts(course) == thursdays()


def test_pages_of_a_long_course_ask_as_many_questions_as_of_a_short_one():
    course = a_course(thursdays(2))

    def questions() -> dict[str, int]:
        found = {}
        for address, user in (
            (to("series", course), cast.clara().user),
            (reverse("booking:mine"), course.client.user),
        ):
            browser = signed_in(user)
            with CaptureQueriesContext(connection) as asked:
                browser.get(address)
            found[address] = len(asked)
        return found

    questions()
    few = questions()
    for number in range(2, 9):
        cast.an_appointment(
            course.client,
            starts_at=THURSDAY + number * WEEK,
            series=course,
            booked_by=str(cast.clara().user_id),
        )
    assert questions() == few


# In the office: the same pages, without a way into the record.


def office(name: str, client: Any, *more: Any) -> str:
    return reverse(f"booking:office_series{name}", args=[client.pk, *more])


def manager() -> Any:
    return signed_in(cast.eva())


def test_a_manager_plans_a_course_from_the_persons_page():
    ana = ana_agreed()
    person = manager().get(reverse("home:person", args=[ana.pk])).content.decode()
    assert office("_new", ana) in person
    asked = manager().get(office("_new", ana), ANSWERS)
    assert "Thursday 28 January, 10:00" in words(asked)
    sent = form() | ANSWERS | {"at": ticked(thursdays())}
    page = manager().post(office("_new", ana), sent, follow=True)
    course = Series.objects.get()
    assert starts(course) == thursdays()
    assert course.created_by == str(cast.eva().pk)
    assert page.redirect_chain[-1][0] == office("", ana, course.pk)
    assert "With Dr Clara Demo" in words(page)
    assert "/desk/" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert office("", ana, course.pk) in manager().get(reverse("home:person", args=[ana.pk])).content.decode()


def test_a_manager_changes_and_ends_a_course():
    course = a_course()
    ana = course.client
    moved = [one + timedelta(hours=1) for one in thursdays()]
    rows = Appointment.objects.filter(series=course).order_by("starts_at")
    sent = form() | {"first_on": "2027-01-07", "starts_at": "11:00"}
    sent |= {"at": ticked(moved, [str(row.pk) for row in rows])}
    page = manager().post(office("_change", ana, course.pk), sent, follow=True)
    assert page.redirect_chain[-1][0] == office("", ana, course.pk)
    assert starts(course) == moved
    one = Appointment.objects.filter(series=course, status=Status.BOOKED).order_by("starts_at")[0]
    assert reverse("booking:office_move", args=[ana.pk, one.pk]) in page.content.decode()
    manager().post(office("_end", ana, course.pk), form())
    assert standing() == []


def test_of_several_therapists_the_manager_says_with_whom():
    ana = ana_agreed()
    cast.office_hours(cast.david())
    cast.an_episode(ana, cast.david())
    asked = words(manager().get(office("_new", ana)))
    assert "With whom?" in asked
    chosen = {"with": cast.david().slug}
    page = manager().get(office("_new", ana), chosen).content.decode()
    assert f'name="with" value="{cast.david().slug}"' in page
    sent = form() | ANSWERS | {"at": ticked(thursdays())} | chosen
    manager().post(office("_new", ana), sent)
    assert Series.objects.get().therapist == cast.david()


@pytest.mark.parametrize("who", [cast.ana, cast.clara, cast.david])
def test_the_pages_of_the_office_are_for_managers_alone(who: Any):
    course = a_course()
    browser = signed_in(who().user)
    for name, more in (("_new", []), ("", [course.pk]), ("_change", [course.pk]), ("_end", [course.pk])):
        assert browser.get(office(name, course.client, *more)).status_code == 404
    assert browser.post(office("_end", course.client, course.pk), form()).status_code == 404


def test_a_course_is_not_found_at_another_person():
    course = a_course()
    assert manager().get(office("", cast.ben(), course.pk)).status_code == 404
