"""Who reads in whose place at Larkfield, and the measures of nine weeks: some together, some alone, some put away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from waylight.accounts.models import User
from waylight.booking.models import Appointment, Status
from waylight.measures import answering, feedback, giving
from waylight.measures.models import Administration, Reader, Schedule, Score
from waylight.operations.demo import ago
from waylight.people import reading
from waylight.people.models import Acknowledgement, Client, Deputy, NeedsReading, Therapist
from waylight.practice import deadlines

WORRY, MOOD = "gad7", "phq9"
EVERY_WEEKS = 2
READ_WITHIN = 1  # working day: the window of the practice
DAY = timedelta(days=1)
DONE = (
    "Rang her at ten. She told me when it comes, and what she does then. Rea stays with her this week. We read her "
    "plan together, and she changed one line of it. We go on with it when we meet. It is in the note."
)


@dataclass(frozen=True)
class Round:
    """One time, so many days ago: answers by the numbers of the options, in the order of the items. None: put away."""

    days: int
    mood: tuple[int, ...] | None = None
    worry: tuple[int, ...] | None = None


# The ninth answer of the mood is the one that a person reads; the last of each says how hard it made things.
ROUNDS = (
    Round(58, mood=(2, 2, 3, 2, 1, 2, 2, 1, 0, 2), worry=(2, 3, 2, 2, 1, 2, 2, 2)),
    Round(44, mood=(2, 2, 3, 2, 1, 2, 1, 1, 1, 2), worry=(2, 2, 2, 2, 1, 2, 2, 1)),
    Round(30, mood=(2, 1, 2, 2, 1, 2, 1, 1, 0, 1)),
    Round(16, mood=(1, 1, 2, 2, 1, 1, 1, 1, 0, 1), worry=(1, 2, 2, 1, 1, 1, 1, 1)),
)
TODAY = (1, 1, 2, 1, 0, 1, 1, 0, 1, 1)
SAID_AFTERWARDS = {
    "listened": 9,
    "wanted": 8,
    "way": 7,
    "overall": 8,
    "missing": "The end came quickly. Two minutes before I go out again would be good.",
}
SAID_BY_BEN = {"listened": 8, "wanted": 6, "way": 7, "overall": 7, "missing": "The line was bad for a while."}


def name_deputies(managers: list[User]) -> None:
    clara, david = (Therapist.objects.get(slug=slug) for slug in ("clara-vale", "david-osei"))
    for therapist, deputy in ((clara, david), (david, clara)):
        reading.name_deputy(therapist, deputy, by=managers[0])
    Deputy.objects.update(named_at=ago.at(200, "10:00"))


def write(ana: Client, clara: Therapist) -> None:
    """Every two weeks since the first session. What was answered this morning waits to be read; one is still open."""
    for instrument in (MOOD, WORRY):
        giving.schedule(ana, instrument, every_weeks=EVERY_WEEKS, by=clara.user)
    for each in ROUNDS:
        _take(ana, MOOD, each.mood, ago.at(each.days, "18:10"), clara)
        _take(ana, WORRY, each.worry, ago.at(each.days, "18:20"), clara)
        Schedule.objects.update(next_on=ago.day(0))
        giving.give_due(timezone.now())
    Administration.objects.open().update(given_at=ago.at(1, "09:00"))
    Schedule.objects.update(set_at=ago.at(58, "16:00"), next_on=ago.day(-14))
    _take(ana, MOOD, TODAY, timezone.now() - timedelta(minutes=90), clara, is_read=False)


def say_how_sessions_felt(ana: Client, ben: Client, lead: User) -> None:
    """Ana tells her therapist, about an earlier session; Ben tells the lead of the practice."""
    _feedback(ana, SAID_AFTERWARDS, Reader.THERAPIST, ago.at(20, "19:10"))
    _feedback(ben, SAID_BY_BEN, Reader.LEAD, ago.at(12, "19:00"), lead=lead)


def _take(
    client: Client,
    instrument: str,
    values: tuple[int, ...] | None,
    moment: datetime,
    reader: Therapist,
    *,
    is_read: bool = True,
) -> None:
    row = Administration.objects.open().get(client=client, instrument=instrument)
    if values is None:
        giving.put_away(row, by=client.user)
        Administration.objects.filter(pk=row.pk).update(given_at=moment - DAY, ended_at=moment)
        return
    said = dict(zip((question.id for question in row.form.questions), values, strict=True))
    _send(row, said, moment, is_read_by=reader.user if is_read else None)
    item = answering.left_to_read(row)
    if item is not None:
        _leave(item, moment, read_by=reader if is_read else None)


def _send(
    row: Administration,
    said: dict[str, Any],
    moment: datetime,
    *,
    is_read_by: User | None,
    reader: str = "",
) -> None:
    for question in row.form.questions:
        row = answering.answer(row, question, said[question.id], by=row.client.user)
    answering.show_support(row, by=row.client.user)
    row = answering.send(row, reader=reader, by=row.client.user)
    times = {"given_at": moment - DAY, "answered_at": moment, "finished_at": moment}
    times["read_by"] = deadlines.answer_due_at(moment)
    if is_read_by is not None:
        answering.mark_read(row, by=is_read_by)
        times["read_at"] = times["read_by"] - timedelta(hours=8)
    Administration.objects.filter(pk=row.pk).update(**times)
    row.answers.update(answered_at=moment)
    Score.objects.filter(pk=row.pk).update(scored_at=moment)


def _leave(item: NeedsReading, left_at: datetime, *, read_by: Therapist | None) -> None:
    promised_by = deadlines.end_of_working_day(left_at, READ_WITHIN)
    NeedsReading.objects.filter(pk=item.pk).update(left_at=left_at, promised_by=promised_by)
    if read_by is not None:
        found = reading.acknowledge(item, done=DONE, by=read_by.user)
        Acknowledgement.objects.filter(pk=found.pk).update(acknowledged_at=promised_by - timedelta(hours=7))


def _feedback(
    client: Client, said: dict[str, Any], reader: str, moment: datetime, *, lead: User | None = None
) -> None:
    """On the last session that had taken place by then."""
    past = Appointment.objects.filter(client=client, status=Status.FULFILLED, ends_at__lt=moment)
    row = feedback.begin(past.order_by("-starts_at")[0], by=client.user)
    _send(row, said, moment, is_read_by=lead or row.therapist.user, reader=reader)
