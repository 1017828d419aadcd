"""Brings a therapist in, publishes the profile, takes it down."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from waylight.accounts import invitations
from waylight.accounts.accounts import open_account
from waylight.accounts.models import Role
from waylight.people.models import Registration, Therapist
from waylight.people.standing import standing
from waylight.people.titles import unbacked_titles
from waylight.privacy import audit
from waylight.ui.refusals import Refusal


class TitleWithoutRegister(Refusal):
    """The profile uses a title that the law keeps for people on the HCPC register."""


class NotBookable(Refusal):
    """The registration does not allow this."""


def unbacked(therapist: Therapist, hcpc_titles: list[str]) -> list[str]:
    """The protected titles in the profile that these titles on the HCPC register do not stand behind (R-6.5)."""
    return unbacked_titles(f"{therapist.name}\n{therapist.title}\n{therapist.about}", hcpc_titles)


@transaction.atomic
def add(*, name: str, title: str, email: str, zone: str, by: Any, **profile: Any) -> Therapist:
    """A therapist with an account and an invitation; nobody can book one before two people checked a registration.

    `profile`: about, approaches, languages, countries, places. Raises accounts.EmailTaken.
    """
    user = open_account(email, Role.THERAPIST, by=by, name=name, zone=zone)
    therapist = Therapist.objects.create(
        user=user,
        slug=_free_slug(name),
        name=name,
        title=title,
        zone=zone,
        joined_on=timezone.localdate(),
        **profile,
    )
    audit.record("add-therapist", by=by, person=user.pk, about=therapist)
    invitations.invite(user, by=by)
    return therapist


def _free_slug(name: str) -> str:
    plain = slugify(name.removeprefix("Dr ")) or "therapist"
    taken = set(Therapist.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in [plain, *numbered] if slug not in taken)


@transaction.atomic
def publish(therapist: Therapist, *, by: Any) -> None:
    """Shows the profile on the public site. Raises NotBookable, TitleWithoutRegister."""
    today = timezone.localdate()
    how = standing(therapist, today)
    if not how.is_bookable:
        raise NotBookable(_("%(name)s cannot be shown yet. %(why)s") % {"name": therapist.name, "why": how})
    hcpc = Registration.objects.in_force(today).filter(therapist=therapist, body="hcpc")
    titles = unbacked(therapist, list(hcpc.values_list("title_used", flat=True)))
    if titles:
        words = " and ".join(f"“{title}”" for title in titles)
        raise TitleWithoutRegister(
            _(
                "The profile says {words}. The law keeps that for people on the HCPC register. Add "
                "and check the HCPC registration, or write the profile in other words."
            ).format(words=words)
        )
    _set_published(therapist, True, by)


@transaction.atomic
def unpublish(therapist: Therapist, *, by: Any) -> None:
    """Takes the profile off the public site."""
    _set_published(therapist, False, by)


def _set_published(therapist: Therapist, is_published: bool, by: Any) -> None:
    therapist.is_published = is_published
    therapist.save(update_fields=["is_published"])
    verb = "publish-profile" if is_published else "unpublish-profile"
    audit.record(verb, by=by, person=therapist.user_id, about=therapist)
