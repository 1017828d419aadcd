"""Groups: the course, its sessions, who takes part under which name, and who sat in a session."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from waylight.booking.models.appointments import OPENS_BEFORE
from waylight.booking.models.hours import GroupTime
from waylight.people.models import Client, Therapist
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedText
from waylight.privacy.keyring import KeyDestroyed

CLOSES_AFTER = timedelta(minutes=30)  # after the planned end, whoever is inside


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: Any) -> "GroupQuerySet":
        """Managers see when groups meet, the therapist who leads sees them, and so does who takes part or is invited."""
        role = getattr(user, "role", "")
        if role == "manager":
            return self
        if role == "therapist":
            return self.filter(lead__user=user)
        mine = GroupMember.objects.current().filter(group=OuterRef("pk"), client__user_id=user.pk)
        return self.filter(Exists(mine)) if role == "client" else self.none()

    def running(self) -> "GroupQuerySet":
        return self.filter(ended_at=None)


class Group(models.Model):
    """A course of some weeks under one therapist. Its name is the practice's own words, and neutral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lead = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=60)
    places = models.PositiveSmallIntegerField(default=12)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=36)  # a user's id, as the next one
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=36, blank=True)

    objects = GroupQuerySet.as_manager()
    privacy = Declaration(
        whose="lead.user_id",
        retention="staff",
        kept=dict.fromkeys(
            ("lead", "name", "places", "created_at", "created_by", "ended_at", "ended_by"),
            "shows which groups there were, and who led them",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=2, places__lte=12), name="group_is_of_2_to_12"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="group_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Group {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None


class GroupSessionQuerySet(models.QuerySet["GroupSession"]):
    def visible_to(self, user: Any) -> "GroupSessionQuerySet":
        return self.filter(group__in=Group.objects.visible_to(user))

    def to_come(self, now: datetime) -> "GroupSessionQuerySet":
        """Not over; those of running groups, the next first."""
        rows = self.filter(group__ended_at=None, ended_at=None, ends_at__gt=now - CLOSES_AFTER)
        return rows.order_by("starts_at")

    def left_open(self, now: datetime) -> "GroupSessionQuerySet":
        """Opened in the engine, and past their time."""
        return self.filter(opened_at__isnull=False, ended_at=None, ends_at__lte=now - CLOSES_AFTER)


class GroupSession(models.Model):
    """One week of a group. `room` is the engine's name for it, new at each session; it says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="sessions")
    week = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kept = models.OneToOneField(
        GroupTime, on_delete=models.SET_NULL, null=True, related_name="group_session"
    )  # the time in the therapist's calendar
    room = models.CharField(max_length=32, blank=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=36, blank=True)  # a user's id, or "worker"

    objects = GroupSessionQuerySet.as_manager()
    privacy = Declaration(
        whose="group.lead.user_id",
        retention="staff",
        kept=dict.fromkeys(
            (
                *("group", "week", "starts_at", "ends_at", "kept", "room"),
                *("opened_at", "ended_at", "ended_by"),
            ),
            "shows when a group met",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "week"], name="one_session_a_week_of_a_group"),
            models.CheckConstraint(condition=Q(week__gte=1, week__lte=12), name="group_week_is_sane"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="group_session_has_a_length"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, room="") | (Q(opened_at__isnull=False) & ~Q(room="")),
                name="group_room_opened_with_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"Group session {self.pk}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def closes_at(self) -> datetime:
        return self.ends_at + CLOSES_AFTER

    def is_open(self, now: datetime) -> bool:
        """Whether one can come in: 15 minutes before, until it was ended or half an hour after its planned end."""
        return self.ended_at is None and self.starts_at - OPENS_BEFORE <= now < self.closes_at

    def is_over(self, now: datetime) -> bool:
        return self.ended_at is not None or now >= self.closes_at


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def visible_to(self, user: Any) -> "GroupMemberQuerySet":
        """The person, and the therapist who leads. To each other members are names in the room alone."""
        role = getattr(user, "role", "")
        if role == "therapist":
            return self.filter(group__lead__user=user)
        return self.filter(client__user_id=user.pk) if role == "client" else self.none()

    def current(self) -> "GroupMemberQuerySet":
        """Invited or taking part."""
        return self.filter(left_at=None)

    def taking_part(self) -> "GroupMemberQuerySet":
        return self.current().filter(agreed_at__isnull=False)


class GroupMember(models.Model):
    """Somebody invited to a group. They take part once they agreed to its text, under the name that they chose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="group_places")
    name = EncryptedText()
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=36)  # a user's id, as the next one
    agreed_at = models.DateTimeField(null=True)
    agreed_text = models.PositiveSmallIntegerField(null=True)  # the version of groups.agreement
    left_at = models.DateTimeField(null=True)
    left_by = models.CharField(max_length=36, blank=True)

    objects = GroupMemberQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            (
                *("group", "client", "invited_at", "invited_by", "agreed_at", "agreed_text"),
                *("left_at", "left_by"),
            ),
            "proof of what was agreed, and when the person took part",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "client"], condition=Q(left_at=None), name="one_place_in_a_group"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_text=None)
                | Q(agreed_at__isnull=False, agreed_text__isnull=False),
                name="group_agreed_to_a_text",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None, left_by="") | (Q(left_at__isnull=False) & ~Q(left_by="")),
                name="group_left_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Group member {self.pk}"

    @property
    def known_as(self) -> str:
        """The chosen name; nothing is left of one that was erased."""
        try:
            return self.name
        except KeyDestroyed:
            return ""

    @property
    def takes_part(self) -> bool:
        return self.agreed_at is not None and self.left_at is None


class GroupSeatQuerySet(models.QuerySet["GroupSeat"]):
    def visible_to(self, user: Any) -> "GroupSeatQuerySet":
        """As the places in the group: one's own, and all for the therapist who leads."""
        role = getattr(user, "role", "")
        if role == "therapist":
            return self.filter(session__group__lead__user=user)
        return self.filter(member__client__user_id=user.pk) if role == "client" else self.none()


class GroupSeat(models.Model):
    """FHIR Encounter, virtual: somebody came to a session of a group. The engine knows the seat and nothing else of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(GroupMember, on_delete=models.PROTECT, null=True, related_name="seats")
    who = models.UUIDField()  # the client's id, or the user's id of the therapist who leads
    came_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=36, blank=True)  # a user's id

    objects = GroupSeatQuerySet.as_manager()
    privacy = Declaration(
        whose="who",
        retention="record",
        kept=dict.fromkeys(
            ("session", "member", "who", "came_at", "removed_at", "removed_by"),
            "shows who was in a session of a group",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "who"], name="one_seat_for_a_person_in_a_group"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by="")
                | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
                name="group_seat_removed_by_somebody",
            ),
        ]

    @property
    def leads(self) -> bool:
        return self.member_id is None
