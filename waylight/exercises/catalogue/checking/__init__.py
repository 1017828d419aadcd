"""Reads a questionnaire that somebody else wrote, and refuses it, with the place named, when it is not one of ours to draw.

Nothing of it is ever run or shown as HTML: its words are escaped as everybody's are. What is looked at, in this order:
its size and its texts (`texts`), each item by itself (`items`), what menus offer (`menus`), that nothing
speaks of a level of risk (`levels`), and how items point to one another (`links`).
"""

from waylight.exercises.catalogue import reading
from waylight.exercises.catalogue.checking import items, levels, links, menus, texts, whole
from waylight.exercises.catalogue.checking.refusing import Malformed
from waylight.exercises.catalogue.values import Exercise

__all__ = ["Malformed", "read"]


def read(text: str | bytes) -> Exercise:
    """The exercise that a file holds. Raises Malformed: a sentence with the place and what is wrong there."""
    form = texts.parsed(text)
    whole.check(form)
    items.check(form)
    menus.check(form)
    levels.check(form)
    exercise = reading.exercise(form)
    links.check(exercise)
    return exercise
