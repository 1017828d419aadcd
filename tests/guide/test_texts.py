"""The texts that Waylight ships: all of what the practice promises to explain, each short, honest and with a way to help."""

import re

import pytest

from waylight.guide import pages
from waylight.guide.readability import read, sentences, words

TEXTS = pages.all_pages()
SUPPORTING = ("act", "compassion", "mindfulness")
# What the practice's own page promises to explain (MISSION S2-S5, S9-S13, S15, S16), and what a visitor needs beside it.
PROMISED = {
    "self-harm-explained", "who-it-touches", "what-lies-behind-it", "why-it-comes-back", "when-to-seek-help",
    "telling-someone", "looking-after-yourself", "scars", "not-alone", "how-therapy-helps", "finding-what-fits",
    "first-talk", "in-therapy", "take-away", "cbt", *SUPPORTING, "mindfulness-with-care", "signs", "for-someone",
    "for-friend", "for-parent", "for-teacher", "for-me", "how-it-works", "cost", "shared-phones", "privacy",
    "what-we-cannot-protect", "accessibility", "complaints",
}  # fmt: skip


def test_all_that_is_promised_is_explained():
    assert set(TEXTS) >= PROMISED


@pytest.mark.parametrize("slug", sorted(TEXTS))
def test_a_text_is_short_and_easy(slug):
    page = TEXTS[slug]
    assert 150 <= len(words(page.markdown)) <= 600
    for text in (page.markdown, page.title, page.description):
        reading = read(text)
        assert not reading.too_long
        assert reading.is_easy or reading.words < 30
    assert len(page.description) <= 160  # what a search engine shows of it


@pytest.mark.parametrize("slug", sorted(TEXTS))
def test_a_paragraph_holds_one_idea(slug):
    paragraphs = [
        part for part in TEXTS[slug].markdown.split("\n\n") if not re.match(r"\s*(?:[-#]|\d\.)", part)
    ]
    assert [part for part in paragraphs if len(words(part)) > 70 or len(sentences(part)) > 6] == []


@pytest.mark.hazard("H16")
@pytest.mark.parametrize("slug", sorted(slug for slug, page in TEXTS.items() if page.parent != "about"))
def test_a_text_about_self_harm_leads_to_help_now(slug):
    page = TEXTS[slug]
    assert "(go:crisis:help_now)" in page.markdown or page.help_first


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("slug", sorted(TEXTS))
def test_no_text_types_a_telephone_number(slug):
    assert not re.search(r"(?<!\d,)\b(?:112|911|999)\b|\d{2,}[ -]\d{3,}|\d{5,}", TEXTS[slug].markdown)


@pytest.mark.parametrize("slug", SUPPORTING)
def test_an_approach_that_nice_does_not_recommend_says_so(slug):
    assert "not on NICE’s list for self-harm" in TEXTS[slug].markdown
    assert "supporting approach" in TEXTS[slug].markdown


@pytest.mark.parametrize("slug", ["how-therapy-helps", "cbt"])
def test_what_is_known_of_cbt_is_not_made_larger_than_it_is(slug):
    assert "may" in TEXTS[slug].markdown
    assert "so it is not certain" in TEXTS[slug].markdown


@pytest.mark.hazard("H08")
def test_mindfulness_comes_with_its_caution():
    assert "(read:mindfulness-with-care)" in TEXTS["mindfulness"].markdown
    assert "(read:mindfulness-with-care)" in TEXTS["how-therapy-helps"].markdown


@pytest.mark.parametrize("slug", sorted(TEXTS))
def test_links_between_texts_lead_to_texts(slug):
    linked = re.findall(r"\(read:([a-z-]+)\)", TEXTS[slug].markdown)
    assert set(linked) <= set(TEXTS) - {slug}


def test_every_text_is_linked_from_another():
    linked = {slug for page in TEXTS.values() for slug in re.findall(r"\(read:([a-z-]+)\)", page.markdown)}
    assert set(TEXTS) - linked <= {"for-me", "accessibility"}  # on the first page, and at the foot of each
