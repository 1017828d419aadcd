"""Every exercise of the library in a real browser, filled in from its own definition, kept, shared, read, and refused."""

import os
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from tests.exercises import filling
from tests.journeys.browsing import axe, look
from tests.journeys.conftest import Someone
from tests.journeys.people import Person
from waylight.exercises import catalogue
from waylight.exercises.addresses import Quiet
from waylight.exercises.catalogue import Exercise, Step

# That each is kept, shared and refused on either database is asked in tests/exercises/test_every_exercise.py. Here it is those
# that bring a kind of question for the first time, the richest first; bin/drill takes every one of them (`EVERY_EXERCISE=1`).
pytestmark = pytest.mark.only_on("sqlite")
DIARY = "cbt-urge-diary"  # three taps on pages of its own
# Sets what a person would type and tick; says which names the page has no field for (rows that are not there yet).
FILL = """(sent) => Object.entries(sent).filter(([name, value]) => {
  const fields = [...document.querySelectorAll(`main form [name="${name}"]:not([type=hidden])`)];
  for (const field of fields) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = [value].flat().includes(field.value);
    else field.value = value;
  }
  return fields.length === 0 && !name.endsWith("_FORMS");
}).map(([name]) => name)"""
SMALL = """() => [...document.querySelectorAll("main :is(button, .btn, .choice, .step, input, select, textarea)")]
  .filter((field) => !field.closest("label") && field.checkVisibility() && field.getBoundingClientRect().height < 48)
  .map((field) => field.outerHTML.slice(0, 150))"""


@pytest.mark.hazard("H20")
def test_each_is_filled_in_from_its_own_definition_shared_read_and_refused(someone: Someone) -> None:
    """Without scripts; where a kind comes for the first time, with scripts too: judged by axe, its targets measured."""
    clara, david, ana = (Person(someone("phone", js=False), js=False, name="") for _who in range(3))
    looking = Person(someone("phone"), js=True, name="ana")
    people = (
        ("Dr Clara Vale", clara),
        ("Dr David Osei", david),
        ("Ana, a client", ana),
        ("Ana, a client", looking),
    )
    for who, person in people:
        person.steps_in_as(who)
    judged: set[str] = set()
    suggest_what_is_off(clara)
    for exercise in to_do():
        entry = begin(ana.page, exercise)
        fill(ana.page, looking.page, exercise, judged)
        assert "Left empty" not in ana.page.inner_text("main"), exercise.id
        for act in ("Finish", "Share with"):
            press(ana.page, ana.page.get_by_role("button", name=act))
        there = f"/desk/shared/{entry}/"
        assert clara.page.request.get(there).ok
        assert david.page.request.get(there).status == 404


def to_do() -> list[Exercise]:
    """All but the diary, or as many as show each kind of question."""
    library = [exercise for exercise in catalogue.library() if exercise.id != DIARY]
    if os.environ.get("EVERY_EXERCISE"):
        return library
    chosen, seen = [], set[str]()
    for exercise in sorted(
        library, key=lambda one: len({question.kind for question in one.questions()}), reverse=True
    ):
        kinds = {question.kind for question in exercise.questions()}
        if kinds - seen:
            chosen.append(exercise)
            seen |= kinds
    return chosen


def suggest_what_is_off(clara: Person) -> None:
    clara.go("/desk/clients/")
    clara.page.get_by_role("table").get_by_role("link", name=re.compile(r"\bA\.")).first.click()
    client = clara.page.url.rstrip("/").rpartition("/")[2]
    for exercise in to_do():
        if not exercise.is_on_from_the_start:
            clara.go(f"/desk/clients/{client}/assignments/{exercise.id}/")
            caution = clara.page.locator("main form input[type=checkbox]")
            if caution.count():  # the demonstration practice has switched on one or the other already
                caution.check()
                clara.press("Switch it on and suggest it")


def begin(page: Page, exercise: Exercise) -> str:
    page.goto(f"/me/practice/begin/{Quiet().to_url(exercise.id)}/")
    press(page, page.get_by_role("button", name=re.compile("^Begin")))
    return page.url.split("/")[5]


def fill(page: Page, looking: Page, exercise: Exercise, judged: set[str]) -> None:
    """Page by page until there is none left."""
    kept: dict[str, Any] = {}
    every = {question.id for question in exercise.questions()}
    while "/page/" in page.url:
        step = exercise.step(page.url.split("/page/")[1].split("/")[0])
        assert step is not None
        if kinds := {question.kind for question in step.questions} - judged:
            judged |= kinds
            looking.goto(page.url)
            judge(looking, step)
        sent, expected = filling.page(exercise, step, kept, every)
        kept |= expected
        missing = page.evaluate(FILL, sent)
        while rows := next((name for name in missing if re.search(r"-\d+-", name)), None):
            press(page, page.locator(f"button[name='{rows.split('-')[0]}-add']"))
            missing = page.evaluate(FILL, sent)
        press(page, page.get_by_role("button", name="Save and go on"))


def press(page: Page, button: Locator) -> None:
    """The next page is there when this is done. Of hundreds of buttons none is scrolled to: `judge` has measured them."""
    with page.expect_navigation():
        button.evaluate("(button) => button.click()")


def judge(page: Page, step: Step) -> None:
    axe(page)
    assert page.evaluate(SMALL) == []
    look(page, f"exercise-{step.id}")
