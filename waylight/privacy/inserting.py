"""Puts a row in unless another stands in its way, and says which, in one statement."""

from django.db import connection
from django.db.models import Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery


def insert(row: Model) -> bool:
    """INSERT … ON CONFLICT DO NOTHING RETURNING. False: a constraint forbids the row, and nothing was done."""
    fields = [field for field in row._meta.concrete_fields if not field.generated]
    query = InsertQuery(type(row), on_conflict=OnConflict.IGNORE)
    query.insert_values(fields, [row])
    ((statement, values),) = query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} RETURNING 1", values)
        is_in = cursor.fetchone() is not None
    row._state.adding, row._state.db = not is_in, connection.alias
    return is_in
