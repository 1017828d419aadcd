"""Makes the templates and static files of ui known to Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "waylight.ui"
