"""When a therapist is there: changed by people, told in words, shown as a week.

`keeping` holds the acts and their refusals, `locking` what they wait for; `week` says what lies in a week, day by day;
`words` says rows as people do; `board` and `forms` are what the page of hours is made of. What can be booked is
`booking.availability`'s to say.
"""

from waylight.booking.hours.keeping import (
    BOUNDS,
    BookedThen,
    EndsTooEarly,
    FirstWeekMissing,
    LastBeforeFirst,
    NeverComes,
    NoSuchTime,
    OutOfBounds,
    OverAlready,
    Overlaps,
    TooFar,
    add_break,
    add_extra,
    change_extra,
    change_time_off,
    change_weekly,
    open_weekly,
    set_rules,
    take_away,
    take_time_off,
)
from waylight.booking.hours.locking import hold_places, hold_still

__all__ = [
    "BOUNDS",
    "BookedThen",
    "EndsTooEarly",
    "FirstWeekMissing",
    "LastBeforeFirst",
    "NeverComes",
    "NoSuchTime",
    "OutOfBounds",
    "OverAlready",
    "Overlaps",
    "TooFar",
    "add_break",
    "add_extra",
    "change_extra",
    "change_time_off",
    "change_weekly",
    "hold_places",
    "hold_still",
    "open_weekly",
    "set_rules",
    "take_away",
    "take_time_off",
]
