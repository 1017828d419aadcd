"""Puts the style sheets together: one file for all pages, and a small one that crisis and error pages carry inside.

The parts in css/ are plain CSS; nothing is compiled but comments and line ends are dropped. Settings import this module
to allow the small sheet by its hash, so nothing here may read a setting while it is imported.
"""

import base64
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

CSS = Path(__file__).parent / "css"
SHEET = "ui/waylight.css"
PARTS = (
    "type", "base", "layout", "page", "buttons", "cards", "care", "help", "hero", "fields", "choices", "messages",
    "lists", "slots", "day", "calendar", "hours", "table", "chart", "loop", "content", "kept", "modes", "print",
)  # fmt: skip
CRISIS_PARTS = ("plain", "help")
NOW_PARTS = ("plain", "now", "kept")
WRITE_PARTS = (*NOW_PARTS, "write")

# Each palette is written once in css/palettes; a row says where it counts. All but the first weigh the same,
# so the later row wins: what a person chose, then contrast, then dark.
MODES = (
    ("", ":root", "light"),
    ("(prefers-color-scheme:dark)", ":root:not([data-theme=light],[data-theme=contrast])", "dark"),
    ("", ":root[data-theme=dark]", "dark"),
    ("", ":root[data-theme=contrast]", "contrast-light"),
    ("(prefers-contrast:more)", ":root:not([data-theme=dark])", "contrast-light"),
    ("(prefers-contrast:more)", ":root[data-theme=dark]", "contrast-dark"),
    ("(prefers-color-scheme:dark)", ":root[data-theme=contrast]", "contrast-dark"),
    (
        "(prefers-contrast:more) and (prefers-color-scheme:dark)",
        ":root:not([data-theme=light])",
        "contrast-dark",
    ),
    ("print", ":root:root:root", "light"),  # paper is white
)


def part(name: str) -> str:
    """One style sheet of css/, without comments and needless space."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / f"{name}.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text)).strip()


def palette(name: str) -> dict[str, str]:
    """The declarations of one palette, among them `color-scheme`."""
    body = part(f"palettes/{name}").partition("{")[2].rpartition("}")[0]
    pairs = (line.partition(":") for line in body.split(";") if line)
    return {key.strip(): value.strip() for key, _, value in pairs}


def tokens(used: Iterable[str] | None = None) -> str:
    """The palettes under their conditions; of crisis pages only the tokens that they use."""
    keep = None if used is None else {"color-scheme", *used}
    return "".join(_mode(condition, selector, name, keep) for condition, selector, name in MODES)


def _mode(condition: str, selector: str, name: str, keep: set[str] | None) -> str:
    pairs = (f"{key}:{value}" for key, value in palette(name).items() if keep is None or key in keep)
    rule = f"{selector}{{{';'.join(pairs)}}}"
    return f"@media {condition}{{{rule}}}" if condition else rule


@cache
def sheet() -> str:
    """The style sheet of all pages but crisis and error pages."""
    layers = "@layer base,layout,components,utilities;"
    return "\n".join([layers, tokens(), *map(part, PARTS)]) + "\n"


@cache
def crisis_sheet(parts: tuple[str, ...] = CRISIS_PARTS) -> str:
    """The style sheet that crisis and error pages carry inside: system fonts, no request (UI.md 3.3, 6)."""
    rules = "".join(map(part, parts))
    return tokens(re.findall(r"var\((--[\w-]+)", rules)) + rules


def now_sheet() -> str:
    """The one that Ten minutes and its pages carry."""
    return crisis_sheet(NOW_PARTS)


def write_sheet() -> str:
    """The one of the page on which one writes without a signal."""
    return crisis_sheet(WRITE_PARTS)


def crisis_style_hashes() -> list[str]:
    """What the Content-Security-Policy names to allow these sheets, quotes included."""
    digests = (hashlib.sha256(sheet().encode()).digest() for sheet in (crisis_sheet, now_sheet, write_sheet))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


@cache
def _folder() -> tempfile.TemporaryDirectory:
    """A private folder with the sheet as a file, which collectstatic wants. It goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="waylight-styles-", ignore_cleanup_errors=True)
    file = Path(folder.name) / SHEET
    file.parent.mkdir()
    file.write_text(sheet(), encoding="utf-8")
    changed = max(source.stat().st_mtime for source in [Path(__file__), *CSS.rglob("*.css")])
    os.utime(file, (changed, changed))
    return folder


class SheetFinder(BaseFinder):
    """Offers `ui/waylight.css` to Django's static files, so that there is no build step and one request."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(Path(_folder().name) / SHEET)] if path == SHEET else []
        if find_all or kwargs.get("all"):
            return found
        return found[0] if found else []

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        yield SHEET, FileSystemStorage(location=_folder().name)
