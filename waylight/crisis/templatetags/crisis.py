"""What other pages show of the directory: `{% load crisis %}`."""

from datetime import date

from django import template

from waylight.crisis import directory, values

register = template.Library()


@register.simple_tag
def anywhere() -> str:
    """The number that most mobile networks pass on to the emergency service of the place."""
    return directory.anywhere()


@register.simple_tag
def data_day() -> date:
    """The day on which the numbers were put together."""
    return directory.built()


@register.simple_tag
def directories() -> tuple[values.Directory, ...]:
    """Sites that list helplines of most countries."""
    return directory.directories()


@register.simple_tag
def lines_for(country: values.Country, age_band: str) -> list[values.Line]:
    """Lines for somebody of that age in that country, those made for their age first."""
    return directory.lines_for(country, age_band)
