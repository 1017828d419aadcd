"""Headers that keep a visit quiet; characters that no text can hold; error pages without a database."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponseRedirect, QueryDict
from django.test import Client, RequestFactory

from waylight.ui import views
from waylight.ui.middleware import is_plain, plain_text_only, quiet_headers, quiet_redirects

pytestmark = pytest.mark.urls("tests.ui.addresses")

ERRORS = {
    views.bad_request: 400, views.odd_characters: 400, views.not_allowed: 403, views.stale_form: 403,
    views.not_found: 404, views.too_large: 413, views.went_wrong: 500,
}  # fmt: skip


@pytest.fixture
def browser(settings) -> Client:
    ours = [f"waylight.ui.middleware.{name}" for name in ("quiet_headers", "plain_text_only")]
    settings.MIDDLEWARE = [*ours, "django.middleware.csrf.CsrfViewMiddleware"]
    return Client(raise_request_exception=False)


def test_a_page_is_neither_stored_nor_indexed_nor_told_to_other_sites(browser: Client) -> None:
    response = browser.get("/page/")
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]
    assert "camera=(self)" in response["Permissions-Policy"]


def test_the_referrer_stays_in_the_house_and_forms_keep_their_origin(browser: Client) -> None:
    assert browser.get("/page/")["Referrer-Policy"] == "same-origin"


@pytest.mark.hazard("H06")
def test_a_form_sent_from_inside_the_page_is_told_where_to_go_and_any_other_is_sent_there() -> None:
    there = quiet_redirects(lambda request: HttpResponseRedirect("/me/"))
    quiet = there(RequestFactory().post("/page/", headers={"X-Quiet": "1"}))
    assert (quiet.status_code, quiet["X-Quiet-Location"]) == (204, "/me/")
    assert "Location" not in quiet
    assert there(RequestFactory().post("/page/"))["Location"] == "/me/"


def test_a_public_page_keeps_what_its_view_said(browser: Client) -> None:
    response = browser.get("/public/")
    assert response["Cache-Control"] == "public, max-age=300"
    assert "X-Robots-Tag" not in response


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "a\udfffb"])
def test_characters_that_no_text_can_hold_are_known(text: str) -> None:
    assert not is_plain(text)


@pytest.mark.parametrize("text", ["", "line\nline", "נעם", "👩‍👩‍👧", "\u202e"])
def test_all_other_text_is_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize(
    "request_", [
        RequestFactory().get("/", {"word": "a\0b"}),
        RequestFactory().get("/", {"wo\0rd": "a"}),
        RequestFactory().post("/", {"words": "secret\0words"}),
        RequestFactory().post("/", "words=secret%00words", content_type="application/x-www-form-urlencoded"),
        RequestFactory().get("/a\0b/"),
    ],
)  # fmt: skip
def test_a_nul_is_refused_in_words_and_not_repeated(request_) -> None:
    response = plain_text_only(lambda request: pytest.fail("it came through"))(request_)
    assert response.status_code == 400
    assert "character that cannot be saved" in response.text
    assert "secret" not in response.text


def test_a_lone_surrogate_is_refused() -> None:
    request = RequestFactory().get("/")
    request.GET = QueryDict(mutable=True)
    request.GET["word"] = "\ud800"
    assert plain_text_only(lambda request: pytest.fail("it came through"))(request).status_code == 400


def test_usual_text_comes_through() -> None:
    request = RequestFactory().post("/", {"words": "zwei\r\nZeilen"})
    assert plain_text_only(lambda request: "through")(request) == "through"


@pytest.mark.parametrize(("view", "status"), ERRORS.items())
def test_an_error_page_needs_no_database_and_offers_help_and_a_way_out(view, status: int) -> None:
    response = view(RequestFactory().get("/"))
    assert response.status_code == status
    assert 'href="/help-now/"' in response.text
    assert 'href="/leave/"' in response.text
    assert "<h1>" in response.text


@pytest.mark.parametrize("view", [views.bad_request, views.stale_form, views.too_large, views.went_wrong])
def test_an_error_after_sending_says_where_the_words_are(view) -> None:
    assert "Your browser still has your words" in view(RequestFactory().post("/")).text


def test_a_text_of_more_than_the_server_takes_is_told_to_be_too_long(browser: Client) -> None:
    assert views.bad_request(RequestFactory().post("/"), RequestDataTooBig()).status_code == 413
    response = browser.post(
        "/page/", "words=" + "x" * 3_000_000, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert "too long" in response.text


def test_a_form_without_its_token_is_answered_kindly(settings) -> None:
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    response = Client(enforce_csrf_checks=True).post("/page/", {"words": "secret words"})
    assert response.status_code == 403
    assert "Back button" in response.text
    assert "secret" not in response.text


def test_an_address_that_is_not_there_and_a_fault_have_pages(browser: Client) -> None:
    assert browser.get("/nowhere/").status_code == 404
    response = browser.get("/broken/")
    assert response.status_code == 500
    assert "ZeroDivisionError" not in response.text


def test_headers_are_on_error_pages_too() -> None:
    response = quiet_headers(views.not_found)(RequestFactory().get("/"))
    assert response["Cache-Control"] == "no-store"
