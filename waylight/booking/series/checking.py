"""Whether the dates of a series fit, before anything is made: what stands in the way, in words, with a time close by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from waylight.booking.diary import Diary
from waylight.booking.models import Appointment, Kind
from waylight.booking.series.dates import Planned, plan
from waylight.people.models import Client, Therapist


@dataclass(frozen=True)
class Agreed:
    """What was agreed: from which day, at which wall time on the clocks of which zone, how often, and how many."""

    first_on: date
    starts_at: time
    zone: str
    every_weeks: int
    planned: int

    @property
    def dates(self) -> list[Planned]:
        return plan(self.first_on, self.starts_at, self.zone, self.every_weeks, self.planned)

    def wall(self, on: date) -> datetime:
        """Where that day's time would be if the clocks went straight on."""
        return datetime.combine(on, self.starts_at, ZoneInfo(self.zone)).astimezone(UTC)


@dataclass(frozen=True)
class Checked:
    """A date and what stands in its way. Staff may overrule the hours, and say why; nobody overrules an appointment."""

    planned: Planned
    problem: str = ""
    can_overrule: bool = False
    close_by: datetime | None = None

    @property
    def fits(self) -> bool:
        return not self.problem


def check(
    agreed: Agreed,
    client: Client,
    therapist: Therapist,
    *,
    now: datetime,
    moving: Sequence[Appointment] = (),
) -> list[Checked]:
    """Every date of what was agreed. `moving`: appointments that would give up their times for these."""
    dates = agreed.dates
    moments = [one.at or agreed.wall(one.on) for one in dates]
    diary = Diary(client, therapist, Kind.SESSION, moments, now=now, moving=moving)
    given = set(moments)
    found = []
    for planned, moment in zip(dates, moments, strict=True):
        problem, can_overrule = diary.problem(moment) if planned.at else (_no_such_time(agreed), False)
        close_by = next(iter(diary.close_to(moment, without=given - {moment})), None) if problem else None
        given |= {close_by} if close_by else set()
        found.append(Checked(planned, problem, can_overrule, close_by))
    return found


def _no_such_time(agreed: Agreed) -> str:
    return _("The clocks go forward that day and leave {clock} out.").format(
        clock=f"{agreed.starts_at:%H:%M}"
    )
