"""The intake form, and consents to versioned texts."""

import uuid

from django.db import models

from waylight.people.models import Client, OfClientQuerySet
from waylight.privacy.declarations import Declaration, NoPersonalData
from waylight.privacy.fields import EncryptedJSON


class IntakeForm(models.Model):
    """FHIR QuestionnaireResponse: "about you" and "where you usually are", filled in in any order, saved at each step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="intake_form")
    answers = EncryptedJSON()  # {"about": {...}, "place": {...}}
    completed = models.JSONField(default=list)  # names of finished tasks, never their content
    updated_at = models.DateTimeField(auto_now=True)

    objects = OfClientQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept={"client": "the row goes with the client", "updated_at": "a time"},
        blanked=["completed"],
    )


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def current(self) -> "ConsentTextQuerySet":
        """The newest version of each text, in the order in which they are asked."""
        newest = (
            ConsentText.objects.filter(purpose=models.OuterRef("purpose"))
            .order_by("-version")
            .values("version")[:1]
        )
        return self.filter(version=models.Subquery(newest)).order_by("position")


class ConsentText(models.Model):
    """One version of the text for one purpose. A published version never changes: a change is a new version."""

    purpose = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=200)
    words = models.TextField()
    is_needed = models.BooleanField(default=False)  # sessions need it: consent to treatment
    published_on = models.DateField()

    objects = ConsentTextQuerySet.as_manager()
    privacy = NoPersonalData("The practice's own text.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="one_text_of_a_version")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Consent(models.Model):
    """FHIR Consent: a yes or a no to one version of one text. Append-only: the newest one counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    is_given = models.BooleanField()
    given_at = models.DateTimeField()

    objects = OfClientQuerySet.as_manager()
    privacy = Declaration(
        whose="client_id",
        retention="record",
        kept=dict.fromkeys(("client", "text", "is_given", "given_at"), "proof of what was agreed"),
    )

    class Meta:
        indexes = [models.Index(fields=["client", "text", "-given_at"])]
