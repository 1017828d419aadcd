"""While the practice gets ready, people may read, are told so kindly, and lose nothing of what they wrote."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.intake.asking import NAME, WORDS, an_enquiry, at_check, at_reach, press, rows
from waylight.crisis import facts
from waylight.guide import seeds
from waylight.intake import enquiries
from waylight.intake.models import Enquiry
from waylight.practice.models import Practice
from waylight.practice.publish import publish

pytestmark = pytest.mark.django_db

LINE = "We are getting ready. You can read here; we do not take enquiries yet."


def close() -> None:
    cast.a_practice(opened_on=None)


@pytest.mark.parametrize("address", ["/", "/people/", "/how-it-works/", "/sign-in/", "/questions/"])
def test_public_pages_say_it_in_one_quiet_line(client: Client, settings, tmp_path, address: str) -> None:
    settings.VAR = tmp_path
    seeds.publish_texts()
    publish()
    assert LINE not in client.get(address, follow=True).text
    close()
    publish()
    assert facts.read().is_preparing
    assert client.get(address, follow=True).text.count(LINE) == 1


@pytest.mark.hazard("H16")
def test_crisis_pages_do_not_speak_of_it(client: Client) -> None:
    close()
    assert "getting ready" not in client.get("/help-now/gb/").text.lower()


@pytest.mark.hazard("H16")
def test_asking_leads_to_help_and_to_other_ways(client: Client) -> None:
    close()
    page = client.get("/ask/")
    assert page.status_code == 200 and "We do not take enquiries yet." in page.text
    assert 'id="now"' in page.text and reverse("crisis:help_now") in page.text
    assert "A doctor or a health centre" in page.text
    assert "What you wrote has not been sent" not in page.text


def test_a_form_sent_meanwhile_is_not_taken_and_loses_nothing(client: Client) -> None:
    check = at_check(client)
    close()
    before = rows()
    page = press(client, check)
    assert "What you wrote has not been sent" in page.text and WORDS in page.text
    assert rows() == before
    cast.a_practice(opened_on="2026-11-23")
    again = press(client, page)
    assert "Check your answers" in again.text and NAME in again.text
    assert press(client, again).status_code == 302
    assert Enquiry.objects.get().words == WORDS


def test_what_stands_on_the_page_that_is_sent_is_kept_too(client: Client) -> None:
    page = at_reach(client)
    close()
    kept = press(client, page, name=NAME, words=WORDS)
    assert WORDS in kept.text
    cast.a_practice(opened_on="2026-11-23")
    assert NAME in press(client, kept).text


def test_the_verb_takes_nothing_from_a_visitor_and_all_from_a_manager() -> None:
    close()
    with pytest.raises(enquiries.NotOpen):
        an_enquiry()
    an_enquiry(by=cast.eva(), source="telephone")
    assert Enquiry.objects.count() == 1


def test_an_installed_practice_is_not_open_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    opened_on = Practice._meta.get_field("opened_on")
    monkeypatch.setattr(
        opened_on, "_get_default", lambda: opened_on.default if opened_on.has_default() else None
    )
    assert Practice.current().is_preparing
