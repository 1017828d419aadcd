"""The small file that crisis pages read of the practice."""

import pytest

from waylight.crisis import facts
from waylight.crisis.facts import Facts


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


def test_without_a_file_safe_words_stand_in():
    assert facts.read() == Facts()


def test_what_the_office_publishes_is_read():
    facts.publish({"name": "Larkfield", "neutral_name": "LF", "exit_site": "https://example.org/weather"})
    assert facts.read() == Facts("Larkfield", "LF", "https://example.org/weather")


def test_leave_follows_what_was_published(client):
    facts.publish({"exit_site": "https://example.org/weather"})
    assert client.get("/leave/")["Location"] == "https://example.org/weather"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', '{"name": 3}', '{"name": "  "}', "\x00"])
def test_a_broken_file_is_as_good_as_none(folder, text):
    (folder / "practice.json").write_text(text, encoding="utf-8")
    assert facts.read() == Facts()


NOWHERE_SAFE = [
    "javascript:alert(1)",
    "http://example.org",
    "/me/",
    "https://",
    "https://a b.org",
    "https://x.org/\r\nX: 1",
    "//x",
    "https://[x",
]


@pytest.mark.parametrize("address", NOWHERE_SAFE)
def test_an_exit_site_that_leads_nowhere_safe_is_not_followed(address):
    facts.publish({"name": "Larkfield", "exit_site": address})
    assert facts.read() == Facts(name="Larkfield")


def test_a_fact_that_nobody_knows_is_refused_and_the_old_file_stays():
    facts.publish({"name": "Larkfield"})
    with pytest.raises(TypeError):
        facts.publish({"colour": "red"})
    assert facts.read().name == "Larkfield"


def test_publishing_leaves_no_drafts_behind(folder):
    facts.publish({"name": "Larkfield"})
    assert [file.name for file in folder.iterdir()] == ["practice.json"]
