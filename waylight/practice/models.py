"""One row of settings, the days on which the practice is closed, and what its people found out about helplines."""

import uuid
import zoneinfo
from copy import copy
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from waylight.crisis.values import Way
from waylight.practice import middleware, zones
from waylight.privacy.asking import Question
from waylight.privacy.declarations import Declaration, NoPersonalData
from waylight.privacy.fields import EncryptedText
from waylight.privacy.models import AppendOnly


def monday_to_friday() -> list[int]:
    return [1, 2, 3, 4, 5]


def a_day_before() -> list[int]:
    return [24]


def after_four_and_eight() -> list[int]:
    return [4, 8]


def united_kingdom() -> list[str]:
    return ["GB"]


WITHIN_AN_HOUR = [MinValueValidator(1), MaxValueValidator(60)]


class Practice(models.Model):
    """How this practice is called and what it promises. There is one row; `Practice.current()` gives it."""

    name = models.CharField(max_length=80, default="Waylight")
    neutral_name = models.CharField(max_length=40, default="Waylight")  # in messages and private titles
    minimum_age = models.PositiveSmallIntegerField(
        default=18, validators=[MinValueValidator(13), MaxValueValidator(25)]
    )
    countries = models.JSONField(default=united_kingdom)  # ISO 3166-1 alpha-2 codes it covers
    zone = models.CharField(max_length=60, default="Europe/London")
    working_days = models.JSONField(default=monday_to_friday)  # ISO weekdays, Monday = 1
    opens_at = models.TimeField(default=time(9))
    closes_at = models.TimeField(default=time(18))
    answers_within_working_days = models.PositiveSmallIntegerField(default=1)
    # REQUIREMENTS: by the end of which working day an answer that somebody needs to read is read. None: no promise.
    reads_within_working_days = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(2)]
    )
    cancellation_cutoff_hours = models.PositiveSmallIntegerField(default=24)
    first_talk_minutes = models.PositiveSmallIntegerField(default=20)
    session_minutes = models.PositiveSmallIntegerField(default=50)
    minimum_notice_hours = models.PositiveSmallIntegerField(default=12)
    bookable_days = models.PositiveSmallIntegerField(default=28)
    planned_sessions = models.PositiveSmallIntegerField(
        default=8, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )  # of a course
    review_after = models.JSONField(
        default=after_four_and_eight, blank=True
    )  # numbers of sessions of a course
    reminder_hours = models.JSONField(
        default=a_day_before, blank=True
    )  # how long before an appointment, by the wall clock
    offer_hours = models.PositiveSmallIntegerField(
        default=24, validators=[MinValueValidator(1), MaxValueValidator(168)]
    )  # how long a freed time is kept for one who waits
    location_kept_days = models.PositiveSmallIntegerField(default=30)  # REQUIREMENTS 5.2
    # REQUIREMENTS 5.3: minutes after the line dropped, at which each step is due; they stand in this order
    rejoin_minutes = models.PositiveSmallIntegerField(default=2, validators=WITHIN_AN_HOUR)
    call_minutes = models.PositiveSmallIntegerField(default=3, validators=WITHIN_AN_HOUR)
    text_minutes = models.PositiveSmallIntegerField(default=5, validators=WITHIN_AN_HOUR)
    call_again_minutes = models.PositiveSmallIntegerField(default=8, validators=WITHIN_AN_HOUR)
    decide_minutes = models.PositiveSmallIntegerField(default=10, validators=WITHIN_AN_HOUR)
    register_recheck_days = models.PositiveSmallIntegerField(default=31)  # REQUIREMENTS
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    exit_site = models.URLField(default="https://www.bbc.co.uk/weather")
    opened_on = models.DateField(null=True, blank=True)  # until then enquiries are not taken

    privacy = NoPersonalData("About the practice, not about a person.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_practice"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="practice_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    rejoin_minutes__lt=models.F("call_minutes"),
                    call_minutes__lt=models.F("text_minutes"),
                    text_minutes__lt=models.F("call_again_minutes"),
                    call_again_minutes__lt=models.F("decide_minutes"),
                ),
                name="steps_after_a_drop_stand_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        if kept := middleware.kept.get():
            kept.clear()

    def clean(self) -> None:
        wrong = {}
        if not zones.is_known(self.zone):
            wrong["zone"] = _("Choose a time zone such as Europe/London.")
        if not self.working_days or not set(self.working_days) <= set(range(1, 8)):
            wrong["working_days"] = _("Choose at least one working day.")
        if not self.exit_site.startswith("https://"):
            wrong["exit_site"] = _("Choose a site whose address starts with https://.")
        if wrong:
            raise ValidationError(wrong)

    @classmethod
    def current(cls) -> "Practice":
        """The settings; the defaults where nobody has saved any yet. A request reads them once: each asker has its own copy."""
        kept = middleware.kept.get()
        if kept:
            return copy(kept[0])
        found = _the_one.row() or cls(pk=1)
        if kept is not None:
            kept.append(copy(found))
        return found

    @property
    def is_preparing(self) -> bool:
        """Not open yet, or not any more: people may read, and are told so."""
        return self.opened_on is None

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.zone)

    def date_at(self, moment: datetime) -> date:
        """The date on the practice's own clocks."""
        return moment.astimezone(self.tzinfo).date()


@Question
def _the_one() -> "models.QuerySet[Practice]":
    return Practice.objects.filter(pk=1)


class ClosedDay(models.Model):
    """A day, such as a bank holiday, that is no working day."""

    on = models.DateField(unique=True)
    why = models.CharField(max_length=80)

    privacy = NoPersonalData("About the practice, not about a person.")

    def __str__(self) -> str:
        return f"{self.on}: {self.why}"


class NamesAWay(models.Model):
    """A row about one channel of one helpline, named as the crisis data names it (crisis.values.Way)."""

    country = models.CharField(max_length=2)
    line = models.CharField(max_length=120, blank=True)  # empty for an emergency number
    kind = models.CharField(max_length=10)
    dial = models.CharField(max_length=200)

    class Meta:
        abstract = True

    @property
    def way(self) -> Way:
        return Way(self.country, self.line, self.kind, self.dial)


class HelplineCheckQuerySet(models.QuerySet["HelplineCheck"]):
    def visible_to(self, user: Any) -> "HelplineCheckQuerySet":
        return self if getattr(user, "is_staff_member", False) else self.none()


class HelplineCheck(NamesAWay):
    """What one person saw on the provider's own page: this number is right, or it is wrong. Append-only."""

    is_right = models.BooleanField()
    seen_on = models.DateField()
    checked_at = models.DateTimeField()
    checked_by = models.CharField(max_length=40)  # a user's id

    objects = HelplineCheckQuerySet.as_manager()
    privacy = Declaration(
        whose="checked_by",
        retention="staff",
        kept=dict.fromkeys(
            ("country", "line", "kind", "dial", "is_right", "seen_on", "checked_at", "checked_by"),
            "proof that two people looked at a number that others call in danger",
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["country", "checked_at"], name="helpline_checks_of_country")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(checked_by=""), name="helpline_check_is_somebodys"),
        ]


# More tells nobody anything, and a flood must neither grow the number nor keep the database busy.
REPORTS_OF_A_DAY = 50


class HelplineReport(NamesAWay):
    """How often somebody said on one day that a number did not work. It says nothing about who."""

    on = models.DateField()
    count = models.PositiveSmallIntegerField(default=0)

    privacy = NoPersonalData("A number, a day and a count. Nobody is asked who they are.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "line", "kind", "dial", "on"], name="one_report_a_number_and_day"
            ),
            models.CheckConstraint(
                condition=models.Q(count__lte=REPORTS_OF_A_DAY), name="reports_of_a_day_are_capped"
            ),
        ]


class Subject(models.TextChoices):
    """What somebody answers for before the practice opens, since no row of ours can show it."""

    CONSENTS = "consents", _("Texts of agreements")
    READING = "reading", _("Reading what clients share")
    MAIL = "mail", _("Mail")
    BACKUP = "backup", _("Backup")
    LEGAL = "legal", _("Privacy and law")


class OpeningStatementQuerySet(models.QuerySet["OpeningStatement"]):
    def newest_first(self) -> "OpeningStatementQuerySet":
        return self.order_by("-said_at", "-pk")

    def visible_to(self, user: Any) -> "OpeningStatementQuerySet":
        return self if getattr(user, "role", "") == "manager" else self.none()


class OpeningStatement(AppendOnly):
    """A manager said that something was done, and when. How long it holds is `opening.HOLDS_FOR`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject = models.CharField(max_length=10, choices=Subject)
    done_on = models.DateField()
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=40)  # a user's id
    words = EncryptedText()  # who did it, and what exactly

    objects = OpeningStatementQuerySet.as_manager()
    privacy = Declaration(
        whose="said_by",
        retention="staff",
        kept=dict.fromkeys(
            ("subject", "done_on", "said_at", "said_by"),
            "shows who answered for what when the practice opened",
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["subject", "-said_at"], name="opening_statement_newest")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(said_by=""), name="opening_statement_is_somebodys"),
            models.CheckConstraint(
                condition=models.Q(subject__in=Subject.values), name="opening_statement_has_its_subject"
            ),
        ]
