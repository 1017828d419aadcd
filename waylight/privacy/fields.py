"""Model fields whose values are sealed with a person's key before they reach the database.

The row says whose it is by its privacy declaration, and its primary key must be known before it is saved (a UUID).
Values are opened when they are first read. They cannot be searched, compared or set by `update()`.
"""

import json
from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from waylight.privacy import keyring
from waylight.privacy.declarations import person_of
from waylight.privacy.encryption import seal, unseal
from waylight.privacy.keyring import PRIVATE, RECORD

__all__ = ["PRIVATE", "RECORD", "EncryptedJSON", "EncryptedText"]

_MARKS = {RECORD: b"r", PRIVATE: b"p"}
_KINDS = {mark: kind for kind, mark in _MARKS.items()}


class Sealed(bytes):
    """Bytes as they stand in the database."""


class _Opening(DeferredAttribute):
    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.opened(instance, value)  # type: ignore[attr-defined]
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        # With a __set__ the descriptor is asked at every reading, although the value stands in the instance's dict.
        instance.__dict__[self.field.attname] = value


class EncryptedField(models.BinaryField):
    """`key` is RECORD, PRIVATE, or a function of the row that says which of the two seals it now."""

    descriptor_class = _Opening
    is_sealed = True
    # What an empty value is, and how a value becomes bytes and back: text, unless a kind of field says otherwise.
    empty: Callable[[], Any] = staticmethod(str)
    encoded: Callable[[Any], bytes] = staticmethod(str.encode)
    decoded: Callable[[bytes], Any] = staticmethod(bytes.decode)

    def __init__(self, *args: Any, key: str | Callable[[Any], str] = RECORD, **kwargs: Any):
        self.key = key
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def get_default(self) -> Any:
        return self.empty()

    def deconstruct(self) -> tuple:
        # Migrations see what the database sees: bytes.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        return value if value is None or isinstance(value, Sealed) else self.sealed(model_instance, value)

    def get_prep_value(self, value: Any) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is sealed: set it on the row and save the row.")
        return super().get_prep_value(value)

    def sealed(self, row: Any, value: Any) -> Sealed:
        if value == self.empty():
            return Sealed(b"")
        kind = self.key(row) if callable(self.key) else self.key
        return Sealed(
            _MARKS[kind] + seal(keyring.key_for(person_of(row), kind), self.encoded(value), self.place(row))
        )

    def opened(self, row: Any, sealed: Sealed) -> Any:
        """Raises KeyDestroyed when the person's key is gone, Unreadable when the words belong to another row."""
        if not sealed:
            return self.empty()
        kind = _KINDS[sealed[:1]]
        return self.decoded(unseal(keyring.key_for(person_of(row), kind), sealed[1:], self.place(row)))

    def place(self, row: Any) -> str:
        return f"{self.model._meta.db_table}:{self.column}:{row.pk}"


class EncryptedText(EncryptedField):
    _pyi_private_get_type: str  # type: ignore[assignment]  # what mypy takes a value to be
    _pyi_private_set_type: str


def _as_json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class EncryptedJSON(EncryptedField):
    """A dict of plain values."""

    _pyi_private_get_type: dict[str, Any]  # type: ignore[assignment]
    _pyi_private_set_type: dict[str, Any]

    empty: Callable[[], dict[str, Any]] = staticmethod(dict)
    encoded = staticmethod(_as_json)
    decoded = staticmethod(json.loads)
