"""The links of each kind of page, by URL name: one list for header, menu and help."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Link:
    name: str
    label: str | Promise
    holds_others: bool = True  # pages below its address are part of it; not so for the first page of an area

    @property
    def address(self) -> str:
        return reverse(self.name)


LINKS = {
    "public": (
        Link("guide:how_it_works", _("How it works")),
        Link("people:list", _("People")),
        Link("guide:for_someone", _("Worried about someone")),
        Link("intake:ask", _("Ask for a first talk")),
        Link("accounts:home", _("I already come here")),
    ),
    "client": (
        Link("home:me", _("Today"), holds_others=False),
        Link("care:plan", _("My plan")),
        Link("exercises:tools", _("Tools")),
        Link("exercises:mine", _("Between sessions")),
        Link("care:goals", _("Goals")),
        Link("care:take_aways", _("Take-aways")),
        Link("booking:mine", _("Sessions")),
        Link("intake:papers", _("Papers")),
    ),
    "therapist": (
        Link("home:desk", _("Today"), holds_others=False),
        Link("booking:desk_calendar", _("Calendar")),
        Link("home:clients", _("Clients")),
        Link("exercises:library", _("Library")),
        Link("booking:hours", _("Hours")),
        Link("guide:to_review", _("Pages to check")),
    ),
    "manager": (
        Link("home:office", _("Today"), holds_others=False),
        Link("booking:office_calendar", _("Calendar")),
        Link("home:enquiries", _("Enquiries")),
        Link("booking:waiting", _("Waiting")),
        Link("home:registrations", _("Registrations")),
        Link("guide:office", _("Pages")),
    ),
    "foot": (
        Link("guide:shared_phones", _("Stay safe on shared phones")),
        Link("guide:what_we_cannot_protect", _("What we cannot protect you from")),
        Link("guide:privacy", _("Privacy in plain words")),
        Link("guide:accessibility", _("Accessibility")),
        Link("guide:complaints", _("Complaints")),
    ),
}


def links(area: str, path: str) -> list[dict[str, str | Promise]]:
    """Label, address and `current` of each link; `page` for the page itself, `true` for a page below it."""
    found = []
    for link in LINKS.get(area, ()):
        try:
            address = link.address
        except NoReverseMatch:  # a practice may run without a part of Waylight; then it has no link to it
            continue
        found.append({"label": link.label, "address": address, "current": _current(link, address, path)})
    return found


def way_back(path: str) -> str:
    """The page above this one by its address ("/me/papers/" for "/me/papers/about/"); nothing above a first page.

    In discreet mode each page carries it, since the browser's own Back shows none of ours (UI.md 2.4).
    """
    while path.count("/") > 1:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return ""


def _current(link: Link, address: str, path: str) -> str:
    if path == address:
        return "page"
    return "true" if link.holds_others and path.startswith(address) else ""
