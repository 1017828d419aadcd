"""Static copies of every public page, for the web server in front: it shows the guide from them, and the pages of help when
everything behind it is dead (ASSURANCE C3). The worker writes what changed each minute; `manage.py publish_pages` at once.
"""

import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from waylight.crisis import bake, packing
from waylight.operations import copies, front

TEXTS = {".css", ".js", ".svg", ".json", ".webmanifest"}
log = logging.getLogger(__name__)


def publish_pages(_now: datetime | None = None) -> int:
    """Writes what changed since the last time; says how many files. A page that cannot be made now keeps its old copy."""
    folder = settings.VAR / "public"
    copies.make_folder(folder)
    settings.VAR.chmod(0o711)  # the web server passes through; the files of the practice stay its own
    guide, guide_is_whole = _guide_addresses()
    addresses = [*bake.addresses(), *guide]
    answers = {address: front.ask(address) for address in addresses}
    written = sum(_write(folder, address, answer) for address, answer in answers.items())
    written += copies.write(folder / "leave/index.html", bake.leave_page().encode())
    written += copies.write(folder / "unavailable.html", _unavailable().encode())
    if guide_is_whole:
        others = (folder / "leave/index.html", folder / "unavailable.html")
        copies.remove_others(folder, [*(_file(folder, address) for address in addresses), *others])
    return written + _headers() + _compress_static_files()


def _guide_addresses() -> tuple[list[str], bool]:
    """The public pages of the guide, as its own site map lists them; and whether the site map could be read."""
    own = [reverse("guide:robots"), reverse("guide:sitemap")]
    answer = front.ask(own[1])
    if answer.status_code != 200:
        return own, False
    listed = re.findall(r"<loc>(.*?)</loc>", _plain(answer).decode())
    pages = [address for each in listed if _is_of_the_guide(address := each.removeprefix(settings.BASE_URL))]
    return [*dict.fromkeys([reverse("guide:home"), *pages]), *own], True


def _is_of_the_guide(address: str) -> bool:
    try:
        return resolve(address).namespaces == ["guide"]
    except Resolver404:
        return False


def _write(folder: Path, address: str, answer: HttpResponse) -> bool:
    if answer.status_code != 200:
        log.error("A static copy was not written: %s", answer.status_code)
        return False
    packed = answer.content if answer.get("Content-Encoding") == "br" else None
    return copies.write(_file(folder, address), _plain(answer), packed)


def _plain(answer: HttpResponse) -> bytes:
    is_packed = answer.get("Content-Encoding") == "br"
    return packing.unpack(answer.content) if is_packed else answer.content


def _file(folder: Path, address: str) -> Path:
    path = address.removeprefix("/")
    return folder / (path + "index.html" if address.endswith("/") else path)


def _unavailable() -> str:
    """What the web server says for a page that has no copy, while nobody behind it answers."""
    sentences = [
        _("We cannot reach what this page needs at the moment. It is not your fault."),
        _("Help now works all the same. Try again in a few minutes."),
    ]
    return render_to_string("ui/error.html", {"title": _("Please try again soon"), "sentences": sentences})


def _headers() -> bool:
    """The headers of each kind of page, for the Caddyfile to import. Says whether they changed."""
    samples = {
        "help": reverse("crisis:help_now"),
        "now": reverse("crisis:now"),
        "leave": reverse("crisis:leave"),
        "guide": reverse("guide:home"),
    }
    text = "".join(front.snippet(name, front.ask(address)) for name, address in samples.items())
    file = settings.VAR / "headers.caddy"
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return False
    copies.replace(file, text.encode())
    return True


def _compress_static_files() -> int:
    """Scripts, styles and drawings by the names that pages ask for, which carry a hash."""
    folder = Path(settings.STATIC_ROOT)
    if not folder.exists():
        return 0
    copies.open_up(folder)
    return sum(copies.compress(file) for file in _asked_for(folder) if file.suffix in TEXTS and file.exists())


def _asked_for(folder: Path) -> Iterator[Path]:
    try:
        names = json.loads((folder / "staticfiles.json").read_text(encoding="utf-8"))["paths"].values()
    except (OSError, ValueError, KeyError):
        return
    yield from (folder / name for name in names)
