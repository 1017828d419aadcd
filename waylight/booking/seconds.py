"""Moments as whole seconds since 1970, as the database tells them: thousands are read quickly, and none becomes an object."""

from typing import Any

from django.db.models import BigIntegerField, Func


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
    template_sqlite = "unixepoch(%(expressions)s) + (instr(%(expressions)s, '.') > 0)"
