"""The server's entry (ASGI)."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waylight.config.settings")
django.setup(set_prefix=False)

from waylight.config.one_thread import OneThreadHandler  # noqa: E402

application = OneThreadHandler()
