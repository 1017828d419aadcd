"""What a named person needs to read: left by the part that found it, acknowledged once, passed to a deputy when nobody did.

Nothing is ranked: the list is by when reading was promised (REQUIREMENTS R-3.2). A part of Waylight that leaves something
here does so inside its own transaction, so that neither is there without the other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.accounts.models import Role, User
from waylight.notifications.models import Channel
from waylight.notifications.notify import notify
from waylight.people.models import Acknowledgement, Client, Deputy, EpisodeOfCare, NeedsReading, Therapist
from waylight.practice import deadlines
from waylight.practice.models import Practice
from waylight.practice.promises import NeverOpen
from waylight.privacy import audit, inserting, keyring
from waylight.ui.refusals import Refusal

SOONER = ":sooner"  # ends the key of a client's asking to hear sooner, when what it is about was read already


class AlreadyAcknowledged(Refusal):
    """Somebody else has read this already. What they did stands below."""


class SayWhatYouDid(Refusal):
    """Write what you did. It can be short."""


class NotForYou(Refusal):
    """This is for somebody else to read."""


class NotAnother(Refusal):
    """A deputy is somebody else."""


def promise(therapist: Therapist | None, *, now: datetime) -> datetime | None:
    """By when an answer that somebody needs to read is read, the therapist away or not.

    None where the practice cannot promise it (R-3.3): it has set no window, is never open, or nobody reads in the
    therapist's place.
    """
    within = Practice.current().reads_within_working_days
    if within is None or therapist is None or deputy_of(therapist) is None:
        return None
    try:
        return deadlines.end_of_working_day(now, within)
    except NeverOpen:
        return None


def deputy_of(therapist: Therapist | None) -> Therapist | None:
    """Who reads in this therapist's place: somebody who is here and registered. None where nobody does."""
    if therapist is None:
        return None
    named = Deputy.objects.current().filter(therapist=therapist, deputy__in=_here())
    row = named.select_related("deputy__user").first()
    return row.deputy if row else None


def _here() -> Any:
    """Who may read in somebody's place."""
    return Therapist.objects.registered(timezone.localdate()).filter(user__is_active=True)


def reader_of(client: Client) -> Therapist | None:
    """The named therapist: who cares for the client now, the newest first."""
    open_ones = EpisodeOfCare.objects.open().filter(client=client, therapist__user__is_active=True)
    row = open_ones.select_related("therapist__user").order_by("-starts_on", "-pk").first()
    return row.therapist if row else None


@transaction.atomic
def leave(
    client: Client,
    *,
    key: str,
    words: str,
    url_name: str,
    about: UUID,
    promised_by: datetime | None = None,
    is_away: bool = False,
    again: bool = False,
    by: Any,
) -> NeedsReading:
    """Leaves words for the client's therapist to read; the same `key` leaves them once, or `again` once they were read.

    `promised_by`: None for the practice's usual promise. Where the therapist is away it goes to the deputy at once. Without
    therapist and deputy it stays, and the office sees that it waits.
    """
    now = timezone.now()
    therapist = reader_of(client)
    if again and (times := NeedsReading.objects.filter(key__startswith=key).read().count()):
        key = f"{key}.{times}"
    item = NeedsReading(client=client, therapist=therapist, key=key, url_name=url_name, about=about)
    item.words, item.left_at = words, now
    item.promised_by = promised_by or _usual_promise(now)
    if not inserting.insert(item):
        return NeedsReading.objects.get(key=key)
    audit.record("leave-to-read", by=by, person=client.pk, about=item)
    if not (is_away and _pass(item, now)) and therapist is not None:
        _tell(item, therapist.user)
    return item


def _usual_promise(now: datetime) -> datetime:
    within = Practice.current().reads_within_working_days
    try:
        return deadlines.answer_due_at(now) if within is None else deadlines.end_of_working_day(now, within)
    except NeverOpen:
        return now  # then it is late at once, and the office sees it


@transaction.atomic
def ask_for_contact(item: NeedsReading, *, by: Any) -> NeedsReading:
    """The client asks to hear from somebody sooner. Twice is the same as once. Raises NotForYou.

    What was read already waits for nobody, so then the asking is a thing to read of its own.
    """
    row = NeedsReading.objects.select_for_update(of=("self",)).select_related("client").get(pk=item.pk)
    if row.client.user_id != by.pk:
        raise NotForYou
    if row.contact_asked_at is None and row.is_acknowledged:
        row = leave(
            row.client,
            key=f"{row.key}{SOONER}",
            words=_("They ask to hear from somebody sooner."),
            url_name=row.url_name,
            about=row.about,
            by=by,
        )
    if row.contact_asked_at is None:
        row.contact_asked_at = timezone.now()
        row.save(update_fields=["contact_asked_at"])
        audit.record("ask-for-contact", by=by, person=row.client_id, about=row)
    return row


@dataclass(frozen=True)
class Tally:
    """For the office: how many things wait, and how many for longer than was promised or for nobody."""

    waiting: int
    late: int


def tally(now: datetime) -> Tally:
    counted = NeedsReading.objects.filter(acknowledgement=None).aggregate(
        waiting=Count("pk"), late=Count("pk", filter=Q(promised_by__lte=now) | Q(therapist=None))
    )
    return Tally(**counted)


def waiting_for(user: Any) -> list[NeedsReading]:
    """For a therapist: what waits to be read, the oldest promise first."""
    rows = NeedsReading.objects.visible_to(user).waiting()
    found = list(rows.select_related("client", "therapist", "deputy"))
    keyring.load(found)
    return found


@transaction.atomic
def read(item: NeedsReading, *, by: Any) -> NeedsReading:
    """Opening it is no acknowledgement, and is recorded."""
    audit.record("read-what-waits", by=by, person=item.client_id, about=item)
    return item


@transaction.atomic
def acknowledge(item: NeedsReading, *, done: str, by: Any) -> Acknowledgement:
    """`by` has read it, and says what they did. Of two at once the first one counts.

    Raises SayWhatYouDid, NotForYou, AlreadyAcknowledged.
    """
    if not done.strip():
        raise SayWhatYouDid
    # A rival waits here, and then finds what the first one wrote.
    row = NeedsReading.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if not NeedsReading.objects.visible_to(by).filter(pk=row.pk).exists():
        raise NotForYou
    found = Acknowledgement(item=row, acknowledged_at=timezone.now(), acknowledged_by=by)
    found.done = done.strip()
    if not inserting.insert(found):
        raise AlreadyAcknowledged
    audit.record("acknowledge-reading", by=by, person=row.client_id, about=row)
    return found


def pass_on(now: datetime) -> int:
    """For the schedule: passes what waits for longer than was promised to the deputy. Says how much it passed on.

    Each goes by itself, so that a worker killed in between has passed on some, and the next one goes on with the rest. What
    a former therapist or deputy has not read goes to the one who is there now. Where there is nobody, managers get word, once.
    """
    cares = EpisodeOfCare.objects.open().filter(client=OuterRef("client"), therapist=OuterRef("therapist"))
    for row in NeedsReading.objects.waiting().exclude(Exists(cares.filter(therapist__user__is_active=True))):
        _hand_on(row)
    named = Deputy.objects.current().filter(therapist=OuterRef("therapist")).values("deputy")[:1]
    late = NeedsReading.objects.late(now).annotate(named=Subquery(named)).exclude(named=None)
    rows = late.filter(Q(deputy=None) | ~Q(deputy=F("named")))
    passed = sum(_pass(row, now) for row in rows.select_related("therapist"))
    for row in NeedsReading.objects.late(now).filter(Q(deputy=None) | ~Q(deputy__in=_here())):
        for manager in User.objects.filter(role=Role.MANAGER, is_active=True):
            _tell(row, manager, "manager-list", "people:office_reading")
    return passed


@transaction.atomic
def _hand_on(item: NeedsReading) -> None:
    """To whoever cares for the client now. They see it anyway; this tells them, and it passes to their deputy."""
    row = NeedsReading.objects.select_for_update(of=("self",)).select_related("client").get(pk=item.pk)
    therapist = reader_of(row.client)
    if therapist is None or therapist.pk == row.therapist_id or row.is_acknowledged:
        return
    row.therapist = therapist
    if row.deputy_id == therapist.pk:
        row.deputy = row.passed_at = None
    row.save(update_fields=["therapist", "deputy", "passed_at"])
    audit.record("hand-on-reading", by="worker", person=row.client_id, about=row)
    _tell(row, therapist.user)


@transaction.atomic
def _pass(item: NeedsReading, now: datetime) -> bool:
    """False: nobody can take it, or somebody has read it meanwhile, or it was passed on."""
    row = NeedsReading.objects.select_for_update(of=("self",)).get(pk=item.pk)
    deputy = deputy_of(item.therapist)
    is_read = Acknowledgement.objects.filter(item=row).exists()
    if deputy is None or row.deputy_id == deputy.pk or is_read:
        return False
    row.deputy, row.passed_at = deputy, now
    row.save(update_fields=["deputy", "passed_at"])
    item.deputy, item.passed_at = deputy, now
    audit.record("pass-on-reading", by="worker", person=row.client_id, about=row)
    _tell(row, deputy.user)
    return True


def _tell(
    item: NeedsReading, user: Any, template: str = "something-to-read", to: str = "people:waiting"
) -> None:
    """A neutral e-mail to somebody who works here, once: that something waits, and nothing of what."""
    notify(
        template,
        key=f"{template}:{item.pk}:{user.pk}",
        person_id=user.pk,
        channel=Channel.EMAIL,
        address=user.email,
        language=user.language,
        words={"link": settings.BASE_URL + reverse(to)},
    )


@transaction.atomic
def name_deputy(therapist: Therapist, deputy: Therapist | None, *, by: Any) -> None:
    """From now on `deputy` reads in the therapist's place; None: nobody does. Raises NotAnother."""
    if deputy is not None and deputy.pk == therapist.pk:
        raise NotAnother(_("Choose somebody else than {name}.").format(name=therapist.name))
    Therapist.objects.select_for_update(no_key=True).get(pk=therapist.pk)  # two forms are one after the other
    now = timezone.now()
    current = Deputy.objects.current().filter(therapist=therapist)
    if deputy is not None and current.filter(deputy=deputy).exists():
        return
    if not current.update(ended_at=now) and deputy is None:
        return
    if deputy is not None:
        row = Deputy(therapist=therapist, deputy=deputy, named_at=now, named_by=by)
        row.save(force_insert=True)
    audit.record("name-deputy", by=by, person=therapist.user_id, about=therapist)
