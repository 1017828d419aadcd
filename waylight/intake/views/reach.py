"""The client whose papers are open: always the one who is signed in, never one that an address names."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.people.models import Client

View = Callable[..., HttpResponse]


def own_papers(view: View) -> View:
    """For a client's own papers: signed in as a client, and with the second factor."""
    return allow(Permission.USE_OWN_AREA)(needs_second_factor(view))


def own_client(request: HttpRequest) -> Client:
    client = Client.objects.visible_to(request.user).first()
    if client is None:
        raise Http404
    return client
