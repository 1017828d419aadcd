"""The worker and the manifest: what they hold, what they say, and that nothing of an account is among it."""

import json
import re

import brotli
import pytest
from django.test import Client
from django.urls import reverse

from waylight.crisis import facts, offline, pages
from waylight.ui import styles

MODULES = styles.CSS.parent / "static/ui/modules"
WITH_EVERY_PAGE_OF_HELP = ("leave", "quiet", "offline")
OF_TEN_MINUTES = (*WITH_EVERY_PAGE_OF_HELP, "now", "strong", "kept-plan")
pytestmark = pytest.mark.hazard("H05", "H16")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Without pages that another test drew while other addresses stood."""
    settings.VAR = tmp_path
    for drawn in (pages._help_now, pages._ten_minutes):
        drawn.cache_clear()


def holds(visitor: Client) -> dict:
    first = visitor.get("/worker.js").text.splitlines()[0]
    return json.loads(first.removeprefix("const HOLDS = ").removesuffix(";"))


def test_the_worker_is_asked_for_anew_on_every_visit_and_may_rule_every_address(visitor):
    response = visitor.get("/worker.js")
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Type"].startswith("text/javascript")
    again = visitor.get("/worker.js", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.hazard("H06")
def test_it_holds_pages_of_help_alone(visitor):
    known = holds(visitor)
    assert set(known["pages"]) == {reverse(name) for name in offline.PAGES}
    assert all(page.startswith(("/now/", "/help-now/")) for page in known["pages"])
    assert all(file.startswith("/static/ui/modules/") for file in known["files"])


def test_it_holds_every_script_that_these_pages_ask_for_and_what_those_import(visitor):
    files = {file.rpartition("/")[2].removesuffix(".js") for file in holds(visitor)["files"]}
    asked = {
        name
        for page in holds(visitor)["pages"]
        for name in re.findall(r"modules/([\w-]+)\.js", visitor.get(page).content.decode())
    }
    assert asked <= files
    for name in files:
        text = (MODULES / f"{name}.js").read_text(encoding="utf-8")
        assert set(re.findall(r'"\./([\w-]+)\.js"', text)) <= files


def test_its_version_changes_with_what_the_pages_say(visitor):
    before = holds(visitor)["version"]
    assert holds(visitor)["version"] == before
    facts.publish({"name": "Larkfield", "neutral_name": "LF", "exit_site": "https://example.org/weather"})
    assert holds(visitor)["version"] == before  # none of them names the practice
    assert offline._script(("another page",)) != offline._script(("a page",))


@pytest.mark.parametrize("names", [WITH_EVERY_PAGE_OF_HELP, OF_TEN_MINUTES])
def test_the_scripts_that_come_after_a_page_of_help_are_small(names):
    size = sum(len(brotli.compress((MODULES / f"{name}.js").read_bytes())) for name in names)
    assert size <= 6_000  # bytes


@pytest.mark.hazard("H06")
def test_the_installed_page_has_a_neutral_name_and_a_picture_that_is_there(visitor):
    facts.publish({"name": "Larkfield Therapy", "neutral_name": "LF", "exit_site": "https://example.org/"})
    known = json.loads(visitor.get("/manifest.webmanifest").content)
    assert known["name"] == known["short_name"] == "LF"
    assert "Larkfield" not in json.dumps(known)
    assert known["start_url"] == reverse("crisis:now")
    assert known["display"] == "standalone"
    for icon in known["icons"]:
        assert (styles.CSS.parent / icon["src"].lstrip("/")).is_file()


@pytest.mark.parametrize("address", ["/worker.js", "/manifest.webmanifest"])
def test_they_set_no_cookie_and_can_only_be_read(visitor, address):
    assert not visitor.get(address).cookies
    assert visitor.post(address).status_code == 405
