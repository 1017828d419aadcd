"""Makes a series: all of the dates that were ticked, or none of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.booking import links, refusals, scheduling, telling
from waylight.booking.diary import Diary
from waylight.booking.models import Appointment, Kind, Series
from waylight.booking.series.checking import Agreed
from waylight.people.models import Client, Therapist
from waylight.practice.models import Practice
from waylight.privacy import audit


class NothingChosen(refusals.Refused):
    """Choose at least one date."""


class TooManyChosen(refusals.Refused):
    """Choose one time for each date."""


class NotAllFree(refusals.Refused):
    """Not all of these times are free any more, so nothing was booked. `refused`: why, by moment."""

    def __init__(self, refused: dict[datetime, refusals.TimeRefused]) -> None:
        self.refused = refused
        super().__init__(
            _("Nothing is booked. {why}").format(why=" ".join(str(one) for one in refused.values()))
        )


@transaction.atomic
def make(
    client: Client,
    therapist: Therapist,
    agreed: Agreed,
    moments: Iterable[datetime],
    *,
    by: Any,
    outside_hours: str = "",
) -> Series:
    """Books all of these moments as a series, and tells the client once. `outside_hours`: why those beyond the hours.

    Raises NothingChosen, TooManyChosen, NotAllFree, ReasonMissing, and what keeps a session from being booked at all.
    """
    chosen = sorted(set(moments))  # always in this order: two series never wait for each other's dates
    if not chosen:
        raise NothingChosen
    if len(chosen) > agreed.planned:
        raise TooManyChosen
    now = timezone.now()
    client = scheduling.locked_client(client.pk)
    diary = Diary(client, therapist, Kind.SESSION, chosen, now=now)
    series = Series(client=client, therapist=therapist, zone=agreed.zone, created_at=now)
    series.first_on, series.starts_at, series.every_weeks = (
        agreed.first_on,
        agreed.starts_at,
        agreed.every_weeks,
    )
    series.planned, series.review_after = agreed.planned, Practice.current().review_after
    series.created_by = str(by.pk)
    series.save(force_insert=True)
    booked = _all_or_none(series, chosen, diary, by=by, outside_hours=outside_hours)
    audit.record("make-series", by=by, person=client.pk, about=series)
    tell("booked", booked, key=series.pk)
    return series


def tell(what: str, appointments: Sequence[Appointment], *, key: Any) -> None:
    """One message for all of them; `what` is "booked", "moved" or "cancelled". The first is named."""
    first, now = appointments[0], timezone.now()
    template = what if len(appointments) == 1 else f"times-{what}"
    telling.tell(
        template,
        first.client,
        key=f"{template}:{first.pk if len(appointments) == 1 else key}",
        words=telling.words_about(first, _link(what, appointments)),
        due_at=now + scheduling.UNDO,
        starts_at=first.starts_at,
    )


def _all_or_none(
    series: Series, moments: Sequence[datetime], diary: Diary, *, by: Any, outside_hours: str
) -> list[Appointment]:
    booked, refused = [], {}
    for moment in moments:
        reason = diary.reason_for(moment, outside_hours)
        try:
            with transaction.atomic():
                one = scheduling.book(
                    series.client,
                    series.therapist,
                    Kind.SESSION,
                    moment,
                    by=by,
                    outside_hours=reason,
                    series=series,
                    tell=False,
                )
        except refusals.TimeRefused as refusal:
            refused[moment] = refusal
        else:
            booked.append(one)
    if refused:
        raise NotAllFree(refused)
    return booked


def _link(what: str, appointments: Sequence[Appointment]) -> str:
    """Where all of them are seen. Who has sessions has an account: agreement to treatment is given there."""
    if what == "cancelled":
        return settings.BASE_URL + reverse("booking:new")
    if len(appointments) == 1:
        return links.address_for(appointments[0])
    return settings.BASE_URL + reverse("booking:mine")
