"""Reading the files of the pages."""

import pytest

from waylight.guide import pages
from waylight.guide.markdown import render

HEAD = """---
title: A page
description: About a page.
written_on: 2026-11-23
next_review_on: 2027-11-23
reviewed_by:
parent: read
order: 1
source: One: a source | https://example.org/one
---
"""


def test_a_head_gives_the_facts_of_a_page():
    page = pages.parse("a-page", HEAD + "Words.")
    assert (page.title, page.order, page.parent, page.reviewed_by, page.reviewed_on) == (
        "A page",
        1,
        "read",
        "",
        None,
    )
    assert page.sources == (pages.Source("One: a source", "https://example.org/one"),)
    assert page.markdown == "Words."


def test_a_checked_page_says_when_it_was_checked():
    text = HEAD.replace("reviewed_by:", "reviewed_by: Dr Clara Demo\nreviewed_on: 2026-12-01")
    page = pages.parse("a-page", text)
    assert page.reviewed_by == "Dr Clara Demo"
    assert page.reviewed_on and page.reviewed_on.isoformat() == "2026-12-01"


@pytest.mark.parametrize(
    "text",
    [
        "Words alone.",
        HEAD.replace("title: A page\n", ""),
        HEAD.replace("2027-11-23", "soon"),
        HEAD.replace("reviewed_by:", "reviewed_by: Dr Clara Demo"),
        "Words first.\n" + HEAD,
    ],
)
def test_a_wrong_head_is_refused(text):
    with pytest.raises((ValueError, KeyError)):
        pages.parse("a-page", text)


def test_html_in_a_page_is_shown_as_text_and_links_find_our_pages():
    html = render(
        "<script>x</script> [a](read:for-someone) [b](go:crisis:help_now) [c](https://example.org/)",
        pages.address_of,
    )
    assert "<script>" not in html
    assert 'href="/for-someone/"' in html
    assert 'href="/help-now/"' in html
    assert '<a href="https://example.org/" rel="noreferrer">' in html
