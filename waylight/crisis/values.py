"""What the directory gives: a country with its emergency numbers and helplines, as plain values."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Number:
    """An emergency number. It is certain when two sources agree on it and nobody disputes it."""

    service: str
    dial: str
    certain: bool

    @property
    def href(self) -> str:
        return f"tel:{quote(self.dial, safe='*+')}"


@dataclass(frozen=True)
class EmergencyText:
    """An emergency service that reads texts; `register_first` when the phone must be registered before."""

    dial: str
    register_first: bool
    certain: bool

    @property
    def href(self) -> str:
        return f"sms:{self.dial}"


@dataclass(frozen=True)
class Emergency:
    first: Number | None
    others: tuple[Number, ...]
    text: EmergencyText | None
    disputed: bool
    note: str


@dataclass(frozen=True)
class Way:
    """Names one channel of one line of one country. The line of an emergency number is called ""."""

    country: str
    line: str
    kind: str
    dial: str


@dataclass(frozen=True)
class Channel:
    """One way to reach a line: `dial` is for links, `display` for reading, `word` is what a text begins with.

    `checked_on` is when two people of the practice saw that it is right, where that is why it is shown.
    """

    kind: str
    dial: str
    display: str
    confidence: str
    word: str = ""
    hours: str = ""
    note: str = ""
    checked_on: date | None = None

    @property
    def href(self) -> str:
        if self.kind == "text":
            return f"sms:{self.dial}" + (f"?&body={quote(self.word)}" if self.word else "")
        if self.kind == "whatsapp":
            return f"https://wa.me/{self.dial.lstrip('+')}"
        return {"call": "tel:", "email": "mailto:"}.get(self.kind, "") + quote(self.dial, safe="*+@:/?&=#%")

    @property
    def says(self) -> str:
        if self.kind == "webchat":
            return _("Chat online")
        if self.kind == "text" and self.word:
            return _("Text %(word)s to %(number)s") % {"word": self.word, "number": self.display}
        sentence = {
            "call": _("Call %(number)s"),
            "text": _("Text %(number)s"),
            "whatsapp": _("WhatsApp %(number)s"),
            "email": _("Write to %(number)s"),
        }[self.kind]
        return sentence % {"number": self.display}


@dataclass(frozen=True)
class Line:
    """A helpline. `who` is empty when it is for everyone; `group` says that it is for a certain group alone."""

    name: str
    channels: tuple[Channel, ...]
    hours: str
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    who: str = ""
    youngest: int = 0
    oldest: int | None = None
    group: bool = False
    always: bool = False
    disagreement: bool = False
    note: str = ""
    url: str = ""

    @property
    def checked_on(self) -> date | None:
        """The earliest day on which two people checked one of its channels; None when that holds not for all of them."""
        days = [channel.checked_on for channel in self.channels]
        return min((day for day in days if day), default=None) if all(days) else None

    @property
    def for_everyone(self) -> bool:
        return not self.group and self.youngest <= 18 and self.oldest is None

    @property
    def spoken(self) -> str:
        """Its languages in words; empty when it is English alone, and the page is in English anyway."""
        if self.languages == ("English",) and (get_language() or "en").startswith("en"):
            return ""
        names, more = [_(name) for name in self.languages[:3]], len(self.languages) - 3
        if more > 0:
            names.append(_("%(number)d more") % {"number": more})
        if len(names) < 2:
            return "".join(names)
        return _("%(languages)s and %(last)s") % {"languages": ", ".join(names[:-1]), "last": names[-1]}

    def by(self, *kinds: str) -> "Line | None":
        """The same line with these kinds of channel alone, or None when it has none of them."""
        chosen = tuple(channel for channel in self.channels if channel.kind in kinds)
        return replace(self, channels=chosen) if chosen else None


@dataclass(frozen=True)
class Confirmation:
    """So many different people saw, on the provider's own page, that this channel is right; the last of them on that day."""

    way: Way
    on: date
    people: int = 2


@dataclass(frozen=True)
class Directory:
    name: str
    url: str


@dataclass(frozen=True)
class Country:
    """What may be shown for one country on one day: `lines` are those that passed the gate, best first."""

    code: str
    name: str
    emergency: Emergency
    lines: tuple[Line, ...]
    directories: tuple[Directory, ...]
    anywhere: str
    built: date

    @property
    def lines_to_call(self) -> list[Line]:
        return [line for each in self.lines if each.for_everyone and (line := each.by("call"))]

    @property
    def lines_for_some(self) -> list[Line]:
        return [line for each in self.lines if not each.for_everyone and (line := each.by("call"))]

    @property
    def lines_in_writing(self) -> list[Line]:
        return [line for each in self.lines if (line := each.by("text", "whatsapp", "webchat", "email"))]
