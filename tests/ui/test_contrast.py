"""Every pair of colours that meet is readable in all four palettes (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11; UI.md 3.2)."""

import pytest

from waylight.ui import styles

PALETTES = ("light", "dark", "contrast-light", "contrast-dark")
TEXT, LABEL, CONTROL = 7.0, 4.5, 3.0
PAIRS = [
    ("ink", "page", TEXT), ("ink", "surface", TEXT), ("ink", "sunken", TEXT), ("ink", "lamp-soft", TEXT),
    ("ink", "primary-soft", TEXT), ("ink", "rust-soft", TEXT), ("ink", "slate-soft", TEXT),
    ("ink-2", "page", TEXT), ("ink-2", "surface", TEXT), ("ink-2", "sunken", LABEL), ("ink-2", "sky", LABEL),
    ("primary", "page", TEXT), ("primary", "surface", TEXT), ("primary", "sunken", LABEL),
    ("primary", "primary-soft", LABEL), ("page", "ink", TEXT),
    ("on-primary", "primary", TEXT), ("on-primary", "primary-hover", TEXT),
    ("on-lamp", "lamp", TEXT), ("on-lamp", "lamp-hover", TEXT),
    ("lamp-ink", "page", LABEL), ("lamp-ink", "lamp-soft", LABEL),
    ("on-night", "night", TEXT), ("night", "on-night", TEXT), ("lamp", "night", LABEL),
    ("rust", "page", LABEL), ("rust", "surface", LABEL), ("rust", "rust-soft", LABEL),
    ("slate", "page", LABEL), ("slate", "surface", LABEL), ("slate", "slate-soft", LABEL),
    ("line-strong", "page", CONTROL), ("line-strong", "surface", CONTROL), ("line-strong", "sunken", CONTROL),
    ("chart", "page", CONTROL), ("chart", "surface", CONTROL),
    ("focus", "page", CONTROL), ("focus", "surface", CONTROL), ("focus", "halo", CONTROL),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG 2 defines it."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("front", "back", "need"), PAIRS)
def test_a_pair_of_colours_is_readable(name: str, front: str, back: str, need: float) -> None:
    tokens = styles.palette(name)
    assert contrast(tokens[f"--{front}"], tokens[f"--{back}"]) >= need


@pytest.mark.parametrize("name", PALETTES)
def test_the_edge_of_the_help_block_stands_out_from_the_page(name: str) -> None:
    tokens = styles.palette(name)
    outside = max(contrast(tokens[f"--{part}"], tokens["--page"]) for part in ("night", "night-edge"))
    assert outside >= CONTROL


def test_the_four_palettes_are_the_ones_delivered() -> None:
    assert {name for _, _, name in styles.MODES} == set(PALETTES)
