"""Translations without the gettext programs: finds the marked texts, reads and writes catalogues (docs/decisions/0009)."""
