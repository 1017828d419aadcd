"""docs/safety/hazards.yaml and the tests that prove its controls say the same."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from tests.repository.reading import ROOT, files, name, text, tree

LOG = ROOT / "docs/safety/hazards.yaml"
KEYS = {"id", "hazard", "causes", "severity", "controls", "tests", "later"}


@cache
def log() -> list[dict[str, Any]]:
    return yaml.safe_load(text(LOG))


def marks(file_tree: ast.Module) -> Iterator[str]:
    """The hazards that tests of a file are marked with, one by one or all at once."""
    for node in ast.walk(file_tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.hazard":
            yield from (ast.literal_eval(argument) for argument in node.args)


@cache
def proofs() -> dict[str, set[str]]:
    """hazard → files with a test that is marked with it."""
    found = defaultdict(set)
    for file in files("test_*.py", "tests"):
        for hazard in marks(tree(file)):
            found[hazard].add(name(file))
    return dict(found)


def test_all_hazards_of_the_clinical_rules_are_in_the_log() -> None:
    assert [each["id"] for each in log()] == [f"H{number:02}" for number in range(1, 27)]


def test_each_hazard_says_what_it_is() -> None:
    odd = [
        each["id"] for each in log() if not each.keys() <= KEYS or not each["hazard"] or not each["causes"]
    ]
    assert odd == []
    assert {each["severity"] for each in log()} <= {1, 2, 3, 4, 5}


def test_each_hazard_has_a_control_and_a_test_or_says_what_will_bring_them() -> None:
    bare = [
        each["id"]
        for each in log()
        if not (each.get("controls") and each.get("tests")) and not each.get("later")
    ]
    assert bare == []


def test_a_control_without_a_test_is_not_claimed() -> None:
    assert [each["id"] for each in log() if bool(each.get("controls")) != bool(each.get("tests"))] == []


def test_the_log_names_just_the_files_that_prove_it() -> None:
    said = {each["id"]: set(each.get("tests", [])) for each in log()}
    assert {
        hazard: said.get(hazard, set()) ^ found
        for hazard, found in proofs().items()
        if said.get(hazard) != found
    } == {}
    assert {hazard for hazard, found in said.items() if found} == set(proofs())


def test_the_log_lists_its_tests_in_order() -> None:
    assert [each["id"] for each in log() if each.get("tests", []) != sorted(each.get("tests", []))] == []
