"""Before you open: what a practice needs before it takes the first enquiry, each line derived from facts where it can be.

What no row can show, such as a restored backup, a manager answers for (practice.opening). A line is done or not, and says
what comes next; nothing is counted up to a grade.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from waylight.accounts.models import User
from waylight.booking.models import OpeningHours
from waylight.crisis import directory
from waylight.guide.models import Publication
from waylight.intake.models import ConsentText
from waylight.people.models import Therapist
from waylight.practice import helplines, opening
from waylight.practice.models import Practice, Subject
from waylight.practice.opening import Said
from waylight.privacy.keyring import KeyDestroyed
from waylight.ui.refusals import Refusal
from waylight.video import servers

BY_HAND = (Subject.CONSENTS, Subject.READING, Subject.BACKUP, Subject.LEGAL)  # mail has a test of its own


class NotReady(Refusal):
    """Some lines are not done yet. Finish them first."""


@dataclass(frozen=True)
class Line:
    """One line of the list. `says` is how it stands, `next_step` what comes next, `address` and `link` where.

    `subject` is what somebody answers for, `said` the newest statement on it.
    """

    key: str
    title: str
    is_done: bool
    says: str
    next_step: str = ""
    address: str = ""
    link: str = ""
    subject: str = ""
    is_needed: bool = True
    said: Said | None = None
    said_by: str = ""

    @property
    def status(self) -> str:
        if self.is_done:
            return _("Done")
        return _("Not done yet") if self.is_needed else _("Can wait")

    @property
    def words(self) -> str:
        """Who did it and what exactly, in the words of whoever answers for it."""
        try:
            return self.said.statement.words if self.said else ""
        except KeyDestroyed:
            return ""


def lines(on: date) -> list[Line]:
    """The list, as it stands on a day."""
    practice, said = Practice.current(), opening.said()
    names = _names(said)
    return [
        _texts(on),
        _helplines(practice, on),
        _registrations(on),
        _consents(said, names, on),
        _reading(practice, said, names, on),
        *(_stated(subject, said, names, on, next_step=str(step)) for subject, step in NEXT_STEPS.items()),
        _video(),
    ]


def left(on: date) -> list[Line]:
    """What still keeps the practice from opening."""
    return [line for line in lines(on) if line.is_needed and not line.is_done]


def run_out(practice: Practice, on: date) -> list[str]:
    """What was answered for too long ago to count. One query, and another one where reading is among it."""
    subjects = opening.run_out(on)
    if Subject.READING in subjects and not _days_without_hours(practice, on):
        subjects.remove(Subject.READING)
    return [str(TITLES[subject]) for subject in subjects]


@transaction.atomic
def open_practice(*, by: Any, on: date) -> None:
    """Enquiries are taken from now on. Raises NotReady while a needed line is not done."""
    if left(on):
        raise NotReady
    opening.open_practice(by=by)


def _texts(on: date) -> Line:
    """Whether a clinician has checked all that the public reads. A page that is due again is said, and keeps nothing closed."""
    shown = Publication.objects.standing()
    unread = shown.filter(review=None).count()
    again = shown.exclude(review=None).filter(next_review_on__lt=on).count()
    waiting = ngettext(
        "%(count)d page waits for a clinician.", "%(count)d pages wait for a clinician.", unread
    )
    due = ngettext(
        "%(count)d page is due for its next check.", "%(count)d pages are due for their next check.", again
    )
    said = (
        [waiting % {"count": unread}] if unread else [_("A clinician of the practice has checked each page.")]
    )
    said += [due % {"count": again}] if again else []
    return Line(
        "texts",
        _("Pages to read"),
        is_done=shown.exists() and not unread,
        says=" ".join(said),
        next_step=_("Ask a therapist to check them, then publish them."),
        address=reverse("guide:office"),
        link=_("All pages"),
    )


def _helplines(practice: Practice, on: date) -> Line:
    every = helplines.standings(practice.countries, on)
    shown = [one for one in every if one.is_shown]
    due = [one for one in shown if one.is_due]
    callable_in = {one.way.country for one in shown if one.line.for_everyone and one.channel.kind == "call"}
    silent = [directory.name_of(code) or code for code in practice.countries if code not in callable_in]
    if silent:
        says = _("No line to call is confirmed in: %(countries)s.") % {"countries": ", ".join(silent)}
    elif due:
        says = ngettext(
            "%(count)d number was last confirmed more than 90 days ago.",
            "%(count)d numbers were last confirmed more than 90 days ago.",
            len(due),
        ) % {"count": len(due)}
    else:
        says = _(
            "%(shown)d ways to reach a helpline show. %(hidden)d stay hidden until two people confirm them."
        ) % {
            "shown": len(shown),
            "hidden": len(every) - len(shown),
        }
    return Line(
        "helplines",
        _("Helplines of your countries"),
        is_done=not silent and not due,
        says=says,
        next_step=_("Two people look at each number on the provider’s own page."),
        address=reverse("home:helplines"),
        link=_("All helplines"),
    )


def _registrations(on: date) -> Line:
    count = _bookable(on).count()
    says = ngettext("%(count)d therapist can be booked.", "%(count)d therapists can be booked.", count)
    return Line(
        "registrations",
        _("Registered therapists"),
        is_done=count > 0,
        says=says % {"count": count} if count else _("Nobody can be booked yet."),
        next_step=_("Two people check a registration. Then add weekly hours and show the profile."),
        address=reverse("home:registrations"),
        link=_("All registrations"),
    )


def _consents(said: Mapping[str, Said], names: Mapping[str, str], on: date) -> Line:
    newest = ConsentText.objects.current().aggregate(newest=Max("published_on"))["newest"]
    return _stated(
        Subject.CONSENTS,
        said,
        names,
        on,
        next_step=_("A clinician and somebody who knows the law read what clients agree to."),
        not_before=newest,
    )


def _reading(practice: Practice, said: Mapping[str, Said], names: Mapping[str, str], on: date) -> Line:
    """Covered by weekly hours, or somebody says how it is."""
    bare = _days_without_hours(practice, on)
    stated = _stated(
        Subject.READING,
        said,
        names,
        on,
        next_step=_("Add hours on these days, or say who reads then."),
        or_says=_("Nobody has hours on: %(days)s.") % {"days": ", ".join(bare)},
    )
    if bare:
        return stated
    covered = _("Each working day somebody has hours, and reads what clients share.")
    return Line(Subject.READING, stated.title, is_done=True, says=covered)


def _days_without_hours(practice: Practice, on: date) -> list[str]:
    hours = OpeningHours.objects.filter(therapist__in=_bookable(on))
    there = set(hours.values_list("weekday", flat=True))
    return [str(WEEKDAYS[day - 1]) for day in practice.working_days if day not in there]


def _video() -> Line:
    return Line(
        "video",
        _("A relay for video"),
        is_done=servers.are_there(),
        is_needed=False,
        says=_("A relay is set: people can meet from strict networks too.")
        if servers.are_there()
        else _("No relay is set. From strict networks, as at work, a session goes by telephone."),
        next_step=_("Whoever runs the machine sets WAYLIGHT_TURN. The health page has the two lines for it."),
    )


def _stated(
    subject: Subject,
    said: Mapping[str, Said],
    names: Mapping[str, str],
    on: date,
    *,
    next_step: str,
    not_before: date | None = None,
    or_says: str = "",
) -> Line:
    """A line that somebody answers for: done as long as the newest statement holds, and is not older than `not_before`."""
    found = said.get(subject)
    is_new = found is not None and (not_before is None or found.statement.done_on >= not_before)
    is_done = found is not None and is_new and found.holds(on)
    if is_done:
        says = ""
    elif found is None:
        says = or_says or _("Nobody has said so yet.")
    elif not is_new:
        says = _("The texts have changed since.")
    else:
        says = _("That was too long ago to count.")
    return Line(
        subject,
        str(TITLES[subject]),
        is_done=is_done,
        says=says,
        next_step=next_step,
        address=reverse("home:state", args=[subject]) if subject in BY_HAND else "",
        subject=subject,
        said=found,
        said_by=names.get(found.statement.said_by, "") if found else "",
    )


NEXT_STEPS = {
    Subject.MAIL: later("Send yourself a message, and type its code in here."),
    Subject.BACKUP: later("Restore a backup on another machine, and look whether all is there."),
    Subject.LEGAL: later("Somebody who knows the law signs off privacy, terms and insurance."),
}
TITLES = {
    Subject.CONSENTS: later("Texts of agreements"),
    Subject.READING: later("Who reads what clients share"),
    Subject.MAIL: later("Mail goes out and comes in"),
    Subject.BACKUP: later("A backup was restored"),
    Subject.LEGAL: later("Privacy and law"),
}


def _bookable(on: date) -> Any:
    """Therapists whom somebody could book today: checked, shown, with hours."""
    with_hours = OpeningHours.objects.values("therapist")
    return Therapist.objects.shown(on).filter(pk__in=with_hours)


def _names(said: Mapping[str, Said]) -> dict[str, str]:
    """Who said it, by id; somebody whose account is gone has no name any more."""
    people = {one.statement.said_by for one in said.values()}
    return {str(pk): name for pk, name in User.objects.filter(pk__in=people).values_list("pk", "name")}
