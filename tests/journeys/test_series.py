"""A therapist plans a course, moves a part of it, and follows the agreed steps when nobody came; what the client sees."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Someone
from tests.journeys.people import Person

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

TODAY = date.today()  # noqa: DTZ011 - the journey runs in real time, in London
MONDAY = TODAY + timedelta(days=21 - TODAY.weekday())


@pytest.mark.hazard("H18")
def test_a_course_is_planned_changed_and_seen_by_its_client(someone: Someone) -> None:
    staff = Person(someone("desktop"), js=True, name="course-staff")
    client = Person(someone("phone"), js=True, name="course-client")
    staff.steps_in_as("Dr Clara Vale")
    a_course_is_planned(staff)
    this_and_later_move(staff)
    the_client_sees_it(client)
    staff_book_and_cancel(staff)
    the_route_is_followed(staff)


def anas_page(staff: Person) -> None:
    staff.go("/desk/clients/")
    staff.page.get_by_role("table").get_by_role("link", name=re.compile(r"\bA\.")).first.click()
    staff.judge()


def a_course_is_planned(staff: Person) -> None:
    anas_page(staff)
    staff.follow("Plan a course")
    staff.write("First day", MONDAY.isoformat())
    staff.write("Time", "10:00")
    staff.write("How many sessions?", "3")
    staff.press("Look at the dates")
    ticks = staff.page.get_by_role("checkbox")
    expect(ticks.first).to_be_checked()
    staff.press("Book these dates")
    staff.sees("Every Monday at 10:00")
    staff.sees("Session 3 of 3.")


def this_and_later_move(staff: Person) -> None:
    staff.page.get_by_role("link", name="This and later").nth(1).click()
    staff.judge()
    staff.write("First day", (MONDAY + timedelta(days=8)).isoformat())
    staff.write("Time", "11:00")
    staff.press("Look at the dates")
    staff.press("Move them")
    staff.sees("Every Tuesday at 11:00")


def the_client_sees_it(client: Person) -> None:
    client.steps_in_as("Ana, a client")
    client.go("/me/sessions/")
    client.sees("Session 1 of 3.")
    client.page.get_by_role("article").filter(has_text="Session 1 of 3.").get_by_role("link").click()
    client.judge()
    client.sees("Session 1 of 3.")
    expect(client.page.get_by_role("link", name="Move it")).to_be_visible()


def staff_book_and_cancel(staff: Person) -> None:
    anas_page(staff)
    staff.follow("Book a time for them")
    staff.page.get_by_text("A time that is not in the list").click()
    staff.write("Day and time", f"{(MONDAY + timedelta(days=2)).isoformat()}T21:00")
    staff.press("Look at this time")
    staff.sees("The hours do not give this time")
    staff.press("Book this time")
    staff.sees("Say why.")
    staff.write("Why outside the hours", "They work until eight")
    staff.press("Book this time")
    staff.sees("They work until eight")
    staff.sees("you can undo this")
    staff.follow("Cancel it")
    staff.press("Cancel this time")
    staff.sees("Cancelled.")


def the_route_is_followed(staff: Person) -> None:
    """Today's session began and is not written up yet: for the journey, nobody came to it."""
    staff.go("/desk/")
    staff.page.get_by_role("main").get_by_role("link", name=re.compile("^Finish")).first.click()
    staff.judge()
    pk = staff.page.url.rstrip("/").rpartition("/")[2]
    staff.go(f"/desk/appointments/{pk}/route/")
    steps = staff.page.get_by_role("list", name="The agreed steps").get_by_role("listitem")
    for number, answer in enumerate(("No answer", "No answer", "Done", "Not needed")):
        staff.press(answer, within=steps.nth(number))
    staff.sees("word for word")
    staff.press("Send this message")
    staff.sees("No other goes out about this time.")
