"""Whether a time fits what somebody wished for. Pure: values in, values out; nothing is known of how anybody feels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
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


def first_left(
    free: Sequence[Sequence[datetime]], places: Sequence[int], ahead: int, *, not_before: datetime
) -> datetime | None:
    """When somebody new could talk to someone, from `not_before` on, when `ahead` people come first; None: nothing is left.

    `free`: the free times of each therapist, in order; `places`: how many more people each of them can take. Each of those
    ahead takes the earliest time of somebody with a place.
    """
    left, places_left = [list(times) for times in free], list(places)
    for _person in range(ahead):
        open_now = [n for n, times in enumerate(left) if times and places_left[n] > 0]
        if not open_now:
            return None
        first = min(open_now, key=lambda n: left[n][0])
        left[first].pop(0)
        places_left[first] -= 1
    times = (at for n, each in enumerate(left) if places_left[n] > 0 for at in each if at >= not_before)
    return min(times, default=None)


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
