"""What the managers of the demonstration found out about helplines, and what a visitor said. Nobody really looked."""

from datetime import timedelta

from django.utils import timezone

from waylight.accounts.models import User
from waylight.practice import helplines, reports
from waylight.practice.helplines import Standing


def check(eva: User, frank: User) -> None:
    """Two numbers are confirmed, one waits for a second person, and of one that shows somebody said that it is silent."""
    today = timezone.localdate()
    standings = [each for each in helplines.standings(["GB"], today) if each.channel.kind == "call"]
    first, second, third = [each for each in standings if not each.is_shown and each.line.url][:3]
    shown = [each for each in standings if each.is_shown and not each.line.for_everyone]
    for standing in (first, second):
        _saw(standing, eva, days_ago=12)
        _saw(standing, frank, days_ago=9)
    _saw(third, eva, days_ago=3)
    for _ in range(2):
        reports.report(shown[0].way)


def _saw(standing: Standing, by: User, *, days_ago: int) -> None:
    way = standing.way
    seen_on = timezone.localdate() - timedelta(days=days_ago)
    helplines.record_check(
        way.country, way.line, way.dial, kind=way.kind, is_right=True, seen_on=seen_on, by=by
    )
