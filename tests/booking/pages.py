"""Pages as a browser gets them: by a secret address, and what they say without their tags."""

import re
from html import unescape
from typing import Any

from django.test import Client as Browser
from django.urls import reverse


def address(name: str, secret: str) -> str:
    return reverse(f"booking:{name}", args=[secret])


def get(name: str, secret: str, **query: Any) -> Any:
    return Browser().get(address(name, secret), query)


def post(name: str, secret: str, fields: dict[str, Any]) -> Any:
    return Browser().post(address(name, secret), fields)


def words(response: Any) -> str:
    """What the page says, without its tags."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
