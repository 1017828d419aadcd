"""No page, message, form or exercise of ours says a banned word: those that shame, name a method, or score a person."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.repository import said
from tests.repository.reading import files, name, templates, text
from tests.repository.reading import said as all_words_of
from tests.repository.words import BANNED, METHODS, SCORES, found

NEVER = BANNED | METHODS | SCORES


def says_never(texts: Iterable[tuple[Path, str]]) -> list[tuple[str, set[str]]]:
    return [(name(file), words) for file, words_said in texts if (words := found(words_said, NEVER))]


@pytest.mark.hazard("H07", "H20")
def test_templates_say_no_banned_word() -> None:
    assert says_never(said.said_in_templates()) == []
    assert (
        says_never((file, all_words_of(text(file))) for file in templates() if "templates" in file.parts)
        == []
    )


@pytest.mark.hazard("H07")
def test_code_says_no_banned_word() -> None:
    assert says_never(said.said_in_code()) == []


@pytest.mark.hazard("H07", "H20")
def test_exercises_agreements_and_guides_say_no_banned_word() -> None:
    assert says_never(said.said_in_data()) == []
    whole = [
        (file, json.dumps(json.loads(text(file)), ensure_ascii=False))
        for file in files("*.json")
        if "crisis" not in file.parts  # names of helplines are theirs
    ]
    pages_and_translations = files("*.md", "waylight/guide") + files("*.po")
    assert says_never(whole + [(file, text(file)) for file in pages_and_translations]) == []


@pytest.mark.hazard("H07", "H20")
def test_scripts_say_no_banned_word() -> None:
    assert says_never(said.said_in_scripts()) == []


def test_nobody_is_shouted_at() -> None:
    """UI.md 5: no exclamation marks."""
    texts = said.said_in_templates() + said.said_in_code() + said.said_in_data()
    assert [name(file) for file, words in texts if re.search(r"[^\W\d]!(?:\s|$)", words)] == []
