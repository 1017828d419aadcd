"""A client's safety plan: the draft that client and therapist write, the versions the client approved, the copies given."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waylight.people.models import Client, OfClientQuerySet
from waylight.privacy.declarations import Declaration
from waylight.privacy.fields import EncryptedJSON, EncryptedText
from waylight.ui.refusals import Refusal


class VersionStands(Refusal):
    """A version stays as it was approved. What changes is the next version."""


class OfPlanQuerySet(OfClientQuerySet):
    client = "plan__client"


class SafetyPlan(models.Model):
    """FHIR CarePlan, intent "plan": one for a client, written by client and therapist, in force as the client approved it.

    All three are by section id (care.safety_plans.sections). `draft` holds what is written now. `traces` says how often a
    section was saved (`revision`), in which browser window (`window`), by whom since the last version (`writers`), and which
    line was taken out last (`removed`).
    `aside` keeps, by window, what somebody wrote while another person did, until both are put together.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="safety_plan")
    draft = EncryptedJSON()
    traces = EncryptedJSON()
    aside = EncryptedJSON()
    proposed_at = models.DateTimeField(null=True)  # since then the therapist asks the client to look
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    review_on = models.DateField(null=True)
    discussed_on = models.DateField(null=True)  # when "making my space safer" was talked about
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(null=True)

    objects = OfClientQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(
            ("client", "proposed_at", "proposed_by", "review_on", "discussed_on", "created_at", "saved_at"),
            "shows that a plan was made, and when it was looked at",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_at=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="plan_is_proposed_by_somebody",
            )
        ]


class SafetyPlanVersion(models.Model):
    """FHIR CarePlan, as it was in force: what the client approved, and who had changed what (`changes`: section → names).

    Append-only. A name in `changes` is empty for the client. `number` counts from 1 without a gap.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(SafetyPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = EncryptedJSON()
    changes = EncryptedJSON()
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfPlanQuerySet.as_manager()
    privacy = Declaration(
        whose="plan.client_id",
        retention="record",
        kept=dict.fromkeys(
            ("plan", "number", "proposed_at", "proposed_by", "approved_at", "approved_by"),
            "shows that the client approved a plan, and when",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_version_of_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_versions_count_from_one"),
        ]

    def save(self, *args: Any, **options: Any) -> None:
        """Raises VersionStands when the version is there already, when it skips one, or when another person approves."""
        is_next = self.number == self.plan.versions.count() + 1
        if not (self._state.adding and is_next and self.approved_by_id == self.plan.client.user_id):
            raise VersionStands
        super().save(*args, **options)


class How(models.TextChoices):
    """How a copy of the plan was given."""

    PAPER = "paper", _("On paper")
    SENT = "sent", _("I sent it")
    TOLD = "told", _("I read it out or told them")


class CopyQuerySet(OfPlanQuerySet):
    def held(self) -> "CopyQuerySet":
        """Those that somebody still has."""
        return self.filter(ended_on=None)


class SafetyPlanCopy(models.Model):
    """A copy that the client gave to somebody. A newer one is a row of its own; then this one ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(SafetyPlan, on_delete=models.PROTECT, related_name="copies")
    version = models.ForeignKey(SafetyPlanVersion, on_delete=models.PROTECT, related_name="copies")
    given_to = EncryptedText()
    parts = EncryptedJSON()  # {"sections": [ids]}: what is in it
    how = models.CharField(max_length=5, choices=How)
    given_on = models.DateField()
    ended_on = models.DateField(null=True)  # taken back, or replaced by a newer copy

    objects = CopyQuerySet.as_manager()
    privacy = Declaration(
        whose="plan.client_id",
        retention="record",
        kept=dict.fromkeys(("plan", "version", "given_on", "ended_on"), "shows that copies were given"),
        blanked=["how"],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("given_on")),
                name="plan_copy_ends_after_it_is_given",
            )
        ]
