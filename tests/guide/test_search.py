"""Search: what people type finds the page, and leaves no trace."""

import logging
from html import unescape

import pytest
from django.test import Client

from waylight.guide import reading, search
from waylight.guide.pages import all_pages
from waylight.guide.search import stem_of

QUERIES = [
    ("scars", "scars"),
    ("Scar", "scars"),
    ("telling someone", "telling-someone"),
    ("mindfulness", "mindfulness"),
    ("what does it cost", "cost"),
    ("my friend", "for-friend"),
    ("teacher", "for-teacher"),
    ("theraphy", "how-therapy-helps"),
    ("shared phone", "shared-phones"),
    ("worried teacher", "for-teacher"),
    ("my daughter", "for-parent"),
    ("suicidal", "self-harm-explained"),
    ("suicide", "for-someone"),
]


@pytest.fixture(scope="module")
def index() -> search.Index:
    return search.Index(list(all_pages().values()))


@pytest.mark.parametrize(("query", "slug"), QUERIES)
def test_what_people_type_finds_the_page_among_the_first_three(index, query, slug):
    assert slug in [result.page.slug for result in index.find(query).results[:3]]


@pytest.mark.parametrize(
    "words", ["talk talks talking talked", "parent parents parent's", "worry worries worried"]
)
def test_the_forms_of_a_word_meet(words):
    assert len({stem_of(word) for word in words.split()}) == 1


@pytest.mark.parametrize(("query", "not_meant"), [("i am scared", "scars"), ("mother", "other")])
def test_a_word_is_not_taken_for_another(index, query, not_meant):
    found = index.find(query)
    assert found.instead != not_meant
    assert not_meant not in [result.page.slug for result in found.results]


def test_a_result_shows_the_sentence_that_matched(index):
    first = index.find("scars fade").results[0]
    said = "".join(piece.text for piece in first.sentence)
    found = [piece.text.lower() for piece in first.sentence if piece.is_found]
    assert first.page.slug == "scars"
    assert any(word.startswith("scar") for word in found), said


def test_a_point_of_a_list_is_not_shown_without_its_heading(index):
    """“making them promise to stop” stands under “What tends to backfire”: alone it would read as advice."""
    results = index.find("promise stop telling").results
    shown = {result.page.slug: "".join(piece.text for piece in result.sentence) for result in results}
    assert {"for-parent", "for-someone"} <= set(shown)
    assert [said for said in shown.values() if said[0].islower()] == []


def test_a_word_that_is_written_wrongly_is_guessed_and_said(index):
    assert index.find("theraphy").instead == "therapy"
    assert index.find("therapy").instead == ""


@pytest.mark.parametrize("query", ["", "   ", "the of and", "qqqqqq", "🙂", "x" * 5000, "<zzzz>"])
def test_what_nobody_could_find_finds_nothing(index, query):
    assert index.find(query).results == ()


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("query", ["razor", "blade", "pills"])
def test_a_method_is_on_no_page_that_search_could_show(index, query):
    assert all(
        piece.text.lower() != query
        for result in index.find(query).results
        for piece in result.sentence
        if piece.is_found
    )


pages = pytest.mark.django_db


@pages
def test_the_page_shows_results_and_is_for_nobody_else():
    answer = Client().get("/search/", {"q": "scars"})
    text = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert 'href="/read/scars/"' in text
    assert answer["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in text
    assert "<title>Search –" in text
    assert not answer.cookies


@pages
def test_nothing_found_leads_to_help_and_to_all_pages():
    text = Client().get("/search/", {"q": "qqqqqq"}).content.decode()
    assert "We have no page about that." in text
    for address in ("/help-now/", "/read/", "/ask/"):
        assert f'href="{address}"' in text


@pages
def test_what_was_typed_is_shown_as_text():
    text = Client().get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in text


@pages
def test_the_words_reach_no_log_and_no_row(caplog, django_assert_num_queries):
    reading.library()
    with caplog.at_level(logging.DEBUG), django_assert_num_queries(3):  # nobody has saved any settings yet
        Client().get("/search/", {"q": "marker-of-mine scars"})
    assert "marker-of-mine" not in caplog.text.replace("%(", "")


@pages
def test_a_page_that_is_not_published_is_not_found():
    from tests.guide.test_workflow import a_draft

    a_draft("A zebra stands here.")
    assert reading.library().index.find("zebra").results == ()
