"""Every link by name leads somewhere, and every name means one route."""

import re

import pytest

from tests.repository.reading import lines_with, name, own_python, templates, text, without_comments
from tests.repository.routes import every_route
from waylight.operations.demo import urls as demo

IN_TEMPLATES = re.compile(r"{%\s*url\s+['\"]([^'\"]+)['\"]")
IN_CODE = re.compile(r"\b(?:reverse|reverse_lazy)\(\s*f?['\"]([^'\"{]+)['\"]")
REDIRECTS = re.compile(r"\bredirect\(\s*['\"]([a-z][\w:-]*)['\"]")


def known_names() -> set[str]:
    """With the demonstration's own, which are routed in demo mode alone."""
    return {route.name for route in every_route()} | {f"demo:{route.name}" for route in demo.urlpatterns}


def test_links_in_templates_lead_to_routes() -> None:
    known = known_names()
    lost = [
        f"{name(file)}: {link}"
        for file in templates()
        for link in IN_TEMPLATES.findall(without_comments(text(file)))
        if link not in known
    ]
    assert lost == []


def test_links_in_code_lead_to_routes() -> None:
    known = known_names()
    lost = [
        f"{name(file)}: {link}"
        for file in own_python()
        for link in IN_CODE.findall(text(file)) + REDIRECTS.findall(text(file))
        if link not in known
    ]
    assert lost == []


def test_no_address_of_ours_is_written_out_in_a_template() -> None:
    """A link is `{% url %}`; an address that is written out breaks when the route moves."""
    assert lines_with(r"(href|action)=\"/(?!/)[a-z]", [f for f in templates() if f.suffix == ".html"]) == []


def test_every_route_of_ours_has_a_name_of_its_own() -> None:
    ours = [route for route in every_route() if route.is_ours]
    assert [route.pattern for route in ours if not route.name] == []
    names = [route.name for route in ours]
    assert {n for n in names if names.count(n) > 1} == set()


@pytest.mark.parametrize("area", ["me/", "desk/", "office/"])
@pytest.mark.hazard("H06")
def test_addresses_of_signed_in_pages_say_nothing_of_what_they_are_about(area: str) -> None:
    words = re.compile(r"harm|crisis|therap|suicid|urge|client-name", re.IGNORECASE)
    assert [r.pattern for r in every_route() if r.pattern.startswith(area) and words.search(r.pattern)] == []
