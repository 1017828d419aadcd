"""Two people confirm a number, one takes it away, and everybody is reminded in time (HELPLINES, rules 4 to 6)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from tests.cast import a_practice, clara, eva, frank
from waylight.crisis import directory, facts, visitor
from waylight.crisis.gate import CERTAIN, Reason
from waylight.crisis.values import Way
from waylight.operations.schedule import SCHEDULE
from waylight.practice import helplines, reports
from waylight.practice.helplines import SamePerson, SeenInFuture, SeenLongAgo, UnknownNumber
from waylight.practice.models import HelplineCheck, HelplineReport
from waylight.privacy.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H03")]

BUILT = directory.built()


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings, tmp_path) -> None:
    settings.VAR = tmp_path


@pytest.fixture(autouse=True)
def today(clock):
    def on(day: date) -> None:
        clock(f"{day.isoformat()} 12:00+00:00")

    on(BUILT)
    return on


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def a_way(confidence: str = "one-source", country: str = "GB") -> Way:
    return next(
        Way(country, line.name, channel.kind, channel.dial)
        for line in directory.every_line(country)
        for channel in line.channels
        if (channel.confidence == CERTAIN) == (confidence == CERTAIN) and not line.disagreement
    )


def checks(way: Way, by, *, is_right: bool = True, seen_on: date | None = None) -> HelplineCheck:
    return helplines.record_check(
        way.country,
        way.line,
        way.dial,
        kind=way.kind,
        is_right=is_right,
        seen_on=seen_on or BUILT,
        by=by,
    )


def standing(way: Way, on: date = BUILT) -> helplines.Standing:
    return next(each for each in helplines.standings([way.country], on) if each.way == way)


def shown(way: Way) -> bool:
    """As a visitor's page decides it, from the published file alone."""
    lines = visitor.country(way.country).lines
    return any(
        (line.name, channel.kind, channel.dial) == (way.line, way.kind, way.dial)
        for line in lines
        for channel in line.channels
    )


def test_two_people_open_a_number_of_one_source_and_the_page_says_when(after_commit, today) -> None:
    way = a_way()
    with after_commit():
        checks(way, eva())
    assert not shown(way)
    today(BUILT + timedelta(days=3))
    with after_commit():
        checks(way, frank(), seen_on=BUILT + timedelta(days=2))
    assert shown(way)
    line = next(line for line in visitor.country("GB").lines if line.name == way.line)
    found = next(c for c in line.channels if (c.kind, c.dial) == (way.kind, way.dial))
    assert found.checked_on == BUILT + timedelta(days=2)
    assert standing(way, BUILT + timedelta(days=3)).verdict.reason is Reason.CONFIRMED


def test_one_person_alone_cannot_be_both(after_commit, today) -> None:
    way = a_way()
    checks(way, eva())
    today(BUILT + timedelta(days=5))
    with pytest.raises(SamePerson, match="second person"):
        checks(way, eva(), seen_on=BUILT + timedelta(days=5))
    assert standing(way).people == 1
    assert facts.read().confirmations == ()


def test_a_therapist_may_be_the_second_person() -> None:
    way = a_way()
    checks(way, eva())
    checks(way, clara().user)
    assert standing(way).is_shown


def test_one_wrong_check_takes_a_number_away_the_same_day_until_two_people_confirm_it_anew(
    after_commit, today
) -> None:
    way = a_way(CERTAIN)
    assert shown(way)
    with after_commit():
        checks(way, eva(), is_right=False)
    assert not shown(way)
    assert standing(way).verdict.reason is Reason.WITHDRAWN
    with after_commit():
        checks(way, eva())
    assert not shown(way)
    with after_commit():
        checks(way, frank())
    assert shown(way)


def test_what_was_seen_before_a_wrong_check_counts_no_more(after_commit, today) -> None:
    way = a_way()
    for person in (eva(), frank()):
        checks(way, person)
    today(BUILT + timedelta(days=10))
    with after_commit():
        checks(way, eva(), is_right=False, seen_on=BUILT + timedelta(days=10))
    assert not shown(way)
    checks(way, frank(), seen_on=BUILT + timedelta(days=9))  # looked the day before, wrote it down after
    with after_commit():
        checks(way, eva(), seen_on=BUILT + timedelta(days=10))
    assert not shown(way)


def test_two_people_who_looked_in_different_rounds_have_not_confirmed_one_another(today) -> None:
    way = a_way()
    checks(way, eva())
    later = BUILT + timedelta(days=91)
    today(later)
    checks(way, frank(), seen_on=later)
    assert not standing(way, later).is_shown


def test_after_ninety_days_a_number_is_due_and_after_half_a_year_it_hides(today) -> None:
    way = a_way()
    for person in (eva(), frank()):
        checks(way, person)
    assert not standing(way, BUILT + timedelta(days=89)).is_due
    assert standing(way, BUILT + timedelta(days=90)).is_due
    assert standing(way, BUILT + timedelta(days=180)).is_shown
    assert not standing(way, BUILT + timedelta(days=181)).is_shown
    assert standing(way).look_again_by == BUILT + timedelta(days=90)
    assert standing(way).hides_on == BUILT + timedelta(days=181)


def test_numbers_of_two_sources_are_due_ninety_days_after_the_data_was_made() -> None:
    way = a_way(CERTAIN)
    assert way not in [each.way for each in helplines.due(["GB"], BUILT + timedelta(days=89))]
    assert way in [each.way for each in helplines.due(["GB"], BUILT + timedelta(days=90))]
    old = standing(way, BUILT + timedelta(days=181))
    assert (old.is_shown, old.verdict.reason) == (False, Reason.TOO_OLD)


def test_confirming_it_again_keeps_it_for_another_half_a_year(today) -> None:
    way = a_way()
    for person in (eva(), frank()):
        checks(way, person)
    again = BUILT + timedelta(days=100)
    today(again)
    checks(way, eva(), seen_on=again)
    assert standing(way, again).is_due
    checks(way, frank(), seen_on=again)
    assert not standing(way, again).is_due
    assert standing(way, again + timedelta(days=180)).is_shown


def test_what_waits_for_two_people_is_what_is_hidden() -> None:
    waiting = {each.way for each in helplines.to_confirm(["gb", "IE"], BUILT)}
    assert a_way() in waiting and a_way(CERTAIN) not in waiting
    assert {way.country for way in waiting} == {"GB", "IE"}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"seen_on": BUILT + timedelta(days=1)}, SeenInFuture),
        ({"seen_on": BUILT - timedelta(days=31)}, SeenLongAgo),
        ({"dial": "12345"}, UnknownNumber),
        ({"kind": "carrier pigeon"}, UnknownNumber),
        ({"line": "Another line"}, UnknownNumber),
        ({"country": "ZZ"}, UnknownNumber),
    ],
)
def test_a_check_that_cannot_be_is_refused_in_words(change, refusal) -> None:
    way = a_way()
    values = {"country": way.country, "line": way.line, "dial": way.dial, "kind": way.kind} | change
    values = {"is_right": True, "seen_on": BUILT, "by": eva()} | values
    with pytest.raises(refusal) as raised:
        helplines.record_check(values.pop("country"), values.pop("line"), values.pop("dial"), **values)
    assert str(raised.value).endswith(".")
    assert not HelplineCheck.objects.exists()


def test_a_check_is_audited_and_names_nobody_in_the_published_file(after_commit, settings) -> None:
    way = a_way()
    with after_commit():
        for person in (eva(), frank()):
            checks(way, person)
    assert AuditEvent.objects.filter(verb="check-helpline").count() == 2
    written = (settings.VAR / "practice.json").read_text()
    assert str(eva().pk) not in written
    assert "Eva" not in written


def test_an_emergency_number_stays_whoever_calls_it_wrong(after_commit) -> None:
    first = directory.emergency("GB").first
    with after_commit():
        checks(Way("GB", "", "call", first.dial), eva(), is_right=False)
    assert visitor.country("GB").emergency.first == first
    assert facts.read().withdrawn == ()


def test_the_office_needs_two_queries_however_many_countries(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        assert helplines.standings(["GB", "IE", "US", "IN"], BUILT)


def test_a_report_is_a_count_and_nothing_more() -> None:
    way = a_way()
    for _ in range(3):
        reports.report(way)
    row = HelplineReport.objects.get()
    assert (row.way, row.count) == (way, 3)
    assert standing(way).reported == reports.Reported(3, BUILT)
    kept = {field.name for field in HelplineReport._meta.fields}
    assert kept == {"id", "country", "line", "kind", "dial", "on", "count"}


def test_a_flood_of_reports_neither_grows_the_table_nor_keeps_writing(django_assert_num_queries) -> None:
    way = a_way()
    for _ in range(60):
        reports.report(way)
    assert standing(way).reported.times == 50
    with django_assert_num_queries(1):
        reports.report(way)
    with pytest.raises(IntegrityError), transaction.atomic():
        HelplineReport.objects.update(count=51)


def test_looking_at_a_number_settles_what_was_said_about_it() -> None:
    way = a_way()
    reports.report(way)
    checks(way, eva())
    assert standing(way).reported is None
    reports.report(way)
    assert standing(way).reported == reports.Reported(1, BUILT)


def test_old_reports_are_forgotten(today) -> None:
    reports.report(a_way())
    today(BUILT + timedelta(days=180))
    assert reports.forget_old(timezone.now()) == 0
    today(BUILT + timedelta(days=181))
    assert reports.forget_old(timezone.now()) == 1


def test_saving_the_settings_keeps_the_confirmations(after_commit) -> None:
    from waylight.practice.publish import save_settings

    for person in (eva(), frank()):
        checks(a_way(), person)
    with after_commit():
        save_settings(a_practice(name="Larkfield"), by=eva())
    assert [one.way for one in facts.read().confirmations] == [a_way()]


def test_what_could_not_be_written_at_once_is_written_by_the_worker(after_commit, monkeypatch) -> None:
    way = a_way(CERTAIN)
    real = facts.publish
    monkeypatch.setattr(facts, "publish", full_disk)
    with pytest.raises(OSError, match="full"), after_commit():
        checks(way, eva(), is_right=False)
    assert shown(way)
    monkeypatch.setattr(facts, "publish", real)
    piece = next(each for each in SCHEDULE if each.name == "publish facts")
    import_string(piece.path)(timezone.now())
    assert not shown(way)


def full_disk(_values) -> bool:
    raise OSError("The disk is full.")
