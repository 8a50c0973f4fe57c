"""Values for the parameters of a statement.

DuckDB's Python client imports pandas, some 490 modules, for the first value that is bound. So the
values go to an EXECUTE, as literals; in the statement itself stand the parameters and no value.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

import duckdb

from dateline.warehouse.catalog import ddl

_PARAMETER = re.compile(r"\$(\d+)")

Value: TypeAlias = str | bytes | bool | int | float | date | datetime | Sequence["Value"] | None


def execute(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: Sequence[Value] | Mapping[str, Value] = (),
) -> duckdb.DuckDBPyConnection:
    """Run one statement; returns the connection, which holds the result.

    Args:
        connection: where to run it.
        sql: the statement, with `?` or `$1` for each of a sequence, `$name` for each of a mapping.
        parameters: their values.

    Raises:
        duckdb.Error: the statement is wrong, or fails.
    """
    if not parameters:
        return connection.execute(sql)
    if isinstance(parameters, Mapping):
        values = ", ".join(f"{name} := {_literal(value)}" for name, value in parameters.items())
    else:
        values = ", ".join(map(_literal, parameters))
    connection.execute(f"PREPARE bound AS {sql}")
    return connection.execute(f"EXECUTE bound({values})")


def with_literals(sql: str, values: Sequence[Value]) -> str:
    """A statement with values instead of its `$1`, so that it is planned once and not twice.

    It must have none in a string; then its text is longer, and the same is asked.
    """
    return _PARAMETER.sub(lambda found: f"({_literal(values[int(found[1]) - 1])})", sql)


def placeholders(values: Sequence[Value]) -> str:
    """What stands in a statement for each of some values, `$1, $2`, where `IN` lists them.

    Bound one by one, they let DuckDB skip files that have none of them; an array does not.
    """
    return ", ".join(f"${number}" for number in range(1, len(values) + 1))


def _literal(value: Value) -> str:
    match value:
        case None:
            return "NULL"
        case bool() | int():
            return str(value)
        case float():
            return f"'{value!r}'::DOUBLE"
        case str():
            # A NUL would end the statement.
            return " || chr(0) || ".join(map(ddl.literal, value.split("\0")))
        case bytes():
            return f"from_hex('{value.hex()}')"
        case datetime():
            zone = "" if value.tzinfo is None else "TZ"
            return f"'{value.isoformat()}'::TIMESTAMP{zone}"
        case date():
            return f"'{value.isoformat()}'::DATE"
        case _:
            return f"[{', '.join(map(_literal, value))}]"
