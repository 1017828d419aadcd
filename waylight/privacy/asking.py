"""Questions that are asked at every booking: Django makes the SQL of each once, instead of each time.

It takes longer to put a queryset into SQL than to answer it. So a question is written as a queryset with `Given` where a value
will be, and asked with the values.
"""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, Expression, F, Func, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.transaction import TransactionManagementError


class Given(Expression):
    """A value that is told when the question is asked. It is never None: SQL has other words for that."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Among(Func):
    """A condition: the field's value is one of those that are told under that name."""

    output_field = BooleanField()

    def __init__(self, field: str, name: str) -> None:
        super().__init__(F(field))
        self.given = Given(name)

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_context: Any) -> Any:
        return self._in_sql(compiler, "{} = ANY(%s)")

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """SQLite searches an index for a list alone, so it is written out when the question is asked."""
        return self._in_sql(compiler, f"{{}} IN (<{self.given.name}>)")

    def _in_sql(self, compiler: Any, condition: str) -> Any:
        sql, params = compiler.compile(self.source_expressions[0])
        return condition.format(sql), [*params, self.given]


class Made(NamedTuple):
    """A question in SQL, and how its rows are read."""

    sql: str
    params: list[Any]
    converters: list[tuple[int, list[Any], Any]]
    row: Callable[[Any], Any]
    locks: bool


class Question:
    """Stands above a function that gives the queryset; what the function takes tells apart forms of the question."""

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self._made: dict[tuple[Any, ...], Made] = {}
        self.__doc__ = build.__doc__

    def rows(self, *form: Any, **given: Any) -> list[Any]:
        """All of them: instances with what the queryset selects besides, or tuples where it is a `values_list`."""
        made = self._made.get((connection.vendor, *form)) or self._make(form)
        if made.locks and not connection.in_atomic_block:
            raise TransactionManagementError("A row is locked within a transaction.")
        sql, params = _with(given, made)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found = cursor.fetchall()
        return [made.row(_converted(row, made.converters)) for row in found]

    def row(self, *form: Any, **given: Any) -> Any:
        """The first, or None."""
        return next(iter(self.rows(*form, **given)), None)

    def _make(self, form: tuple[Any, ...]) -> Made:
        queryset = self.build(*form)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
        of_model = issubclass(queryset._iterable_class, ModelIterable)
        made = Made(
            sql,
            list(params),
            [(place, convert, expression) for place, (convert, expression) in converters.items()],
            _to_instance(compiler) if of_model else tuple,
            queryset.query.select_for_update,
        )
        self._made[(connection.vendor, *form)] = made
        return made


def _with(given: dict[str, Any], made: Made) -> tuple[str, list[Any]]:
    """The statement with these values."""
    told = {name: _adapted(value) for name, value in given.items()}
    params = [told[one.name] if isinstance(one, Given) else one for one in made.params]
    if connection.vendor != "sqlite":
        return made.sql, params
    sql, flat = made.sql, []
    for value in params:
        flat += value if isinstance(value, list) else [value]
    for name, value in told.items():
        if isinstance(value, list):
            sql = sql.replace(f"<{name}>", ", ".join(["%s"] * len(value)))
    return sql, flat


def _converted(row: Any, converters: list[tuple[int, list[Any], Any]]) -> Any:
    if not converters:
        return row
    values = list(row)
    for place, convert, expression in converters:
        for one in convert:
            values[place] = one(values[place], expression, connection)
    return values


def _to_instance(compiler: Any) -> Callable[[Any], Any]:
    """As ModelIterable makes them, with all that it finds out each time found out once."""
    select, klass_info, alias = compiler.select, compiler.klass_info, connection.alias
    fields = klass_info["select_fields"]
    first, last = fields[0], fields[-1] + 1
    names = [one[0].target.attname for one in select[first:last]]
    related = get_related_populators(klass_info, select, alias)  # type: ignore[call-arg]  # the stubs are of Django 6
    more = (compiler.annotation_col_map or {}).items()

    def made(row: Any) -> Any:
        instance = klass_info["model"].from_db(alias, names, row[first:last])
        for one in related:
            one.populate(row, instance)
        for name, place in more:
            setattr(instance, name, row[place])
        return instance

    return made


def _adapted(value: Any) -> Any:
    """As the database takes it; SQLite keeps moments, days and ids as text."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, list):
        return [_adapted(one) for one in value]
    if isinstance(value, uuid.UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
