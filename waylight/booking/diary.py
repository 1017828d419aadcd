"""Staff book for a client: whether a time fits, and if not, why, in words. Hours may be overruled, an appointment never."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from waylight.booking import free
from waylight.booking.availability import nearest
from waylight.booking.models import Appointment, Status, TimeOff
from waylight.booking.models.hours import GroupTime
from waylight.people.models import Client, Therapist
from waylight.practice.models import ClosedDay, Practice

AROUND = timedelta(days=8)  # times close by are looked for so long after the last moment
FARTHEST = timedelta(days=1100)  # sixty sessions, one each second week, from next year on


class Diary:
    """What bears on meetings of a client with a therapist at these moments: the same few queries however many they are."""

    def __init__(
        self,
        client: Client,
        therapist: Therapist,
        kind: str,
        moments: Sequence[datetime],
        *,
        now: datetime,
        moving: Sequence[Appointment] = (),
    ) -> None:
        self.client, self.therapist, self.now = client, therapist, now
        self.practice = Practice.current()
        self.length = free.length_of(kind, self.practice, therapist)
        last = max(moments, default=now)
        days = min(max((last - now).days, 0) + AROUND.days, FARTHEST.days)
        self.times = free.for_therapist(therapist, kind, now=now, days=days, client=client, instead_of=moving)
        self.offered = set(self.times)
        self.taken = self._taken(last, moving)
        self.time_off = list(
            TimeOff.objects.filter(therapist=therapist, ends_at__gt=now, starts_at__lt=last + AROUND)
        )
        self.groups = list(
            GroupTime.objects.filter(therapist=therapist, ends_at__gt=now, starts_at__lt=last + AROUND)
        )
        self.closed = dict(ClosedDay.objects.filter(on__gte=now.date()).values_list("on", "why"))

    def problem(self, moment: datetime) -> tuple[str, bool]:
        """What stands in the way of a session then, and whether staff may overrule it; nothing when it fits."""
        if moment <= self.now:
            return _("This time is over."), False
        for row in self.taken:
            if row.starts_at < moment + self.length and row.ends_at > moment:
                return self._who(row), False
        return self._hours(moment)

    def close_to(
        self, wanted: datetime, *, without: Iterable[datetime] = (), count: int = 1
    ) -> list[datetime]:
        """The free times closest to the one that was wanted, other than it, and not meeting any of `without`."""
        others = list(without)
        left = (one for one in self.times if all(abs(one - other) >= self.length for other in others))
        return nearest((one for one in left if one != wanted), wanted, count)

    def reason_for(self, moment: datetime, why: str) -> str | None:
        """Why the hours are overruled goes with a time that they do not give, and with no other."""
        _problem, can_overrule = self.problem(moment)
        return why if can_overrule else None

    def _taken(self, last: datetime, moving: Sequence[Appointment]) -> list[Appointment]:
        standing = Appointment.all_rows.standing().between(self.now, last + AROUND)
        rows = standing.filter(Q(therapist=self.therapist) | Q(client=self.client))
        rows = rows.exclude(status=Status.HELD, client=self.client)
        return list(rows.exclude(pk__in=[row.pk for row in moving]))

    def _who(self, row: Appointment) -> str:
        if row.client_id != self.client.pk:
            return _("Somebody else has this time.")
        if row.therapist_id != self.therapist.pk:
            return _("They meet somebody else then.")
        return _("They have this time already.")

    def _hours(self, moment: datetime) -> tuple[str, bool]:
        on = self.practice.date_at(moment)
        if on in self.closed:
            return _("The practice is closed: {why}.").format(why=self.closed[on]), True
        if any(one.starts_at < moment + self.length and one.ends_at > moment for one in self.time_off):
            return _("There is time off then."), True
        if any(one.starts_at < moment + self.length and one.ends_at > moment for one in self.groups):
            return _("They lead a group then."), False
        return (
            ("", False)
            if moment in self.offered
            else (_("The hours do not give this time, or it is very soon."), True)
        )
