"""What import-linter cannot see: foreign keys, and verbs that only one package may call."""

import re
import tomllib

import pytest

from tests.repository.reading import PRODUCT, ROOT, lines_with, own_python, text
from waylight.privacy.declarations import own_models

CONTRACTS = tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]


def height(package: str) -> int:
    layers = [re.findall(r"\w+", line) for line in CONTRACTS[0]["layers"]]
    return len(layers) - next(n for n, layer in enumerate(layers) if package in layer)


def test_foreign_keys_point_only_downwards() -> None:
    wrong = []
    for model in own_models():
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if not other or field.auto_created or not other.__module__.startswith("waylight."):
                continue
            here, there = model._meta.app_label, other._meta.app_label
            if here != there and height(there) >= height(here):
                wrong.append(f"{model._meta.label}.{field.name} → {other._meta.label}")
    assert wrong == []


def test_the_engine_of_privacy_and_the_crisis_pages_have_no_foreign_keys() -> None:
    lowest = [m for m in own_models() if m._meta.app_label in {"privacy", "crisis"}]
    assert [
        f"{m._meta.label}.{f.name}" for m in lowest for f in m._meta.concrete_fields if f.is_relation
    ] == []


@pytest.mark.parametrize(
    ("call", "only_in"),
    [
        (r"\b(?<!def )fulfil\(", "care/closing"),
        (r"django\.core\.mail|smtplib", "notifications|operations/demo/mailbox|config/settings"),
        (r"os\.environ", "config"),
        (
            r"urllib\.request|http\.client|import (requests|httpx)",
            "booking/outside/fetch|notifications/gateway|video/groups/janus",
        ),
    ],
)
def test_only_one_place_does_this(call: str, only_in: str) -> None:
    allowed = re.compile(rf"waylight/({only_in})\b")
    assert [line for line in lines_with(call, own_python()) if not allowed.match(line)] == []


def test_there_are_no_signals() -> None:
    assert lines_with(r"import.*\b(receiver|Signal)\b|\.connect\(", own_python()) == []


def test_no_module_is_named_after_nothing() -> None:
    vague = {
        "utils",
        "helpers",
        "services",
        "selectors",
        "managers",
        "constants",
        "signals",
        "lib",
        "core",
        "common",
    }
    named_so = [path for path in PRODUCT.rglob("*") if path.stem in vague and path.suffix in {"", ".py"}]
    assert [str(path.relative_to(PRODUCT)) for path in named_so] == []
