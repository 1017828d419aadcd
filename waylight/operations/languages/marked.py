"""The texts that are marked for translation: in templates, in Python, and the messages that we send."""

import ast
import builtins
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

PRODUCT = Path(__file__).resolve().parents[2]
MESSAGES = PRODUCT / "notifications" / "templates" / "notifications"

# How many texts each function takes, after a context if it takes one; and whether it does.
TAKES = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (1, False)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (2, False)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (1, True)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (2, True)),
}
TEXT = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({TEXT}(?:\s*,\s*{TEXT})*)", re.DOTALL)


@dataclass(frozen=True, order=True)
class Marked:
    """A text as it stands in the source; `plural` is its form for several."""

    text: str
    plural: str = ""
    context: str = ""


def everything() -> dict[Marked, set[str]]:
    """Each marked text of the product, with the files it stands in."""
    found: dict[Marked, set[str]] = {}
    for file in sorted(PRODUCT.rglob("*")):
        for each in in_file(file):
            found.setdefault(each, set()).add(str(file.relative_to(PRODUCT)))
    return found


def in_file(file: Path) -> Iterable[Marked]:
    if file.parent == MESSAGES and file.suffix == ".txt":
        return [Marked(file.read_text(encoding="utf-8").strip())]
    if file.suffix == ".py" and "migrations" not in file.parts:
        return in_python(file.read_text(encoding="utf-8"))
    if file.suffix in {".html", ".txt", ".xml"} and "templates" in file.parts:
        return in_template(file.read_text(encoding="utf-8"))
    return []


def in_template(source: str) -> Iterator[Marked]:
    for name, texts in CALL.findall(templatize(source)):
        parts = [ast.literal_eval(part) for part in re.findall(TEXT, texts)]
        yield _marked(name, parts)


def in_python(source: str) -> Iterator[Marked]:
    nodes = list(ast.walk(ast.parse(source)))
    imported = [each for node in nodes if isinstance(node, ast.ImportFrom) for each in node.names]
    called = {each.asname: each.name for each in imported if each.asname and each.name in TAKES}
    for node in nodes:
        name = _name(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and (name := called.get(name, name)) in TAKES:
            count, has_context = TAKES[name]
            parts = [arg.value for arg in node.args[: count + has_context] if isinstance(arg, ast.Constant)]
            if len(parts) == count + has_context and all(isinstance(part, str) for part in parts):
                yield _marked(name, [str(part) for part in parts])
        elif isinstance(node, ast.ClassDef) and (sentence := _refusal(node)):
            yield Marked(sentence)


def _refusal(node: ast.ClassDef) -> str | None:
    """The sentence of a class that is nothing but its docstring, of ui.refusals: a bare Exception speaks to us alone."""
    is_bare = all(hasattr(builtins, _name(base)) for base in node.bases)
    return None if len(node.body) > 1 or is_bare else ast.get_docstring(node, clean=False)


def _marked(name: str, parts: list[str]) -> Marked:
    count, has_context = TAKES[name]
    context, texts = (parts[0], parts[1:]) if has_context else ("", parts)
    return Marked(texts[0], texts[1] if count == 2 else "", context)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
