"""Offers free times to somebody: a first talk in answer to an enquiry, a next session, or another therapist."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.accounts import invitations
from waylight.accounts.accounts import EmailTaken, open_account
from waylight.accounts.models import Role
from waylight.booking import free, links, scheduling, telling
from waylight.booking.models import Appointment, BookingLink, Kind, Status
from waylight.booking.refusals import Refused
from waylight.intake import enquiries
from waylight.intake.models import Enquiry, ForWhom
from waylight.intake.reach import NotReachable, normalised
from waylight.people import clients, episodes
from waylight.people.models import Client, Therapist
from waylight.practice.models import Practice
from waylight.privacy import audit

revoke = links.revoke


class CannotOffer(Refused):
    """This cannot be offered."""


@transaction.atomic
def offer_first_talk(
    enquiry: Enquiry, therapist: Therapist, *, by: Any, email: str = ""
) -> tuple[BookingLink, str]:
    """Admits the person, opens the episode of care and sends a neutral message with a secret link to the free times.

    `email` is the person's own address for signing in, when the way to reach them is another one. Whoever asks for somebody
    else never gets that person's account: then `email` is needed, and all messages go there. Raises CannotOffer.
    """
    now = timezone.now()
    enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry.pk)
    if enquiry.answered_at is not None:
        raise CannotOffer(_("This enquiry has had its answer, or was taken back."))
    email = _checked(email, enquiry.country)
    contact = _way_to_reach(enquiry, email)
    _refuse_unless_open(therapist, enquiry.country, Kind.FIRST_TALK, now=now)
    if not therapist.has_place():
        raise CannotOffer(_("{name} has no place free now.").format(name=therapist.name))
    client = clients.admit(
        enquiry.person_id,
        name=enquiry.name if enquiry.for_whom == ForWhom.ME else "",
        contact=contact,
        country=enquiry.country,
        age_band=enquiry.age_band,
        zone=enquiry.zone,
        by=by,
    )
    episodes.open_episode(client, therapist, by=by, on=Practice.current().date_at(now))
    link = _send(client, therapist, Kind.FIRST_TALK, by=by, now=now)
    open_account_for(client, email or (contact["address"] if contact["channel"] == "email" else ""), by=by)
    enquiries.mark_answered(enquiry, now)
    return link


@transaction.atomic
def offer_session(
    client: Client, therapist: Therapist, *, by: Any, kind: str = Kind.SESSION
) -> tuple[BookingLink, str]:
    """Sends a client in this therapist's care a link to book the next time. Raises CannotOffer."""
    now = timezone.now()
    if not client.episodes.open().filter(therapist=therapist).exists():
        raise CannotOffer(_("This client is not in this therapist’s care."))
    _refuse_unless_open(therapist, client.country, kind, now=now)
    return _send(client, therapist, kind, by=by, now=now)


@transaction.atomic
def hand_over(
    client: Client, therapist: Therapist, *, by: Any, kind: str = Kind.SESSION
) -> tuple[BookingLink, str]:
    """From now on this therapist cares for the client and nobody else; times booked with others are called off.

    The client gets a link to the free times. Raises CannotOffer.
    """
    now = timezone.now()
    client = scheduling.locked_client(
        client.pk
    )  # so that nothing is booked with the former therapist meanwhile
    _refuse_unless_open(therapist, client.country, kind, now=now)
    for episode in client.episodes.open().exclude(therapist=therapist):
        episodes.end_episode(episode, by=by, on=max(Practice.current().date_at(now), episode.starts_on))
    if not client.episodes.open().filter(therapist=therapist).exists():
        episodes.open_episode(client, therapist, by=by, on=Practice.current().date_at(now))
    _end_other_links(client, therapist, by=by)
    link, secret = _send(client, therapist, kind, by=by, now=now)
    booked = Appointment.objects.upcoming(now).filter(client=client, starts_at__gt=now)
    for appointment in booked.exclude(therapist=therapist):
        scheduling.cancel(appointment, by=by, address=links.address(secret))
    return link, secret


def link_of(enquiry: Enquiry) -> BookingLink | None:
    """The link that answered an enquiry: the first one its person was sent."""
    found = BookingLink.objects.filter(client_id=enquiry.person_id).select_related("therapist", "appointment")
    return found.order_by("created_at").first()


def kind_for(client: Client, therapist: Therapist) -> Kind:
    """A first talk until the two have spoken."""
    met = Appointment.objects.filter(client=client, therapist=therapist, status=Status.FULFILLED)
    return Kind.SESSION if met.exists() else Kind.FIRST_TALK


def _checked(email: str, country: str) -> str:
    try:
        return normalised("email", email, country) if email else ""
    except NotReachable as error:
        raise CannotOffer(str(error)) from error


def _way_to_reach(enquiry: Enquiry, email: str) -> dict[str, Any]:
    if enquiry.for_whom == ForWhom.ME:
        return enquiry.contact
    if not email:
        raise CannotOffer(
            _("Somebody asked for another person. Ask that person first, and write their own e-mail here.")
        )
    return {"channel": "email", "address": email, "seen_by": "", "may_leave_message": False}


def _refuse_unless_open(therapist: Therapist, country: str, kind: str, *, now: datetime) -> None:
    if not therapist.is_registered(Practice.current().date_at(now)):
        raise CannotOffer(
            _("{name} has no registration in force and cannot be booked.").format(name=therapist.name)
        )
    if country not in therapist.countries or country not in Practice.current().countries:
        raise CannotOffer(_("{name} cannot work with people in that country.").format(name=therapist.name))
    if free.next_free([therapist], kind, now=now)[therapist.pk] is None:
        raise CannotOffer(_("{name} has no free times in the coming weeks.").format(name=therapist.name))


def _send(
    client: Client, therapist: Therapist, kind: str, *, by: Any, now: datetime
) -> tuple[BookingLink, str]:
    link, secret = links.make(client, therapist, kind, now=now)
    audit.record("offer-times", by=by, person=client.pk, about=link)
    telling.tell("offer", client, key=f"offer:{link.pk}", words={"link": links.address(secret)})
    return link, secret


def open_account_for(client: Client, email: str, *, by: Any) -> None:
    """An account with an invitation, unless there is no e-mail or the client has one. Raises CannotOffer."""
    if not email or client.user_id is not None:
        return
    try:
        client.user = open_account(email, Role.CLIENT, by=by, zone=client.zone)
    except EmailTaken as error:
        raise CannotOffer(
            _("There is an account with this e-mail already. Ask for another address.")
        ) from error
    client.save(update_fields=["user"])
    invitations.invite(client.user, by=by, person_id=client.pk)


def _end_other_links(client: Client, therapist: Therapist, *, by: Any) -> None:
    for link in BookingLink.objects.filter(client=client, revoked_at=None).exclude(therapist=therapist):
        links.revoke(link, by=by)
