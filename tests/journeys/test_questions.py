"""J2: somebody is not sure. Six questions, three sentences, three doors; then they ask. Without scripts, and with them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Person
from tests.journeys.running import Running

ANSWERS = [
    ("Are you safe right now?", "Yes, I am safe"),
    ("How has it been lately?", "It happens more, or it gets worse"),
    ("What is the urge like when it comes?", "I tried to stop, and I could not"),
    ("How are most of your days?", "I’d rather not say"),
    ("And the people around you?", "I keep away from people more"),
    ("What do you wish for?", "That things change"),
]


@pytest.fixture(params=[False, True], ids=["without scripts", "with scripts"])
def unsure(request: pytest.FixtureRequest, someone) -> Person:
    return Person(someone("phone", js=request.param), js=request.param, name="questions")


def answer(person: Person, question: str, words: str) -> None:
    person.choose(question, words)
    person.press("Next")


def cookies(page: Page) -> set[str]:
    return {cookie["name"] for cookie in page.context.cookies()}


@pytest.mark.hazard("H11", "H16")
def test_unsure_then_six_questions_then_ask(unsure: Person, practice: Running) -> None:
    unsure.go("/")
    before = cookies(unsure.page)
    unsure.follow("Not sure? Six questions")
    unsure.sees("They take about 2 minutes. No name, and nothing is kept.")
    unsure.press("Begin")
    for number, (question, words) in enumerate(ANSWERS, start=1):
        unsure.sees(f"Question {number} of 6")
        assert unsure.page.url == f"{practice.address}/questions/"
        answer(unsure, question, words)
    unsure.sees("You say that it happens more or gets worse, and that you tried to stop and could not.")
    unsure.sees("You wish for things to change, and what you describe is something we help with.")
    doors = unsure.page.get_by_role("main").locator("article.door")
    expect(doors).to_have_count(3)
    boxes = [door.bounding_box() for door in doors.all()]
    assert len({round(box["width"]) for box in boxes if box}) == 1
    assert cookies(unsure.page) == before
    unsure.follow("Ask for a first talk")
    unsure.sees("It takes about 3 minutes. A person reads it")


@pytest.mark.hazard("H16")
def test_in_danger_the_emergency_card_comes_at_once_and_one_may_go_on(unsure: Person) -> None:
    unsure.go("/help-now/gb/")
    unsure.go("/questions/")
    unsure.press("Begin")
    answer(unsure, "Are you safe right now?", "No, or I am not sure")
    expect(unsure.page.get_by_role("heading", name=re.compile(r"Call \d+ now if:"))).to_be_in_viewport()
    unsure.sees("You can stop here, or go on with the questions.")
    unsure.sees("Question 2 of 6")
    for question, _words in ANSWERS[1:]:
        answer(unsure, question, "I’d rather not say")
    unsure.sees("You can ask us without saying more: we help people who hurt themselves.")
    expect(unsure.page.get_by_role("heading", name=re.compile(r"Call \d+ now if:"))).to_be_visible()
    expect(unsure.page.get_by_role("main").locator("article.door")).to_have_count(3)


def test_back_of_the_page_and_of_the_browser_and_refresh_keep_the_answers(unsure: Person) -> None:
    page = unsure.page
    unsure.go("/questions/")
    unsure.press("Begin")
    answer(unsure, *ANSWERS[0])
    answer(unsure, *ANSWERS[1])
    unsure.sees("Question 3 of 6")
    page.reload()
    unsure.sees("Question 3 of 6")
    unsure.press("Back")
    expect(page.get_by_label(ANSWERS[1][1])).to_be_checked()
    unsure.press("Next")
    unsure.sees("Question 3 of 6")
    page.go_back()
    unsure.sees("Question 2 of 6")
    page.go_back()
    unsure.sees("Question 3 of 6")
    answer(unsure, *ANSWERS[2])
    unsure.sees("Question 4 of 6")


def test_without_an_answer_the_page_says_what_is_wrong(unsure: Person) -> None:
    unsure.go("/questions/")
    unsure.press("Begin")
    unsure.page.get_by_role("main").get_by_role("button", name="Next").click()
    unsure.sees("Choose an answer. “I’d rather not say” is one too.")
    unsure.sees("Question 1 of 6")


@pytest.mark.hazard("H06")
def test_nothing_about_the_walk_reaches_a_log(unsure: Person, practice: Running) -> None:
    unsure.go("/questions/")
    unsure.press("Begin")
    answer(unsure, *ANSWERS[0])
    assert "questions" not in practice.logs()
