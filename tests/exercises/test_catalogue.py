"""The library is FHIR that reads plainly and says nothing it must not."""

import json
import re

import pytest
from django.utils.text import slugify

from tests.exercises.going import ANSWERS, RECORD
from waylight.exercises import catalogue, merging, showing

FILES = sorted(catalogue.LIBRARY.glob("*.json"))
TYPES = {
    "group", "boolean", "integer", "date", "time", "dateTime", "string", "text", "choice", "open-choice", "display",
    "attachment",
}  # fmt: skip
NEVER = re.compile(
    r"\b(should|streak|missed|failed|homework|proud of you|risk score|blade|razor|pills)\b|!", re.IGNORECASE
)


def items(node: dict) -> list[dict]:
    return [inner for item in node.get("item", ()) for inner in (item, *items(item))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_file_is_a_questionnaire_with_its_own_name(file) -> None:
    form = json.loads(file.read_text(encoding="utf-8"))
    assert form["resourceType"] == "Questionnaire"
    assert (form["id"], form["version"]) == (catalogue.get(form["id"]).id, catalogue.get(form["id"]).version)
    ids = [item["linkId"] for item in items(form)]
    assert len(ids) == len(set(ids))
    assert {item["type"] for item in items(form)} <= TYPES
    assert all(item["type"] == "group" and slugify(item["linkId"]) == item["linkId"] for item in form["item"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_sentence_is_longer_than_twenty_words_or_says_what_we_never_say(file) -> None:
    form = json.loads(file.read_text(encoding="utf-8"))
    exercise = catalogue.get(form["id"])
    texts = [exercise.purpose, *exercise.instructions, *exercise.when_not, exercise.stop_rule]
    texts += [text for step in exercise.steps for text in (step.title, step.hint)]
    texts += [text for step in exercise.steps for q in step.questions for text in (q.text, q.hint)]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?:])\s", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 20] == []
    assert [text for text in texts if NEVER.search(text)] == []


@pytest.mark.django_db
def test_an_exercise_that_is_not_there_is_named_so() -> None:
    with pytest.raises(catalogue.UnknownExercise):
        catalogue.get("nothing")
    with pytest.raises(catalogue.UnknownExercise):
        catalogue.get(RECORD, "999")
    assert [exercise.id for exercise in catalogue.library()].count(RECORD) == 1


@pytest.mark.hazard("H08")
def test_the_thought_record_goes_on_from_what_fits_to_what_does_not_and_to_a_friend() -> None:
    steps = catalogue.get(RECORD).steps
    assert [step.id for step in steps] == list(ANSWERS)
    assert [step.id for step in steps if step.not_left_out] == ["does-not-fit", "friend"]


def test_answers_are_shown_in_words_and_nought_is_an_answer() -> None:
    exercise = catalogue.get(RECORD)
    answers = {id: answer for page in ANSWERS.values() for id, answer in page.items()}
    shown = {
        answered.text: answered.lines
        for page in showing.pages(exercise, answers)
        for answered in page.answered
    }
    assert shown["What did I feel, and how strongly?"] == [
        "lonely · strength 80 of 100",
        "like fog · strength 0 of 100",
    ]
    assert shown["When was this?"] == ["Friday 20 November, 19:30"]
    assert shown["Facts that do not fit with it"] == ["She called on Sunday", "She laughed"]
    assert shown["Does it look like one of these?"][0].startswith("Mind reading")


def test_what_two_windows_wrote_is_joined_without_losing_a_word() -> None:
    stored = {"situation": "One", "evidence": ["a", "b"], "belief": 10, "when": "2026-11-20T19:30:00+00:00"}
    written = {"situation": "Two", "evidence": ["b", "c"], "belief": 20, "when": "2026-11-21T19:30:00+00:00"}
    joined = merging.joined(stored, written, texts={"situation"})
    assert joined == stored | {"situation": "One\n\nTwo", "evidence": ["a", "b", "c"]}
    assert merging.joined({"situation": "One"}, {"situation": "One more"}, texts={"situation"}) == {
        "situation": "One more"
    }
    assert merging.joined({}, {"belief": 0}, texts=set()) == {"belief": 0}
