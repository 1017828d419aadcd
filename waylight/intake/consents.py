"""What a client agreed to: versioned texts, each answered separately, each answer kept (REQUIREMENTS 5.7)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.intake.models import Consent, ConsentText
from waylight.people.models import Client
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

FILE = Path(__file__).parent / "consents.json"


class PublishedTextChanged(Exception):
    """A published text never changes: give the new words a new version."""


class NotYourConsent(Refusal):
    """Only the person herself can agree or not."""


class TextReplaced(Refusal):
    """There is a newer text. Read that one first."""


@dataclass(frozen=True)
class Standing:
    """The current text for one purpose, and the client's newest answer to it, None when there is none."""

    text: ConsentText
    answer: Consent | None

    @property
    def question(self) -> str:
        return self.text.question

    @property
    def is_given(self) -> bool:
        return self.answer is not None and self.answer.is_given

    @property
    def answered_at(self) -> datetime | None:
        return self.answer.given_at if self.answer else None

    @property
    def in_words(self) -> str:
        if self.answer is None:
            return _("Not answered")
        return _("Yes") if self.answer.is_given else _("No")


@transaction.atomic
def publish_texts() -> int:
    """Publishes the texts of consents.json that are not yet; says how many. Raises PublishedTextChanged."""
    published = 0
    for raw in json.loads(FILE.read_text(encoding="utf-8")):
        raw["words"] = "\n\n".join(raw["words"])
        row, is_new = ConsentText.objects.get_or_create(
            purpose=raw["purpose"],
            version=raw["version"],
            defaults=raw | {"published_on": timezone.localdate()},
        )
        if any(getattr(row, part) != raw[part] for part in ("question", "words", "is_needed")):
            raise PublishedTextChanged(f"{row}: {PublishedTextChanged.__doc__}")
        published += is_new
    return published


@transaction.atomic
def give(client: Client, text: ConsentText, is_given: bool, *, by: Any) -> Consent:
    """The client's yes or no to one text; earlier answers stay. Raises NotYourConsent, TextReplaced."""
    if client.user_id is None or client.user_id != by.pk:
        raise NotYourConsent
    if not ConsentText.objects.current().filter(pk=text.pk).exists():
        raise TextReplaced
    Client.objects.select_for_update().get(pk=client.pk)
    row = Consent.objects.create(
        client=client, text=text, is_given=is_given, given_at=_after_the_last(client)
    )
    audit.record("give-consent" if is_given else "refuse-consent", by=by, person=client.pk, about=row)
    return row


def standing(client: Client) -> list[Standing]:
    """Every current text with the client's newest answer to it, in the order in which they are asked."""
    answers = {row.text_id: row for row in history(client).reverse()}
    return [Standing(text, answers.get(text.pk)) for text in ConsentText.objects.current()]


def missing(client: Client) -> list[ConsentText]:
    """The current texts that the client has not answered."""
    return [one.text for one in standing(client) if one.answer is None]


def needed(client: Client) -> list[ConsentText]:
    """The texts without whose yes there is no session, and that the client has not agreed to."""
    return [one.text for one in standing(client) if one.text.is_needed and not one.is_given]


def has_consent(client: Client, purpose: str) -> bool:
    """Whether the newest answer to the current text for that purpose is a yes."""
    return any(one.is_given for one in standing(client) if one.text.purpose == purpose)


def history(client: Client) -> Any:
    """Every answer with its text, the newest first."""
    return Consent.objects.filter(client=client).select_related("text").order_by("-given_at")


def _after_the_last(client: Client) -> datetime:
    """Now, or just after the answer before, so that the newest is never in doubt, whatever a clock does."""
    newest = Consent.objects.filter(client=client).aggregate(Max("given_at"))["given_at__max"]
    return max(timezone.now(), newest + timedelta(microseconds=1)) if newest else timezone.now()
