"""Puts rows in by one statement each, whose SQL is written once for each model; and says whether another stood in the way."""

from functools import cache
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Model


def insert(row: Model) -> bool:
    """INSERT … ON CONFLICT DO NOTHING RETURNING. False: a constraint forbids the row, and nothing was done."""
    with connection.cursor() as cursor:
        statement = _statement(type(row), connection.vendor)
        cursor.execute(f"{statement} ON CONFLICT DO NOTHING RETURNING 1", _values(row))
        is_in = cursor.fetchone() is not None
    row._state.adding, row._state.db = not is_in, connection.alias
    return is_in


def put(row: Model) -> None:
    """A row that nothing can stand in the way of. Raises IntegrityError all the same."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(row), connection.vendor), _values(row))
    row._state.adding, row._state.db = False, connection.alias


class Together:
    """Rows of one model that go in by one statement, those aside that a constraint forbids. Each is sealed when it is added."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self._values: list[list[Any]] = []

    def add(self, row: Model) -> None:
        self._values.append(_values(row))
        row._state.adding, row._state.db = False, connection.alias

    def insert(self) -> None:
        if not self._values:
            return
        first, *others = self._values
        places = ", (" + ", ".join(["%s"] * len(first)) + ")"
        statement = _statement(self.model, connection.vendor) + places * len(others)
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} ON CONFLICT DO NOTHING", list(chain(*self._values)))


@cache
def _statement(model: type[Model], _vendor: str) -> str:
    quoted, fields = connection.ops.quote_name, _fields(model)
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return " ".join(["INSERT INTO", quoted(model._meta.db_table), f"({columns}) VALUES ({places})"])


def _values(row: Model) -> list[Any]:
    return [
        field.get_db_prep_save(field.pre_save(row, True), connection=connection)
        for field in _fields(type(row))
    ]


@cache
def _fields(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]
