"""The office of the guide: who may open it, what it refuses, and what it shows."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.guide.test_workflow import a_draft, approved, next_year, scars
from tests.sign_in import signed_in
from waylight.guide import editing, markdown, reading
from waylight.guide.models import GuidePage, Publication, ReviewRequest
from waylight.guide.pages import address_of
from waylight.home import office

pytestmark = pytest.mark.django_db

OFFICE = (
    "/office/guide/",
    "/office/guide/new/",
    "/office/guide/scars/",
    "/office/guide/scars/text/",
    "/office/guide/scars/1/",
    "/office/guide/scars/1/preview/",
    "/office/guide/scars/differences/",
    "/office/guide/scars/withdrawal/",
)


def form(**fields: Any) -> dict[str, Any]:
    """What the editor sends."""
    given = {
        "title": "Scars",
        "description": "About scars.",
        "markdown": "Scars may fade.",
        "author": "Waylight",
        "next_review_on": f"{next_year():%Y-%m-%d}",
        "based_on": "1",
        "sources-TOTAL_FORMS": "1",
        "sources-INITIAL_FORMS": "0",
        "sources-0-title": "NHS: Scars",
        "sources-0-url": "https://www.nhs.uk/conditions/scars/",
        "idempotency_key": str(uuid.uuid4()),
    }
    return given | fields


def sent(browser: Client, address: str, **fields: Any):
    return browser.post(address, {"idempotency_key": str(uuid.uuid4())} | fields)


def test_managers_open_the_office_and_nobody_else():
    cast.ana()
    for user, expected in (
        (cast.eva(), 200),
        (cast.clara().user, 404),
        (cast.ana().user, 404),
        (cast.ben().user, 404),
    ):
        browser = signed_in(user)
        assert {browser.get(address).status_code for address in OFFICE} == {expected}
    assert {Client().get(address).status_code for address in OFFICE} == {302}


def test_therapists_open_what_waits_for_a_clinician_and_nobody_else():
    request = editing.ask_for_review(a_draft(), by=cast.eva())
    addresses = ("/desk/guide/", f"/desk/guide/{request.pk}/", f"/desk/guide/{request.pk}/preview/")
    for user, expected in (
        (cast.clara().user, 200),
        (cast.david().user, 200),
        (cast.eva(), 404),
        (cast.ana().user, 404),
    ):
        assert {signed_in(user).get(address).status_code for address in addresses} == {expected}


def test_the_day_of_a_therapist_says_how_many_pages_wait_and_nothing_when_none_does(
    django_assert_num_queries,
):
    clara = cast.clara().user
    assert "wait for a clinician" not in signed_in(clara).get("/desk/").text
    editing.ask_for_review(a_draft(), by=cast.eva())
    assert 'href="/desk/guide/">1 page to read waits for a clinician.' in signed_in(clara).get("/desk/").text
    with django_assert_num_queries(1):
        assert ReviewRequest.objects.waiting_for(clara).count() == 1


def test_a_page_goes_through_the_forms_from_draft_to_public():
    eva, clara = signed_in(cast.eva()), signed_in(cast.clara().user)
    cast.clara()
    assert eva.post("/office/guide/scars/text/", form())["Location"] == "/office/guide/scars/2/"
    sent(eva, "/office/guide/scars/2/review/")
    request = ReviewRequest.objects.get()
    sent(clara, f"/desk/guide/{request.pk}/", is_approved="yes")
    sent(eva, "/office/guide/scars/2/publication/", next_review_on=f"{next_year():%Y-%m-%d}")
    text = Client().get("/read/scars/").content.decode()
    assert "Scars may fade." in text
    assert "Dr Clara Demo, Psychotherapist" in text
    assert "Not yet checked" not in text


def test_the_same_form_sent_twice_makes_one_version():
    eva, once = signed_in(cast.eva()), form()
    eva.post("/office/guide/scars/text/", once)
    eva.post("/office/guide/scars/text/", once)
    assert scars().revisions.count() == 2


def test_a_refusal_is_a_sentence_and_the_draft_stays():
    a_draft("It was done with a razor.")
    approved(scars().revisions.get(number=2))
    eva = signed_in(cast.eva())
    page = sent(eva, "/office/guide/scars/2/publication/", next_review_on=f"{next_year():%Y-%m-%d}")
    assert "may say: razor." in page.content.decode()
    assert "It cannot be published while it says:" in eva.get("/office/guide/scars/2/").content.decode()


@pytest.mark.parametrize(
    "link",
    [
        "javascript:x",
        "go:nothing",
        "read:nothing",
        "http://example.org/",
        "/me/",
        "tel:123",
        "go:home:person",
    ],
)
def test_a_link_that_may_not_be_followed_is_refused_and_named(link):
    answer = signed_in(cast.eva()).post("/office/guide/scars/text/", form(markdown=f"[here](<{link}>)"))
    text = answer.content.decode()
    leads = link != "javascript:x"  # that one is no link at all: its words are shown as they are
    assert ("This link leads nowhere" in text) == leads
    assert scars().revisions.count() == (1 if leads else 2)


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](<data:text/html,x>)",
        "![a](https://example.org/x.png)",
        '[a](https://example.org/"onmouseover="x)',
        "[a](vbscript:x)",
    ],
)
def test_nothing_that_is_typed_becomes_code_or_a_picture(nasty):
    html = markdown.render(nasty, address_of)
    dangers = (
        "<script",
        "<img",
        'href="javascript',
        'href="data',
        'href="vbscript',
        '"onmouse',
        'href="http:',
    )
    assert [danger for danger in dangers if danger in html] == []


def test_a_source_needs_its_address_and_https():
    eva = signed_in(cast.eva())
    for fields in ({"sources-0-url": ""}, {"sources-0-url": "http://example.org"}):
        text = eva.post("/office/guide/scars/text/", form(**fields)).content.decode()
        assert "source" in text
        assert "Scars may fade." in text
    assert scars().revisions.count() == 1


def test_a_text_that_is_too_long_says_so_and_stays():
    long = "word " * 9000
    answer = signed_in(cast.eva()).post("/office/guide/scars/text/", form(markdown=long)).content.decode()
    assert "It can be up to 40,000." in answer
    assert long.strip() in answer


def test_the_preview_is_the_page_as_the_public_would_read_it_and_nobody_keeps_it():
    a_draft("Words of a draft.")
    answer = signed_in(cast.eva()).get("/office/guide/scars/2/preview/")
    text = answer.content.decode()
    assert "Words of a draft." in text
    assert '<body class="public">' in text
    assert answer["Cache-Control"] == "private, no-store"


def test_of_two_editors_the_second_is_told_and_both_texts_are_there():
    signed_in(cast.eva()).post("/office/guide/scars/text/", form(markdown="What Eva wrote."))
    frank = signed_in(cast.frank())
    page = frank.post(
        "/office/guide/scars/text/", form(markdown="What Frank wrote."), follow=True
    ).content.decode()
    assert "There is a newer text than the one you began with" in page
    assert scars().revisions.count() == 3


def test_the_difference_shows_words_and_no_code():
    a_draft("One <b>old</b> line.")
    a_draft("One <b>new</b> line.")
    text = signed_in(cast.eva()).get("/office/guide/scars/differences/?from=2&to=3").content.decode()
    assert "old</del>" in text
    assert "new</ins>" in text
    assert "<b>old" not in text


def test_a_new_page_of_another_topic_is_made_in_the_office():
    place = {"slug": "eating-problems", "topic": "eating problems", "shelf": "read"}
    answer = signed_in(cast.eva()).post("/office/guide/new/", form(**place))
    assert answer["Location"] == "/office/guide/eating-problems/1/"
    assert GuidePage.objects.get(slug="eating-problems").topic == "eating problems"
    again = signed_in(cast.eva()).post("/office/guide/new/", form(**place)).content.decode()
    assert "There is a page with this address." in again


def test_an_address_that_was_taken_down_says_where_to_go():
    editing.withdraw(scars(), reason="It is out of date.", by=cast.eva())
    answer = Client().get("/read/scars/")
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "This page is not here now." in text
    assert 'href="/help-now/"' in text
    assert "out of date" not in text
    assert "/read/scars/" not in Client().get("/sitemap.xml").content.decode()


def test_the_list_begins_with_what_is_due_and_asks_the_same_for_many_pages(django_assert_max_num_queries):
    Publication.objects.filter(page__slug="signs").update(
        next_review_on=timezone.localdate() + timedelta(days=3)
    )
    eva = signed_in(cast.eva())
    eva.get("/office/guide/")
    with django_assert_max_num_queries(16):
        text = eva.get("/office/guide/").content.decode()
    assert text.index("/office/guide/signs/") < text.index("/office/guide/accessibility/")
    assert "Check is due" in text


def test_the_managers_day_names_the_pages_that_are_due_in_one_query(django_assert_num_queries):
    Publication.objects.filter(page__slug="signs").update(
        next_review_on=timezone.localdate() + timedelta(days=3)
    )
    with django_assert_num_queries(1):
        due = [(row.page.slug, row.revision.title) for row in office.guide(timezone.localdate())]
    assert due == [("signs", reading.library().page("signs").title)]
