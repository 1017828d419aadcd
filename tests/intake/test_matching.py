"""Who could meet somebody, and in which order."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import at
from waylight.intake.matching import LATER_THAN_ALL, Free, Wish, candidates

MONDAY = at("2026-11-23 09:00")
LANGUAGES, COUNTRIES = ["en", "el", "ar"], ["GB", "IE", "GR"]


def free(number: int = 1, **fields) -> Free:
    given_ = {
        "slug": f"t{number}",
        "languages": ("en",),
        "countries": ("GB",),
        "free_places": 1,
        "next_free_at": MONDAY,
        "is_registered": True,
    } | fields
    return Free(therapist_id=number, **given_)


def some(values: list[str]) -> st.SearchStrategy:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


wishes = st.builds(
    Wish,
    country=st.sampled_from(COUNTRIES),
    youngest=st.sampled_from([0, 13, 16, 18, 25]),
    language=st.sampled_from(["", *LANGUAGES]),
    therapist=st.sampled_from(["", "t1", "t2"]),
)
therapists = st.lists(
    st.builds(
        free,
        number=st.integers(1, 9),
        languages=some(LANGUAGES),
        countries=some(COUNTRIES),
        free_places=st.integers(-2, 3),
        next_free_at=st.none() | st.integers(0, 90).map(lambda hours: MONDAY + timedelta(hours=hours)),
        is_registered=st.booleans(),
    ),
    unique_by=lambda one: one.therapist_id,
)
ages = st.sampled_from([13, 16, 18])


@given(wishes, therapists, ages)
@pytest.mark.hazard("H21")
def test_nobody_unregistered_or_out_of_country_can_be_offered(wish, known, minimum_age) -> None:
    by_id = {one.therapist_id: one for one in known}
    for found in candidates(wish, known, minimum_age=minimum_age):
        one = by_id[found.therapist_id]
        may = one.is_registered and wish.country in one.countries and wish.youngest >= minimum_age
        assert found.can_be_offered is may
        assert may or found.lacks


@given(wishes, therapists, ages)
def test_everybody_is_shown_once(wish, known, minimum_age) -> None:
    shown = [one.therapist_id for one in candidates(wish, known, minimum_age=minimum_age)]
    assert sorted(shown) == sorted(one.therapist_id for one in known)


@given(wishes, therapists, ages)
def test_those_who_can_be_offered_come_first_then_who_fits_more_then_who_is_free_sooner(
    wish, known, minimum_age
) -> None:
    order = [
        (not one.can_be_offered, len(one.lacks) - len(one.fits), one.next_free_at or LATER_THAN_ALL)
        for one in candidates(wish, known, minimum_age=minimum_age)
    ]
    assert order == sorted(order)


@given(wishes, st.permutations([free(n, languages=("en", "el")[: n % 3]) for n in range(1, 6)]))
def test_the_order_does_not_depend_on_who_was_named_first(wish, known) -> None:
    in_order = sorted(known, key=lambda one: one.therapist_id)
    assert candidates(wish, known, minimum_age=18) == candidates(wish, in_order, minimum_age=18)


def test_it_says_in_words_what_fits_and_what_does_not() -> None:
    [found] = candidates(
        Wish("GB", 18, language="el", therapist="t1"),
        [free(free_places=0, next_free_at=None)],
        minimum_age=18,
    )
    assert found.fits == ("registration in force", "may work with this country", "asked for by name")
    assert found.lacks == ("does not speak the language", "no free place", "no free time")
    assert found.can_be_offered


def test_without_a_wish_for_a_language_nothing_is_said_of_one() -> None:
    [found] = candidates(Wish("GB", 18), [free(languages=(), free_places=2)], minimum_age=18)
    assert found.fits == ("registration in force", "may work with this country", "{places} free places")
    assert found.free_places == 2
    assert found.lacks == ()


@pytest.mark.hazard("H19")
def test_one_whom_we_may_not_help_by_age_can_be_offered_nobody() -> None:
    [found] = candidates(Wish("GB", 16), [free()], minimum_age=18)
    assert not found.can_be_offered and "under the age from which we help" in found.lacks


def test_somebody_asked_for_by_name_comes_before_somebody_free_sooner() -> None:
    found = candidates(
        Wish("GB", 18, therapist="t2"),
        [free(1), free(2, next_free_at=MONDAY + timedelta(days=3))],
        minimum_age=18,
    )
    assert [one.therapist_id for one in found] == [2, 1]
