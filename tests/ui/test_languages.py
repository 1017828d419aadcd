"""The language of a page: chosen by cookie or with the account, said in the page, and dates as it writes them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from tests.cast import ana
from tests.sign_in import signed_in
from waylight.config import languages as known
from waylight.ui import languages

EVENING = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)
BOTH = [("en-gb", "English"), ("de", "Deutsch"), ("ar", "العربيّة")]


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.fixture
def three(settings) -> None:
    settings.LANGUAGES = BOTH


@time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en-gb", "Thursday 26 November, 17:30"),
        ("de", "Donnerstag, 26. November, 17:30"),
        ("fr", "jeudi, 26 novembre, 17:30"),
    ],
)
def test_a_moment_is_written_as_the_language_writes_it(code: str, words: str) -> None:
    with translation.override(code):
        assert drawn("{{ at|moment }}", at=EVENING) == words


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en-gb", 'lang="en-GB" dir="ltr"'),
        ("ar", 'lang="ar" dir="rtl"'),
        ("zh-hans", 'lang="zh-Hans" dir="ltr"'),
    ],
)
def test_a_page_says_its_language_and_direction(code: str, said: str) -> None:
    with translation.override(code):
        assert drawn("{% in_language %}") == said


@pytest.mark.parametrize(("code", "words"), [("en-gb", "4 September 2026"), ("de", "4. September 2026")])
def test_a_full_date_is_written_as_the_language_writes_it(code: str, words: str) -> None:
    with translation.override(code):
        assert drawn("{{ on|full_date }}", on=date(2026, 9, 4)) == words
        assert drawn("{{ on|full_date }}", on=None) == ""


@pytest.mark.parametrize(("code", "said"), [("en-gb", ""), ("ar", ' lang="en-GB" dir="ltr"')])
def test_content_says_that_it_is_english_where_the_page_is_not(code: str, said: str) -> None:
    with translation.override(code):
        assert drawn("<p{% in_english %}>") == f"<p{said}>"


def test_with_one_language_there_is_nothing_to_choose() -> None:
    assert languages.offered() == {"en-gb": "English"}
    assert drawn("{% include 'ui/language.html' %}").strip() == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("three")
def test_a_visitor_chooses_by_a_link_and_this_browser_remembers() -> None:
    visitor = Client()
    page = visitor.get("/language/", headers={"Referer": "http://testserver/help-now/"})
    assert 'lang="de"' in page.text
    assert "/language/ar/?next=%2Fhelp-now%2F" in page.text
    answer = visitor.get("/language/ar/", {"next": "/help-now/"})
    assert answer["Location"] == "/help-now/"
    assert visitor.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ar"
    for address in ("/help-now/", "/sign-in/"):
        page = visitor.get(address)
        assert 'lang="ar" dir="rtl"' in page.text
        assert page["Content-Language"] == "ar"
        assert "Cookie" in page["Vary"]
    assert visitor.get("/language/tlh/").status_code == 404
    assert visitor.get("/language/de/", {"next": "https://elsewhere.example/"})["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.usefixtures("three")
def test_an_account_keeps_its_language_and_it_comes_before_the_cookie() -> None:
    browser = signed_in(ana().user)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    assert 'lang="ar"' in browser.get("/sign-in/settings/").text
    user = ana().user
    user.language = "de"
    user.save()
    page = browser.get("/sign-in/settings/")
    assert 'lang="de"' in page.text
    assert page["Content-Language"] == "de"


@pytest.mark.django_db
@pytest.mark.usefixtures("three")
def test_a_cookie_that_names_no_language_of_ours_counts_as_none() -> None:
    visitor = Client()
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "../../x"
    assert 'lang="en-GB"' in visitor.get("/help-now/").text


def test_a_language_is_there_when_it_has_a_catalogue(tmp_path) -> None:
    for locale in ("el", "pt_BR"):
        folder = tmp_path / locale / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.mo").touch()
    assert known.found([tmp_path]) == [
        ("en-gb", "English"),
        ("el", "Ελληνικά"),
        ("pt-br", "Português Brasileiro"),
    ]
