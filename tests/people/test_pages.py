"""The public pages of the people one might meet."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from tests.cast import a_check, a_registration, a_therapist, clara, david
from waylight.people import profiles
from waylight.people.models import Status

pytestmark = pytest.mark.django_db


def test_a_visitor_sees_who_she_might_meet(client: Client) -> None:
    clara(languages=["en", "el"], countries=["GB", "GR"])
    page = client.get("/people/").text
    assert "Dr Clara Demo" in page
    assert "Speaks English and Greek" in page
    assert "United Kingdom, Greece" in page
    assert not client.cookies


def test_a_visitor_can_check_the_registration_herself(client: Client) -> None:
    entry = clara(title="Psychotherapist").registrations.get()
    page = client.get("/people/clara/").text
    assert "Health and Care Professions Council" in page
    assert entry.number in page
    assert 'href="https://www.hcpc-uk.org/check-the-register/" rel="noreferrer"' in page
    assert "Cognitive behavioural therapy" in page
    assert "<img" not in page


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.CONDITIONS])
def test_somebody_with_a_concern_is_not_shown(client: Client, status: str) -> None:
    a_check(clara().registrations.get(), status=status, confirmed=False)
    assert client.get("/people/clara/").status_code == 404
    assert "Clara" not in client.get("/people/").text


def test_a_lapsed_registration_hides_by_itself(client: Client, clock) -> None:
    dr = clara(registered=False)
    a_check(a_registration(dr, expires_on=timezone.localdate() + timedelta(days=10)))
    assert client.get("/people/clara/").status_code == 200
    clock(timezone.now() + timedelta(days=11))
    assert client.get("/people/clara/").status_code == 404
    assert "There is nobody to show here today" in client.get("/people/").text


def test_somebody_unpublished_or_gone_is_not_shown(client: Client) -> None:
    clara(is_published=False)
    left = david()
    left.user.is_active = False
    left.user.save()
    assert client.get("/people/clara/").status_code == client.get("/people/david/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_list(client: Client, django_assert_num_queries) -> None:
    clara()
    with django_assert_num_queries(3):
        profiles.shown(timezone.localdate())
    for number in range(5):
        a_check(a_registration(a_therapist(f"t{number}", f"Dr T{number} Demo"), body="bacp"))
    with django_assert_num_queries(3):
        assert len(profiles.shown(timezone.localdate())) == 6


def test_when_the_database_is_down_the_page_says_so_and_offers_help(monkeypatch) -> None:
    def down(*_args, **_options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(profiles, "shown", down)
    answer = Client(raise_request_exception=False).get("/people/")
    assert answer.status_code == 503
    assert "Help now" in answer.text
    assert "Traceback" not in answer.text


def test_the_pages_are_not_kept_by_a_cache(client: Client) -> None:
    clara()
    assert client.get("/people/clara/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/people/", "/people/clara/", "/ask/"])
def test_search_engines_may_list_who_one_might_meet_and_how_to_ask(client: Client, address: str) -> None:
    clara()
    answer = client.get(address)
    assert answer["X-Robots-Tag"] == "all"
    assert answer["Cache-Control"] == "no-store"
    assert '<meta name="description" content="' in answer.text
