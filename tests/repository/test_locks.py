"""The lock files and pyproject.toml agree, and every package is pinned by its hash."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.repository.reading import ROOT, text

PROJECT = tomllib.loads(text(ROOT / "pyproject.toml"))
RUNTIME = PROJECT["project"]["dependencies"]
DEVELOPMENT = PROJECT["dependency-groups"]["dev"]
LOCKS = {"requirements.txt": RUNTIME, "requirements-dev.txt": RUNTIME + DEVELOPMENT}


def pins(lock: str) -> dict[str, Version]:
    return {
        canonicalize_name(found[1]): Version(found[2])
        for found in re.finditer(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", text(ROOT / lock), re.MULTILINE)
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_what_pyproject_asks_for(lock: str) -> None:
    pinned = pins(lock)
    asked = [Requirement(line) for line in LOCKS[lock]]
    wrong = [str(a) for a in asked if pinned.get(canonicalize_name(a.name)) not in a.specifier]
    assert not wrong, f"Run bin/lock: {lock} does not hold {wrong}"


def test_the_development_lock_installs_the_same_product() -> None:
    development = pins("requirements-dev.txt")
    assert {package: development.get(package) for package in pins("requirements.txt")} == pins(
        "requirements.txt"
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_a_hash_and_no_index_is_named(lock: str) -> None:
    blocks = re.split(r"\n(?=[\w.-]+(?:\[[\w,-]+\])?==)", text(ROOT / lock))[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "--index-url" not in text(ROOT / lock)


def test_every_dependency_says_why_it_is_here() -> None:
    source = text(Path(ROOT / "pyproject.toml"))
    stated = [line for line in source.splitlines() if re.match(r'\s+"[a-z0-9-]+(\[[\w,-]+\])?[~=>]', line)]
    assert len(stated) == len(RUNTIME + DEVELOPMENT)
    assert [line for line in stated if "#" not in line] == []
