"""The result of a query as rows of Python values, or as Arrow for whoever reads columns.

Arrow's import costs as much as DuckDB's; an answer of a few rows needs none of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

import duckdb

from dateline.warehouse.catalog.errors import RowLimitError, StaleResultError, UnsupportedValueError

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb.sqltypes import DuckDBPyType

_FETCHED_AT_ONCE = 1_024
_LARGE_INTEGERS = frozenset({"hugeint", "uhugeint"})
NUMBERS = frozenset(
    {
        *("tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger"),
        *("ubigint", "float", "double", *_LARGE_INTEGERS),
    }
)
# DuckDB makes a Python value of these that says the same; of a month it makes 30 days.
_PLAIN_TYPES = frozenset(
    {
        *("boolean", "varchar", "blob", "uuid", "enum", "decimal"),
        *("date", "timestamp", "timestamp with time zone", *NUMBERS),
    }
)
_INFINITE = (date.min, date.max, datetime.min, datetime.max)
_LARGEST_JSON_INTEGER = 2**63 - 1
# A connection holds the result of its last query alone, and gives its rows to whoever asks.
_last_results: WeakKeyDictionary[duckdb.DuckDBPyConnection, object] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class FetchedResult:
    """The whole result of a query; iterating gives each row as a tuple."""

    names: Sequence[str]
    types: "Sequence[DuckDBPyType]"
    rows: Sequence[tuple[Any, ...]]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)


class QueryResult:
    """The rows of a query, read a batch at a time; valid until the connection's next query.

    Whoever reads them later gets a `StaleResultError`, and never the rows of another query.
    Iterating gives each row as a tuple. `names` numbers repeated names, as `a`, `a_1`; `types` has
    DuckDB's types. Beyond `row_limit` rows, reading them raises a `RowLimitError`.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, row_limit: int | None = None) -> None:
        self._connection = connection
        self._row_limit = row_limit
        self._row_count = 0
        described = connection.description or []
        self._described = described
        self._token = object()
        _last_results[connection] = self._token
        self.types: tuple[DuckDBPyType, ...] = tuple(column[1] for column in described)
        self.names = distinct_names([column[0] for column in described])

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """The rows.

        Raises:
            UnsupportedValueError: Python cannot represent a value.
            StaleResultError: the connection has run another query since.
        """
        batches = self._batches() if all(map(_is_plain, self.types)) else self._batches_of_arrow()
        try:
            for batch in batches:
                yield from batch
        except (OverflowError, ValueError) as error:
            raise UnsupportedValueError(
                f"unsupported value: {error}; cast its column to VARCHAR"
            ) from error

    def to_arrow_reader(self, rows_at_a_time: int = _FETCHED_AT_ONCE) -> "pa.RecordBatchReader":
        """The rows as Arrow, under the names that the query gives them.

        Reading them raises a `StaleResultError` once the connection has run another query.
        """
        import pyarrow as pa

        self._require_current()
        reader = self._connection.to_arrow_reader(rows_at_a_time)
        return pa.RecordBatchReader.from_batches(reader.schema, self._while_current(reader))

    def fetch_all(self) -> FetchedResult:
        """All rows, valid beyond the next query; raises as iterating does."""
        return FetchedResult(self.names, self.types, list(self))

    def dicts(self) -> Iterator[dict[str, Any]]:
        """The rows as mappings by name; raises as iterating does."""
        return (dict(zip(self.names, row, strict=True)) for row in self)

    def _while_current(self, reader: "pa.RecordBatchReader") -> "Iterator[pa.RecordBatch]":
        for batch in reader:
            self._count(batch.num_rows)
            yield batch
            self._require_current()

    def _count(self, row_count: int) -> None:
        self._row_count += row_count
        if self._row_limit is not None and self._row_count > self._row_limit:
            raise RowLimitError(
                f"the result has more than {self._row_limit:,} rows; ask for less, such as with "
                "LIMIT, or allow more with --rows"
            )

    def _require_current(self) -> None:
        is_last = _last_results.get(self._connection) is self._token
        # Queries that are run without a result of this kind differ by their columns.
        if not is_last or (self._connection.description or []) != self._described:
            raise StaleResultError(
                "the rows are gone, since their lake has run another query; read all rows of a "
                "query before the next one, as `fetch_all` does"
            )

    def _batches(self) -> Iterator[Sequence[tuple[Any, ...]]]:
        checked = [index for index, of in enumerate(self.types) if _may_be_infinite(of)]
        large = [index for index, of in enumerate(self.types) if of.id in _LARGE_INTEGERS]
        while rows := self._fetched():
            for index in checked:
                for row in rows:
                    _require_finite(row[index])
            for index in large:
                rows = [(*row[:index], _jsonable(row[index]), *row[index + 1 :]) for row in rows]
            yield rows

    def _fetched(self) -> list[tuple[Any, ...]]:
        self._require_current()
        rows = self._connection.fetchmany(_FETCHED_AT_ONCE)
        self._count(len(rows))
        return rows

    def _batches_of_arrow(self) -> Iterator[Iterator[tuple[Any, ...]]]:
        for batch in self.to_arrow_reader():
            yield zip(*(column.to_pylist() for column in batch.columns), strict=True)


def distinct_names(names: Sequence[str]) -> list[str]:
    """Names, the repeated ones numbered."""
    distinct: dict[str, None] = {}
    for name in names:
        numbered = (f"{name}_{number}" for number in count(1))
        distinct[
            name if name not in distinct else next(n for n in numbered if n not in distinct)
        ] = None
    return list(distinct)


def _is_plain(of: "DuckDBPyType") -> bool:
    if of.id in ("list", "array"):
        return _is_plain(_item(of))
    if of.id == "struct":
        return all(_is_plain(cast("DuckDBPyType", member)) for _, member in of.children)
    return of.id in _PLAIN_TYPES


def _item(of: "DuckDBPyType") -> "DuckDBPyType":
    """The type of a list's items."""
    return cast("DuckDBPyType", of.children[0][1])


def _may_be_infinite(of: "DuckDBPyType") -> bool:
    if of.id in ("list", "array"):
        return _may_be_infinite(_item(of))
    if of.id == "struct":
        return any(_may_be_infinite(cast("DuckDBPyType", member)) for _, member in of.children)
    return of.id in ("date", "timestamp", "timestamp with time zone")


def _require_finite(value: Any) -> None:
    """See that a date is one: DuckDB gives infinity as the first or last that Python has."""
    if isinstance(value, list | tuple):
        for item in value:
            _require_finite(item)
    elif isinstance(value, dict):
        for item in value.values():
            _require_finite(item)
    elif isinstance(value, date) and value in _INFINITE:
        raise ValueError(f"{value} may stand for infinity")


def _jsonable(value: int | None) -> int | Decimal | None:
    """An integer, as a decimal where JSON's readers would round it."""
    return value if value is None or abs(value) <= _LARGEST_JSON_INTEGER else Decimal(value)
