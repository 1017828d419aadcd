"""Tags and filters of every template: icons, idempotency keys, styles, links, moments in words, pages of a list."""

import re
import uuid
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import QueryDict
from django.template.context import Context
from django.templatetags.static import static
from django.templatetags.tz import do_timezone
from django.utils import formats, timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from waylight.ui import languages, navigation, styles

register = template.Library()
ICONS = Path(__file__).parent.parent / "icons"


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Lucide icon, drawn in the page. It is always beside a word, so it says nothing to a screen reader."""
    return _icon(name)


@cache
def _icon(name: str) -> SafeString:
    drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    shapes = re.sub(
        r"\s+", " ", drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
    )
    start = '<svg class="i" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
    return mark_safe(f"{start}{shapes.strip()}</svg>")  # noqa: S308 - our own files


@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """The idempotency key of a form. A form shown again with its errors keeps the key that was posted.

    Of several forms on a page one at most keeps it, so that two acts never share a key.
    """
    key = _posted_key(context) or str(uuid.uuid4())
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', key)


def _posted_key(context: Context) -> str:
    request = context.get("request")
    if request is None or request.method != "POST" or getattr(request, "posted_key_shown", False):
        return ""
    try:
        key = str(uuid.UUID(request.POST.get("idempotency_key", "")))
    except ValueError:
        return ""
    request.posted_key_shown = True
    return key


@register.simple_tag
def module(name: str) -> SafeString:
    """A script module of ours; nothing where static files were never collected, as pages work without."""
    try:
        address = static(f"ui/modules/{name}.js")
    except ValueError:
        return mark_safe("")
    return format_html('<script type="module" src="{}"></script>', address)


@register.simple_tag
def in_language() -> SafeString:
    """The attributes of <html> for the language of the page."""
    direction = "rtl" if languages.is_right_to_left() else "ltr"
    return format_html('lang="{}" dir="{}"', languages.tag(), direction)


@register.simple_tag
def in_english() -> SafeString:
    """Of an element whose text is content, and so in English alone (docs/decisions/0009): says it where the page does not."""
    if (get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE:
        return mark_safe("")
    return format_html(' lang="{}" dir="ltr"', languages.tag(settings.LANGUAGE_CODE))


@register.simple_tag
def language_choice() -> dict[str, str] | None:
    """The page's language, as `short` (“EN”) and `name`; None when there is nothing to choose."""
    if not languages.is_a_choice():
        return None
    code = get_language() or settings.LANGUAGE_CODE
    return {"short": code.partition("-")[0].upper(), "name": languages.offered().get(code, code)}


@register.simple_tag
def crisis_styles() -> SafeString:
    """The style sheet that crisis and error pages carry inside, exactly as the security policy's hash names it."""
    return mark_safe(f"<style>{styles.crisis_sheet()}</style>")  # noqa: S308 - our own files


@register.simple_tag
def now_styles() -> SafeString:
    """The same for Ten minutes and its pages."""
    return mark_safe(f"<style>{styles.now_sheet()}</style>")  # noqa: S308 - our own files


@register.simple_tag
def write_styles() -> SafeString:
    """The same for the page on which one writes without a signal."""
    return mark_safe(f"<style>{styles.write_sheet()}</style>")  # noqa: S308 - our own files


@register.simple_tag(takes_context=True)
def nav(context: Context, area: str) -> list[dict[str, str | Promise]]:
    """The links of an area (`public`, `client`, `therapist`, `manager`), the present one marked."""
    request = context.get("request")
    return navigation.links(area, request.path if request else "")


@register.simple_tag(takes_context=True)
def way_back(context: Context) -> str:
    """The page above this one, for the link that discreet mode shows; see `navigation.way_back`."""
    request = context.get("request")
    return navigation.way_back(request.path) if request else ""


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: Context, page: Page) -> dict:
    """Links to the page before and after; other words of the query stay."""
    request = context.get("request")
    return {"page": page, "query": request.GET if request else QueryDict()}


@register.filter
def moment(value: datetime | None) -> str:
    """“Thursday 26 November, 19:30”, in the active time zone, as the language writes it."""
    return (
        pgettext("day, time of day", "{day}, {time}").format(day=day(value), time=clock(value))
        if value
        else ""
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """“Thursday 26 November”; with the year when it is not this one."""
    if not value:
        return ""
    here = _here(value)
    is_this_year = here.year == timezone.localdate().year
    if _is_english():
        return format_date(here, "l j F" if is_this_year else "l j F Y")
    rest = formats.date_format(here, "MONTH_DAY_FORMAT" if is_this_year else "DATE_FORMAT")
    return pgettext("weekday, day and month", "{weekday}, {day}").format(
        weekday=format_date(here, "l"), day=rest
    )


@register.filter
def full_date(value: date | None) -> str:
    """“26 November 2026”, always with its year, as the language writes it."""
    if not value:
        return ""
    return format_date(value, "j F Y") if _is_english() else formats.date_format(value, "DATE_FORMAT")


@register.filter
def clock(value: datetime | None) -> str:
    """“19:30”, in the active time zone."""
    if not value:
        return ""
    here: Any = _here(value)
    return format_date(here, "H:i") if _is_english() else formats.time_format(here, "TIME_FORMAT")


@register.filter
def stamp(value: datetime | None) -> str:
    """“2026-11-26T19:30:00+00:00”, for `datetime=""`: HTML takes no fractions finer than milliseconds."""
    here: Any = _here(value) if value else None
    return here.isoformat(timespec="seconds") if here else ""


@register.filter
def in_zone(value: datetime, zone: str) -> datetime | str:
    """The moment on the clocks of another zone (“Europe/London”); give it on to `moment`, `day` or `clock`."""
    return do_timezone(value, zone)


def _is_english() -> bool:
    return (get_language() or settings.LANGUAGE_CODE).startswith("en")


def _here(value: date | datetime) -> date | datetime:
    if not isinstance(value, datetime) or timezone.is_naive(value):
        return value
    return timezone.localtime(value) if getattr(value, "convert_to_local_time", True) else value
