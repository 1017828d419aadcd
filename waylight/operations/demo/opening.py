"""Larkfield is open: its managers have answered for what no row can show."""

from datetime import timedelta

from django.utils import timezone

from waylight.accounts.models import User
from waylight.practice import opening
from waylight.practice.models import Subject

# Days ago, who says it (0 or 1 of the managers), and in which words.
SAID = {
    Subject.CONSENTS: (0, 0, "Clara Vale and Frank Example read all texts."),
    Subject.MAIL: (0, 0, "A message went out, came in, and its code was typed in."),
    Subject.BACKUP: (
        9,
        1,
        "Frank restored Sunday’s copy on the spare machine. Names, notes and plans were there.",
    ),
    Subject.LEGAL: (21, 0, "Our adviser signed off the privacy notice, the terms and the insurance."),
}


def open_doors() -> None:
    """What is not said yet is said, and the practice opens, also when somebody has closed it since."""
    managers = [User.objects.get(email=email) for email in ("eva@example.org", "frank@example.org")]
    known = opening.said()
    for subject, (days, who, words) in SAID.items():
        if subject not in known:
            done_on = timezone.localdate() - timedelta(days=days)
            opening.state(subject, done_on=done_on, words=words, by=managers[who])
    opening.open_practice(by=managers[0])
