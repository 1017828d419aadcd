"""No page, message, form or exercise of ours says a banned word: those that shame, name a method, or score a person."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository.reading import files, name, own_python, said, templates, text, tree
from tests.repository.words import BANNED, METHODS, SCORES, found

NEVER = BANNED | METHODS | SCORES


def said_by_templates() -> Iterator[tuple[Path, str]]:
    for file in templates():
        if "fonts" not in file.parts:
            yield file, said(text(file))


def said_by_code() -> Iterator[tuple[Path, str]]:
    """Sentences of code: labels, help texts, refusals."""
    for file in own_python():
        unread = docstrings(tree(file))
        for node in ast.walk(tree(file)):
            is_words = isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
            if is_words and id(node) not in unread:
                yield file, node.value


def docstrings(module: ast.Module) -> set[int]:
    """Those that nobody but us reads. A class of nothing but its docstring is a refusal: people read it."""
    found_ones = set()
    for node in ast.walk(module):
        is_documented = isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(
            node
        )
        if is_documented and (len(node.body) > 1 or not isinstance(node, ast.ClassDef)):
            found_ones.add(id(node.body[0].value))
    return found_ones


def said_by_data() -> Iterator[tuple[Path, str]]:
    for file in files("*.json"):
        if "crisis" not in file.parts:  # names of helplines are theirs
            yield file, json.dumps(json.loads(text(file)), ensure_ascii=False)
    for file in files("*.md", "waylight/guide"):
        yield file, text(file)
    for file in files("*.js"):
        code = re.sub(r"(?m)(^|\s)//.*$|/\*.*?\*/", " ", text(file))
        yield file, " ".join(re.findall(r"\"[^\"\n]*\"|`[^`]*`", code))


@pytest.mark.hazard("H07", "H20")
def test_templates_say_no_banned_word() -> None:
    assert [
        (name(file), words) for file, words_said in said_by_templates() if (words := found(words_said, NEVER))
    ] == []


@pytest.mark.hazard("H07")
def test_code_says_no_banned_word() -> None:
    assert [
        (name(file), words) for file, words_said in said_by_code() if (words := found(words_said, NEVER))
    ] == []


@pytest.mark.hazard("H07", "H20")
def test_exercises_guides_and_scripts_say_no_banned_word() -> None:
    assert [
        (name(file), words) for file, words_said in said_by_data() if (words := found(words_said, NEVER))
    ] == []
