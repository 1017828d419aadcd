"""The ways to help beside an exercise: nobody has to look for them, and whoever stops meets them too."""

import pytest
from django.urls import reverse

from tests.cast import ana, clara
from tests.exercises.going import an_entry
from tests.exercises.test_pages import send, to
from tests.sign_in import signed_in
from waylight.exercises import catalogue, enabling, entries

pytestmark = pytest.mark.django_db


@pytest.mark.hazard("H08")
def test_whoever_stops_where_an_answer_opened_a_way_to_help_meets_it() -> None:
    scan = catalogue.get("mbct-body-scan")
    enabling.enable(ana(), scan, by=clara().user, questions=[], has_read_caution=True)
    entry = entries.start(ana(), "mbct-body-scan", by=ana().user)
    browser = signed_in(ana().user)
    way = f'href="{reverse("crisis:look")}"'
    for drift, meets in (("a_bit", False), ("a_lot", True)):
        answer = send(browser, to("step", entry.pk, "straight-after"), drift=drift, act="stop")
        assert answer["Location"] == (to("entry", entry.pk) if meets else to("mine"))
        assert (way in browser.get(to("entry", entry.pk)).text) is meets


@pytest.mark.hazard("H08", "H16")
def test_beside_when_to_stop_there_are_help_now_grounding_and_the_plan() -> None:
    browser, entry = signed_in(ana().user), an_entry(but=("moment",))
    for address in (to("begin", "cbt-thought-record"), to("step", entry.pk, "moment")):
        page = browser.get(address).text
        assert "If this makes you feel worse" in page
        for way in ("crisis:help_now", "crisis:look", "care:plan"):
            assert f'href="{reverse(way)}"' in page.partition("If this makes you feel worse")[2]
