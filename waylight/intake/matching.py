"""Which therapists could meet somebody, and why. Pure: values in, values out; it knows nothing of how somebody feels.

There is no score: a person reads what fits and what does not, and decides (REQUIREMENTS N1). Its words are marked for
translation, and translated where they are shown: nothing is known of Django here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LATER_THAN_ALL = datetime.max.replace(tzinfo=UTC)


def _(words: str) -> str:
    return words


@dataclass(frozen=True)
class Wish:
    """What an enquiry says. `youngest` is the youngest age in its band; `language` and `therapist` may be empty."""

    country: str
    youngest: int
    language: str = ""
    therapist: str = ""


@dataclass(frozen=True)
class Free:
    """What is known of a therapist. `next_free_at` is None when there is no free time."""

    therapist_id: int
    slug: str
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    free_places: int
    next_free_at: datetime | None
    is_registered: bool


@dataclass(frozen=True)
class Candidate:
    """What fits and what does not, in words to translate, then to fill with `free_places`.

    Who lacks what is needed by law or rule cannot be offered at all.
    """

    therapist_id: int
    fits: tuple[str, ...]
    lacks: tuple[str, ...]
    can_be_offered: bool
    free_places: int
    next_free_at: datetime | None


def candidates(wish: Wish, therapists: Iterable[Free], *, minimum_age: int) -> list[Candidate]:
    """Everybody, those who can be offered first, then those who fit in more ways, then the earliest free time."""
    found = [_candidate(wish, one, minimum_age) for one in therapists]
    return sorted(found, key=_order)


def _candidate(wish: Wish, one: Free, minimum_age: int) -> Candidate:
    needed = [
        (one.is_registered, _("registration in force"), _("no registration in force")),
        (wish.country in one.countries, _("may work with this country"), _("may not work with this country")),
        (wish.youngest >= minimum_age, "", _("under the age from which we help")),
    ]
    speaks = not wish.language or wish.language in one.languages
    wished = [
        (speaks, _("speaks the language") if wish.language else "", _("does not speak the language")),
        (one.slug == wish.therapist, _("asked for by name"), ""),
        (one.free_places > 0, _places(one.free_places), _("no free place")),
        (one.next_free_at is not None, "", _("no free time")),
    ]
    both = [*needed, *wished]
    return Candidate(
        therapist_id=one.therapist_id,
        fits=tuple(fits for holds, fits, _lacks in both if holds and fits),
        lacks=tuple(lacks for holds, _fits, lacks in both if not holds and lacks),
        can_be_offered=all(holds for holds, _fits, _lacks in needed),
        free_places=one.free_places,
        next_free_at=one.next_free_at,
    )


def _order(one: Candidate) -> tuple:
    return (
        not one.can_be_offered,
        len(one.lacks) - len(one.fits),
        one.next_free_at or LATER_THAN_ALL,
        one.therapist_id,
    )


def _places(number: int) -> str:
    return _("1 free place") if number == 1 else _("{places} free places")
