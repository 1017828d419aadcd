"""When each piece of recurring work last ran, so that the office and the health page can say that the worker is there."""

from datetime import datetime, timedelta

from django.db import models

from waylight.privacy.declarations import NoPersonalData

SILENT_FOR = timedelta(minutes=2)  # then the worker counts as gone


class RecurringWorkQuerySet(models.QuerySet["RecurringWork"]):
    def is_going(self, now: datetime) -> bool:
        """Whether the worker has run anything in the last two minutes."""
        return self.filter(ran_at__gt=now - SILENT_FOR).exists()

    def stuck(self) -> "RecurringWorkQuerySet":
        """Pieces whose last run failed."""
        return self.filter(failed_at__gte=models.F("ran_at"))


class RecurringWork(models.Model):
    """One piece of the schedule. `ran_at` is its last run, `failed_at` its last run that failed."""

    name = models.CharField(max_length=60, primary_key=True)
    ran_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)

    objects = RecurringWorkQuerySet.as_manager()
    privacy = NoPersonalData("Names of recurring work, and times.")

    def __str__(self) -> str:
        return self.name
