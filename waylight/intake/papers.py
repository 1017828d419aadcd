"""The papers before the first session: a task list in any order, saved at each step, read by client and therapist alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waylight.intake import consents
from waylight.intake.models import IntakeForm
from waylight.intake.questions import PARTS
from waylight.people.models import Client, EmergencyContact
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

TASKS = {
    "about": _("About you"),
    "contacts": _("Who to call, and who not to"),
    "place": _("Where you usually are"),
    "agreements": _("Agreements"),
}


class OutOfReach(Refusal):
    """These papers are not yours to see."""


@dataclass(frozen=True)
class Task:
    """One part of the papers; its page is `intake:<name>`."""

    name: str
    label: str
    status: str
    is_done: bool

    @property
    def url_name(self) -> str:
        return f"intake:{self.name}"


@dataclass(frozen=True)
class Section:
    title: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class Summary:
    sections: list[Section]


def tasks(client: Client) -> list[Task]:
    """The parts in the order in which they are listed, each with its status in words."""
    form = IntakeForm.objects.filter(client=client).first()
    done = set(form.completed) if form else set()
    started = {part for part in PARTS if form and any((form.answers.get(part) or {}).values())}
    if EmergencyContact.objects.filter(client=client).exists():
        started.add("contacts")
    left = len(consents.missing(client))
    if not left:
        done.add("agreements")
    return [_task(name, done, started, left) for name in TASKS]


def unfinished(client: Client) -> list[Task]:
    return [task for task in tasks(client) if not task.is_done]


def answers(client: Client, part: str) -> dict[str, Any]:
    """What was written in "about" or "place", ready for a form."""
    form = IntakeForm.objects.filter(client=client).first()
    return dict(form.answers.get(part) or {}) if form else {}


@transaction.atomic
def save(client: Client, part: str, said: dict[str, Any], *, is_finished: bool, by: Any) -> None:
    """Keeps the answers of one part; the other part stays as it is."""
    form = _locked(client)
    kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
    form.answers = form.answers | {part: kept}
    _mark(form, part, is_finished)
    audit.record(f"save-papers-{part}", by=by, person=client.pk, about=form)


@transaction.atomic
def finish(client: Client, part: str, *, by: Any) -> None:
    """Says that a part is complete as it is, "contacts" for instance."""
    form = _locked(client)
    _mark(form, part, True)
    audit.record(f"finish-papers-{part}", by=by, person=client.pk, about=form)


def summary(client: Client, by: Any) -> Summary:
    """All papers in words, for the client or the therapist. The reading is recorded. Raises OutOfReach."""
    if (
        getattr(by, "role", "") == "manager"
        or not Client.objects.visible_to(by).filter(pk=client.pk).exists()
    ):
        raise OutOfReach
    audit.record("read-papers", by=by, person=client.pk, about=client)
    return Summary(
        [
            Section(str(TASKS["about"]), _answered(client, "about")),
            Section(
                str(TASKS["contacts"]),
                [_contact(row) for row in client.contacts.order_by("position", "created_at")],
            ),
            Section(str(TASKS["place"]), _answered(client, "place")),
            Section(
                str(TASKS["agreements"]), [(row.question, row.in_words) for row in consents.standing(client)]
            ),
        ]
    )


def _task(name: str, done: set[str], started: set[str], left: int) -> Task:
    if name in done:
        status = gettext("Completed")
    elif name == "agreements":
        status = gettext("{number} to answer").format(number=left)
    else:
        status = gettext("Started") if name in started else gettext("Not started")
    return Task(name, str(TASKS[name]), status, name in done)


def _locked(client: Client) -> IntakeForm:
    # The client's row is there to be locked before the form is, so that two first saves wait for each other.
    Client.objects.select_for_update().get(pk=client.pk)
    return IntakeForm.objects.filter(client=client).first() or IntakeForm(client=client)


def _mark(form: IntakeForm, part: str, is_finished: bool) -> None:
    others = [name for name in form.completed if name != part]
    form.completed = [*others, part] if is_finished else others
    form.save()


def _answered(client: Client, part: str) -> list[tuple[str, str]]:
    said = answers(client, part)
    return [
        (str(label), _in_words(name, said[name])) for name, label in PARTS[part].items() if said.get(name)
    ]


def _in_words(name: str, value: str) -> str:
    """The answer as it is read: a date is "1 February 1990", in whichever country one reads it."""
    if name != "born_on":
        return value
    return format_date(date.fromisoformat(value), "j F Y")


def _contact(row: EmergencyContact) -> tuple[str, str]:
    may = gettext("May be called if you are worried.") if row.may_call else gettext("Never call this person.")
    return row.name, " · ".join(filter(None, [row.relation, row.telephone, may]))
