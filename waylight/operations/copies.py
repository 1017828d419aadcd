"""Files that the web server in front reads: written whole or not at all, and compressed beside themselves.

Everything here is the same for everybody. What is private is neither written nor compressed (BREACH).
"""

import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from waylight.crisis import packing

SIDECARS = (".br", ".gz")
READABLE, ENTERABLE = 0o644, 0o755  # the web server in front runs as somebody else


def write(file: Path, content: bytes, br: bytes | None = None) -> bool:
    """The file with its compressed forms; says whether it was another one before. A reader sees the old or the new one."""
    if _holds(file, content):
        return False
    make_folder(file.parent)
    replace(Path(f"{file}.br"), br or packing.squeeze(content))
    replace(Path(f"{file}.gz"), packing.squeeze_for_old_browsers(content))
    replace(file, content)
    return True


def compress(file: Path) -> bool:
    """The compressed forms of a file that is there already; says whether they were missing or older than it."""
    if all(_is_younger(Path(f"{file}{suffix}"), file) for suffix in SIDECARS):
        return False
    content = file.read_bytes()
    replace(Path(f"{file}.br"), packing.squeeze(content))
    replace(Path(f"{file}.gz"), packing.squeeze_for_old_browsers(content))
    return True


def replace(file: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".draft-", delete=False) as draft:
        draft.write(content)
    os.chmod(draft.name, READABLE)
    Path(draft.name).replace(file)


def remove_others(folder: Path, wanted: Collection[Path]) -> int:
    """Deletes what is in the folder and not wanted; says how many files."""
    kept = {Path(f"{file}{suffix}") for file in wanted for suffix in ("", *SIDECARS)}
    others = [file for file in folder.rglob("*") if file.is_file() and file not in kept]
    for file in others:
        file.unlink(missing_ok=True)
    return len(others)


def make_folder(folder: Path) -> None:
    """Makes the folder and those above it that are missing, so that the web server may enter them."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        each.chmod(ENTERABLE)


def open_up(folder: Path) -> None:
    """Lets the web server read a whole folder of public files."""
    for each in (folder, *folder.rglob("*")):
        mode = ENTERABLE if each.is_dir() else READABLE
        if each.stat().st_mode & 0o777 != mode:
            each.chmod(mode)


def _holds(file: Path, content: bytes) -> bool:
    try:
        return file.read_bytes() == content and all(Path(f"{file}{s}").exists() for s in SIDECARS)
    except OSError:
        return False


def _is_younger(sidecar: Path, file: Path) -> bool:
    return sidecar.exists() and sidecar.stat().st_mtime >= file.stat().st_mtime
