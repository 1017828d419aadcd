"""Who works at Larkfield, and who comes there. Names, numbers and addresses are invented."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

EVERY_DAY = range(1, 8)
WEEKDAYS = range(1, 6)


@dataclass(frozen=True)
class Colleague:
    """A therapist: `standing` is "sound", "lapsed" or "unconfirmed"."""

    slug: str
    name: str
    title: str
    languages: list[str]
    countries: list[str]
    approaches: list[str]
    about: str
    body: str
    register_title: str
    number: str
    days: range = WEEKDAYS
    opens_at: time = time(9)
    closes_at: time = time(17)
    zone: str = "Europe/London"
    standing: str = "sound"
    places: int = 12
    joined_on: date = field(default=date(2025, 2, 3))


MANAGERS = [("eva@example.org", "Eva Example"), ("frank@example.org", "Frank Example")]

COLLEAGUES = [
    Colleague(
        slug="clara-vale",
        name="Dr Clara Vale",
        title="Psychotherapist",
        languages=["en", "el"],
        countries=["GB", "IE"],
        approaches=["cbt", "cft"],
        about="I listen first. We look at what the hard moments do for you, and try other ways, one at a time. "
        "You choose the speed.",
        body="cbt-register",
        register_title="CBT therapist",
        number="DEMO-100231",
        days=EVERY_DAY,
        opens_at=time(7),
        closes_at=time(21),
    ),
    Colleague(
        slug="david-osei",
        name="Dr David Osei",
        title="Psychotherapist",
        languages=["en", "fr"],
        countries=["GB"],
        approaches=["act", "mindfulness"],
        about="We practise being with a hard feeling for a short while, and doing one thing that matters to you.",
        body="ukcp",
        register_title="Psychotherapist",
        number="DEMO-204417",
    ),
    Colleague(
        slug="marta-sowa",
        name="Marta Sowa",
        title="Counsellor",
        languages=["en", "pl"],
        countries=["GB", "IE"],
        approaches=["cft"],
        about="Many people are hard on themselves. I help you find a kinder voice that you can believe.",
        body="bacp",
        register_title="Registered member",
        number="DEMO-318820",
        standing="unconfirmed",
    ),
    Colleague(
        slug="tom-reed",
        name="Tom Reed",
        title="Psychotherapist",
        languages=["en"],
        countries=["GB"],
        approaches=["cbt"],
        about="I work with problems one step at a time.",
        body="bacp",
        register_title="Registered member",
        number="DEMO-318999",
        standing="lapsed",
    ),
]

ENQUIRIES: list[dict[str, Any]] = [
    {
        "for_whom": "me",
        "age_band": "18 to 24",
        "country": "GB",
        "name": "Noor",
        "channel": "email",
        "address": "noor@example.org",
        "seen_by": "Nobody else",
        "may_leave_message": False,
        "words": "I don’t really know if this counts. Nights are the worst.",
    },
    {
        "for_whom": "someone",
        "age_band": "18 to 24",
        "country": "IE",
        "name": "Maeve",
        "channel": "email",
        "address": "maeve@example.org",
        "seen_by": "Nobody else",
        "may_leave_message": False,
        "words": "My brother has gone very quiet. I would like to know how to talk to him.",
    },
    {
        "for_whom": "me",
        "age_band": "25 or over",
        "country": "GB",
        "name": "Lee",
        "channel": "call",
        "address": "07700 900142",
        "seen_by": "Nobody else",
        "may_leave_message": True,
        "source": "telephone",
        "words": "Called at lunch. Would like somebody who speaks French if there is one.",
        "language": "fr",
    },
]
