"""The pages to read: Markdown files with a short head, read and turned into HTML once in a process.

The head stands between two lines of `---`, one `key: value` on a line; each source is a line `source: title | address`.
A link to a page of our own is written by its name: `[words](read:slug)` or `[words](go:crisis:help_now)`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(__file__).parent / "pages"
SHORT_ADDRESSES = {
    "how-it-works": "guide:how_it_works",
    "for-someone": "guide:for_someone",
    "shared-phones": "guide:shared_phones",
    "what-we-cannot-protect": "guide:what_we_cannot_protect",
    "privacy": "guide:privacy",
    "accessibility": "guide:accessibility",
}


@dataclass(frozen=True)
class Source:
    title: str
    url: str


@dataclass(frozen=True)
class Page:
    """A page to read. `reviewed_by` is empty, and `reviewed_on` nothing, while no clinician of the practice checked it."""

    slug: str
    title: str
    description: str
    written_on: date
    next_review_on: date
    reviewed_by: str
    reviewed_on: date | None
    parent: str
    order: int
    sources: tuple[Source, ...]
    markdown: str
    help_first: bool = False

    @property
    def address(self) -> str:
        return address_of(self.slug)

    @property
    def html(self) -> SafeString:
        return _html(self.slug)


class UnknownPage(KeyError):
    """There is no page of that name."""


def page(slug: str) -> Page:
    """Raises UnknownPage."""
    if slug not in all_pages():
        raise UnknownPage(slug)
    return all_pages()[slug]


def things_to_read(parent: str = "read") -> list[Page]:
    """The pages of one shelf, in their order."""
    return sorted(
        (each for each in all_pages().values() if each.parent == parent), key=lambda each: each.order
    )


def address_of(slug: str) -> str:
    """The one address of a page: the short one, where it has one."""
    name = SHORT_ADDRESSES.get(slug)
    return reverse(name) if name else reverse("guide:page", kwargs={"slug": slug})


@cache
def all_pages() -> dict[str, Page]:
    return {
        file.stem: parse(file.stem, file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.md"))
    }


def parse(slug: str, text: str) -> Page:
    """A page from the text of its file. Raises ValueError or KeyError where the head is wrong."""
    empty, head, body = text.split("---\n", 2)
    if empty.strip():
        raise ValueError(f"{slug}: the head comes first, between two lines of ---")
    pairs = [line.partition(":") for line in head.splitlines() if line.strip()]
    values = {key: value.strip() for key, _, value in pairs if key != "source"}
    return Page(
        slug=slug,
        title=values["title"],
        description=values["description"],
        written_on=date.fromisoformat(values["written_on"]),
        next_review_on=date.fromisoformat(values["next_review_on"]),
        reviewed_by=values.get("reviewed_by", ""),
        reviewed_on=date.fromisoformat(values["reviewed_on"]) if values.get("reviewed_by") else None,
        parent=values["parent"],
        order=int(values["order"]),
        sources=tuple(_source(value) for key, _, value in pairs if key == "source"),
        markdown=body,
        help_first=values.get("help_first") == "yes",
    )


def _source(text: str) -> Source:
    title, _, url = text.partition(" | ")
    return Source(title.strip(), url.strip())


@cache
def _html(slug: str) -> SafeString:
    return render(page(slug).markdown)


def render(markdown: str) -> SafeString:
    """HTML of a text in Markdown; HTML in the text is shown as text."""
    reader = MarkdownIt("commonmark", {"html": False})
    tokens = reader.parse(markdown)
    _resolve_links(tokens)
    return mark_safe(reader.renderer.render(tokens, reader.options, {}))  # noqa: S308 - html is off


def _resolve_links(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type == "link_open":
            address = token.attrs["href"] = _address(str(token.attrs["href"]))
            if "//" in address:
                token.attrs["rel"] = "noreferrer"
        _resolve_links(token.children or [])


def _address(link: str) -> str:
    kind, _, name = link.partition(":")
    if kind == "read":
        return address_of(name)
    return reverse(name) if kind == "go" else link
