"""Walks the addresses: every route with its name, its view, and whether one must sign in for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    view: Callable[..., Any]
    converters: dict[str, str]

    @property
    def is_open(self) -> bool:
        """As LoginRequiredMiddleware decides it."""
        return not getattr(self.view, "login_required", True)

    @property
    def is_ours(self) -> bool:
        return self.view.__module__.startswith("waylight.")

    def address(self, given: dict[str, Any] | None = None) -> str:
        """An address of this route; for what is not given, one that leads to nobody's row."""
        nobody = {"int": 987654321, "uuid": "00000000-0000-4000-8000-000000000000"}
        values = {key: nobody.get(kind, "nobody") for key, kind in self.converters.items()}
        return reverse(self.name, kwargs=values | (given or {}))


def every_route() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "", "", {}))


def _walk(patterns: list[Any], path: str, namespace: str, converters: dict[str, str]) -> Iterator[Route]:
    for entry in patterns:
        here = path + str(entry.pattern)
        mine = converters | {
            key: _kind(value) for key, value in getattr(entry.pattern, "converters", {}).items()
        }
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, here, inner, mine)
        elif isinstance(entry, URLPattern):
            yield Route(namespace + (entry.name or ""), here, entry.callback, mine)


def _kind(converter: Any) -> str:
    return type(converter).__name__.removesuffix("Converter").lower()
