"""Opens and ends episodes of care. While one is open, the therapist may see the client's record."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from waylight.people.models import Client, EpisodeOfCare, Therapist
from waylight.people.standing import standing
from waylight.privacy import audit
from waylight.ui.refusals import Refusal


class NotYourClient(Refusal):
    """Only a therapist who cares for this person can do this."""


class TherapistNotRegistered(Refusal):
    """This therapist cannot take a client now."""


class EpisodeAlreadyOpen(Refusal):
    """This therapist already cares for this client."""


class EpisodeAlreadyEnded(Refusal):
    """This care has ended already."""


class EndsBeforeItStarts(Refusal):
    """Care cannot end before the day on which it started."""


@transaction.atomic
def open_episode(client: Client, therapist: Therapist, *, by: Any, on: date) -> EpisodeOfCare:
    """This therapist cares for this client from that day. Raises TherapistNotRegistered, EpisodeAlreadyOpen."""
    how = standing(therapist, on)
    if not how.is_bookable:
        raise TherapistNotRegistered(
            _("%(name)s cannot take a client now. %(why)s") % {"name": therapist.name, "why": how}
        )
    try:
        with transaction.atomic():
            episode = EpisodeOfCare.objects.create(client=client, therapist=therapist, starts_on=on)
    except IntegrityError as error:
        raise EpisodeAlreadyOpen from error
    audit.record("open-episode", by=by, person=client.pk, about=episode)
    return episode


@transaction.atomic
def end_episode(episode: EpisodeOfCare, *, by: Any, on: date) -> None:
    """The therapist no longer sees the record after it. Raises EpisodeAlreadyEnded, EndsBeforeItStarts."""
    if on < episode.starts_on:
        raise EndsBeforeItStarts
    if not EpisodeOfCare.objects.open().filter(pk=episode.pk).update(ends_on=on):
        raise EpisodeAlreadyEnded
    episode.ends_on = on
    audit.record("end-episode", by=by, person=episode.client_id, about=episode)


def therapist_of(client: Client, *, by: Any) -> Therapist:
    """The therapist who asks, when this client is in their care; else raises NotYourClient. Inside a transaction.

    It locks the client, so that of two rivals the second is told what the first did.
    """
    therapist = Therapist.objects.filter(user_id=by.pk).first()
    in_care = Client.objects.in_care_of(by).select_for_update(of=("self",)).filter(pk=client.pk)
    if therapist is None or not in_care.exists():
        raise NotYourClient
    return therapist
