"""Everything that recurs, one line each. A piece is a plain function: it takes the moment, and says how much it did."""

from dataclasses import dataclass
from datetime import timedelta

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600  # seconds


@dataclass(frozen=True)
class Piece:
    """The function at `path` runs every so many `seconds`. Several workers may run it at once without harm."""

    name: str
    path: str
    seconds: int

    @property
    def every(self) -> timedelta:
        return timedelta(seconds=self.seconds)


SCHEDULE = [
    Piece("send messages", "waylight.notifications.delivery.send_due", 1),
    Piece("link the audit trail", "waylight.operations.upkeep.link_audit", 5),
    Piece("read calendars outside", "waylight.booking.outside.calendars.read_due", 5),
    Piece("plan reminders", "waylight.booking.reminders.replan_all", MINUTE),
    Piece("publish facts", "waylight.practice.publish.publish", MINUTE),
    Piece("write public pages", "waylight.operations.publish.publish_pages", MINUTE),
    Piece("offer free times", "waylight.booking.waiting.offering.offer_freed_times", MINUTE),
    Piece("count the wait", "waylight.booking.waiting.counting.publish_wait", 10 * MINUTE),
    Piece("free held times", "waylight.booking.scheduling.free_expired", MINUTE),
    Piece("pass on what waits to be read", "waylight.people.reading.pass_on", MINUTE),
    Piece("give questions", "waylight.measures.giving.give_due", 10 * MINUTE),
    Piece("close groups", "waylight.video.groups.meeting.close_forgotten", 10 * MINUTE),
    Piece("protect clients", "waylight.booking.protection.protect_lapsed", HOUR),
    Piece("forget places", "waylight.booking.precheck.forget_places", DAY),
    Piece("forget sent forms", "waylight.privacy.idempotency.forget_old", DAY),
    Piece("forget reports", "waylight.practice.reports.forget_old", DAY),
    Piece("forget sessions", "waylight.operations.upkeep.forget_sessions", DAY),
]
