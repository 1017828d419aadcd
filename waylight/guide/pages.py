"""A page to read as a value, and the Markdown files that Waylight ships: `seeds` brings them into the database.

The head of a file stands between two lines of `---`, one `key: value` on a line; each source is a line
`source: title | address`. `topic` and `author` may be left out. How links are written is in `markdown`.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.safestring import SafeString

from waylight.guide.markdown import render

FOLDER = Path(__file__).parent / "pages"
TOPIC = "self-harm"
AUTHOR = "Waylight"
SHORT_ADDRESSES = {
    "for-me": "guide:for_me",
    "cost": "guide:cost",
    "how-it-works": "guide:how_it_works",
    "for-someone": "guide:for_someone",
    "shared-phones": "guide:shared_phones",
    "what-we-cannot-protect": "guide:what_we_cannot_protect",
    "privacy": "guide:privacy",
    "accessibility": "guide:accessibility",
    "complaints": "guide:complaints",
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
    topic: str = TOPIC
    author: str = AUTHOR
    published_on: date | None = None

    @property
    def address(self) -> str:
        return address_of(self.slug)

    @property
    def html(self) -> SafeString:
        return render(self.markdown, address_of)


def address_of(slug: str) -> str:
    """The one address of a page: the short one, where it has one."""
    name = SHORT_ADDRESSES.get(slug)
    return reverse(name) if name else reverse("guide:page", kwargs={"slug": slug})


@cache
def all_pages() -> dict[str, Page]:
    """The files that Waylight ships, by slug."""
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
        topic=values.get("topic") or TOPIC,
        author=values.get("author") or AUTHOR,
    )


def _source(text: str) -> Source:
    title, _, url = text.partition(" | ")
    return Source(title.strip(), url.strip())
