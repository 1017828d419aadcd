"""The pages that client and therapist can write together in the room, with where each is fetched, begun and saved.

A page belongs to the client: their browser fetches and saves it. A therapist has an address of their own for what they may
write anyway, the plan and the loop; a thought record is the client's alone, whatever is seen of it while it is open.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from waylight.care.safety_plans.sections import SECTIONS
from waylight.exercises import catalogue, enabling
from waylight.exercises.models import Entry
from waylight.people.models import Client

RECORD = "cbt-thought-record"
Text = str | Promise


@dataclass(frozen=True)
class Page:
    """`key` names it between the two browsers. `begin`: there is none yet, and a POST there makes it."""

    key: str
    label: Text
    page: str = ""
    begin: str = ""
    save: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    pages: list[Page]


def of_client(client: Client) -> list[Group]:
    """What this client's browser can open."""
    plan = [
        Page(f"plan/{one.id}", one.label, page=reverse("care:plan_section", args=[one.id]))
        for one in SECTIONS
    ]
    loop = Page("loop", _loop(), page=reverse("care:loop_words"))
    return [Group(_plan(), plan), Group(_drawing(), [loop]), *_records(client)]


def of_therapist(client: Client) -> list[Group]:
    """What this client's therapist can ask for. Whether a record is begun is not told."""
    draft = "care:client_plan_section_draft"
    plan = [
        Page(f"plan/{one.id}", one.label, save=reverse(draft, args=[client.pk, one.id])) for one in SECTIONS
    ]
    loop = Page("loop", _loop(), save=reverse("care:client_loop_draft", args=[client.pk]))
    groups = [Group(_plan(), plan), Group(_drawing(), [loop])]
    if exercise := _record_of(client):
        pages = [Page(f"record/{step.id}", step.title) for step in exercise.steps]
        groups.append(Group(exercise.title, pages))
    return groups


def _records(client: Client) -> list[Group]:
    """The thought record that is not finished yet; without one, every page begins it."""
    if not (exercise := _record_of(client)):
        return []
    own = Entry.objects.visible_to(client.user).filter(exercise=RECORD, finished_at=None)
    entry = own.order_by("-saved_at").first()
    form = entry.form if entry else exercise
    return [Group(form.title, [_step(entry, step) for step in form.steps])]


def _step(entry: Entry | None, step: catalogue.Step) -> Page:
    key = f"record/{step.id}"
    if entry is None:
        return Page(key, step.title, begin=reverse("exercises:begin", args=[RECORD]))
    return Page(key, step.title, page=reverse("exercises:step", args=[entry.pk, step.id]))


def _record_of(client: Client) -> catalogue.Exercise | None:
    try:
        exercise = catalogue.get(RECORD)
    except catalogue.UnknownExercise:  # the practice has withdrawn it
        return None
    return exercise if enabling.is_on(client, exercise) else None


def _plan() -> str:
    return _("The plan")


def _drawing() -> str:
    return _("The loop")


def _loop() -> str:
    return _("Why it keeps coming back")
