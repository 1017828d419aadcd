"""The data that Waylight ships: whole, well-formed, and the same as the file it was made from."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import phonenumbers
import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "waylight/crisis/data/helplines.json"
FULL = ROOT.parent / "shared/data/helplines.json"
KINDS = {"call", "text", "webchat", "whatsapp", "email"}
CONFIDENCE = {"two-sources", "one-source", "metadata-only"}


def shipped() -> dict:
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


def every_line(data: dict):
    for code, country in data["countries"].items():
        for line in country["lines"]:
            yield code, line


def faults(data: dict) -> list[str]:
    """What is wrong with the shipped data; nothing when it is sound."""
    found = (
        []
        if date.fromisoformat(data["built"]) < date.fromisoformat(data["review_due"])
        else ["review before build"]
    )
    for code, country in data["countries"].items():
        found += [f"{code}: {fault}" for fault in emergency_faults(country["emergency"])]
    for code, line in every_line(data):
        found += [f"{code} {line['name']}: {fault}" for fault in line_faults(line)]
    return found


def emergency_faults(emergency: dict) -> list[str]:
    dials = {number[1] for number in emergency["numbers"]}
    found = [f"emergency number {dial}" for dial in dials if not re.fullmatch(r"\d{2,6}", dial)]
    if emergency["numbers"] and emergency["call_first"] not in dials:
        found.append("the number to call first is not one of the numbers")
    if bool(emergency["call_first"]) == (emergency["confidence"] == "none"):
        found.append("a number without confidence, or the reverse")
    return found


def line_faults(line: dict) -> list[str]:
    found = [] if line["channels"] and line["sources"] and line["hours"] else ["no channel, source or hours"]
    for channel in line["channels"]:
        if channel["kind"] not in KINDS or channel["confidence"] not in CONFIDENCE:
            found.append("unknown kind or confidence")
        if not re.fullmatch(form_of(channel["kind"]), channel["dial"]):
            found.append(f"cannot be dialled: {channel['dial']}")
        if channel["kind"] in {"call", "text"} and not reads_alike(channel["display"], channel["dial"]):
            found.append(f"{channel['display']} reads otherwise than {channel['dial']}")
    return found


def test_a_providers_page_is_an_address_of_its_own_as_in_the_full_file():
    for _code, line in every_line(shipped()):
        assert re.fullmatch(r"https?://[^\s\"<>]+", line.get("url", "https://none.example/"))
    if FULL.exists():
        full = json.loads(FULL.read_text(encoding="utf-8"))
        said = {
            (c["iso2"], line["name"]): line["url"] or None for c in full["countries"] for line in c["lines"]
        }
        assert {(code, line["name"]): line.get("url") for code, line in every_line(shipped())} == said


def form_of(kind: str) -> str:
    return {"webchat": r"https?://\S+", "email": r"[^@\s]+@[^@\s]+\.[a-z]+", "whatsapp": r"\+\d{7,15}"}.get(
        kind, r"[*#]?\d{2,15}"
    )


def reads_alike(display: str, dial: str) -> bool:
    """The same digits at the end: a prefix may be left out, or written as the country's code."""
    shown = re.sub(r"[^\d*]", "", display)
    return shown[-8:] == dial[-8:] or dial.endswith(shown)


@pytest.mark.hazard("H03")
def test_the_shipped_data_is_sound():
    assert faults(shipped()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data["countries"]["GB"]["emergency"].update(call_first="12345"),
        lambda data: data["countries"]["GB"]["emergency"].update(call_first=None),
        lambda data: data["countries"]["GB"]["emergency"]["numbers"][0].__setitem__(1, "+44"),
        lambda data: data["countries"]["GB"]["lines"][0]["channels"][0].update(dial="+44 116"),
        lambda data: data["countries"]["GB"]["lines"][0]["channels"][0].update(display="0800 123"),
        lambda data: data["countries"]["GB"]["lines"][0]["channels"][0].update(confidence="sure"),
        lambda data: data["countries"]["GB"]["lines"][0].update(sources=[]),
        lambda data: data.update(review_due="2020-01-01"),
    ],
)
def test_a_fault_in_the_data_is_seen(spoil):
    data = shipped()
    spoil(data)
    assert faults(data)


def test_every_country_that_the_world_numbers_is_there():
    known = {code for code in phonenumbers.SUPPORTED_REGIONS if len(code) == 2} - {"AC", "TA"}
    assert known <= set(shipped()["countries"])


def test_the_emergency_numbers_of_five_countries_are_the_ones_in_the_numbering_plans():
    from phonenumbers import shortnumberinfo

    data = shipped()["countries"]
    for code in ("GB", "IE", "US", "AU", "NZ"):
        assert shortnumberinfo.is_emergency_number(data[code]["emergency"]["call_first"], code)


def test_the_shipped_file_is_what_the_full_file_makes(tmp_path):
    """Where the full file is at hand: in development and in the continuous run."""
    if FULL.exists():
        made = tmp_path / "made.json"
        subprocess.run([sys.executable, ROOT / "bin/helplines", FULL, made], check=True, capture_output=True)
        assert made.read_text(encoding="utf-8") == SHIPPED.read_text(encoding="utf-8")
    assert len(shipped()["countries"]) == 250


def test_no_number_of_the_full_file_was_changed_on_its_way():
    if FULL.exists():
        full = json.loads(FULL.read_text(encoding="utf-8"))
        of = {
            (country["iso2"], line["name"], channel["kind"], channel["display"]): channel
            for country in full["countries"]
            for line in country["lines"]
            for channel in line["channels"]
        }
        for code, line in every_line(shipped()):
            for channel in line["channels"]:
                original = of.pop((code, line["name"], channel["kind"], channel["display"]))
                assert channel["confidence"] == original["confidence"]
                assert channel["dial"] in (original["dial"], original.get("e164"), original["value"])
        assert of == {}


def test_a_remark_that_nobody_put_in_words_stops_the_script(tmp_path):
    if FULL.exists():
        full = json.loads(FULL.read_text(encoding="utf-8"))
        full["countries"][0]["lines"] = (
            full["countries"][-1]["lines"]
            or [line for country in full["countries"] for line in country["lines"]][:1]
        )
        full["countries"][0]["lines"][0]["channels"][0]["note"] = "press the blue key"
        changed = tmp_path / "changed.json"
        changed.write_text(json.dumps(full), encoding="utf-8")
        ran = subprocess.run(
            [sys.executable, ROOT / "bin/helplines", changed, tmp_path / "out.json"],
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 1
        assert "press the blue key" in ran.stderr
