"""Catalogues as GNU gettext knows them: .po for translators, .mo for Django. Only what our texts need of both.

The formats: GNU gettext manual, "The Format of PO Files" and "The Format of GNU MO Files".
"""

import ast
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from waylight.operations.languages.marked import Marked

HEADER = (
    "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nLanguage: {language}\n"
    "Plural-Forms: {plurals}\n"
)
ENGLISH_PLURALS = "nplurals=2; plural=(n != 1);"
MAGIC = 0x950412DE

Said = Mapping[
    Marked, tuple[str, ...]
]  # one text for each plural form; none of it when it is not translated yet


def read_po(text: str) -> tuple[str, dict[Marked, tuple[str, ...]]]:
    """The header and the translations. What is marked as fuzzy is kept for nobody: it was never checked."""
    header, said = "", {}
    for block in re.split(r"\n\s*\n", text):
        fields = dict(_fields(block))
        if "msgid" not in fields or re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE):
            continue
        forms = tuple(value for name, value in fields.items() if name.startswith("msgstr"))
        if not fields["msgid"] and "msgctxt" not in fields:
            header = forms[0]
        else:
            key = Marked(fields["msgid"], fields.get("msgid_plural", ""), fields.get("msgctxt", ""))
            said[key] = forms
    return header, said


def write_po(header: str, said: Said, where: Mapping[Marked, set[str]]) -> str:
    """Every marked text, with its translation or room for one, in the order of their files."""
    forms = int(found[1]) if (found := re.search(r"nplurals=(\d)", header)) else 2
    blocks = [f'msgid ""\nmsgstr {_quoted(header)}']
    for each in sorted(where, key=lambda one: (sorted(where[one]), one)):
        lines = [f"#: {' '.join(sorted(where[each]))}"]
        if each.context:
            lines.append(f"msgctxt {_quoted(each.context)}")
        lines.append(f"msgid {_quoted(each.text)}")
        texts = said.get(each, ())
        if each.plural:
            texts = texts or ("",) * forms
            lines.append(f"msgid_plural {_quoted(each.plural)}")
            lines += [f"msgstr[{number}] {_quoted(text)}" for number, text in enumerate(texts)]
        else:
            lines.append(f"msgstr {_quoted(texts[0] if texts else '')}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def compiled(header: str, said: Said) -> bytes:
    """The .mo file. A text that is not translated, or not in every form, is left out: then Django shows the English."""
    pairs = {"": header} | {
        _key(each): "\0".join(forms) for each, forms in said.items() if forms and all(forms)
    }
    entries = sorted((key.encode(), text.encode()) for key, text in pairs.items())
    keys, texts = (b"".join(part + b"\0" for part in column) for column in zip(*entries, strict=True))
    start = 28 + 16 * len(entries)
    tables = [
        *_table([key for key, _ in entries], start),
        *_table([text for _, text in entries], start + len(keys)),
    ]
    head = struct.pack("<7I", MAGIC, 0, len(entries), 28, 28 + 8 * len(entries), 0, start)
    return head + struct.pack(f"<{len(tables)}I", *tables) + keys + texts


def keep(folder: Path, header: str, said: Said) -> None:
    """Writes <folder>/django.mo, where Django looks for it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "django.mo").write_bytes(compiled(header, said))


def _table(parts: list[bytes], start: int) -> Iterator[int]:
    for part in parts:
        yield from (len(part), start)
        start += len(part) + 1


def _key(each: Marked) -> str:
    text = f"{each.text}\0{each.plural}" if each.plural else each.text
    return f"{each.context}\4{text}" if each.context else text


def _fields(block: str) -> Iterator[tuple[str, str]]:
    name, value = "", ""
    for line in block.splitlines():
        if found := re.match(r'(msg\w+(?:\[\d\])?)\s+(".*")\s*$', line):
            if name:
                yield name, value
            name, value = found[1], ast.literal_eval(found[2])
        elif line.startswith('"'):
            value += ast.literal_eval(line.strip())
    if name:
        yield name, value


def _quoted(text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    quoted = [
        '"' + line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' for line in lines
    ]
    return "\n".join(['""', *quoted]) if len(quoted) > 1 else quoted[0]
