"""The measure itself: it must tell easy from hard, and find what is too long."""

import pytest

from tests.guide.readability import read, sentences, syllables, text_of
from tests.repository.words import BANNED, METHODS, found


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("cat", 1),
        ("table", 2),
        ("makes", 1),
        ("wanted", 2),
        ("helped", 1),
        ("therapy", 3),
        ("idea", 3),
        ("being", 2),
    ],
)
def test_syllables_of_common_words(word, expected):
    assert syllables(word) == expected


def test_hard_words_in_long_sentences_have_a_higher_grade():
    easy = "You can stop at any time. We will not be cross."
    hard = (
        "The multidisciplinary psychotherapeutic organisation systematically evaluates individual circumstances "
        "before recommending appropriate interventions."
    )
    assert read(easy).grade < 3
    assert read(hard).grade > 12


def test_the_longest_sentence_is_found():
    reading = read("One two. One two three four five. One.")
    assert (reading.words, reading.longest) == (5, "One two three four five.")


def test_blocks_end_sentences_and_code_is_not_read():
    page = "<style>p{}</style><p>One two</p><ul><li>three</li><li data-unread><b>four</b> five</li></ul><svg><path/></svg>six"
    assert sentences(text_of(page)) == ["One two", "three", "six"]


def test_words_are_found_as_whole_words_in_any_case():
    assert found("She RELAPSED. It is cleaner. Not a trigger  warning.", BANNED) == {
        "relapsed",
        "trigger warning",
    }
    assert found("He wore a wristwatch, and cut it short.", METHODS) == set()
    assert found("Don’t hang up.", METHODS) == set()
