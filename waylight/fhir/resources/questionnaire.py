"""Questionnaire: the exercises and measures, as their files hold them. They are about nobody."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.exercises import catalogue
from waylight.fhir.reading import Reader
from waylight.fhir.resources.kinds import Found, Kind, Wanted
from waylight.measures import catalogue as measures


@dataclass(frozen=True)
class Files:
    """Questionnaires that are files, or were imported: resources already."""

    forms: Callable[[], Iterable[dict[str, Any]]]

    def count(self, reader: Reader, wanted: Wanted) -> int:
        return len(self._of(wanted))

    def part(self, reader: Reader, wanted: Wanted, start: int, count: int) -> list[Found]:
        return [Found(form) for form in self._of(wanted)[start : start + count]]

    def every(self, reader: Reader) -> Iterator[Found]:
        yield from (Found(form) for form in self.forms())

    def _of(self, wanted: Wanted) -> list[dict[str, Any]]:
        if wanted.client:
            return []
        return [form for form in self.forms() if wanted.id in ("", form["id"])]


def library() -> list[dict[str, Any]]:
    """Every exercise in every version, withdrawn or not, since somebody may have answered it; the newest has the plain id."""
    forms = catalogue.resources()
    newest: dict[str, int] = {}
    for form in forms:
        newest[form["id"]] = max(newest.get(form["id"], 0), int(form["version"]))
    return [_with_id(form, is_newest=int(form["version"]) == newest[form["id"]]) for form in forms]


def instruments() -> list[dict[str, Any]]:
    """The measures; of those whose text may not be shipped, the skeleton."""
    return [measures.questionnaire(one.id) for one in measures.all()]


def _with_id(form: dict[str, Any], *, is_newest: bool) -> dict[str, Any]:
    return form if is_newest else form | {"id": f"{form['id']}.{form['version']}"}


KIND = Kind(
    "Questionnaire",
    _("The exercises and questions themselves"),
    (Files(instruments), Files(library)),  # of one id the measure first: its words are nobody's to bring
    is_personal=False,
)
