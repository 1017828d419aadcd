"""Finds the files that the rules of the repository are about."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "waylight"
VENDORED = {"axe.min.js", "axe.LICENSE", "yjs.js"}


@cache
def files(pattern: str, under: str = "waylight") -> list[Path]:
    found = sorted((ROOT / under).rglob(pattern))
    return [file for file in found if "__pycache__" not in file.parts and file.name not in VENDORED]


def own_python(under: str = "waylight") -> list[Path]:
    return [file for file in files("*.py", under) if "migrations" not in file.parts]


def templates() -> list[Path]:
    return files("*.html") + files("*.txt")


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@cache
def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(text(file))


def lines_with(pattern: str, among: list[Path], *, flags: int = 0) -> list[str]:
    """`file:line: text` for each line that matches."""
    sought = re.compile(pattern, flags)
    return [
        f"{name(file)}:{number}: {line.strip()}"
        for file in among
        for number, line in enumerate(text(file).splitlines(), 1)
        if sought.search(line)
    ]


def without_comments(template: str) -> str:
    return re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", template, flags=re.DOTALL)


def said(template: str) -> str:
    """What a template says: without comments, tags, and the names of variables, but with its words to translate."""
    words = re.sub(
        r"{%\s*translate\s+([\"'])(.*?)\1.*?%}", r" \2 ", without_comments(template), flags=re.DOTALL
    )
    return re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", words, flags=re.DOTALL)
