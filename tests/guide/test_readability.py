"""The measure itself: it must tell easy from hard, and find what is too long."""

import pytest

from tests.repository.words import BANNED, METHODS, found
from waylight.guide.readability import read, sentences, syllables, text_of


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
        ("about", 2),
        ("CBT", 3),
        ("self-harm", 2),
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


def test_sentences_of_more_than_20_words_are_found():
    longest_allowed = " ".join(["word"] * 20) + "."
    too_long = " ".join(["word"] * 21) + "."
    reading = read(f"One two. {longest_allowed} {too_long} One.")
    assert (reading.words, reading.too_long) == (44, (too_long,))
    assert not reading.is_easy


def test_a_text_without_words_has_nothing_to_measure():
    assert read("16, 30\n…") == read("") and read("").is_easy


def test_addresses_of_markdown_are_not_read():
    assert sentences("# One\n\n- [two](read:a-long-address). “Three.” Four") == [
        "# One",
        "- [two].",
        "“Three.",
        "Four",
    ]


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
