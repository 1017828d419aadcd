"""What clients write: saved page by page, private until they share it, read by when that was promised.

Where two devices wrote to one page, texts stand one after the other; of anything else the one that was saved first counts, and
what the other device wrote is kept beside it (`versions`).
"""

from waylight.exercises.entries.promises import Promise, promise_of
from waylight.exercises.entries.refusals import (
    AlreadyRead,
    AlreadyShared,
    NobodyToRead,
    NotFinishedYet,
    NotForYouYet,
    NotYours,
    TooLong,
    WrittenElsewhere,
)
from waylight.exercises.entries.sharing import mark_read, read, share, shared_by, shared_unread, unshare
from waylight.exercises.entries.writing import finish, remove, save_step, say_how_it_was, seen, start

__all__ = [
    "AlreadyRead", "AlreadyShared", "NobodyToRead", "NotFinishedYet", "NotForYouYet", "NotYours", "Promise", "TooLong",
    "WrittenElsewhere", "finish", "mark_read", "promise_of", "read", "remove", "save_step", "say_how_it_was", "seen",
    "share", "shared_by", "shared_unread", "start", "unshare",
]  # fmt: skip
