"""Tags and filters: icons, keys of forms, moments in words, pages of a list."""

import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from waylight.ui.templatetags import ui

EVENING = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_day_in_november():
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        yield


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_every_icon_is_drawn_without_size_of_its_own_and_silent() -> None:
    names = [file.stem for file in ui.ICONS.glob("*.svg")]
    assert len(names) > 20
    for name in names:
        html = ui.icon(name)
        assert html.startswith("<svg class")
        assert 'aria-hidden="true"' in html
        assert "<!--" not in html


def test_a_moment_is_shown_in_the_persons_zone() -> None:
    with timezone.override("Europe/Athens"):
        assert drawn("{{ at|moment }}", at=EVENING) == "Thursday 26 November, 19:30"
        assert drawn("{{ at|day }}, {{ at|clock }}", at=EVENING) == "Thursday 26 November, 19:30"


def test_a_moment_may_be_shown_in_the_zone_at_the_far_end() -> None:
    with timezone.override("Europe/Athens"):
        assert drawn('{{ at|in_zone:"Europe/London"|moment }}', at=EVENING) == "Thursday 26 November, 17:30"
        assert drawn('{{ at|in_zone:"Pacific/Auckland"|day }}', at=EVENING) == "Friday 27 November"


def test_a_day_of_another_year_has_its_year() -> None:
    assert drawn("{{ on|day }}", on=date(2027, 5, 3)) == "Monday 3 May 2027"


def test_no_moment_is_no_text() -> None:
    assert drawn("{{ at|moment }}{{ at|day }}{{ at|clock }}", at=None) == ""


def test_each_form_has_a_key_of_its_own() -> None:
    keys = drawn("{% once %}{% once %}").split('value="')[1:]
    assert len({uuid.UUID(key[:36]) for key in keys}) == 2


def test_a_form_shown_again_keeps_its_key_and_other_forms_do_not_share_it() -> None:
    key = str(uuid.uuid4())
    request = RequestFactory().post("/", {"idempotency_key": key})
    html = drawn("{% once %}{% once %}", request=request)
    assert html.count(key) == 1


def test_a_forged_key_is_not_repeated() -> None:
    request = RequestFactory().post("/", {"idempotency_key": '"><script>'})
    assert "script" not in drawn("{% once %}", request=request)


def test_a_module_that_was_never_collected_is_left_out(settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    assert drawn('{% module "leave" %}') == ""


def test_the_pager_keeps_the_rest_of_the_address() -> None:
    page = Paginator(range(30), 10).page(2)
    html = drawn("{% pager page %}", page=page, request=RequestFactory().get("/?word=sleep"))
    assert "Page 2 of 3" in html
    assert 'rel="prev" href="?word=sleep&amp;page=1"' in html
    assert 'rel="next" href="?word=sleep&amp;page=3"' in html


def test_a_list_of_one_page_has_no_pager() -> None:
    page = Paginator(range(3), 10).page(1)
    assert drawn("{% pager page %}", page=page, request=RequestFactory().get("/")).strip() == ""


def test_a_stamp_has_no_fraction_that_html_does_not_know() -> None:
    assert ui.stamp(datetime(2026, 11, 26, 19, 30, 1, 123456, tzinfo=UTC)) == "2026-11-26T19:30:01+00:00"
    assert ui.stamp(None) == ""


@pytest.mark.urls("waylight.config.urls")
@pytest.mark.parametrize(
    ("here", "above"),
    [
        ("/me/papers/about/", "/me/papers/"),
        ("/me/papers/", "/me/"),
        ("/help-now/ie/", "/help-now/"),
        ("/", ""),
    ],
)
def test_each_page_knows_the_page_above_it(here: str, above: str) -> None:
    request = RequestFactory().get(here)
    assert drawn("{% way_back as there %}{{ there }}", request=request) == above
