"""Everything that people read is easy to read: REQUIREMENTS 7.4, sentences of at most 20 words and a grade of at most 6."""

import pytest

from tests.repository import said
from waylight.guide.readability import HARDEST_GRADE, Reading, read

ENOUGH = 30  # words: a grade of fewer says nothing
# Files that may be harder, each with its reason. Sentences are short in these too.
MAY_BE_HARDER = {
    "waylight/notifications/marks.py": "statements for the database",
    "waylight/config/databases.py": "for whoever installs Waylight: names of software and of its settings",
}


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {file: read(words) for file, words in said.everything().items()}


def test_no_sentence_is_longer_than_20_words(readings: dict[str, Reading]) -> None:
    assert {file: reading.too_long for file, reading in readings.items() if reading.too_long} == {}


def test_no_file_with_enough_text_is_harder_than_grade_6(readings: dict[str, Reading]) -> None:
    hard = {file: r.grade for file, r in readings.items() if r.words >= ENOUGH and r.grade > HARDEST_GRADE}
    assert {file: grade for file, grade in hard.items() if file not in MAY_BE_HARDER} == {}


def test_the_exceptions_are_still_needed(readings: dict[str, Reading]) -> None:
    assert [
        file for file in MAY_BE_HARDER if file not in readings or readings[file].grade <= HARDEST_GRADE
    ] == []


def test_all_kinds_of_text_are_read() -> None:
    read_by_the_test = said.everything()
    for file, words in {
        "waylight/intake/consents.json": "Do you agree to talk online",
        "waylight/exercises/library/cbt-thought-record.json": "Pick one moment",
        "waylight/guide/pages/cbt.md": "CBT stands for",
        "waylight/notifications/templates/notifications/booked.call.txt": "Nothing urgent",
        "waylight/intake/forms/ask.py": "Who is it for?",
        "waylight/guide/templates/guide/home.html": "You can talk about it here.",
    }.items():
        assert words in read_by_the_test[file]


@pytest.mark.parametrize(
    ("template", "lines"),
    [
        ("<p>One {{ two }}</p><p>three</p>", ["One it", "three"]),
        ("<p>We meet {% if a %}you{% elif b %}them{% else %}nobody{% endif %}.</p>",
         ["We meet you.", "We meet them.", "We meet nobody."]),
        ("{% if a %}<p>One {% if b %}two{% endif %}</p>{% else %}<p>Three</p>{% endif %}", ["One two", "Three"]),
        ("<p>{% translate \"Help now\" %}</p>", ["Help now"]),
        ("<p>{% blocktranslate trimmed count n=x %}\n  One\n  thing{% plural %}Things{% endblocktranslate %}</p>",
         ["One thing", "Things"]),
        ("{% include \"ui/note.html\" with words=\"A note\" %}", ["A note"]),
        ("<nav aria-label=\"Quick help\" class=\"a b\"></nav>{# no #}", ["Quick help"]),
        ("<a>One</a><a>Two</a><ul data-unread><li>Names</li></ul>", ["One Two"]),
    ],
)  # fmt: skip
def test_what_a_template_says_is_found(template: str, lines: list[str]) -> None:
    assert said.of_template(template).split("\n") == lines
