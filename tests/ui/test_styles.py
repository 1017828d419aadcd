"""One style sheet for all pages, and a small one that the security policy allows by its hash."""

import base64
import hashlib
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from waylight.ui import styles


@pytest.mark.urls("tests.ui.addresses")
def test_the_hash_in_the_policy_is_that_of_the_style_the_error_page_carries() -> None:
    page = render_to_string("ui/error.html", {"title": "x"})
    carried = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(carried[0].encode()).digest()).decode()
    assert len(carried) == 1
    assert f"'sha256-{digest}'" in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["style-src"]


@pytest.mark.parametrize("name", styles.PARTS)
def test_the_sheet_contains_each_part(name: str) -> None:
    assert styles.part(name)
    assert styles.part(name) in styles.sheet()


def test_no_style_sheet_is_left_out() -> None:
    parts = {file.stem for file in styles.CSS.glob("*.css")}
    assert parts == {*styles.PARTS, *styles.CRISIS_PARTS, *styles.WRITE_PARTS}


def test_the_finder_offers_the_sheet_as_a_file_and_nothing_else() -> None:
    found = finders.find(styles.SHEET)
    with open(found, encoding="utf-8") as file:
        assert file.read() == styles.sheet()
    assert styles.SheetFinder().find("ui/other.css") == []
    assert [path for path, _ in styles.SheetFinder().list([])] == [styles.SHEET]


def test_the_fonts_and_files_the_sheet_asks_for_are_there() -> None:
    addresses = re.findall(r"url\(([^)]+)\)", styles.sheet())
    assert addresses
    assert [address for address in addresses if not finders.find(f"ui/{address}")] == []


@pytest.mark.parametrize("sheet", [styles.sheet, styles.crisis_sheet, styles.now_sheet])
def test_every_token_that_is_used_is_defined(sheet) -> None:
    used = set(re.findall(r"var\((--[\w-]+)", sheet()))
    defined = set(re.findall(r"[{;]\s*(--[\w-]+):", sheet()))
    assert used
    assert used - defined == set()


@pytest.mark.parametrize("sheet", [styles.sheet, styles.crisis_sheet, styles.now_sheet])
def test_old_phones_understand_the_colours_and_rules(sheet) -> None:
    assert re.search(r"oklch\(|light-dark\(|[{;]\s*&", sheet()) is None
    assert sheet().count("{") == sheet().count("}")


@pytest.mark.parametrize("sheet", [styles.crisis_sheet, styles.now_sheet])
def test_the_crisis_sheets_ask_for_no_file_and_are_small(sheet) -> None:
    assert "url(" not in sheet()
    assert len(sheet().encode()) < 14_000  # bytes, before compression (UI.md 6)


def test_all_palettes_name_the_same_tokens() -> None:
    names = {frozenset(styles.palette(name)) for _, _, name in styles.MODES}
    assert len(names) == 1
