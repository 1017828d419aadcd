"""The sentences at the end of the six questions, for every way to answer them."""

from itertools import product

import pytest

from tests.repository.words import BANNED, METHODS, SCORES, found
from waylight.guide.readability import read
from waylight.intake import six_questions
from waylight.intake.six_questions import QUESTIONS
from waylight.ui.forms import RATHER_NOT

EVERY_ANSWER = [[*(answer.key for answer in question.answers), RATHER_NOT] for question in QUESTIONS]
EVERY_WAY = [dict(zip((q.key for q in QUESTIONS), way, strict=True)) for way in product(*EVERY_ANSWER)]
WE_HELP = ("what you describe is something we help with.", "we help people who hurt themselves.")


@pytest.mark.hazard("H11", "H16", "H20")
def test_every_way_to_answer_ends_in_three_plain_sentences_without_a_number() -> None:
    assert len(EVERY_WAY) == 12_500
    said = {six_questions.sentences(way) for way in EVERY_WAY}
    assert {len(three) for three in said} == {3}
    assert [
        sentence for sentence in {each for three in said for each in three} if not is_plain(sentence)
    ] == []
    assert len(said) > 1000


def is_plain(sentence: str) -> bool:
    """One sentence of at most 20 words, without a digit, without a word that shames, instructs or scores."""
    one = sentence.endswith(".") and not any(mark in sentence[:-1] for mark in ".!?")
    short = len(sentence.split()) <= 20 and sentence[0].isupper()
    clean = not any(mark.isdigit() for mark in sentence) and not found(sentence, BANNED | METHODS | SCORES)
    return one and short and clean


def test_the_sentences_are_easy_to_read() -> None:
    said = sorted({" ".join(six_questions.sentences(way)) for way in EVERY_WAY})
    assert [text for text in said[::50] if read(text).too_long or read(text).grade > 6] == []


@pytest.mark.hazard("H11")
def test_nobody_is_told_anything_but_that_we_help() -> None:
    assert [way for way in EVERY_WAY if not six_questions.sentences(way)[2].lower().endswith(WE_HELP)] == []


@pytest.mark.hazard("H16")
def test_danger_is_what_touches_danger_and_nothing_else() -> None:
    dangerous = {"safe": {"thoughts", "no"}, "days": {"no-way"}}
    for way in EVERY_WAY:
        expected = any(way[key] in answers for key, answers in dangerous.items())
        assert six_questions.touches_danger(way) == expected


def test_an_unanswered_question_changes_no_other_sentence() -> None:
    said = {"lately": "more", "urge": "tried", "days": "low", "people": "away", "wish": "change"}
    first, second, third = six_questions.sentences(said)
    assert six_questions.sentences(said | {"people": RATHER_NOT, "days": RATHER_NOT})[::2] == (first, third)
    assert first == "You say that it happens more or gets worse, and that you tried to stop and could not."
    assert (
        second == "You say that most days are hard to get through, and that you keep away from people more."
    )
    assert third == "You wish for things to change, and what you describe is something we help with."


def test_whoever_says_nothing_may_ask_all_the_same() -> None:
    assert (
        six_questions.sentences({})[2]
        == "You can ask us without saying more: we help people who hurt themselves."
    )


def test_each_answer_can_be_told_from_the_others() -> None:
    for question in QUESTIONS:
        assert len({answer.key for answer in question.answers}) == len(question.answers)
        assert len({str(answer.words) for answer in question.answers}) == len(question.answers)
