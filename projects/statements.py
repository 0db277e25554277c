"""SQL for a single row, written out once for a model: to build it for every change takes longer than to run it.

It does what `Model.save` and a queryset do, but sends no signals. Other writers wait meanwhile, so what every change
asks for goes this way; all else goes through querysets.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import AutoField, Field, Model
from django.db.transaction import mark_for_rollback_on_error

type Values = Sequence[Any]


def save_fields(row: Model, *names: str) -> None:
    """Update exactly these fields of a row. Raises the model's NotUpdated if the row is gone."""
    statement, fields = update_statement(type(row), names)
    with mark_for_rollback_on_error(), connection.cursor() as cursor:
        cursor.execute(statement, [*to_database(row, fields, add=False), row.pk])
        if not cursor.rowcount:
            raise row.NotUpdated("The row to be updated is gone.")  # type: ignore[attr-defined]


def insert(row: Model) -> None:
    """Insert a row, and set the id that the database gives it."""
    statement, fields = insert_statement(type(row))
    with mark_for_rollback_on_error(), connection.cursor() as cursor:
        cursor.execute(statement, to_database(row, fields, add=True))
        [row.pk] = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias


def increment(row: Model, counter: str, count: int, *, also: Iterable[str] = ()) -> None:
    """Add to a counter in the database, and read it and the fields in `also` by the same statement.

    Raises the model's NotUpdated if the row is gone.
    """
    names = (counter, *also)
    with mark_for_rollback_on_error(), connection.cursor() as cursor:
        cursor.execute(increment_statement(type(row), names), [count, row.pk])
        values = cursor.fetchone()
        if values is None:
            raise row.NotUpdated("The row to be updated is gone.")  # type: ignore[attr-defined]
    for name, value in zip(names, converter(type(row), names)(values), strict=True):
        setattr(row, name, value)


# --- Written out once --------------------------------------------------------------------------------------
# Both databases quote names alike, and Django's cursors take %s for both.
class Written(NamedTuple):
    statement: str
    fields: list[Any]  # whose values the statement takes, in this order


@cache
def update_statement(model: type[Model], names: tuple[str, ...]) -> Written:
    fields = [model._meta.get_field(name) for name in dict.fromkeys(names)]
    changes = ", ".join(f"{column(field)} = %s" for field in fields)
    return Written(f"UPDATE {table(model)} SET {changes} WHERE {key(model)} = %s", fields)  # noqa: S608


@cache
def insert_statement(model: type[Model]) -> Written:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    names, places = ", ".join(map(column, fields)), ", ".join(["%s"] * len(fields))
    return Written(f"INSERT INTO {table(model)} ({names}) VALUES ({places}) RETURNING {key(model)}", fields)  # noqa: S608


@cache
def increment_statement(model: type[Model], names: tuple[str, ...]) -> str:
    read = [column(model._meta.get_field(name)) for name in names]
    change = f"{read[0]} = {read[0]} + %s"
    return f"UPDATE {table(model)} SET {change} WHERE {key(model)} = %s RETURNING {', '.join(read)}"  # noqa: S608


def columns(alias: str, model: type[Model]) -> str:
    """List all columns of a table in the order in which `reader` takes them."""
    return ", ".join(f"{alias}.{column(field)}" for field in model._meta.concrete_fields)


def table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def column(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def key(model: type[Model]) -> str:
    return column(model._meta.pk)


# --- Values to the database and back -----------------------------------------------------------------------
def to_database(row: Model, fields: Iterable[Field], *, add: bool) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add), connection) for field in fields]


@cache
def reader(*models: type[Model]) -> Callable[[Values], list[Any]]:
    """Return a function that makes instances, as a queryset does, of a row with the columns of these models.

    One whose columns are NULL is None.
    """
    makers, end = [], 0
    for model in models:
        begin, end = end, end + len(model._meta.concrete_fields)
        makers.append((slice(begin, end), maker(model)))
    return lambda values: [make(values[part]) for part, make in makers]


def maker(model: type[Model]) -> Callable[[Values], Any]:
    names = tuple(field.attname for field in model._meta.concrete_fields)
    convert, pk = converter(model, names), names.index(str(model._meta.pk.attname))

    def make(values: Values) -> Model | None:
        return None if values[pk] is None else model.from_db(connection.alias, names, convert(values))

    return make


@cache
def converter(model: type[Model], names: tuple[str, ...]) -> Callable[[Values], list[Any]]:
    """Return a function that makes Python's values of those of these columns."""
    unconnected = connection.copy()  # converters may hold on to it, and it belongs to no thread
    expressions = [model._meta.get_field(name).get_col(model._meta.db_table) for name in names]  # type: ignore[union-attr]
    converters = [
        (place, expression, convert)
        for place, expression in enumerate(expressions)
        for convert in (
            *unconnected.ops.get_db_converters(expression),
            *expression.get_db_converters(unconnected),
        )
    ]

    def convert_all(values: Values) -> list[Any]:
        converted = list(values)
        for place, expression, convert in converters:
            converted[place] = convert(converted[place], expression, connection)
        return converted

    return convert_all
