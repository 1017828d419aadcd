"""The file for crisis pages is written whenever the settings are saved."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from tests.cast import a_practice, at, eva
from waylight.crisis import facts
from waylight.practice import deadlines
from waylight.practice.models import ClosedDay, Practice
from waylight.practice.publish import save_settings
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings, tmp_path) -> None:
    settings.VAR = tmp_path


def test_saved_settings_reach_the_crisis_pages(django_capture_on_commit_callbacks) -> None:
    practice = Practice.current()
    practice.name, practice.neutral_name, practice.exit_site = "Larkfield", "Lark", "https://example.org/news"
    practice.countries = ["GR", "IE"]
    with django_capture_on_commit_callbacks(execute=True):
        save_settings(practice, by=eva())
    known = facts.Facts("Larkfield", "Lark", "https://example.org/news", countries=("GR", "IE"))
    assert facts.read() == known
    assert AuditEvent.objects.filter(verb="save-settings").count() == 1


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("exit_site", "http://example.org", "https://"),
        ("zone", "Europe/Nowhere", "time zone"),
        ("working_days", [], "working day"),
        ("minimum_age", 3, "13"),
    ],
)
def test_settings_that_cannot_be_kept_are_refused_and_not_published(setting, value, sentence) -> None:
    practice = a_practice(name="Before")
    setattr(practice, setting, value)
    with pytest.raises(ValidationError, match=sentence):
        save_settings(practice, by=eva())
    assert facts.read() == facts.Facts()


def test_the_command_publishes_what_is_saved() -> None:
    a_practice(name="Larkfield")
    call_command("publish_facts")
    assert facts.read().name == "Larkfield"


def test_the_promise_follows_the_practices_own_settings(clock) -> None:
    clock("2026-11-23 10:00+00:00")
    a_practice(answers_within_working_days=2)
    ClosedDay.objects.create(on="2026-11-24", why="Closed")
    due = deadlines.answer_due_at(at("2026-11-23 10:00"))
    assert deadlines.in_words(due) == "by Thursday 26 November, 18:00 (London time)"
