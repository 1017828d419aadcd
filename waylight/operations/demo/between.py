"""What Ana and Ben do between sessions: suggested, answered, written, shared, read; each at a time that is past."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from waylight.exercises import assignments, diary, entries, own, skills
from waylight.exercises.assignments import Agreed
from waylight.exercises.models import Answer, Assignment, Entry, HowOften
from waylight.operations.demo import ago, written
from waylight.operations.demo.urges import DIARY, Urge
from waylight.people.models import Client, Therapist
from waylight.practice import deadlines

OWN_EXERCISE = Path(__file__).with_name("evening-after.json")
QUARTER = timedelta(minutes=15)


def write(ana: Client, clara: Therapist, manager: Any) -> None:
    """Also brings in the exercise that Larkfield wrote itself."""
    own.bring(OWN_EXERCISE.read_bytes(), by=manager)
    skills.add(ana, written.SKILLS, by=ana.user)
    _suggest_to_ana(ana, clara)
    for urge in DIARY:
        _urge(ana, urge, clara)
    _exercises(ana, clara)


def write_for_ben(ben: Client, david: Therapist) -> None:
    """Ben has been here for two weeks, and has begun one thing."""
    _suggest(
        ben,
        written.COMPASS,
        david,
        13,
        "To have words for it when we meet again.",
        Agreed(how_often=HowOften.ONCE),
    )
    begun = {"domains": [{"domain": "learning", "value": "Curious, at my own speed", "importance": 8}]}
    entry(ben, written.COMPASS, begun, ago.at(4, "20:10"), is_finished=False)


def _suggest_to_ana(ana: Client, clara: Therapist) -> None:
    diary_row = _suggest(
        ana, diary.ID, clara, 62, "So that we both see when it comes, and what eases it.",
        Agreed(how_often=HowOften.HELPS),
    )  # fmt: skip
    _answer(diary_row, Answer.KEEP, 61)
    nights = _suggest(
        ana, written.NIGHT, clara, 14, "You said that the bad evenings follow the short nights.",
        Agreed(how_often=HowOften.DAILY, until_on=ago.day(-14)),
    )  # fmt: skip
    _answer(nights, Answer.CHANGED, 13, "Only the nights before work")
    _suggest(
        ana, written.LETTER, clara, 7,
        "You wrote to a friend so warmly. This is the same, to you. We began it together. Stop where you like.",
        Agreed(how_often=HowOften.ONCE, has_read_caution=True),
    )  # fmt: skip
    record = _suggest(
        ana, written.THOUGHT_RECORD, clara, 5, "For the evenings after your sister calls.",
        Agreed(how_often=HowOften.OWN, in_words="After a hard call, once it is quieter"),
    )  # fmt: skip
    _answer(record, Answer.KEEP, 5)


def _suggest(
    client: Client, exercise: str, therapist: Therapist, days: int, why: str, agreed: Agreed
) -> Assignment:
    row = assignments.assign(client, exercise, by=therapist.user, why=why, agreed=agreed)
    Assignment.objects.filter(pk=row.pk).update(assigned_at=ago.at(days, "15:50"))
    client.enabled.filter(exercise=exercise).update(enabled_at=ago.at(days, "15:50"))
    return row


def _answer(row: Assignment, given: str, days: int, words: str = "") -> None:
    assignments.answer(row, given, by=row.client.user, words=words)
    Assignment.objects.filter(pk=row.pk).update(answered_at=ago.at(days, "20:00"))


def _urge(ana: Client, urge: Urge, clara: Therapist) -> None:
    moment = ago.at(urge.days, urge.clock)
    said = {
        "urge_peak": urge.peak,
        "when": moment.isoformat(),
        "tried": list(urge.tried),
        "urge_after": urge.after,
        "before": urge.before,
    }
    row = entry(ana, diary.ID, {key: value for key, value in said.items() if value not in (None, "", [])}, moment,
                helped=urge.helped)  # fmt: skip
    if urge.shared:
        share(row, moment, clara)


def _exercises(ana: Client, clara: Therapist) -> None:
    for days, said, is_shared in written.RECORDS:
        moment = ago.at(days, "20:15")
        record = entry(
            ana, written.THOUGHT_RECORD, said | {"when": moment.isoformat()}, moment, helped="little"
        )
        if is_shared:
            share(record, moment, clara)
    five_areas = entry(ana, written.MAP, written.FIVE_AREAS, ago.at(10, "17:30"), helped="little")
    share(five_areas, ago.at(10, "17:30"), clara)
    entry(ana, written.COMPASS, written.VALUES, ago.at(15, "11:00"), helped="lot")
    for place, card in enumerate(written.CARDS):
        entry(ana, written.CARD, card, ago.at(8 - place, "18:20"))
    for days, said, is_shared in written.NIGHTS:
        night = entry(
            ana, written.NIGHT, said | {"date": ago.day(days + 1).isoformat()}, ago.at(days, "08:05")
        )
        if is_shared:
            share(night, ago.at(days, "08:05"), clara)
    last = written.LAST_NIGHT | {"date": ago.day(2).isoformat()}
    entry(ana, written.NIGHT, last, ago.at(1, "07:40"), is_finished=False)
    entry(ana, written.LETTER, written.LETTER_BEGUN, ago.at(4, "16:30"), is_finished=False)


def entry(
    client: Client,
    exercise: str,
    said: dict[str, Any],
    moment: datetime,
    *,
    is_finished: bool = True,
    helped: str = "",
) -> Entry:
    """One go at an exercise, written then. All its answers are saved at once, as if on one page."""
    row = entries.start(client, exercise, by=client.user)
    row = entries.save_step(row, row.form.steps[0], said, by=client.user)
    if is_finished:
        row = entries.finish(row, by=client.user)
    if helped:
        row = entries.say_how_it_was(row, helped, by=client.user)
    done_at = moment + QUARTER
    times = {"started_at": moment, "saved_at": done_at, "finished_at": done_at if is_finished else None}
    Entry.objects.filter(pk=row.pk).update(**times)
    return row


def share(row: Entry, moment: datetime, reader: Therapist) -> None:
    """Shared when it was finished. It was read in time where that time is past; else it waits."""
    row = entries.share(row, by=row.client.user)
    shared_at = moment + QUARTER
    read_by = deadlines.answer_due_at(shared_at)
    Entry.objects.filter(pk=row.pk).update(shared_at=shared_at, read_by=read_by)
    if read_by <= timezone.now():
        entries.mark_read(row, by=reader.user)
        read_at = read_by - timedelta(hours=8, minutes=shared_at.minute)
        Entry.objects.filter(pk=row.pk).update(read_at=read_at)
