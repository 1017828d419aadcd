"""The public pages: open, quiet, honest about who checked them, and easy to read."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import resolve

from tests import cast
from tests.repository.words import BANNED, METHODS, SCORES, found
from tests.visiting import shown
from waylight.crisis import directory
from waylight.guide import pages
from waylight.guide.readability import read, text_of
from waylight.practice.models import Practice

pytestmark = pytest.mark.django_db
SLUGS = sorted(pages.all_pages())
ADDRESSES = ["/", *(pages.address_of(slug) for slug in SLUGS)]
WANTED = {
    "self-harm-explained",
    "when-to-seek-help",
    "how-therapy-helps",
    "for-someone",
    "how-it-works",
    "shared-phones",
    "what-we-cannot-protect",
    "privacy",
    "accessibility",
}


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_the_promised_pages_are_there():
    assert set(SLUGS) >= WANTED


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_page_leaves_no_cookie_and_looks_at_no_session(visitor, address):
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-before"
    response = visitor.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=300"
    assert ("Vary" in response) == (address == "/")
    assert "Set-Cookie" not in str(response.headers) and not response.cookies


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_page_asks_the_database_once(visitor, address, django_assert_num_queries):
    cast.a_practice(name="Larkfield")
    visitor.get("/read/")  # whatever is published is read once, and kept in the process
    with django_assert_num_queries(1):
        visitor.get(address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_help_and_leave_are_on_each_page(visitor, address):
    page = shown(visitor, address)
    assert 'href="/help-now/"' in page
    assert 'href="/leave/"' in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_easy_to_read_and_kind(visitor, address):
    text = text_of(main_of(shown(visitor, address)))
    assert read(text).is_easy, read(text)
    assert not found(text, BANNED | METHODS | SCORES)
    assert "!" not in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_of_our_own_leads_somewhere(visitor, address):
    for link in re.findall(r'href="(/[^"#]*)"', main_of(shown(visitor, address))):
        assert resolve(urlsplit(link).path)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_says_who_checked_it_and_when_the_next_check_is(visitor, slug):
    page, text = pages.all_pages()[slug], shown(visitor, pages.address_of(slug))
    assert "Not yet checked by a clinician of this practice." in text
    assert f'datetime="{page.next_review_on:%Y-%m-%d}"' in text
    assert all(source.url in text for source in page.sources)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_is_looked_at_again_within_a_year(slug):
    page = pages.all_pages()[slug]
    assert 0 < (page.next_review_on - page.written_on).days <= 366


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if pages.all_pages()[slug].parent != "about"])
def test_health_pages_name_at_least_two_sources(slug):
    assert len(pages.all_pages()[slug].sources) >= 2
    assert all(
        source.url.startswith("https://") and source.title for source in pages.all_pages()[slug].sources
    )


def test_a_page_has_one_address(visitor):
    assert visitor.get("/read/for-someone/").headers["Location"] == "/for-someone/"
    page = shown(visitor, "/for-someone/")
    assert f'<link rel="canonical" href="{settings.BASE_URL}/for-someone/">' in page


@pytest.mark.parametrize("slug", ["nothing", "SELF-HARM", "x" * 300])
def test_an_unknown_page_is_not_there(visitor, slug):
    assert visitor.get(f"/read/{slug}/").status_code == 404


@pytest.mark.hazard("H07")
def test_the_ten_signs_begin_with_danger_and_the_way_to_help(visitor):
    main = main_of(shown(visitor, "/read/when-to-seek-help/"))
    signs = re.findall(r"(?:<h2>|<strong>)(\d+)\. ", main)
    assert signs == [str(number) for number in range(1, 11)]
    assert main.index('href="/help-now/"') < main.index("<h2>1. ")


def test_only_the_therapy_that_nice_recommends_is_called_so(visitor):
    text = text_of(main_of(shown(visitor, "/read/how-therapy-helps/")))
    assert "not on NICE’s list for self-harm" in text
    assert "it is not certain" in text
    assert "supporting approaches" in text


def test_the_page_on_limits_names_what_could_be_handed_over(visitor):
    text = text_of(main_of(shown(visitor, "/what-we-cannot-protect/")))
    for thing in ("e-mail addresses to sign in", "times of sessions", "practice’s own key"):
        assert thing in text


def test_the_first_page_offers_a_first_talk_and_says_what_this_practice_promises(visitor):
    Practice.objects.create(
        name="Larkfield", minimum_age=16, answers_within_working_days=2, countries=["GB", "IE"]
    )
    page = shown(visitor, "/")
    for words in ("Larkfield", "16 and over", "Within 2 working days", "United Kingdom, Ireland"):
        assert words in page


@pytest.mark.hazard("H03")
def test_the_first_page_shows_the_number_of_the_remembered_country_and_else_the_one_for_anywhere(visitor):
    assert f'href="tel:{directory.anywhere()}"' in shown(visitor, "/")
    visitor.get("/help-now/us/")
    number = directory.country("US", on=directory.built()).emergency.first
    page = shown(visitor, "/")
    assert f'href="{number.href}"' in page
    assert "You are in: United States." in page


def test_robots_keep_out_of_private_areas_and_find_the_map(visitor):
    text = visitor.get("/robots.txt").content.decode()
    assert "Disallow: /me/" in text
    assert "Disallow: /ask/sent/" in text
    assert "Disallow: /ask/\n" not in text
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in text


def test_the_map_lists_each_page_to_read_once_and_nothing_private(visitor):
    text = visitor.get("/sitemap.xml").content.decode()
    listed = re.findall(r"<loc>([^<]+)</loc>", text)
    assert len(listed) == len(set(listed))
    assert {settings.BASE_URL + pages.address_of(slug) for slug in SLUGS} <= set(listed)
    assert not [address for address in listed if re.search(r"/(me|desk|office|home|sign-in|leave)/", address)]


def test_the_page_about_complaints_says_how_to_reach_the_practice_where_it_is_known(visitor):
    assert "To reach the practice" not in shown(visitor, "/complaints/")
    cast.a_practice(telephone="020 7946 0018", email="hello@larkfield.example")
    page = shown(visitor, "/complaints/")
    assert 'To reach the practice: call <a href="tel:02079460018"' in " ".join(page.split())
    assert 'write to <a href="mailto:hello@larkfield.example">' in page
    assert "To reach the practice" not in shown(visitor, "/read/signs/")
