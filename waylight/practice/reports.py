""" "This number did not work": a count for each number and day, and nothing about who said so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Min, Sum
from django.utils import timezone

from waylight.crisis.values import Way
from waylight.practice.models import REPORTS_OF_A_DAY, HelplineReport

KEPT_FOR = timedelta(days=180)


@dataclass(frozen=True)
class Reported:
    """So many times, from that day on, somebody said that a number did not work."""

    times: int
    since: date


def report(way: Way) -> None:
    """Counts one report today. Past the cap of a day it writes nothing at all."""
    day: dict[str, Any] = {
        "country": way.country,
        "line": way.line,
        "kind": way.kind,
        "dial": way.dial,
        "on": timezone.now().date(),
    }
    row, _new = HelplineReport.objects.get_or_create(**day)
    if row.count < REPORTS_OF_A_DAY:
        HelplineReport.objects.filter(pk=row.pk, count__lt=REPORTS_OF_A_DAY).update(count=F("count") + 1)


def reported(countries: Collection[str]) -> dict[Way, Reported]:
    """What was said about numbers of these countries. One query."""
    rows = (
        HelplineReport.objects.filter(country__in=countries)
        .values_list("country", "line", "kind", "dial")
        .annotate(times=Sum("count"), since=Min("on"))
    )
    return {Way(*row[:4]): Reported(row[4], row[5]) for row in rows if row[4]}


def settle(way: Way) -> None:
    """Somebody looked at the number: what was said before is dealt with."""
    HelplineReport.objects.filter(country=way.country, line=way.line, kind=way.kind, dial=way.dial).delete()


def forget_old(now: datetime) -> int:
    """Deletes reports of more than 180 days ago; says how many."""
    return HelplineReport.objects.filter(on__lt=now.date() - KEPT_FOR).delete()[0]
