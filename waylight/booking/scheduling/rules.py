"""Who may book what, and when: each rule raises its refusal. They are asked when a time is held and when it is booked."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from waylight.accounts.models import Role
from waylight.booking import free, hours, refusals
from waylight.booking.hours import groups
from waylight.booking.models import Appointment, HeldFor, Kind, Status
from waylight.booking.scheduling import rows
from waylight.intake.consents import has_consent
from waylight.intake.models import AgeBand
from waylight.people.models import Client, EpisodeOfCare, Therapist
from waylight.practice.models import Practice
from waylight.privacy.asking import Given, Question

TREATMENT = "treatment"  # the purpose of the consent without which there is no session (REQUIREMENTS 5.7)
LINK = "link"  # who acts when somebody without an account does, by a secret address
UNDO = timedelta(minutes=3)  # in which whoever acted can take it back and nobody is told
MOST_AHEAD = 8  # times that a client books herself: a whole course at once, and nobody fills a calendar
MOST_LATELY, LATELY = 24, timedelta(days=1)  # and that she books or moves: a course, each of it moved twice
AS_GOOD_AS = timedelta(hours=1)  # a time that is kept again and again while it is chosen grows no better


def refuse_unless_bookable(client: Client, therapist: Therapist, kind: str, *, now: datetime) -> None:
    """Raises what stands in the way of any time with this therapist (REQUIREMENTS 5.5, H09, H19, H21)."""
    practice = Practice.current()
    is_registered, is_in_care = _stand_together.row(
        client=client.pk, therapist=therapist.pk, today=practice.date_at(now)
    )
    if not is_registered:
        raise refusals.NotRegistered
    if client.country not in therapist.countries or client.country not in practice.countries:
        raise refusals.CountryNotCovered
    if AgeBand(client.age_band).youngest < practice.minimum_age:
        raise refusals.AgeNotCovered
    if not is_in_care:
        raise refusals.NotInCare
    if kind == Kind.SESSION and not has_consent(client, TREATMENT):
        raise refusals.ConsentMissing


def refuse_more(client: Client, *, by: Any, now: datetime, moves: bool = False) -> None:
    """Raises EnoughBooked when a client has booked as many times ahead as she may, and unless she only `moves` one;
    EnoughChanged when she booked and moved too often lately. What staff book is not counted.

    Each change is told, and keeps the time that was given up for three minutes: without an end to it one client fills
    inboxes, and leaves nothing free.
    """
    if not is_the_client(by, client):
        return
    told = {"client": client.pk, "account": str(client.user_id), "now": now, "a_day_ago": now - LATELY}
    ahead, lately = _booked_herself.row(**told) or (0, 0)
    if ahead >= MOST_AHEAD and not moves:
        raise refusals.EnoughBooked
    if lately >= MOST_LATELY:
        raise refusals.EnoughChanged


@Question
def _stand_together() -> QuerySet[Any]:
    """Whether the therapist is registered, and whether the client is in this therapist's care."""
    here = Therapist.objects.filter(pk=OuterRef("pk"))
    care = EpisodeOfCare.objects.open().filter(client=Given("client"), therapist=OuterRef("pk"))
    asked = Therapist.objects.filter(pk=Given("therapist"))
    return asked.values_list(Exists(here.registered(Given("today"))), Exists(care))


@Question
def _booked_herself() -> QuerySet[Any]:
    own = Appointment.objects.filter(client=Given("client"), booked_by__in=[LINK, Given("account")])
    ahead = Count("pk", Q(status=Status.BOOKED, ends_at__gt=Given("now")))
    lately = Count("pk", Q(booked_at__gt=Given("a_day_ago")))
    return own.values("client").annotate(ahead=ahead, lately=lately).values_list("ahead", "lately")


def refuse_overruling(outside_hours: str | None, *, by: Any) -> None:
    """Staff alone overrule the hours, and say why. Raises NotForYou, ReasonMissing."""
    if outside_hours is None:
        return
    if not is_staff(by):
        raise refusals.NotForYou
    if not outside_hours.strip():
        raise refusals.ReasonMissing


def refuse_time(appointment: Appointment, *, by: Any, now: datetime, asked_at: datetime) -> None:
    """Nobody books the past. Hours, notice and horizon hold as of `asked_at`: what was kept is as good as when it was kept.

    Raises TooSoon, NotInHours. Staff book as far ahead as they like; who overrules hours has said why in `outside_hours`. No
    group is overruled.
    """
    hours.hold_still(appointment.therapist)
    if appointment.starts_at <= now:
        raise rows.refusal(refusals.TooSoon, appointment, now=now)
    offered = partial(_is_offered, appointment, asked_at, ignoring_horizon=is_staff(by))
    leads_group = appointment.outside_hours and groups.are_led(
        appointment.therapist, appointment.starts_at, appointment.ends_at
    )
    if (appointment.outside_hours and not leads_group) or offered():
        return
    is_close = offered(ignoring_notice=True)
    raise rows.refusal(refusals.TooSoon if is_close else refusals.NotInHours, appointment, now=now)


def refuse_change(appointment: Appointment, *, by: Any, now: datetime) -> None:
    """Raises NoLongerStands; AlreadyBegun for everybody but staff."""
    if not appointment.is_booked:
        raise refusals.NoLongerStands
    if appointment.has_begun(now) and not is_staff(by):
        raise refusals.AlreadyBegun


def refuse_move(appointment: Appointment, *, by: Any, now: datetime) -> None:
    """The same, and CutOffPassed for the client and the link."""
    refuse_change(appointment, by=by, now=now)
    if not is_staff(by) and is_late(appointment, now):
        raise refusals.CutOffPassed


def asked_at(held: Appointment | None, now: datetime) -> datetime:
    """As of when hours and notice hold for what was kept: an offer as of when it was made, else not for ever."""
    if held is None:
        return now
    return held.booked_at if held.held_for == HeldFor.OFFER else max(held.booked_at, now - AS_GOOD_AS)


def is_late(appointment: Appointment, now: datetime) -> bool:
    return now >= appointment.cut_off(Practice.current().cancellation_cutoff_hours)


def is_staff(by: Any) -> bool:
    return getattr(by, "role", "") in {Role.THERAPIST, Role.MANAGER}


def is_the_client(by: Any, client: Client) -> bool:
    return by == LINK or (not isinstance(by, str) and by.pk == client.user_id)


def actor(by: Any) -> Any:
    """Who stands in the audit trail: the holder of a link is nobody we know."""
    return "visitor" if by == LINK else by


def name_of(by: Any) -> str:
    """As `booked_by` and `cancelled_by` keep it: a user's id, "link" or "worker"."""
    return by if isinstance(by, str) else str(by.pk)


def verb(act: str, appointment: Appointment) -> str:
    return f"{act}-appointment-outside-hours" if appointment.outside_hours else f"{act}-appointment"


def _is_offered(
    appointment: Appointment, now: datetime, *, ignoring_notice: bool = False, ignoring_horizon: bool = False
) -> bool:
    return free.is_within_hours(
        appointment.therapist,
        appointment.kind,
        appointment.starts_at,
        now=now,
        ignoring_notice=ignoring_notice,
        ignoring_horizon=ignoring_horizon,
        client=appointment.client,
        instead_of=appointment.replaces,
    )
