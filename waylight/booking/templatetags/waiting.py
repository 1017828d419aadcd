"""What pages of times say about waiting, whichever view shows them."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from waylight.booking import zones
from waylight.booking.waiting import showing

register = template.Library()
register.filter("city_of", zones.city)
BY_LINK, SIGNED_IN = {"times"}, {"mine", "new", "move"}


@register.simple_tag
def waiting_of(user: Any) -> list[showing.Place]:
    """What the client who is signed in waits for."""
    client = getattr(user, "client", None)
    return showing.of_client(client) if client is not None else []


@register.simple_tag
def waiting_address(request: HttpRequest) -> str:
    """Where somebody who looks at times says that none suits; empty on other pages."""
    match = request.resolver_match
    if match is None:
        return ""
    if match.url_name == "mine" and waiting_of(request.user):
        return ""  # the page says so above
    if match.url_name in BY_LINK:
        return reverse("booking:waiting_by_link", args=[match.kwargs["secret"]])
    return reverse("booking:waiting_mine") if match.url_name in SIGNED_IN else ""
