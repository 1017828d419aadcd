"""Moments as whole seconds since 1970, as the database tells them: thousands are read quickly, and none becomes an object."""

from typing import Any

from django.db.models import Aggregate, BigIntegerField, Func, TextField


class Since1970(Func):
    """Whole seconds, rounded down."""

    output_field = BigIntegerField()
    template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
    template_sqlite = "unixepoch(%(expressions)s)"

    def get_db_converters(self, connection: Any) -> list[Any]:
        return []  # what comes is a whole number: Django would make one of it again, row by row

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template=self.template_sqlite, **context)


class UpSince1970(Since1970):
    """Whole seconds, rounded up: so a span of time never loses its last part."""

    template = "CEIL(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
    template_sqlite = "(unixepoch(%(expressions)s) + (instr(%(expressions)s, '.') > 0))"


class Spans(Aggregate):
    """Where many spans begin and end, as one text of numbers: see `spans_of`."""

    output_field = TextField()
    arg_joiner = " || ' ' || "
    template = "STRING_AGG(%(expressions)s, ' ')"
    template_sqlite = "GROUP_CONCAT(%(expressions)s, ' ')"

    def __init__(self, starts_at: str, ends_at: str, **extra: Any) -> None:
        super().__init__(Since1970(starts_at), UpSince1970(ends_at), **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template=self.template_sqlite, **context)


def spans_of(text: str) -> list[tuple[int, int]]:
    """The spans that `Spans` told, in no order."""
    numbers = list(map(int, text.split()))
    return list(zip(numbers[::2], numbers[1::2], strict=True))
