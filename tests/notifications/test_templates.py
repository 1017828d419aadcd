"""Every message is neutral: whoever sees a lock screen or an inbox learns nothing (UI.md 5, level 0)."""

import json
import re
from pathlib import Path

import pytest

from tests.repository.words import BANNED, METHODS, SCORES, found
from waylight.notifications.models import Channel
from waylight.notifications.templates import CATALOGUE, FOLDER, OF_THE_PRACTICE, placeholders, render

CLINICAL = {
    "appointment", "care", "client", "clinic", "clinical", "counselling", "counsellor", "crisis", "diagnosis",
    "doctor", "emergency", "enquiry", "exercise", "harm", "health", "help", "hospital", "hurt", "intake", "mental",
    "note of", "nhs", "patient", "plan", "practice", "psychologist", "psychotherapy", "register", "risk", "safety",
    "self-harm", "session", "sessions", "suicide", "take-away", "talk therapy", "therapist", "therapy", "treatment",
    "urge",
}  # fmt: skip
WORDS = {
    "code": "123456",
    "link": "http://localhost:8000/x/",
    "when": "Thursday 26 November, 19:30",
    "neutral_name": "Larkfield",
    "reach": "Call 07700 900100.",
}
EVERY = [(template, channel) for template in CATALOGUE for channel in Channel.values]
SNAPSHOT = Path(__file__).parent / "messages.json"


def message(template: str, channel: str) -> str:
    rendered = render(template, channel, WORDS)
    return f"{rendered.subject}\n\n{rendered.body}".strip()


def test_the_catalogue_names_every_file_and_every_file_is_in_it() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(CATALOGUE) | {f"{name}.call" for name in CATALOGUE}


@pytest.mark.parametrize("template", CATALOGUE)
def test_a_message_needs_just_the_words_of_the_catalogue(template: str) -> None:
    assert placeholders(template) - OF_THE_PRACTICE == CATALOGUE[template]
    assert placeholders(f"{template}.call") <= CATALOGUE[template] | OF_THE_PRACTICE


@pytest.mark.parametrize(("template", "channel"), EVERY)
@pytest.mark.hazard("H06")
def test_no_message_tells_what_the_practice_does(template: str, channel: str) -> None:
    text = message(template, channel)
    assert found(text, CLINICAL | BANNED | METHODS | SCORES) == set()
    assert "!" not in text


@pytest.mark.parametrize(("template", "channel"), EVERY)
def test_a_message_is_short_and_holds_one_link_at_most(template: str, channel: str) -> None:
    text = message(template, channel)
    assert text.count("http") <= (0 if channel == "call" else 1)
    assert len(text) <= 320, "longer than two texts"
    sentences = re.split(r"[.?:\n]+", text.replace(WORDS["link"], ""))
    assert max(len(sentence.split()) for sentence in sentences) <= 20


@pytest.mark.hazard("H25")
def test_the_words_of_each_message_are_those_that_were_agreed() -> None:
    """messages.json is what people were shown. Change it together with a template, and read it aloud before."""
    now = {f"{template} ({channel})": message(template, channel) for template, channel in EVERY}
    assert now == json.loads(SNAPSHOT.read_text(encoding="utf-8"))
