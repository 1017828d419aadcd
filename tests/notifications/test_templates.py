"""Every message is neutral: whoever sees a lock screen or an inbox learns nothing (UI.md 5, level 0)."""

import json
import re
from pathlib import Path

import pytest

from tests.repository.words import BANNED, METHODS, SCORES, found
from waylight.notifications import sms
from waylight.notifications.models import Channel
from waylight.notifications.templates import CATALOGUE, FOLDER, NAMES, OF_THE_PRACTICE, placeholders, render

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
    "until": "Friday 27 November, 12:00",
    "name": "Clara",
    "therapist": "Dr Clara Demo",
    "kind": "First talk",
    "minutes": "20",
    "neutral_name": "Larkfield",
    "reach": "Call 07700 900100.",
}
LEVEL_0 = [name for name in CATALOGUE if not re.search(r"-[12]$", name)]
EVERY = [(template, channel) for template in CATALOGUE for channel in Channel.values]
SNAPSHOT = Path(__file__).parent / "messages.json"


def message(template: str, channel: str) -> str:
    rendered = render(template, channel, WORDS)
    return f"{rendered.subject}\n\n{rendered.body}".strip()


def test_the_catalogue_names_every_file_and_every_file_is_in_it() -> None:
    """A message of a higher level may leave it to that of level 0 what is said in a text or a call."""
    files = {file.stem for file in FOLDER.iterdir()}
    own = {f"{name}.{channel}" for name in CATALOGUE for channel in ("sms", "call")}
    assert set(CATALOGUE) <= files <= set(CATALOGUE) | own
    assert {name for name in own if name.partition(".")[0] in LEVEL_0} <= files
    assert set(NAMES) == set(CATALOGUE)


@pytest.mark.parametrize("template", CATALOGUE)
def test_a_message_needs_just_the_words_of_the_catalogue(template: str) -> None:
    assert placeholders(template) - OF_THE_PRACTICE == CATALOGUE[template]
    for file in (f"{template}.sms", f"{template}.call"):
        if (FOLDER / f"{file}.txt").exists():
            assert placeholders(file) <= CATALOGUE[template] | OF_THE_PRACTICE


@pytest.mark.parametrize(("template", "channel"), [each for each in EVERY if each[0] in LEVEL_0])
@pytest.mark.hazard("H06")
def test_no_message_tells_what_the_practice_does(template: str, channel: str) -> None:
    text = message(template, channel)
    assert found(text, CLINICAL | BANNED | METHODS | SCORES) == set()
    assert "!" not in text


@pytest.mark.parametrize("template", LEVEL_0)
@pytest.mark.hazard("H06")
def test_whoever_chose_nothing_gets_no_name_and_not_what_it_is_for(template: str) -> None:
    assert not CATALOGUE[template] & {"name", "therapist", "kind", "minutes"}
    shown = "".join(message(template, channel) for channel in Channel.values)
    assert "Clara" not in shown and "First talk" not in shown


@pytest.mark.parametrize("template", [name for name in CATALOGUE if name.endswith("-1")])
@pytest.mark.hazard("H06")
def test_with_a_first_name_a_message_still_does_not_say_what_it_is_for(template: str) -> None:
    shown = "\n".join(message(template, channel) for channel in ("email", "sms"))
    assert "Clara" in shown and "Dr Clara Demo" not in shown
    assert found(shown, CLINICAL | BANNED | METHODS | SCORES) == set()


@pytest.mark.parametrize(("template", "channel"), EVERY)
def test_a_message_is_short_and_holds_one_link_at_most(template: str, channel: str) -> None:
    text = message(template, channel)
    assert text.count("http") <= (0 if channel == "call" else 1)
    assert len(text) <= 320, "longer than two texts"
    sentences = re.split(r"[.?:\n]+", text.replace(WORDS["link"], ""))
    assert max(len(sentence.split()) for sentence in sentences) <= 20


# Several times, or what to say when nobody came, need more words.
LONGER = {"cut-off", "not-met", "time-offered", "times-cancelled", "times-moved"}
LONGER |= {f"{name}-1" for name in [*LONGER, "times-booked"]}
LONGER |= {name for name in CATALOGUE if name.endswith("-2")}  # and so does everything


@pytest.mark.parametrize("template", CATALOGUE)
def test_a_text_with_a_real_address_fits_into_one_message(template: str) -> None:
    real = {"link": f"https://practice.example.org/times/{'x' * 43}/"}
    real |= {word: f"{WORDS[word]} (London time)" for word in ("when", "until")}
    text = render(template, "sms", WORDS | real)
    assert text.parts <= (2 if template in LONGER else 1)
    assert text.subject == ""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
        ("α" * 70, 1), ("α" * 71, 2), ("α" * 135, 3), ("🙂" * 35, 1), ("🙂" * 36, 2), ("é" * 160, 1), ("ê", 1), ("ê" * 71, 2),
    ],
)  # fmt: skip
def test_the_parts_of_a_text_are_counted_as_providers_do(text: str, count: int) -> None:
    assert sms.parts(text) == count


@pytest.mark.hazard("H25")
def test_the_words_of_each_message_are_those_that_were_agreed() -> None:
    """messages.json is what people were shown. Change it together with a template, and read it aloud before."""
    now = {f"{template} ({channel})": message(template, channel) for template, channel in EVERY}
    assert now == json.loads(SNAPSHOT.read_text(encoding="utf-8"))
