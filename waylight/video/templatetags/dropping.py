"""What the call's page shows of a dropped line and of the end, wherever the page includes it."""

from typing import Any

from django import template
from django.utils import timezone

from waylight.booking.models import Appointment
from waylight.video import landing, panel
from waylight.video.seats import Seat

register = template.Library()


@register.simple_tag(takes_context=True)
def line_panel(context: dict[str, Any], seat: Seat) -> panel.Panel:
    """`{% line_panel seat as panel %}`: it stands in the page from the beginning, since a line that dropped brings nothing."""
    return panel.of(seat.appointment, seat.role, by=context["request"].user)


@register.simple_tag
def next_time(seat: Seat) -> Appointment | None:
    """When the two meet next."""
    return landing.next_time(seat.appointment, timezone.now())
