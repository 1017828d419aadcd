"""How long the wait is, for public pages: `{% first_talk_wait as wait %}`."""

from django import template

from waylight.practice import wait

register = template.Library()
register.simple_tag(wait.read, name="first_talk_wait")
