"""Filters for pages made of several parts."""

from datetime import datetime

from django import template
from django.utils import timezone

from waylight.booking.zones import there, there_in_words, zone_of
from waylight.crisis import directory
from waylight.intake.models import AgeBand
from waylight.notifications.models import Channel
from waylight.practice import zones
from waylight.practice.helplines import Standing

register = template.Library()
register.filter("city", zones.city)
register.filter("zone_of", zone_of)


@register.filter
def clock_there(at: datetime, zone: str) -> str:
    """“Friday 09:00” on the clocks of that zone, its weekday when it is another; empty where ours show the same."""
    return there(at, zone, str(timezone.get_current_timezone()))


@register.filter
def clock_in_city(at: datetime, zone: str) -> str:
    """“Friday 09:00 in Lord Howe”, likewise."""
    return there_in_words(at, zone, str(timezone.get_current_timezone()))


@register.filter
def country_name(code: str) -> str:
    """“GB” → “United Kingdom”."""
    return directory.name_of(code) or code


@register.filter
def channel_name(value: str) -> str:
    """“sms” → “Text message”."""
    return str(Channel(value).label) if value in Channel.values else ""


@register.filter
def age_band_name(value: str) -> str:
    """“16 to 17” → “16 or 17”."""
    return str(AgeBand(value).label) if value in AgeBand.values else value


@register.filter
def seen_by(standing: Standing, person: str) -> bool:
    """Whether this person (by id) has said that the number is right, and a second one is missing."""
    return standing.history.lookers(standing.on) == {person}
