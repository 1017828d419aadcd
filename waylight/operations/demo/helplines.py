"""What the managers of the demonstration found out about helplines, and what a visitor said. Nobody really looked."""

from datetime import timedelta

from django.utils import timezone

from waylight.accounts.models import User
from waylight.crisis.gate import CERTAIN
from waylight.practice import helplines, reports
from waylight.practice.helplines import Standing


def check(eva: User, frank: User) -> None:
    """Both saw what two sources agree on anyway, so that no number shows here which would not show without them.

    One number of one source waits for its second person; of one that shows somebody said that it is silent.
    """
    today = timezone.localdate()
    standings = helplines.standings(["GB", "IE"], today)
    agreed = [each for each in standings if each.channel.confidence == CERTAIN and not each.line.disagreement]
    waiting = next(each for each in standings if each not in agreed and each.channel.kind == "call")
    for standing in agreed:
        _saw(standing, eva, days_ago=12)
        _saw(standing, frank, days_ago=9)
    _saw(waiting, eva, days_ago=3)
    silent = next(each for each in agreed if not each.line.for_everyone)
    for _ in range(2):
        reports.report(silent.way)


def _saw(standing: Standing, by: User, *, days_ago: int) -> None:
    way = standing.way
    seen_on = timezone.localdate() - timedelta(days=days_ago)
    helplines.record_check(
        way.country, way.line, way.dial, kind=way.kind, is_right=True, seen_on=seen_on, by=by
    )
