"""The sealed field that carries answers from page to page."""

import json
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import at
from tests.intake.asking import WHO, WORDS, ask, at_check, at_reach, form_of, press, rows
from waylight.intake import envelope
from waylight.intake.models import Enquiry
from waylight.privacy.sealing import seal_text

NOW = at("2026-11-24 09:00")
ANSWERS = {"who": {"country": "GB"}}
TEXTS = st.text(st.characters(codec="utf-8"))


@given(st.dictionaries(TEXTS, st.dictionaries(TEXTS, TEXTS)))
def test_what_goes_in_comes_out(answers: dict) -> None:
    opened = envelope.open_(envelope.close(answers, NOW), NOW)
    assert (opened.answers, opened.is_old) == (answers, False)


@given(st.integers(0), st.integers(1, 255))
def test_one_other_byte_tears_it(place: int, change: int) -> None:
    sealed = bytearray(envelope.close(ANSWERS, NOW), "ascii")
    sealed[place % len(sealed)] = (sealed[place % len(sealed)] + change) % 256
    try:
        opened = envelope.open_(sealed.decode("latin-1"), NOW)
    except envelope.TornEnvelope:
        return
    assert opened.answers == ANSWERS  # base64 has bits that say nothing, and characters that it skips


@given(st.text())
def test_whatever_was_not_sealed_here_is_torn(text: str) -> None:
    with pytest.raises(envelope.TornEnvelope):
        envelope.open_(text, NOW)


def test_what_was_sealed_for_something_else_is_torn() -> None:
    with pytest.raises(envelope.TornEnvelope):
        envelope.open_(seal_text(json.dumps([NOW.isoformat(), ANSWERS]), "something else"), NOW)


@pytest.mark.parametrize(("later", "is_old"), [(24, False), (24.1, True), (-1, True)])
def test_after_a_day_it_is_old(later: float, is_old: bool) -> None:
    sealed = envelope.close(ANSWERS, NOW)
    assert envelope.open_(sealed, NOW + timedelta(hours=later)).is_old is is_old


def test_nobody_reads_the_answers_in_the_page() -> None:
    sealed = envelope.close({"reach": {"words": WORDS}}, NOW)
    assert WORDS.encode() not in urlsafe_b64decode(sealed)
    assert sealed != envelope.close({"reach": {"words": WORDS}}, NOW)


@pytest.mark.django_db
def test_a_torn_envelope_starts_again_and_keeps_what_this_page_holds(client: Client) -> None:
    before = rows()
    page = press(client, at_reach(client), envelope="x" + WORDS, name="Noor", words=WORDS)
    assert page.status_code == 200
    assert "We could not read your earlier answers. Please give them once more." in page.text
    assert form_of(press(client, page, **WHO))["words"] == WORDS
    assert rows() == before


@pytest.mark.django_db
def test_a_torn_envelope_sends_nothing(client: Client) -> None:
    page = at_check(client)
    sealed = form_of(page)["envelope"]
    again = press(client, page, envelope=sealed[:40] + ("B" if sealed[40] == "A" else "A") + sealed[41:])
    assert "Please give them once more." in again.text
    assert not Enquiry.objects.exists()


@pytest.mark.django_db
def test_an_old_envelope_shows_what_was_typed_and_asks_to_send_again(client: Client, clock) -> None:
    clock(NOW)
    page = at_check(client)
    clock(NOW + timedelta(days=1, minutes=1))
    again = press(client, page)
    assert "This page was open for more than a day." in again.text
    assert WORDS in again.text and not Enquiry.objects.exists()
    assert press(client, again).status_code == 302
    assert Enquiry.objects.get().words == WORDS


@pytest.mark.django_db
def test_the_envelope_of_one_person_says_nothing_of_another(client: Client) -> None:
    ask(client, name="Somebody else")
    assert "Somebody else" not in at_check(Client()).text
