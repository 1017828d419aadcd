"""The room in files: rooms and who is let in; each other file says what it is for."""

from waylight.video.models.guests import RoomGuest
from waylight.video.models.rooms import Admission, Role, Room

__all__ = ["Admission", "Role", "Room", "RoomGuest"]
