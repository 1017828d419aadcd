"""Rules of REQUIREMENTS 0 that a machine can watch: no levels of risk, no streaks, crisis numbers only as data."""

import ast
import json
import re
from collections.abc import Iterator

import pytest

from tests.repository.reading import ROOT, files, lines_with, name, own_python, templates, text, tree
from waylight.privacy.declarations import own_models

NEVER = re.compile(
    r"risk_?(score|level|band|rating|category)|severity|streak|days_since|lethality|injur(y|ies)_count|^badges?$"
    r"|sentiment|^patients?$|^surveys?$|^chats?$",
    re.IGNORECASE,
)
DIRECTORY = json.loads(text(ROOT / "waylight/crisis/data/helplines.json"))
OFTEN_WRITTEN = {"GB", "IE", "US", "AU"}
LEVELS = {"low", "medium", "moderate", "high", "severe", "red", "amber", "green"}


def identifiers(file_tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(file_tree):
        for field in ("id", "attr", "arg", "name"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield value


@pytest.mark.hazard("H11")
def test_nothing_is_named_after_what_must_not_be() -> None:
    found = {
        f"{name(f)}: {word}" for f in files("*.py") for word in identifiers(tree(f)) if NEVER.search(word)
    }
    assert found == set()


@pytest.mark.hazard("H11")
def test_no_field_holds_a_level() -> None:
    """N1: no low, medium or high anywhere in the data model."""
    levelled = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.concrete_fields
        if {str(value).lower() for value, _ in field.flatchoices} & LEVELS
    ]
    assert levelled == []


def directory_numbers(countries: set[str] | None = None) -> set[str]:
    """Every number of the crisis data as digits, of some countries or of all."""
    found: set[str] = set()
    for code, country in DIRECTORY["countries"].items():
        if countries and code not in countries:
            continue
        emergency = country["emergency"]
        found |= {number for _, number, _ in emergency["numbers"]} | {emergency["call_first"] or ""}
        found |= {channel["dial"] for line in country["lines"] for channel in line["channels"]}
    return {re.sub(r"\D", "", number) for number in found if re.fullmatch(r"[+*\d -]+", number)}


def test_a_crisis_number_stands_only_in_the_crisis_data() -> None:
    """A number that is written in a page is a number that nobody checks again."""
    pages = (
        templates() + [f for f in files("*.md") + files("*.json") if "crisis" not in f.parts] + files("*.js")
    )
    code = [*own_python(), *own_python("tests")]
    long_ones = "|".join(r"[ -]?".join(number) for number in directory_numbers() if len(number) >= 6)
    short_ones = "|".join(number for number in directory_numbers(OFTEN_WRITTEN) if len(number) < 6)
    assert lines_with(rf"(?<![\w#&.-])({long_ones})(?!\w)", [*pages, *code]) == []
    assert lines_with(rf"(?<![\w#&.,:-])({short_ones})(?![\w.%])", pages) == []


def test_nothing_is_left_for_later() -> None:
    everything = [
        *own_python(),
        *templates(),
        *files("*.js"),
        *files("*.css"),
        *files("*.md"),
        *files("*.md", "docs"),
    ]
    assert lines_with(r"\b(TODO|FIXME|XXX|coming soon|lorem ipsum)\b", everything, flags=re.IGNORECASE) == []


def test_no_path_of_a_developers_machine_is_in_the_repository() -> None:
    everything = [
        *own_python(),
        *templates(),
        *files("*.md", "docs"),
        *ROOT.glob("bin/*"),
        *ROOT.glob("*.md"),
    ]
    assert lines_with(r"(?<![\w.])/(root|tmp|work)/\w", everything) == []
