"""The links of each kind of page, by URL name: one list for header, menu and help."""

from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Link:
    name: str
    label: str
    kwargs: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return reverse(self.name, kwargs=self.kwargs)


LINKS = {
    "public": (
        Link("guide:how_it_works", "How it works"),
        Link("people:list", "People"),
        Link("guide:page", "Worried about someone", {"slug": "for-someone"}),
        Link("intake:ask", "Ask for a first talk"),
        Link("accounts:home", "I already come here"),
    ),
    "client": (
        Link("home:me", "Today"),
        Link("exercises:mine", "Between sessions"),
        Link("care:take_aways", "Take-aways"),
        Link("booking:mine", "Sessions"),
        Link("intake:papers", "Papers"),
    ),
    "therapist": (Link("home:desk", "Today"), Link("home:clients", "Clients")),
    "manager": (
        Link("home:office", "Today"),
        Link("home:enquiries", "Enquiries"),
        Link("home:registrations", "Registrations"),
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
        found.append({"label": link.label, "address": address, "current": _current(address, path)})
    return found


def _current(address: str, path: str) -> str:
    if path == address:
        return "page"
    is_area_root = address.count("/") <= 2  # /me/ and /desk/ hold all other pages of their area
    return "true" if path.startswith(address) and not is_area_root else ""
