"""What stands beside the editor: how easy the text is to read, and what no page of ours may say."""

from dataclasses import dataclass

from waylight.guide import readability, words
from waylight.guide.models import Revision


@dataclass(frozen=True)
class Advice:
    """`never` keeps a text from being published; all else is advice."""

    grade: float
    too_long: tuple[str, ...]
    never: tuple[str, ...]

    @property
    def is_hard(self) -> bool:
        return self.grade > readability.HARDEST_GRADE

    @property
    def is_fine(self) -> bool:
        return not (self.is_hard or self.too_long or self.never)


def on(revision: Revision) -> Advice:
    reading = readability.read(f"{revision.title}.\n\n{revision.description}\n\n{revision.markdown}")
    never = words.never_said(revision.title, revision.description, revision.markdown)
    return Advice(reading.grade, reading.too_long, tuple(sorted(never)))
