"""The links of each kind of page, by URL name: one list for header, menu and help."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, Resolver404, resolve, reverse


@dataclass(frozen=True)
class Link:
    name: str
    label: str
    holds_others: bool = True  # pages below its address are part of it; not so for the first page of an area

    @property
    def address(self) -> str:
        return reverse(self.name)


LINKS = {
    "public": (
        Link("guide:how_it_works", "How it works"),
        Link("people:list", "People"),
        Link("guide:for_someone", "Worried about someone"),
        Link("intake:ask", "Ask for a first talk"),
        Link("accounts:home", "I already come here"),
    ),
    "client": (
        Link("home:me", "Today", holds_others=False),
        Link("care:plan", "My plan"),
        Link("exercises:mine", "Between sessions"),
        Link("care:take_aways", "Take-aways"),
        Link("booking:mine", "Sessions"),
        Link("intake:papers", "Papers"),
    ),
    "therapist": (
        Link("home:desk", "Today", holds_others=False),
        Link("home:clients", "Clients"),
        Link("guide:to_review", "Pages to check"),
    ),
    "manager": (
        Link("home:office", "Today", holds_others=False),
        Link("home:enquiries", "Enquiries"),
        Link("home:registrations", "Registrations"),
        Link("guide:office", "Pages"),
    ),
    "foot": (
        Link("guide:shared_phones", "Stay safe on shared phones"),
        Link("guide:what_we_cannot_protect", "What we cannot protect you from"),
        Link("guide:privacy", "Privacy in plain words"),
        Link("guide:accessibility", "Accessibility"),
        Link("guide:complaints", "Complaints"),
    ),
}


def links(area: str, path: str) -> list[dict[str, str]]:
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
