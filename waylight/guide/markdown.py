"""Markdown into HTML that is safe to show: no HTML of its own, no pictures, and links only where they may lead.

`[words](read:slug)` leads to a page of the guide, `[words](go:crisis:help_now)` to another page of ours by its name,
`[words](https://…)` out. There is no link to a number: those come from `crisis` alone.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

AddressOf = Callable[[str], str]
OUT = "https://"


@cache
def reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable("image")


def render(markdown: str, address_of: AddressOf) -> SafeString:
    """HTML of a text. `address_of` gives the address of a page by its slug. HTML in the text is shown as text."""
    tokens = reader().parse(markdown)
    _lead(tokens, address_of)
    return mark_safe(reader().renderer.render(tokens, reader().options, {}))  # noqa: S308 - html is off


def links(markdown: str) -> Iterator[str]:
    """Where the text wants to lead, as it is written there."""
    return _links(reader().parse(markdown))


def slug_of(link: str) -> str:
    """The slug of a link to another page of the guide; empty for every other link."""
    return link.removeprefix("read:") if link.startswith("read:") else ""


def leads_somewhere(link: str) -> bool:
    """Whether a link has a form that may be followed. Whether a page of that slug exists is another question."""
    return bool(_address(link, lambda slug: f"/{slug}/"))


def _links(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "link_open":
            yield str(token.attrs["href"])
        yield from _links(token.children or [])


def _lead(tokens: Sequence[Token], address_of: AddressOf) -> None:
    leads = True
    for token in tokens:
        if token.type == "link_open":
            address = _address(str(token.attrs["href"]), address_of)
            leads = bool(address)
            token.attrs = {"href": address} if leads else {}
            if address.startswith(OUT):
                token.attrs["rel"] = "noreferrer"
        if token.type in {"link_open", "link_close"} and not leads:
            token.tag = "span"  # the words stay, and lead nowhere
        _lead(token.children or [], address_of)


def _address(link: str, address_of: AddressOf) -> str:
    """Nothing for a link that may not be followed."""
    if slug := slug_of(link):
        try:
            return address_of(slug)
        except NoReverseMatch:
            return ""
    if link.startswith("go:"):
        try:
            return reverse(link.removeprefix("go:"))
        except NoReverseMatch:
            return ""
    return link if link.startswith((OUT, "#")) else ""
