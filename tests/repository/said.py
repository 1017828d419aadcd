"""All that people read, file by file: templates, sentences of code, exercises, agreements, guide pages, scripts."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.repository.reading import files, name, own_python, templates, text, tree, without_comments
from waylight.guide.readability import text_of

NAME = "it"  # stands where a template or a sentence of code puts a value
TAG = re.compile(r"{%.*?%}", re.DOTALL)
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
PLURAL = re.compile(r"{%\s*plural\s*%}(.*?)(?={%\s*endblocktranslate\s*%})", re.DOTALL)
BRANCHED = re.compile(r"{%\s*if\b(?:(?!{%\s*(?:if|endif)\b).)*?{%\s*endif\s*%}", re.DOTALL)
READ_ALOUD = re.compile(r"\b(?:alt|aria-label|content|placeholder|title)=\"([^\"]*)\"")
# Of an exercise: its sources and what is known about it are for therapists, and name papers; the rest is read by clients.
OF_RECORD = {"urn:waylight:source", "urn:waylight:evidence"}
# The words of published questionnaires are those of others: they stand as they were published, and are not ours to ease.
OUR_MEASURES = {"session-feedback"}
PROSE = {"title", "purpose", "text", "valueString", "display", "question", "words"}


@cache
def said_in_templates() -> list[tuple[Path, str]]:
    return [(file, of_template(text(file))) for file in templates() if "templates" in file.parts]


@cache
def said_in_code() -> list[tuple[Path, str]]:
    found = [(file, "\n".join(of_code(tree(file)))) for file in own_python()]
    return [(file, words) for file, words in found if words]


@cache
def said_in_data() -> list[tuple[Path, str]]:
    exercises_and_agreements = [
        (file, "\n".join(of_data(json.loads(text(file)))))
        for file in files("*.json")
        if "crisis" not in file.parts
        and "people" not in file.parts  # names of helplines and registers are theirs
        and ("instruments" not in file.parts or file.stem in OUR_MEASURES)
    ]
    return exercises_and_agreements + [
        (file, of_page(text(file))) for file in files("*.md", "waylight/guide/pages")
    ]


@cache
def said_in_scripts() -> list[tuple[Path, str]]:
    found = []
    for file in files("*.js"):
        code = re.sub(r"(?m)(^|\s)//.*$|/\*.*?\*/", " ", text(file))
        strings = [double or other for double, other in re.findall(r"\"([^\"\n]*)\"|`([^`]*)`", code)]
        found.append(
            (
                file,
                "\n".join(
                    re.sub(r"\$\{.*?\}", NAME, words) for words in strings if re.search(r"[ …]", words)
                ),
            )
        )
    return found


def everything() -> dict[str, str]:
    """What each file says, a line for each block, label or sentence of code."""
    every = said_in_templates() + said_in_code() + said_in_data() + said_in_scripts()
    return {name(file): words for file, words in every}


def of_template(source: str) -> str:
    """Its lines: each way through its conditions, its words to translate, and what is read aloud or shown on a tab."""
    lines: dict[str, None] = {}
    for way in range(3):
        shown = _translated(_one_way(without_comments(source), way))
        aloud = "\n".join(TAG.sub(" ", words) for words in READ_ALOUD.findall(shown))
        for line in (text_of(_without_tags(shown).replace("><", "> <")) + "\n" + _without_tags(aloud)).split(
            "\n"
        ):
            if line.strip():
                lines[" ".join(line.split())] = None
    return "\n".join(lines)


def _one_way(source: str, way: int) -> str:
    """The template as it reads when each condition takes its first (0), second or last branch, where it has that many."""

    def chosen(found: re.Match[str]) -> str:
        inside = re.sub(r"^{%\s*if\b.*?%}|{%\s*endif\s*%}$", "", found.group(), flags=re.DOTALL)
        branches = re.split(r"{%\s*(?:else|elif\b.*?)\s*%}", inside, flags=re.DOTALL)
        return branches[min(way, len(branches) - 1)]

    while BRANCHED.search(source):
        source = BRANCHED.sub(chosen, source)
    return source


def _translated(source: str) -> str:
    """Tags that say something become what they say: translate, and words handed to an include or to a form."""

    def said(found: re.Match[str]) -> str:
        kind = found.group()[2:].split()[0]
        if kind not in {"translate", "include", "with", "firstof"}:
            return found.group()
        words = [double or single for double, single in QUOTED.findall(found.group())]
        spoken = [each for each in words if " " in each or kind == "translate"]
        return " ".join(spoken) if kind == "translate" else "".join(f"\n<p>{each}</p>\n" for each in spoken)

    plurals = "".join(f"\n<p>{each}</p>\n" for each in PLURAL.findall(source))
    return TAG.sub(said, PLURAL.sub("", source) + plurals)


def _without_tags(source: str) -> str:
    return re.sub(r"{{.*?}}", NAME, TAG.sub("", source), flags=re.DOTALL)


def of_code(module: ast.Module) -> Iterator[str]:
    """Sentences of code: labels, help texts, refusals."""
    unread, parts = docstrings(module), set[int]()
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            parts |= {id(value) for value in node.values}
            words = "".join(v.value if isinstance(v, ast.Constant) else NAME for v in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            words = node.value
        else:
            continue
        if " " in words.strip() and id(node) not in unread:
            yield plain(words)


def plain(words: str) -> str:
    """With a word in place of each value."""
    return re.sub(r"%\(\w+\)[sd]|\{[\w.]*\}|%[sd]", NAME, words)


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


def of_data(value: Any) -> Iterator[str]:
    """The prose of an exercise or an agreement."""
    if isinstance(value, list):
        for each in value:
            yield from [each] if isinstance(each, str) else of_data(each)
    elif isinstance(value, dict) and value.get("url") not in OF_RECORD:
        for key, inner in value.items():
            if isinstance(inner, str) and key in PROSE:
                yield inner
            elif isinstance(inner, list | dict) and (key != "subjectType"):
                yield from of_data(inner)


def of_page(source: str) -> str:
    """A guide page: its text, and of its head what is read as prose."""
    _, head, body = source.split("---\n", 2)
    prose = re.findall(r"(?m)^(?:title|description): (.*)$", head)
    return "\n".join([*prose, body])
