"""Where somebody wanted to go before signing in or unlocking: one of our own pages, or nowhere."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "next"


def is_local(address: str) -> bool:
    """Whether it is a path of this site: no host, no scheme, nothing that a browser reads as one."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def next_of(request: HttpRequest, *, otherwise: str = "") -> str:
    """The page that was asked for, or else `otherwise`: without it, the person's own first page."""
    wanted = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    return wanted if is_local(wanted) else otherwise or reverse("accounts:home")


def with_next(address: str, wanted: str) -> str:
    return f"{address}?{urlencode({FIELD: wanted})}"
