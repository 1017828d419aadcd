"""Therapists as the public and the manager see them."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waylight.accounts.models import User
from waylight.people.models.registrations import Registration
from waylight.privacy.declarations import Declaration

FORMS_OF_ADDRESS = {"Dr", "Prof", "Professor", "Mr", "Mrs", "Ms", "Miss", "Mx"}


class Approach(models.TextChoices):
    CBT = "cbt", _("Cognitive behavioural therapy")
    ACT = "act", _("Acceptance and commitment therapy")
    CFT = "cft", _("Compassion-focused therapy")
    MINDFULNESS = "mindfulness", _("Mindfulness-based therapy")


class TherapistQuerySet(models.QuerySet["Therapist"]):
    def registered(self, on: Any) -> "TherapistQuerySet":
        """Those who may meet clients on that day: a registration in force, and none suspended or with conditions."""
        return self.filter(pk__in=RawSQL(*_registered(on)))  # noqa: S611 - Django's own statement

    def shown(self, on: date) -> "TherapistQuerySet":
        """Those whom the public site shows: registered, published, still here."""
        return self.registered(on).filter(is_published=True, user__is_active=True)

    def visible_to(self, user: Any) -> "TherapistQuerySet":
        """Staff see all; everybody else sees who is shown."""
        if getattr(user, "is_staff_member", False):
            return self
        return self.shown(timezone.localdate())


@lru_cache(maxsize=8)
def _registered(on: Any) -> tuple[str, tuple[Any, ...]]:
    """The statement that finds who is registered on that day. Django takes long to write it, and it is asked all day."""
    own = Registration.objects.filter(therapist=OuterRef("pk"))
    found = Therapist.objects.filter(Exists(own.confirmed(on))).exclude(Exists(own.with_concern()))
    return found.values("pk").query.sql_with_params()


class Therapist(models.Model):
    """FHIR Practitioner. `countries` are those in which the therapist may practise (REQUIREMENTS 5.5)."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="therapist")
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=80)
    about = models.TextField(max_length=1200, blank=True)
    approaches = models.JSONField(default=list)  # of Approach
    languages = models.JSONField(default=list)  # BCP 47 codes
    countries = models.JSONField(default=list)  # ISO 3166-1 alpha-2 codes
    zone = models.CharField(max_length=60, default="Europe/London")
    places = models.PositiveSmallIntegerField(default=12)  # clients at a time
    is_published = models.BooleanField(default=False)
    joined_on = models.DateField()

    objects = TherapistQuerySet.as_manager()
    privacy = Declaration(
        whose="user_id",
        retention="staff",
        kept=dict.fromkeys(
            (
                "user",
                "slug",
                "name",
                "title",
                "approaches",
                "languages",
                "countries",
                "zone",
                "places",
                "is_published",
                "joined_on",
            ),
            "published by the practice; shows who cared for whom",
        ),
        blanked=["about"],
    )

    def __str__(self) -> str:
        return self.name

    def is_registered(self, on: date) -> bool:
        return Therapist.objects.registered(on).filter(pk=self.pk).exists()

    @property
    def approach_names(self) -> list[str]:
        return [str(Approach(value).label) for value in self.approaches]

    @property
    def first_name(self) -> str:
        names = [part for part in self.name.replace(".", "").split() if part not in FORMS_OF_ADDRESS]
        return names[0] if names else self.name

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.replace("Dr ", "").split()[:2]).upper()

    def has_place(self) -> bool:
        return self.episodes.filter(Q(ends_on=None)).count() < self.places
