"""Who takes part in a group: the therapist who leads invites from among her own clients, each of them decides."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from waylight.booking import telling
from waylight.people.models import Client
from waylight.privacy import audit, keyring
from waylight.ui.refusals import Refusal
from waylight.video.groups import agreement
from waylight.video.models.groups import Group, GroupMember

NAME_LENGTH = 30


class GroupIsFull(Refusal):
    """All places are taken."""


class GroupHasEnded(Refusal):
    """This group has ended."""


class InvitedAlready(Refusal):
    """This person is invited already."""


class NotInYourCare(Refusal):
    """Whoever leads a group cares for each person in it. This person is not in your care."""


class NameTaken(Refusal):
    """Somebody in this group is called so already. Choose another name."""


class NameMissing(Refusal):
    """Write the name that the others will see."""


REFUSED = (GroupIsFull, GroupHasEnded, InvitedAlready, NotInYourCare)


@transaction.atomic
def invite(group: Group, client: Client, *, by: Any) -> GroupMember:
    """Asks somebody whether they want to take part. Raises each of REFUSED.

    They need to be in care of the therapist who leads: in distress she has their place, their plan and whom to call.
    """
    group = _locked(group)
    if not Client.objects.in_care_of(group.lead.user).filter(pk=client.pk).exists():
        raise NotInYourCare
    current = GroupMember.objects.current().filter(group=group)
    if current.filter(client=client).exists():
        raise InvitedAlready
    if current.count() >= group.places:
        raise GroupIsFull
    row = GroupMember(group=group, client=client, invited_at=timezone.now(), invited_by=str(by.pk))
    row.save(force_insert=True)
    audit.record("invite-to-group", by=by, person=client.pk, about=row)
    here = settings.BASE_URL + reverse("groups:mine_one", args=[row.pk])
    telling.tell("take-away-ready", client, key=f"group:{row.pk}", words={"link": here})
    return row


@transaction.atomic
def agree(member: GroupMember, name: str, *, by: Any) -> GroupMember:
    """The person agrees to the current text, under that name. Again: another name.

    Raises NameTaken, NameMissing, GroupHasEnded. Anybody else's place is not there (GroupMember.DoesNotExist).
    """
    group = _locked(member.group)
    row = GroupMember.objects.current().select_related("client").get(pk=member.pk, client__user_id=by.pk)
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    others = list(GroupMember.objects.taking_part().filter(group=group).exclude(pk=row.pk))
    keyring.load(others)
    if name.casefold() in {group.lead.name.casefold(), *(one.known_as.casefold() for one in others)}:
        raise NameTaken
    row.name, row.agreed_at, row.agreed_text = name, timezone.now(), agreement.VERSION
    row.save()
    audit.record("agree-to-group", by=by, person=row.client_id, about=row)
    return row


@transaction.atomic
def leave(member: GroupMember, *, by: Any) -> None:
    """The person goes, or the therapist who leads takes the place back. Twice is once; a no to the invitation is the same."""
    rows = GroupMember.objects.visible_to(by).current().filter(pk=member.pk)
    if rows.update(left_at=timezone.now(), left_by=str(by.pk)):
        audit.record("leave-group", by=by, person=member.client_id, about=member)


def of_group(group: Group, *, by: Any) -> list[GroupMember]:
    """Those invited and those who take part, for the therapist who leads; their names opened with one query."""
    rows = list(
        GroupMember.objects.visible_to(by).current().filter(group=group).select_related("client__user")
    )
    keyring.load([row.client for row in rows])
    return rows


def own(user: Any) -> QuerySet[GroupMember]:
    """A client's own places in groups that go on."""
    rows = GroupMember.objects.visible_to(user).current().filter(group__ended_at=None)
    return rows.select_related("group__lead", "client").order_by("invited_at")


def _locked(group: Group) -> Group:
    """Raises GroupHasEnded."""
    row = Group.objects.select_for_update(of=("self",)).select_related("lead__user").get(pk=group.pk)
    if not row.is_running:
        raise GroupHasEnded
    return row
