"""The loop as a drawing: six boxes round a ring, arrows between them, and the way out in the middle. Pure.

Long words are cut here with "…"; the page says all of them below.
"""

import textwrap
from dataclasses import dataclass

BOX = (270, 124)  # width and height of a box, in a drawing of 900 by 600
LETTERS, LINES = 34, 4  # of words that fit a box
# The middle of each box, clockwise from the top.
MIDDLES = ((450, 64), (760, 196), (760, 404), (450, 536), (140, 404), (140, 196))
# From box to box, past their corners.
ARROWS = (
    "M590 52Q700 60 742 126",
    "M760 262V332",
    "M742 474Q700 540 594 548",
    "M310 548Q200 540 158 476",
    "M140 338V268",
    "M158 130Q200 60 306 52",
)
CENTRE = (450, 300)


@dataclass(frozen=True)
class Line:
    """A line of words and where its letters stand."""

    x: int
    y: int
    words: str


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    number: int
    label: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Drawing:
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]
    centre: Box


def draw(labels: list[str], words: list[str]) -> Drawing:
    """Of six labels and six texts round the ring, and a seventh of each for the middle. Raises ValueError."""
    if len(labels) != len(words) or len(words) != len(MIDDLES) + 1:
        raise ValueError("six places and a way out, each with its words")
    places = (*MIDDLES, CENTRE)
    boxes = tuple(
        _box(number, middle, label, text)
        for number, (middle, label, text) in enumerate(zip(places, labels, words, strict=True), 1)
    )
    return Drawing(boxes[:-1], ARROWS, boxes[-1])


def _box(number: int, middle: tuple[int, int], label: str, words: str) -> Box:
    width, height = BOX
    left, top = middle[0] - width // 2, middle[1] - height // 2
    lines = tuple(Line(left + 16, top + 52 + 20 * n, line) for n, line in enumerate(wrapped(words)))
    return Box(left, top, width, height, number, Line(left + 16, top + 28, label), lines)


def wrapped(words: str) -> list[str]:
    """At most four lines; the last one ends with "…" where there is more. A word too long for a line is broken."""
    lines = textwrap.wrap(" ".join(words.split()), LETTERS, break_on_hyphens=False)
    if len(lines) <= LINES:
        return lines
    return [*lines[: LINES - 1], lines[LINES - 1][: LETTERS - 1].rstrip() + "…"]
