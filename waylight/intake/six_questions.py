"""The six questions, and the three sentences in which they end. Pure: answers in, words out.

The ten signals for seeking help (MISSION S5) asked plainly. Nothing is added up, ranked or named: a sentence repeats what
somebody chose, and the last one says that we help with it, whatever was chosen (REQUIREMENTS N1, N11).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

Words = str | Promise


@dataclass(frozen=True)
class Answer:
    """`again` is how a sentence at the end repeats it. `touches_danger`: the emergency card follows at once."""

    key: str
    words: Words
    again: Words = ""
    touches_danger: bool = False


@dataclass(frozen=True)
class Question:
    key: str
    words: Words
    answers: tuple[Answer, ...]
    hint: Words = ""

    def answer(self, key: str) -> Answer | None:
        """The answer of that key; None for “I’d rather not say”, for nothing, and for what is no answer."""
        return next((each for each in self.answers if each.key == key), None)


QUESTIONS = (
    Question(
        "safe",
        later("Are you safe right now?"),
        (
            Answer("yes", later("Yes, I am safe")),
            Answer(
                "thoughts", later("I am safe, but I have thoughts of ending my life"), touches_danger=True
            ),
            Answer("no", later("No, or I am not sure"), touches_danger=True),
        ),
    ),
    Question(
        "lately",
        later("How has it been lately?"),
        (
            Answer(
                "more", later("It happens more, or it gets worse"), later("it happens more or gets worse")
            ),
            Answer("same", later("Much the same as before"), later("it is much the same as before")),
            Answer("less", later("It happens less"), later("it happens less")),
            Answer(
                "thinking",
                later("It has not happened. I think about it"),
                later("you think about hurting yourself"),
            ),
        ),
        hint=later("“It” means hurting yourself, in any way."),
    ),
    Question(
        "urge",
        later("What is the urge like when it comes?"),
        (
            Answer("passes", later("It mostly passes"), later("the urge mostly passes")),
            Answer(
                "tried", later("I tried to stop, and I could not"), later("you tried to stop and could not")
            ),
            Answer("stronger", later("It decides, not me"), later("the urge decides and not you")),
            Answer("none", later("There is no urge just now"), later("there is no urge just now")),
        ),
    ),
    Question(
        "days",
        later("How are most of your days?"),
        (
            Answer("right", later("Mostly all right"), later("most days are all right")),
            Answer(
                "low",
                later("I feel low, anxious or worn out, or eating is hard"),
                later("most days are hard to get through"),
            ),
            Answer("much", later("It is all too much"), later("it is all too much")),
            Answer(
                "no-way", later("I see no way on"), later("you see no way on just now"), touches_danger=True
            ),
        ),
    ),
    Question(
        "people",
        later("And the people around you?"),
        (
            Answer("same", later("I see them as I did before"), later("you see people as you did before")),
            Answer("away", later("I keep away from people more"), later("you keep away from people more")),
            Answer("worried", later("Somebody is worried about me"), later("somebody is worried about you")),
            Answer(
                "both",
                later("I keep away, and somebody is worried"),
                later("you keep away and somebody is worried"),
            ),
        ),
    ),
    Question(
        "wish",
        later("What do you wish for?"),
        (
            Answer("change", later("That things change"), later("You wish for things to change")),
            Answer("early", later("That it does not grow"), later("You wish that it does not grow")),
            Answer("unsure", later("I do not know yet"), later("You need not know yet what you wish for")),
            Answer(
                "look",
                later("I only want to look around"),
                later("You can look around for as long as you like"),
            ),
        ),
    ),
)
HOW_MANY = len(QUESTIONS)


def touches_danger(answers: Mapping[str, str]) -> bool:
    """Whether an answer touches immediate danger: then the emergency services come first (MISSION S6)."""
    given = (question.answer(answers.get(question.key, "")) for question in QUESTIONS)
    return any(answer.touches_danger for answer in given if answer)


def sentences(answers: Mapping[str, str]) -> tuple[str, str, str]:
    """Three sentences for any answers, also for none: two repeat what was chosen, the last says that we help with it."""
    again = {question.key: _again(question, answers) for question in QUESTIONS}
    first = _repeated(again["lately"], again["urge"]) or _("You need not say how it has been.")
    second = _repeated(again["days"], again["people"]) or _("You need not say how your days are.")
    return first, second, _last(again["wish"], is_silent=not any(again.values()))


def _again(question: Question, answers: Mapping[str, str]) -> str:
    answer = question.answer(answers.get(question.key, ""))
    return str(answer.again) if answer else ""


def _repeated(first: str, second: str) -> str:
    """One sentence out of one or both; nothing out of neither."""
    if first and second:
        return _("You say that %(first)s, and that %(second)s.") % {"first": first, "second": second}
    return _("You say that %(only)s.") % {"only": first or second} if first or second else ""


def _last(wish: str, *, is_silent: bool) -> str:
    if is_silent:
        return _("You can ask us without saying more: we help people who hurt themselves.")
    if wish:
        return _("%(wish)s, and what you describe is something we help with.") % {"wish": wish}
    return _("What you describe is something we help with.")
