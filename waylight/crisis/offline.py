"""The worker that lets pages of help open without a signal, and what it holds.

It is the three files of `worker/` as one script, with the list of what it holds before them. That list follows from the
pages themselves: each script that they ask for. When one of them changes, the worker is another one, and the browser fetches
all of it anew.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse

from waylight.crisis import directory, packing, pages, values, visitor
from waylight.ui import styles

SIGN_OUT = "account_logout"  # of a part above this one, like pages.PLAN
SOURCES = [Path(__file__).parent / "worker" / f"{part}.js" for part in ("keeping", "owed", "answering")]
MODULES = Path(styles.__file__).parent / "static/ui/modules"
Render = Callable[[values.Country | None], packing.Packed]
PAGES: dict[str, Render] = {
    **{f"crisis:{name}": partial(pages.ten_minutes, name) for name in pages.TEN_MINUTES},
    "crisis:help_now": pages.help_now,
    "crisis:countries": lambda _country: pages.choice(),
}


def worker() -> tuple[packing.Packed, str]:
    """The worker's script, and its version."""
    return _script(tuple(_pages()))


def _pages() -> Iterator[str]:
    """What it holds, as it is today: for nobody in particular, and for one country in place of all."""
    for country in (None, visitor.country(directory.COMMON[0])):
        for render in PAGES.values():
            yield render(country).plain.decode()


@lru_cache(maxsize=4)
def _script(held: tuple[str, ...]) -> tuple[packing.Packed, str]:
    source = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    asked = {
        name for page in held for name in re.findall(r'<script type="module" src="[^"]*/([\w-]+)\.', page)
    }
    version = hashlib.sha256("".join([source, *held]).encode()).hexdigest()[:16]
    holds = {
        "version": version,
        "pages": [reverse(name) for name in PAGES],
        "files": [static(f"ui/modules/{name}.js") for name in sorted(_with_imports(asked))],
        "countries": reverse("crisis:countries"),
        "noSignal": reverse("crisis:no_signal"),
        "signedOut": reverse("crisis:signed_out"),
        "leave": reverse("crisis:leave"),
        "instead": _instead(),
        "writing": [part for part in map(pages.address, (pages.TASKS, pages.DIARY)) if part],
        "signOut": pages.address(SIGN_OUT),
    }
    return packing.pack(f"const HOLDS = {json.dumps(holds)};\n{source}"), version


def _instead() -> dict[str, str]:
    """Parts of the site, and what stands in for all of their pages when there is no signal."""
    found = {
        pages.address(pages.PLAN): reverse("crisis:kept_plan"),
        pages.address(pages.TOOLS): reverse("crisis:more"),
        pages.address(pages.TASKS): reverse("crisis:write"),
        pages.address(pages.DIARY): reverse("crisis:write"),
    }
    return {part: page for part, page in found.items() if part}


def _with_imports(names: set[str]) -> set[str]:
    """These modules, and those that they import."""
    found = set(names)
    waiting = list(names)
    while waiting:
        text = (MODULES / f"{waiting.pop()}.js").read_text(encoding="utf-8")
        new = set(re.findall(r'(?:from |import\()"\./([\w-]+)\.js"', text)) - found
        found |= new
        waiting += new
    return found
