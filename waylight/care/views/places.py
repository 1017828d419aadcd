"""From where a plan or the loop is opened: by the client under /me, or by the therapist under /desk. The same pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.care.safety_plans.differences import Change
from waylight.care.safety_plans.sections import Section, by_id
from waylight.people.models import Client

View = Callable[..., HttpResponse]
OWN = {
    "plan": "care:plan",
    "parts": "care:plan_parts",
    "section": "care:plan_section",
    "draft": "care:plan_section_draft",
    "history": "care:plan_history",
    "version": "care:plan_version",
    "restore": "care:plan_restore",
    "loop": "care:loop",
    "loop_words": "care:loop_words",
    "loop_draft": "care:loop_draft",
    "loop_history": "care:loop_history",
    "loop_beginning": "home:loop_beginning",
}
DESK = {
    "plan": "care:client_plan",
    "parts": "care:client_plan",
    "section": "care:client_plan_section",
    "draft": "care:client_plan_section_draft",
    "history": "care:client_plan_history",
    "version": "care:client_plan_version",
    "restore": "care:client_plan_restore",
    "loop": "care:client_loop",
    "loop_words": "care:client_loop_words",
    "loop_draft": "care:client_loop_draft",
    "loop_history": "care:client_loop_history",
    "loop_beginning": "home:client_loop_beginning",
}


@dataclass(frozen=True)
class Place:
    """Whose plan, and which addresses its pages have here."""

    client: Client
    is_own: bool

    @property
    def base(self) -> str:
        return "ui/client.html" if self.is_own else "ui/staff.html"

    def address(self, page: str, *args: Any) -> str:
        return (
            reverse(OWN[page], args=args)
            if self.is_own
            else reverse(DESK[page], args=[self.client.pk, *args])
        )

    @property
    def plan(self) -> str:
        return self.address("plan")

    @property
    def parts(self) -> str:
        return self.address("parts")

    @property
    def history(self) -> str:
        return self.address("history")

    @property
    def loop(self) -> str:
        return self.address("loop")

    @property
    def loop_words(self) -> str:
        return self.address("loop_words")

    @property
    def loop_draft(self) -> str:
        return self.address("loop_draft")

    @property
    def loop_history(self) -> str:
        return self.address("loop_history")

    @property
    def loop_beginning(self) -> str:
        return self.address("loop_beginning")

    def called(self, name: str) -> str:
        """A writer by name: the client is kept without one."""
        return name or (_("you") if self.is_own else self.client.name or _("the client"))

    def named(self, changes: Iterable[Change]) -> list[Change]:
        return [replace(one, writers=tuple(self.called(name) for name in one.writers)) for one in changes]


def own_plan(view: View) -> View:
    """For a client's own plan: signed in as a client, and with the second factor."""
    return allow(Permission.USE_OWN_AREA)(needs_second_factor(view))


def own(request: HttpRequest) -> Place:
    return Place(get_object_or_404(Client.objects.visible_to(request.user)), is_own=True)


def of_client(request: HttpRequest, pk: Any) -> Place:
    return Place(get_object_or_404(Client.objects.visible_to(request.user), pk=pk), is_own=False)


def section_or_404(id: str) -> Section:
    if id not in by_id():
        raise Http404
    return by_id()[id]
