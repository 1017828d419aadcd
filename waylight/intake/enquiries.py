"""Takes an enquiry in, lets the person take it back, and gives it its answer."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.crisis import directory
from waylight.intake.alternatives import ALTERNATIVES
from waylight.intake.models import AgeBand, Decline, Enquiry, Source, Withdrawal, digest_of
from waylight.intake.reach import normalised
from waylight.notifications.notify import notify
from waylight.practice import deadlines, zones
from waylight.practice.models import Practice
from waylight.practice.opening import NotOpen
from waylight.privacy import audit, keyring
from waylight.ui.refusals import Refusal

__all__ = [
    "ALTERNATIVES",
    "AlreadyAnswered",
    "CannotHelp",
    "CountryNotCovered",
    "NotOpen",
    "TooYoung",
    "decline",
    "enquire",
    "enter",
    "mark_answered",
    "refuse_whom_we_cannot_help",
    "withdraw",
]
SECRET_BYTES = 24


class CannotHelp(Refusal):
    """This practice cannot help this person. The text of each refusal below is a sentence for people."""


class TooYoung(CannotHelp):
    """This person is younger than those whom the practice helps."""


class CountryNotCovered(CannotHelp):
    """The practice does not cover this country."""


class AlreadyAnswered(Refusal):
    """This enquiry has had its answer, or was taken back."""


def refuse_whom_we_cannot_help(age_band: str, country: str) -> None:
    """Raises TooYoung or CountryNotCovered, by what the practice has set (REQUIREMENTS 5.5, 5.6)."""
    practice = Practice.current()
    if AgeBand(age_band).youngest < practice.minimum_age:
        raise TooYoung(
            _("We can help people who are {minimum_age} or older.").format(minimum_age=practice.minimum_age)
        )
    if country not in practice.countries:
        name = directory.name_of(country) or _("that country")
        raise CountryNotCovered(_("We may not work with people in {name} yet.").format(name=name))


def enquire(
    *,
    for_whom: str,
    age_band: str,
    country: str,
    name: str,
    channel: str,
    address: str,
    seen_by: str = "",
    may_leave_message: bool | None = None,
    language: str = "",
    therapist: str = "",
    hours: str = "",
    words: str = "",
    source: str = Source.FORM,
    by: Any = "visitor",
) -> tuple[Enquiry, str]:
    """A new enquiry with keys of its own, and the secret of the address at which the person follows it.

    `language` is a BCP 47 code, `therapist` a slug, `by` the manager who enters it for somebody. Raises TooYoung,
    CountryNotCovered, reach.NotReachable; NotOpen while the practice gets ready, unless a manager enters it.
    """
    if by == "visitor" and Practice.current().is_preparing:
        raise NotOpen
    refuse_whom_we_cannot_help(age_band, country)
    contact = {
        "channel": channel,
        "address": normalised(channel, address, country),
        "seen_by": seen_by,
        "may_leave_message": may_leave_message,
    }
    wishes = {"language": language, "therapist": therapist, "hours": hours}
    enquiry = Enquiry(for_whom=for_whom, age_band=age_band, country=country, source=source)
    enquiry.name, enquiry.contact, enquiry.words = name, contact, words
    enquiry.preferences = {wish: value for wish, value in wishes.items() if value}
    enquiry.zone = zones.of_country(country)
    return enquiry, _receive(enquiry, by)


def enter(*, by: Any, **said: Any) -> Enquiry:
    """An enquiry that came by e-mail or telephone, entered by a manager into the same queue. Raises as `enquire` does."""
    enquiry, _secret = enquire(by=by, **said)
    return enquiry


@transaction.atomic
def withdraw(enquiry: Enquiry) -> None:
    """The person takes it back before it is answered; what they wrote is erased with its keys. Raises AlreadyAnswered."""
    now = timezone.now()
    mark_answered(enquiry, now)
    Withdrawal.objects.create(enquiry=enquiry, withdrawn_at=now)
    enquiry.name = enquiry.words = ""
    enquiry.contact = enquiry.preferences = {}
    enquiry.save(update_fields=["name", "contact", "preferences", "words"])
    for kind in keyring.KINDS:
        keyring.destroy(enquiry.person_id, kind)
    audit.record("withdraw-enquiry", by="visitor", person=enquiry.person_id, about=enquiry)


@transaction.atomic
def decline(enquiry: Enquiry, *, by: Any, alternative: str) -> Decline:
    """The practice cannot help: a neutral message leads to the alternative, in words. Raises AlreadyAnswered."""
    now = timezone.now()
    mark_answered(enquiry, now)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    answer = Decline(enquiry=enquiry, digest=digest_of(secret), declined_at=now, declined_by=by)
    answer.alternative = alternative
    answer.save(force_insert=True)
    audit.record("decline-enquiry", by=by, person=enquiry.person_id, about=answer)
    notify(
        "declined",
        key=f"declined:{enquiry.pk}",
        person_id=enquiry.person_id,
        channel=enquiry.contact["channel"],
        address=enquiry.contact["address"],
        words={"link": settings.BASE_URL + reverse("intake:answer", kwargs={"secret": secret})},
    )
    return answer


def mark_answered(enquiry: Enquiry, at: datetime) -> None:
    """Part of the act that answers it. Of two answers at once, one raises AlreadyAnswered."""
    if not Enquiry.objects.filter(pk=enquiry.pk, answered_at=None).update(answered_at=at):
        raise AlreadyAnswered
    enquiry.answered_at = at


@transaction.atomic
def _receive(enquiry: Enquiry, by: Any) -> str:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    enquiry.withdrawal_digest = digest_of(secret)
    enquiry.received_at = timezone.now()
    enquiry.answer_due_at = deadlines.answer_due_at(enquiry.received_at)
    enquiry.entered_by = None if isinstance(by, str) else by
    keyring.create(enquiry.person_id)
    enquiry.save(force_insert=True)
    audit.record("receive-enquiry", by=by, person=enquiry.person_id, about=enquiry)
    return secret
