"""Appointments that come round: the same wall time each week or each second week, and the course that was planned."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from waylight.people.models import Client, EpisodeOfCare, Therapist
from waylight.practice import zones
from waylight.privacy.declarations import Declaration


def after_four_and_eight() -> list[int]:
    return [4, 8]


class SeriesQuerySet(models.QuerySet["Series"]):
    def running(self) -> "SeriesQuerySet":
        return self.filter(ended_at=None)

    def visible_to(self, user: Any) -> "SeriesQuerySet":
        """The client's own; a therapist's with clients in an open episode of care; a manager sees times, not words."""
        role = getattr(user, "role", "")
        if role == "manager":
            return self
        if role == "client":
            return self.filter(client__user=user)
        if role == "therapist":
            open_episode = EpisodeOfCare.objects.open().filter(client=models.OuterRef("client"))
            return self.filter(models.Exists(open_episode.filter(therapist__user=user)), therapist__user=user)
        return self.none()


class Series(models.Model):
    """A planned course: `planned` sessions from `first_on`, every `every_weeks` weeks at `starts_at` on the clocks of `zone`.

    Its appointments are rows of their own; this keeps what was agreed, so that a change can follow it. After the sessions
    named in `review_after` the two look back together (NICE NG225: a course has a plan and is looked at again).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="series")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="series")
    first_on = models.DateField()  # its weekday is the weekday of all
    starts_at = models.TimeField()  # wall time in `zone`
    zone = models.CharField(max_length=60)
    every_weeks = models.PositiveSmallIntegerField(default=1)  # 1 or 2
    planned = models.PositiveSmallIntegerField(default=8)  # sessions
    review_after = models.JSONField(default=after_four_and_eight)  # numbers of sessions
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=36)  # a user's id
    ended_at = models.DateTimeField(null=True)

    objects = SeriesQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                "client",
                "therapist",
                "first_on",
                "starts_at",
                "zone",
                "every_weeks",
                "planned",
                "review_after",
                "created_at",
                "created_by",
                "ended_at",
            ),
            "shows which sessions were planned",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(every_weeks__in=[1, 2]), name="series_is_weekly_or_fortnightly"
            ),
            models.CheckConstraint(
                condition=Q(planned__gte=1, planned__lte=60), name="series_is_of_a_sane_length"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("created_at")),
                name="series_ends_after_it_was_made",
            ),
        ]

    @property
    def rhythm(self) -> str:
        """“Every Thursday at 17:30, London time.”"""
        words = {
            "weekday": WEEKDAYS[self.first_on.weekday()],
            "time": f"{self.starts_at:%H:%M}",
            "city": zones.city(self.zone),
        }
        if self.every_weeks == 1:
            return _("Every {weekday} at {time}, {city} time.").format(**words)
        return _("Every second {weekday} at {time}, {city} time.").format(**words)

    @property
    def looks_back(self) -> str:
        """“A look back together is planned after sessions 4 and 8.”; nothing when none is."""
        numbers = [str(number) for number in sorted(self.review_after) if number <= self.planned]
        if not numbers:
            return ""
        if len(numbers) == 1:
            return _("A look back together is planned after session {number}.").format(number=numbers[0])
        return _("A look back together is planned after sessions {numbers} and {last}.").format(
            numbers=", ".join(numbers[:-1]), last=numbers[-1]
        )
