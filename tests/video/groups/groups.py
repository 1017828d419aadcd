"""A group of Clara's with Ana in it, and an engine that only notes what it is asked."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests import cast
from waylight.people.models import Client
from waylight.video.groups import courses, members
from waylight.video.groups.port import Pass
from waylight.video.models import Group, GroupMember, GroupSession


class Noted:
    """What an engine was asked, in order."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def open(self, room: str, *, places: int) -> None:
        self.asked.append(("open", room, places))

    def let_in(self, room: str, seat: str, *, until: Any) -> Pass:
        self.asked.append(("let_in", room, seat, until))
        return Pass("/line/", "token", room, seat, "key")

    def mute(self, room: str, seat: str, *, is_muted: bool) -> None:
        self.asked.append(("mute", room, seat, is_muted))

    def remove(self, room: str, seat: str) -> None:
        self.asked.append(("remove", room, seat))

    def close(self, room: str) -> None:
        self.asked.append(("close", room))

    def verbs(self) -> list[str]:
        return [what for what, *_ in self.asked]


def a_group(**fields: Any) -> Group:
    """Clara's, its first session in ten minutes."""
    first_at = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=10)
    fields = {"name": "Tuesdays", "first_at": first_at, "minutes": 120} | fields
    return courses.plan(fields.pop("lead", None) or cast.clara(), by=cast.eva(), **fields)


def takes_part(group: Group, client: Client, name: str) -> GroupMember:
    member = members.invite(group, client, by=group.lead.user)
    return members.agree(member, name, by=client.user)


def first(group: Group) -> GroupSession:
    return group.sessions.get(week=1)


def cleo() -> Client:
    """Another client of Clara's."""
    return cast.a_client("cleo", "Cleo", cast.clara())
