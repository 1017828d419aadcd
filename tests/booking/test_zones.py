"""How two clocks stand beside each other is one sentence, with a plural of its own for each number."""

from datetime import datetime

import pytest
from django.utils import translation

from tests import pseudo
from tests.cast import at
from waylight.booking import zones

NOW = at("2027-01-04 12:00")


@pytest.mark.parametrize(
    ("here", "there", "sentence"),
    [
        ("Europe/Athens", "Europe/London", "All times in Athens, 2 hours ahead of London."),
        ("Europe/Paris", "Europe/London", "All times in Paris, 1 hour ahead of London."),
        ("Asia/Kolkata", "Europe/London", "All times in Kolkata, 5 hours 30 minutes ahead of London."),
        ("Australia/Eucla", "Australia/Perth", "All times in Eucla, 45 minutes ahead of Perth."),
        ("America/New_York", "Europe/London", "All times in New York, 5 hours behind London."),
        ("Europe/Dublin", "Europe/London", "All times in Dublin, the same time as London."),
        ("Europe/London", "Europe/London", "All times in London."),
    ],
)
def test_one_sentence_says_how_far_the_clocks_are_apart(here: str, there: str, sentence: str) -> None:
    assert zones.beside(here, there, NOW) == sentence


def test_every_word_of_it_is_in_the_language_of_the_page(longer: str) -> None:
    with translation.override(longer):
        said = zones.beside("Asia/Kolkata", "Europe/London", NOW)
    assert said == pseudo.longer("All times in {here}, {span} ahead of {there}.").format(
        here="Kolkata",
        there="London",
        span=f"{pseudo.longer('{n} hours').format(n=5)} {pseudo.longer('{n} minutes').format(n=30)}",
    )


def test_a_clock_elsewhere_shows_its_own_time() -> None:
    moment: datetime = at("2027-03-30 09:00")
    assert zones.clock_in(moment, "Europe/Athens") == "12:00"
    assert zones.clock_in(moment, "America/New_York") == "05:00"
