"""The room in files: rooms and who is let in; each other file says what it is for."""

from waylight.video.models.groups import Group, GroupMember, GroupSeat, GroupSession
from waylight.video.models.guests import RoomGuest
from waylight.video.models.interruptions import Interruption, InterruptionStep
from waylight.video.models.rooms import Admission, Role, Room

__all__ = [
    "Admission",
    "Group",
    "GroupMember",
    "GroupSeat",
    "GroupSession",
    "Interruption",
    "InterruptionStep",
    "Role",
    "Room",
    "RoomGuest",
]
