"""Whether a time fits what somebody wished for. Pure: values in, values out; nothing is known of how anybody feels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Times:
    """Wishes about times, on the clocks of `zone`. Empty means "any". `earliest` and `latest` are when it may begin.

    `before`: only earlier than this moment.
    """

    zone: str
    weekdays: tuple[int, ...] = ()  # ISO, Monday = 1
    earliest: time | None = None
    latest: time | None = None
    before: datetime | None = None

    def fit(self, starts_at: datetime) -> bool:
        if self.before is not None and starts_at >= self.before:
            return False
        wall = starts_at.astimezone(ZoneInfo(self.zone))
        return (
            (not self.weekdays or wall.isoweekday() in self.weekdays)
            and (self.earliest is None or wall.time() >= self.earliest)
            and (self.latest is None or wall.time() <= self.latest)
        )


def meets(span: Span, others: Iterable[Span]) -> bool:
    """Whether two things would be at the same time."""
    return any(span[0] < ends_at and starts_at < span[1] for starts_at, ends_at in others)


def days_until(
    free: Sequence[Sequence[datetime]], places: Sequence[int], ahead: int, *, today: date, zone: ZoneInfo
) -> int | None:
    """After how many days somebody new could talk to someone, when `ahead` people come first; None when nothing is left.

    `free`: the free times of each therapist, in order; `places`: how many more people each of them can take. Each of those
    ahead takes the earliest time of somebody with a place.
    """
    left, places_left = [list(times) for times in free], list(places)
    for step in range(ahead + 1):
        open_now = [n for n, times in enumerate(left) if times and places_left[n] > 0]
        if not open_now:
            return None
        first = min(open_now, key=lambda n: left[n][0])
        starts_at = left[first].pop(0)
        places_left[first] -= 1
        if step == ahead:
            return max(0, (starts_at.astimezone(zone).date() - today).days)
    return None


def answer_by(
    leaves_at: datetime,
    starts_at: datetime,
    *,
    keeps: timedelta,
    notice: timedelta,
    at_least: timedelta,
    limit: datetime | None = None,
) -> datetime | None:
    """Until when a time is kept for who was asked at `leaves_at`; None when too little time is left to answer.

    Never past the notice before it starts, nor past `limit`.
    """
    until = min(leaves_at + keeps, starts_at - notice, *([limit] if limit is not None else []))
    return until if until - leaves_at >= min(at_least, keeps) else None
