"""What somebody who is not signed in reads."""

from html import unescape

from django.test import Client


def shown(visitor: Client, address: str) -> str:
    return unescape(visitor.get(address).content.decode())
