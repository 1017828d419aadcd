"""What may be shown for which country, on which day (HELPLINES, "Keeping it safe in a product")."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waylight.crisis import directory
from waylight.crisis.gate import FRESH_FOR, Known, open_channels
from waylight.crisis.values import Channel, Confirmation, Line, Way

BUILT = directory.built()
CODES = [code for code, _ in directory.countries()]
LATER = BUILT + timedelta(days=181)


def a_channel(**fields) -> Channel:
    return Channel(
        **({"kind": "call", "dial": "555", "display": "5 5 5", "confidence": "two-sources"} | fields)
    )


def a_line(*channels: Channel, **fields) -> Line:
    return Line(
        name="A line", channels=channels or (a_channel(),), hours="", languages=(), sources=(), **fields
    )


THE_WAY = Way("GB", "A line", "call", "555")


def confirmed(people: int = 2, on: date = BUILT, way: Way = THE_WAY) -> tuple[Confirmation, ...]:
    return (Confirmation(way, on, people),)


def gate(line: Line, code: str, on: date, confirmations=(), withdrawn=()) -> Line | None:
    return open_channels(line, code, on, Known(BUILT, tuple(confirmations), frozenset(withdrawn)))


def test_there_are_two_hundred_and_fifty_countries_in_the_order_of_their_names():
    assert len(CODES) == len(set(CODES)) == 250
    assert CODES[0] == "AF"
    assert ("GB", "United Kingdom") in directory.countries()


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("code", CODES)
def test_every_country_has_an_emergency_number_or_the_number_for_anywhere_on_any_day(code):
    for on in (BUILT, LATER, BUILT + timedelta(days=4000)):
        country = directory.country(code, on=on)
        assert country is not None
        assert country.emergency.first or country.anywhere
        assert country.directories


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("code", CODES)
def test_a_number_shown_is_one_of_its_own_country(code):
    own = directory._data()["countries"][code]
    its_own = {own["emergency"]["call_first"], *(number[1] for number in own["emergency"]["numbers"])}
    its_own |= {channel["dial"] for line in own["lines"] for channel in line["channels"]}
    country = directory.country(code, on=BUILT)
    shown = {channel.dial for line in country.lines for channel in line.channels}
    shown |= {number.dial for number in (country.emergency.first, *country.emergency.others) if number}
    assert shown <= its_own


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("code", CODES)
def test_each_channel_shown_has_two_sources_and_nobody_disputes_its_line(code):
    for line in directory.country(code, on=BUILT).lines:
        assert line.channels
        assert not line.disagreement
        assert {channel.confidence for channel in line.channels} == {"two-sources"}


@pytest.mark.parametrize("code", CODES)
def test_each_link_can_be_dialled_or_opened(code):
    country = directory.country(code, on=BUILT)
    numbers = [number for number in (country.emergency.first, *country.emergency.others) if number]
    assert all(re.fullmatch(r"tel:[0-9*]+", number.href) for number in numbers)
    for line in country.lines:
        for channel in line.channels:
            form = {
                "call": r"tel:[0-9*]+",
                "text": r"sms:[0-9]+(\?&body=[A-Z]+)?",
                "whatsapp": r"https://wa\.me/[0-9]{7,15}",
                "webchat": r"https://[^\s\"<>]+",
                "email": r"mailto:[^@\s]+@[^@\s]+",
            }[channel.kind]
            assert re.fullmatch(form, channel.href), channel
            assert channel.says


@pytest.mark.hazard("H03")
def test_after_half_a_year_every_line_hides_and_emergency_and_directories_stay():
    for code in CODES:
        country = directory.country(code, on=LATER)
        assert country.lines == ()
        assert country.emergency == directory.country(code, on=BUILT).emergency
        assert country.directories


def test_a_line_still_shows_on_the_last_of_its_days():
    assert gate(a_line(), "GB", BUILT + FRESH_FOR, ())
    assert gate(a_line(), "GB", BUILT + FRESH_FOR + timedelta(days=1), ()) is None


@given(
    confidence=st.sampled_from(["two-sources", "one-source", "metadata-only", "", "Two-Sources"]),
    disagreement=st.booleans(),
    days=st.integers(min_value=-400, max_value=2000),
)
def test_without_a_confirmation_only_fresh_undisputed_channels_of_two_sources_pass(
    confidence, disagreement, days
):
    line = a_line(a_channel(confidence=confidence), disagreement=disagreement)
    shown = gate(line, "GB", BUILT + timedelta(days=days), ())
    assert bool(shown) == (confidence == "two-sources" and not disagreement and days <= 180)


def test_each_channel_is_judged_by_itself():
    weak, strong = a_channel(dial="1", confidence="one-source"), a_channel(dial="2")
    shown = gate(a_line(weak, strong), "GB", BUILT, ())
    assert shown and shown.channels == (strong,)


@pytest.mark.hazard("H03")
def test_two_people_open_a_line_with_one_source_and_one_person_does_not():
    line = a_line(a_channel(confidence="one-source"))
    assert gate(line, "GB", BUILT, confirmed(people=1)) is None
    assert gate(line, "GB", BUILT, confirmed(people=2))


def test_a_channel_that_two_people_opened_says_on_which_day_and_another_does_not():
    line = a_line(a_channel(confidence="one-source"), a_channel(dial="2"))
    shown = gate(line, "GB", BUILT + timedelta(days=9), confirmed(on=BUILT + timedelta(days=3)))
    assert [channel.checked_on for channel in shown.channels] == [BUILT + timedelta(days=3), None]
    assert shown.checked_on is None
    assert replace(shown, channels=shown.channels[:1]).checked_on == BUILT + timedelta(days=3)


def test_a_confirmation_opens_a_disputed_line_and_keeps_a_line_open_when_the_file_is_old():
    assert gate(a_line(disagreement=True), "GB", BUILT, confirmed())
    assert gate(a_line(), "GB", LATER, confirmed(on=LATER))


@pytest.mark.hazard("H03")
def test_a_confirmation_counts_for_its_own_channel_and_for_half_a_year():
    line = a_line(a_channel(confidence="one-source"))
    assert gate(line, "IE", BUILT, confirmed()) is None
    for other in (replace(THE_WAY, dial="556"), replace(THE_WAY, kind="text"), replace(THE_WAY, line="B")):
        assert gate(line, "GB", BUILT, confirmed(way=other)) is None
    assert gate(line, "GB", LATER, confirmed()) is None
    assert gate(line, "GB", BUILT + FRESH_FOR, confirmed())
    assert gate(line, "GB", BUILT, confirmed(on=BUILT + timedelta(days=1))) is None


@pytest.mark.hazard("H03")
def test_a_number_that_is_withdrawn_hides_whatever_its_sources_say():
    line = a_line(a_channel(), a_channel(dial="2"))
    assert [c.dial for c in gate(line, "GB", BUILT, confirmed(), {THE_WAY}).channels] == ["2"]
    assert gate(a_line(), "GB", BUILT, (), {THE_WAY}) is None


def test_confirmations_and_withdrawals_reach_the_country():
    raw = next(
        line
        for line in directory._data()["countries"]["GB"]["lines"]
        if line["channels"][0]["confidence"] != "two-sources"
    )
    channel = raw["channels"][0]
    way = Way("GB", raw["name"], channel["kind"], channel["dial"])
    names = {line.name for line in directory.country("GB", on=BUILT).lines}
    given_ = [Confirmation(way, BUILT)]
    assert {line.name for line in directory.country("GB", on=BUILT, confirmations=given_).lines} - names == {
        raw["name"]
    }
    gone = directory.country("GB", on=BUILT, confirmations=given_, withdrawn=[way])
    assert {line.name for line in gone.lines} == names


@pytest.mark.hazard("H03")
def test_an_emergency_number_stays_whatever_is_withdrawn():
    first = directory.country("GB", on=BUILT).emergency.first
    withdrawn = [Way("GB", "", "call", first.dial)]
    assert directory.country("GB", on=BUILT, withdrawn=withdrawn).emergency.first == first


def test_an_emergency_number_is_uncertain_when_disputed_or_from_one_source_and_shows_nonetheless():
    for code in CODES:
        raw = directory._data()["countries"][code]["emergency"]
        first = directory.country(code, on=BUILT).emergency.first
        assert (first is None) == (raw["call_first"] is None)
        if first:
            assert first.dial == raw["call_first"]
            assert first.certain == (raw["confidence"] == "two-sources" and not raw["disputed"])


def test_lines_open_day_and_night_for_everyone_come_first():
    for code in CODES:
        lines = directory.country(code, on=BUILT).lines
        order = [(not line.for_everyone, not line.always) for line in lines]
        assert order == sorted(order)


def test_a_line_is_in_one_place_for_calls_and_may_be_in_the_place_for_writing():
    britain = directory.country("GB", on=BUILT)
    to_call, for_some = (
        {line.name for line in lines} for lines in (britain.lines_to_call, britain.lines_for_some)
    )
    assert to_call and for_some and not to_call & for_some
    assert all(channel.kind != "call" for line in britain.lines_in_writing for channel in line.channels)


@pytest.mark.parametrize("code", ["UK", "ZZ", "", "G", "GBR", "../", "gb ", "éé"])
def test_an_unknown_country_is_nothing_rather_than_another_country(code):
    assert directory.country(code, on=BUILT) is None
    assert directory.name_of(code) is None


def test_small_letters_find_a_country_too():
    assert directory.country("gb", on=BUILT) == directory.country("GB", on=BUILT)


@pytest.mark.parametrize(
    ("band", "expected"),
    [
        ("under 16", (0, 15)),
        ("under_18", (0, 17)),
        ("16-17", (16, 17)),
        ("18 to 24", (18, 24)),
        ("25 or over", (25, 999)),
        ("", (0, 999)),
    ],
)
def test_an_age_band_is_read_from_its_name(band, expected):
    assert directory.ages(band) == expected


def test_somebody_under_age_gets_lines_for_that_age_first_and_none_for_adults():
    for code in ("GB", "IE", "PL", "US"):
        lines = directory.lines_for(directory.country(code, on=BUILT), "under 18")
        assert lines and lines[0].oldest is not None
        assert not [line for line in lines if line.group or line.youngest > 17]


def test_a_line_that_fits_only_the_youngest_of_a_band_comes_last():
    lines = directory.lines_for(directory.country("GB", on=BUILT), "18 to 24")
    ends = [line.oldest for line in lines]
    assert ends[0] is not None and ends[0] >= 24
    assert ends[-1] is not None and ends[-1] < 24


def test_lines_for_an_adult_leave_out_those_for_children():
    lines = directory.lines_for(directory.country("GB", on=BUILT), "45+")
    assert lines and all(line.oldest is None for line in lines)


def test_hours_that_nobody_confirmed_are_never_shown_as_day_and_night():
    for code in CODES:
        for line in directory._lines(code):
            assert line.hours
            assert line.always == (line.hours == "Day and night, every day")


def test_languages_are_said_only_when_it_is_not_english_alone():
    assert replace(a_line(), languages=("English",)).spoken == ""
    assert replace(a_line(), languages=("Greek",)).spoken == "Greek"
    assert replace(a_line(), languages=("Greek", "English")).spoken == "Greek and English"
    assert replace(a_line(), languages=("A", "B", "C", "D", "E")).spoken == "A, B, C and 2 more"
