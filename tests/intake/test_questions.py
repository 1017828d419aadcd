"""The six questions as a browser walks them: nothing kept, nothing in an address, danger answered at once."""

import logging
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.intake.asking import Reader, rows
from waylight.intake import envelope, six_questions
from waylight.intake.six_questions import QUESTIONS

ADDRESS = "/questions/"
CALM = {"safe": "yes", "lately": "same", "urge": "passes", "days": "right", "people": "same", "wish": "look"}
DOORS = [
    reverse("intake:ask"),
    *(reverse("guide:page", args=[slug]) for slug in ("self-harm-explained", "telling-someone")),
]


def form_of(page: Any) -> dict[str, str]:
    """The fields of the page's own form, radios as they are checked."""
    reader = Reader()
    reader.feed(page.text)
    return reader.forms[-1]


def press(browser: Client, page: Any, **typed: str) -> Any:
    return browser.post(ADDRESS, form_of(page) | typed)


def begin(browser: Client) -> Any:
    return press(browser, browser.get(ADDRESS))


def walk(browser: Client, answers: dict[str, str]) -> list[Any]:
    """Every page from the first question to the end."""
    pages = [begin(browser)]
    for question in QUESTIONS:
        pages.append(press(browser, pages[-1], answer=answers[question.key]))
    return pages


def caption(page: Any) -> str:
    found = re.search(r"Question \d of 6", page.text)
    return found.group(0) if found else ""


def has_care_card(page: Any) -> bool:
    return 'id="now"' in page.text


def test_the_first_page_says_what_it_takes_and_may_be_found(client: Client) -> None:
    page = client.get(ADDRESS)
    assert "They take about 2 minutes. No name, and nothing is kept." in page.text
    assert "X-Robots-Tag" not in page
    assert reverse("guide:for_someone") in page.text


def test_one_question_a_page_each_with_its_place_and_a_way_not_to_say(client: Client) -> None:
    *asked, end = walk(client, CALM)
    assert [caption(page) for page in asked] == [f"Question {n} of 6" for n in range(1, 7)]
    for page, question in zip(asked, QUESTIONS, strict=True):
        assert str(question.words) in page.text and "I’d rather not say" in page.text
        assert page["X-Robots-Tag"] == "noindex"
    assert caption(end) == ""


@pytest.mark.hazard("H11")
@pytest.mark.parametrize("answer", ["first", "last", "rather-not"])
def test_every_end_has_the_same_three_doors_and_no_number(client: Client, answer: str) -> None:
    pick = {"first": 0, "last": -1}
    said = {q.key: q.answers[pick[answer]].key if answer in pick else answer for q in QUESTIONS}
    end = walk(client, said)[-1].text
    main = end[end.index("<main") : end.index("</main>")]
    doors = re.findall(r'<h3><a href="([^"]+)"', main)
    assert doors == DOORS
    for sentence in six_questions.sentences(said):
        assert sentence in unescape(main)
    told = re.search(r"<div[^>]*data-sentences>(.*?)</div>", main, re.DOTALL)
    assert told and not re.search(r"\d", told.group(1))


@pytest.mark.hazard("H16")
@pytest.mark.parametrize("said", [{"safe": "no"}, {"safe": "thoughts"}, {"days": "no-way"}])
def test_an_answer_that_touches_danger_shows_the_emergency_card_at_once_and_again_at_the_end(
    client: Client, said: dict[str, str]
) -> None:
    client.cookies["country"] = "NZ"
    *asked, end = walk(client, CALM | said)
    at = 1 + [question.key for question in QUESTIONS].index(next(iter(said)))
    assert [has_care_card(page) for page in asked] == [n == at for n in range(6)]
    assert "You are in: New Zealand" in asked[at].text
    assert caption(asked[at]) == f"Question {at + 1} of 6"
    assert has_care_card(end) and 'class="card door"' in end.text


@pytest.mark.hazard("H16")
def test_without_danger_there_is_no_card_and_help_now_stays_on_each_page(client: Client) -> None:
    for page in [client.get(ADDRESS), *walk(client, CALM)]:
        assert not has_care_card(page)
        assert reverse("crisis:help_now") in page.text


def test_back_keeps_the_answers(client: Client) -> None:
    third = walk(client, CALM)[2]
    second = press(client, third, go="2", answer="tried")
    assert form_of(second)["answer"] == "same"
    assert form_of(press(client, second))["answer"] == "tried"


def test_at_the_end_one_may_go_back_and_choose_again(client: Client) -> None:
    end = walk(client, CALM)[-1]
    last = press(client, end, go="6")
    assert form_of(last)["answer"] == "look"
    assert "You wish for things to change" in press(client, last, answer="change").text


def test_no_answer_is_asked_for_again_and_nothing_is_lost(client: Client) -> None:
    second = press(client, begin(client), answer="yes")
    again = press(client, second)
    assert "There is a problem" in again.text and caption(again) == "Question 2 of 6"
    assert "<title>Problem: " in again.text
    assert form_of(press(client, again, go="1"))["answer"] == "yes"


def test_the_same_page_sent_again_is_the_same_page(client: Client) -> None:
    """Refresh, and Back to a page that the browser has to ask for."""
    second = press(client, begin(client), answer="yes")
    sent = form_of(second) | {"answer": "more"}
    first, again = (client.post(ADDRESS, sent) for _ in range(2))
    assert caption(first) == caption(again) == "Question 3 of 6"
    assert "no-store" not in first["Cache-Control"] and "private" in first["Cache-Control"]


def test_a_question_that_was_left_out_comes_before_the_end(client: Client) -> None:
    last = client.post(ADDRESS, {"go": "6"})
    assert caption(press(client, last, answer="look")) == "Question 1 of 6"


@pytest.mark.parametrize(
    "harm", [lambda sealed: sealed[:-8] + "AAAAAAA=", lambda _: "nonsense", lambda _: "é"]
)
def test_a_tampered_field_is_not_believed(client: Client, harm: Any) -> None:
    second = press(client, begin(client), answer="no")
    page = press(client, second, envelope=harm(form_of(second)["envelope"]), answer="more")
    assert "We could not read your earlier answers" in page.text
    assert "envelope" not in form_of(page) and page["X-Robots-Tag"] == "noindex"


def test_answers_are_forgotten_after_a_day(client: Client, clock: Any) -> None:
    clock("2026-11-23 10:00+00:00")
    second = press(client, begin(client), answer="yes")
    clock("2026-11-24 10:01+00:00")
    assert "your answers are gone" in press(client, second, answer="more").text


def test_what_was_sealed_for_another_form_is_not_taken(client: Client) -> None:
    of_ask = envelope.close({"safe": "no"}, timezone.now())
    assert "We could not read" in client.post(ADDRESS, {"envelope": of_ask, "go": "2"}).text


@pytest.mark.parametrize(
    "sent", [{"number": "7"}, {"number": "0"}, {"go": "-1"}, {"number": "²"}, {"number": "1", "answer": "x"}]
)
def test_a_form_made_by_hand_leads_to_a_question(client: Client, sent: dict[str, str]) -> None:
    assert caption(client.post(ADDRESS, sent)) == "Question 1 of 6"


def test_answers_cannot_be_read_in_the_field(client: Client) -> None:
    sealed = form_of(walk(client, CALM | {"safe": "thoughts"})[3])["envelope"]
    assert "thoughts" not in sealed and "safe" not in sealed


@pytest.mark.hazard("H06")
def test_the_walk_leaves_no_cookie_and_no_line_in_a_log(client: Client, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        pages = [client.get(ADDRESS), *walk(client, CALM | {"safe": "no"})]
    assert dict(client.cookies) == {}
    assert [page for page in pages if page.cookies] == []
    assert caplog.records == []
    assert {page.request["PATH_INFO"] for page in pages} == {ADDRESS}
    assert not any(page.request["QUERY_STRING"] for page in pages)


@pytest.mark.hazard("H06")
@pytest.mark.django_db
def test_the_walk_leaves_nothing_in_the_database(client: Client, django_assert_num_queries: Any) -> None:
    before = rows()
    with django_assert_num_queries(0):
        walk(client, CALM | {"safe": "no"})
    assert rows() == before


def test_the_form_is_taken_without_a_token_since_it_writes_nothing() -> None:
    assert caption(begin(Client(enforce_csrf_checks=True))) == "Question 1 of 6"


@pytest.mark.django_db
def test_the_first_page_of_the_site_and_its_map_lead_here(client: Client) -> None:
    assert f'href="{ADDRESS}">Not sure? Six questions' in client.get("/").text
    assert f"{ADDRESS}</loc>" in client.get("/sitemap.xml").text
