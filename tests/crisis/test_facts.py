"""The small file that crisis pages read of the practice."""

import json
from datetime import date
from pathlib import Path

import pytest

from waylight.crisis import facts
from waylight.crisis.facts import Facts
from waylight.crisis.values import Confirmation, Way


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


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '"x"', '{"name": 3}', '{"name": "  "}', "\x00", "[" * 9999]
)
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


def test_the_same_facts_are_not_written_again(folder):
    assert facts.publish({"name": "Larkfield", "confirmations": (CONFIRMED,)})
    before = (folder / "practice.json").stat().st_ino
    assert not facts.publish({"name": "Larkfield", "confirmations": (CONFIRMED,)})
    assert (folder / "practice.json").stat().st_ino == before
    assert facts.publish({"name": "Larkfield"})


def test_publishing_leaves_no_drafts_behind(folder):
    facts.publish({"name": "Larkfield"})
    assert [file.name for file in folder.iterdir()] == ["practice.json"]


WAY = Way("GB", "A line", "call", "555")
CONFIRMED = Confirmation(WAY, date(2026, 11, 3))


def test_what_people_confirmed_and_withdrew_is_read_again():
    facts.publish({"confirmations": (CONFIRMED,), "withdrawn": (WAY,)})
    assert facts.read() == Facts(confirmations=(CONFIRMED,), withdrawn=(WAY,))


def test_a_changed_file_is_read_anew():
    facts.publish({"name": "Before"})
    assert facts.read().name == "Before"
    facts.publish({"name": "Behind"})
    assert facts.read().name == "Behind"


SOUND = {
    "way": {"country": "GB", "line": "A line", "kind": "call", "dial": "555"},
    "on": "2026-11-03",
    "people": 2,
}


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    "broken",
    [
        None,
        3,
        "x",
        [],
        {},
        SOUND | {"on": "yesterday"},
        SOUND | {"on": None},
        SOUND | {"people": "two"},
        SOUND | {"way": "GB"},
        SOUND | {"way": SOUND["way"] | {"dial": 555}},
        SOUND | {"way": {"country": "GB"}},
    ],
)
def test_a_broken_confirmation_opens_nothing_and_takes_no_other_with_it(folder, broken):
    written = {"name": "Larkfield", "confirmations": [broken, SOUND], "withdrawn": [broken, SOUND["way"]]}
    (folder / "practice.json").write_text(json.dumps(written), encoding="utf-8")
    assert facts.read() == Facts(name="Larkfield", confirmations=(CONFIRMED,), withdrawn=(WAY,))


@pytest.mark.parametrize("entries", [None, 3, "x", {}, {"a": 1}])
def test_confirmations_that_are_no_list_are_none(folder, entries):
    (folder / "practice.json").write_text(json.dumps({"confirmations": entries, "withdrawn": entries}))
    assert facts.read() == Facts()


def test_a_file_that_cannot_be_read_for_a_moment_is_read_the_next_time(folder, monkeypatch):
    """Else a number that somebody saw to be wrong would show again for as long as the file stays the same."""
    facts.publish({"name": "Larkfield", "withdrawn": [SOUND["way"]]})

    def too_many_open_files(*_args, **_kwargs):
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as moment:
        moment.setattr(Path, "read_text", too_many_open_files)
        assert facts.read() == facts.Facts()
    assert facts.read().name == "Larkfield"
    assert len(facts.read().withdrawn) == 1


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(folder, monkeypatch):
    facts.publish({"name": "Larkfield"})

    def no_room(_descriptor):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as moment:
        moment.setattr(facts.os, "fsync", no_room)
        with pytest.raises(OSError, match="No space"):
            facts.publish({"name": "Elsewhere"})
    assert facts.read().name == "Larkfield"
    assert [file.name for file in folder.iterdir()] == ["practice.json"]


def test_countries_of_the_practice_come_first_in_the_choice_and_odd_ones_are_left_out(folder, client):
    facts.publish({"countries": ["GR", "IE", "ZZ"]})
    file = folder / "practice.json"
    file.write_text(file.read_text().replace('"ZZ"', '"ZZ", 7, null'), encoding="utf-8")
    page = client.get("/help-now/countries/").text
    first, second, third = (page.index(f">{name}</a>") for name in ("Greece", "Ireland", "United Kingdom"))
    assert first < second < third
