"""Every exercise of the library in a real browser, filled in from its own definition, kept, shared, read, and refused."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.exercises import filling
from tests.journeys.browsing import axe, look
from tests.journeys.conftest import Someone
from tests.journeys.people import Person
from waylight.exercises import catalogue
from waylight.exercises.addresses import Quiet
from waylight.exercises.catalogue import Exercise, Step

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
    """One judgement by axe, of targets and with pictures, for each new set of kinds on a page."""
    clara, ana = (
        Person(someone(js=False), js=False, name="clara"),
        Person(someone("phone"), js=True, name="ana"),
    )
    david = Person(someone(js=False), js=False, name="david")
    for person, who in ((clara, "Dr Clara Vale"), (david, "Dr David Osei"), (ana, "Ana, a client")):
        person.steps_in_as(who)
    judged: set[frozenset[str]] = set()
    suggest_what_is_off(clara)
    for exercise in catalogue.library():
        entry = begin(ana.page, exercise)
        fill(ana.page, exercise, judged)
        assert "Left empty" not in ana.page.inner_text("main"), exercise.id
        ana.page.get_by_role("button", name="Finish").click()
        ana.page.get_by_role("button", name="Share with").click()
        there = f"/desk/shared/{entry}/"
        assert clara.page.request.get(there).ok
        assert david.page.request.get(there).status == 404


def suggest_what_is_off(clara: Person) -> None:
    clara.go("/desk/clients/")
    clara.page.get_by_role("table").get_by_role("link", name=re.compile(r"\bA\.")).first.click()
    client = clara.page.url.rstrip("/").rpartition("/")[2]
    for exercise in catalogue.library():
        if not exercise.is_on_from_the_start:
            clara.go(f"/desk/clients/{client}/assignments/{exercise.id}/")
            for box in clara.page.locator("main form input[type=checkbox]").all():
                box.check()
            clara.press("Switch it on and suggest it")


def begin(page: Page, exercise: Exercise) -> str:
    page.goto(f"/me/practice/begin/{Quiet().to_url(exercise.id)}/")
    page.get_by_role("button", name=re.compile("^Begin")).click()
    return page.url.split("/")[5]


def fill(page: Page, exercise: Exercise, judged: set[frozenset[str]]) -> None:
    """Page by page until there is none left."""
    kept: dict[str, Any] = {}
    every = {question.id for question in exercise.questions()}
    while "/page/" in page.url:
        step = exercise.step(page.url.split("/page/")[1].split("/")[0])
        assert step is not None
        judge(page, step, judged)
        sent, expected = filling.page(exercise, step, kept, every)
        kept |= expected
        missing = page.evaluate(FILL, sent)
        while rows := next((name for name in missing if re.search(r"-\d+-", name)), None):
            page.locator(f"button[name='{rows.split('-')[0]}-add']").click()
            missing = page.evaluate(FILL, sent)
        page.get_by_role("button", name="Save and go on").click()


def judge(page: Page, step: Step, judged: set[frozenset[str]]) -> None:
    kinds = frozenset(question.kind for question in step.questions)
    if kinds <= frozenset().union(*judged):
        return
    judged.add(kinds)
    axe(page)
    assert page.evaluate(SMALL) == []
    look(page, f"exercise-{'-'.join(sorted(kinds)).replace(' ', '-')}")
