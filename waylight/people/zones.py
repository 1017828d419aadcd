"""The time zone that most of a country keeps, as a first guess for somebody who only said which country."""

from functools import cache
from importlib.resources import files

FALLBACK = "UTC"
# Where the table does not begin with the zone in which most people live.
LARGEST = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "RU": "Europe/Moscow",
}


def of_country(code: str) -> str:
    """The zone in which most of a country lives, "UTC" where nothing is known."""
    return LARGEST.get(code.upper()) or _first_zones().get(code.upper(), FALLBACK)


@cache
def _first_zones() -> dict[str, str]:
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="ascii")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return {row[0]: row[2] for row in reversed(rows)}
