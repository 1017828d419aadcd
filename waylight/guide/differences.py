"""What changed from one text to another: paragraph by paragraph, and inside a changed paragraph word by word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Part:
    """Some words; `kind` is "same", "added" or "removed"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """A line with its parts; `is_same` where nothing in it changed."""

    parts: tuple[Part, ...]

    @property
    def is_same(self) -> bool:
        return all(part.kind == SAME for part in self.parts)


@dataclass(frozen=True)
class Section:
    """One field of the page, by its name."""

    name: str
    lines: tuple[Line, ...]

    @property
    def is_same(self) -> bool:
        return all(line.is_same for line in self.lines)


def of_texts(before: dict[str, str], after: dict[str, str]) -> list[Section]:
    """Field by field; those that are the same are left out."""
    every = (Section(name, tuple(lines(before[name], after[name]))) for name in after)
    return [section for section in every if not section.is_same]


def lines(before: str, after: str) -> list[Line]:
    old, new = before.splitlines(), after.splitlines()
    return [line for block in _blocks(old, new) for line in _lines_of(*block)]


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield kind, old[i1:i2], new[j1:j2]


def _lines_of(kind: str, old: list[str], new: list[str]) -> Iterator[Line]:
    if kind == "equal":
        yield from (Line((Part(SAME, line),)) for line in old)
        return
    for index in range(max(len(old), len(new))):
        yield Line(tuple(words("".join(old[index : index + 1]), "".join(new[index : index + 1]))))


def words(before: str, after: str) -> Iterator[Part]:
    """The words of two lines, what is gone before what came instead."""
    old, new = _words(before), _words(after)
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Part(SAME, "".join(old[i1:i2]))
            continue
        if i2 > i1:
            yield Part(REMOVED, "".join(old[i1:i2]))
        if j2 > j1:
            yield Part(ADDED, "".join(new[j1:j2]))


def _words(line: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", line)
