"""Marked texts are found wherever they stand; catalogues are written as gettext reads them, and read again."""

import gettext
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from tests import pseudo
from waylight.operations.languages import catalogue, marked
from waylight.operations.languages.marked import Marked

SAID = {
    Marked("Back"): ("Zurück",),
    Marked('One "day"\nor two'): ("Ein „Tag“\noder zwei",),
    Marked("%(n)s time", "%(n)s times"): ("%(n)s Zeit", "%(n)s Zeiten"),
    Marked("May", context="month"): ("Mai",),
    Marked("Not yet"): ("",),
}
HEADER = catalogue.HEADER.format(language="de", plurals=catalogue.ENGLISH_PLURALS)


def test_texts_are_found_in_templates() -> None:
    source = (
        '{% translate "One" %}{% include "x" with heading=_("Two") %}'
        "{% blocktranslate trimmed with n=x|length %}\n  Three {{ n }}\n{% endblocktranslate %}"
        "{% blocktranslate count n=4 %}{{ n }} time{% plural %}{{ n }} times{% endblocktranslate %}"
        '{% translate "May" context "month" %}'
    )
    found = set(marked.in_template(source))
    assert found == {
        Marked("One"), Marked("Two"), Marked("Three %(n)s"), Marked("%(n)s time", "%(n)s times"),
        Marked("May", context="month"),
    }  # fmt: skip


def test_texts_are_found_in_python() -> None:
    source = '_("One " "two"); translation.gettext_lazy("Three"); ngettext("a", "b", n); pgettext("c", "d"); print("e"); _(f)'
    assert set(marked.in_python(source)) == {
        Marked("One two"), Marked("Three"), Marked("a", "b"), Marked("d", context="c"),
    }  # fmt: skip


def test_texts_are_found_under_another_name_of_the_function() -> None:
    source = 'from django.utils.translation import gettext_lazy as later\nlater("One"); sooner("Two")'
    assert set(marked.in_python(source)) == {Marked("One")}


def test_the_sentences_of_refusals_are_found() -> None:
    source = (
        'class TooLate(Refusal):\n    """It is too late."""\n'
        'class Closed(doors.Refusal):\n    """It is closed."""\n'
        'class Torn(Exception):\n    """For us alone."""\n'
        'class Other(Refusal):\n    """Says more."""\n    def __init__(self): ...\n'
    )
    assert set(marked.in_python(source)) == {Marked("It is too late."), Marked("It is closed.")}


def test_messages_that_we_send_are_texts_too() -> None:
    assert any(
        "{link}" in each.text for each, where in marked.everything().items() if "notifications" in str(where)
    )


def test_a_catalogue_is_read_by_gettext_as_it_was_written() -> None:
    found = gettext.GNUTranslations(io.BytesIO(catalogue.compiled(HEADER, SAID)))
    assert found.gettext("Back") == "Zurück"
    assert found.ngettext("%(n)s time", "%(n)s times", 1) == "%(n)s Zeit"
    assert found.ngettext("%(n)s time", "%(n)s times", 3) == "%(n)s Zeiten"
    assert found.pgettext("month", "May") == "Mai"
    assert found.gettext("May") == "May"
    assert found.gettext("Not yet") == "Not yet"


def test_what_translators_wrote_is_read_again() -> None:
    where = {each: {"a.html"} for each in SAID}
    header, said = catalogue.read_po(catalogue.write_po(HEADER, SAID, where))
    assert (header, said) == (HEADER, SAID)


def test_a_fuzzy_translation_counts_for_nothing() -> None:
    _header, said = catalogue.read_po(
        '#, fuzzy\nmsgid "Back"\nmsgstr "Rücken"\n\nmsgid "Next"\nmsgstr "Weiter"\n'
    )
    assert said == {Marked("Next"): ("Weiter",)}


def test_the_command_keeps_what_was_translated(tmp_path: Path, settings) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    file = tmp_path / "pt_BR" / "LC_MESSAGES" / "django.po"
    call_command("make_messages", "pt-br", stdout=io.StringIO())
    file.write_text(file.read_text().replace('msgid "Back"\nmsgstr ""', 'msgid "Back"\nmsgstr "Voltar"'))
    out = io.StringIO()
    call_command("make_messages", "pt-br", stdout=out)
    assert out.getvalue().startswith("1 of ")
    with file.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Back") == "Voltar"


@pytest.mark.parametrize("change", [pseudo.longer, pseudo.right_to_left])
def test_a_pseudo_language_keeps_placeholders_tags_and_entities(change) -> None:
    text = change("Hello <b>%(name)s</b> &amp; {link}, %% and %s")
    for fixed in ("<b>", "</b>", "%(name)s", "&amp;", "{link}", "%%", "%s"):
        assert fixed in text
    assert "Hello" not in text


def test_every_catalogue_is_compiled_from_what_stands_beside_it(settings) -> None:
    """The .mo is what runs; nobody edits it. There is none yet: the texts are English."""
    for file in Path(settings.LOCALE_PATHS[-1]).glob("*/LC_MESSAGES/django.po"):
        header, said = catalogue.read_po(file.read_text(encoding="utf-8"))
        assert file.with_suffix(".mo").read_bytes() == catalogue.compiled(header, said), (
            f"manage.py make_messages: {file}"
        )
