"""Hold, book, move, cancel, undo. One statement inserts (`rows.insert`); the database alone says whether a time is taken.

On PostgreSQL a plain INSERT against the exclusion constraints livelocks among rivals, so it is INSERT … ON CONFLICT DO NOTHING
(ASSURANCE E1). Locks are always taken in one order (client, therapist, appointment, holds by id, link), and people's as
FOR NO KEY UPDATE, which does not wait for the foreign keys of rivals' bookings. Whoever books locks no therapist.
"""

from waylight.booking.scheduling.booking import book
from waylight.booking.scheduling.cancelling import cancel
from waylight.booking.scheduling.holding import (
    AT_MOST,
    CHOOSING,
    Kept,
    free_expired,
    hold,
    hold_again,
    hold_instead,
    kept,
    release,
)
from waylight.booking.scheduling.moving import move
from waylight.booking.scheduling.rows import locked_client
from waylight.booking.scheduling.rules import (
    LINK,
    MOST_AHEAD,
    TREATMENT,
    UNDO,
    actor,
    refuse_unless_bookable,
)
from waylight.booking.scheduling.undoing import undo, undo_until

__all__ = [
    "AT_MOST",
    "CHOOSING",
    "LINK",
    "MOST_AHEAD",
    "TREATMENT",
    "UNDO",
    "Kept",
    "actor",
    "book",
    "cancel",
    "free_expired",
    "hold",
    "hold_again",
    "hold_instead",
    "kept",
    "locked_client",
    "move",
    "refuse_unless_bookable",
    "release",
    "undo",
    "undo_until",
]
