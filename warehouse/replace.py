"""Rows made anew, beside the lake until they take the place of the old ones in one transaction.

A shadow is a DuckDB database in the lake's staging area. It holds the rows of pages that were
understood once more; comparing, choosing and replacing are joins between it and the lake, so that
memory does not grow with either. A shadow that a killed process left is swept by the next writer.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from transforms.columns import Table
from transforms.records import TABLES
from warehouse import ddl
from warehouse.derived import entities_of, stories_of
from warehouse.differences import TableDifference, compare, differing_documents
from warehouse.lake import STAGING, Lake
from warehouse.publish import transaction
from warehouse.staging import DERIVED

# What understanding a page makes, and is replaced by page. A fingerprint is of the text alone.
OF_A_PAGE: Mapping[str, Table] = {
    name: table
    for name, table in TABLES.items()
    if table.schema == "main" and name not in {"documents", "fingerprints", *DERIVED}
}


@dataclass(frozen=True, slots=True)
class _Derived:
    """A table that is made of another one: its rows of one key are made of that one's rows."""

    origin: str
    key: str
    query: str


# `{origin}` is where the rows of the origin will be once those of the shadow are in the lake.
_DERIVED = {
    "entities": _Derived("mentions", "entity_id", entities_of("{origin} m", "lake.documents d")),
    "stories": _Derived("articles", "story_id", stories_of("{origin} a", "lake.documents d")),
}


@dataclass(frozen=True, slots=True)
class Shadow:
    """Rows of the tables `OF_A_PAGE`, made anew for some pages of the lake."""

    lake: Lake

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Put in the rows of a batch of pages.

        Args:
            tables: by qualified table name, the pages' documents and all rows made of them.
        """
        self._insert("pages", tables["documents"].select(["document_id"]))
        for name in OF_A_PAGE:
            self._insert(name, tables[name])

    def settle(self) -> int:
        """Find out what differs, once all pages are in; returns how many pages do."""
        for name, table in OF_A_PAGE.items():
            old = f"(FROM lake.{name} SEMI JOIN shadow.pages USING (document_id))"
            query = differing_documents(table, old, f"shadow.{name}")
            self._execute(f"INSERT INTO shadow.changed SELECT '{name}', document_id FROM ({query})")
        for name, derived in _DERIVED.items():
            origin, key = derived.origin, derived.key
            self._execute(
                f"CREATE TABLE shadow.touched_{name} AS "
                f"SELECT {key} FROM ({_old(origin)}) UNION SELECT {key} FROM ({_new(origin)})"
            )
            rows = (
                f"(FROM (FROM lake.{origin} ANTI JOIN ({_changed(origin)}) USING (document_id) "
                f"UNION ALL BY NAME {_new(origin)}) "
                f"SEMI JOIN shadow.touched_{name} USING ({key}))"
            )
            self._execute(f"CREATE TABLE shadow.{name} AS {derived.query.format(origin=rows)}")
        ((count,),) = self.lake.connection.execute(
            "SELECT count(DISTINCT document_id) FROM shadow.changed"
        ).fetchall()
        return int(count)

    def differences(self) -> tuple[TableDifference, ...]:
        """What replacing would change, by table; known once it is settled."""
        found = (
            compare(self.lake.connection, TABLES[name], f"({_old(name)})", f"({_new(name)})")
            for name in (*OF_A_PAGE, *_DERIVED)
        )
        return tuple(difference for difference in found if difference is not None)

    def replace(self, message: str) -> int:
        """Put the new rows in the place of those that differ, in one transaction.

        Afterwards `entities` and `stories` are as if all pages had been loaded as they are now: an
        entity that nothing names any more is gone.

        Args:
            message: the snapshot's commit message.

        Returns:
            The snapshot that holds the new rows.

        Raises:
            duckdb.Error: the database failed; nothing was published.
        """
        with transaction(self.lake.connection, message):
            for name in OF_A_PAGE:
                self._replace(name, "document_id", _changed(name))
            for name, derived in _DERIVED.items():
                self._replace(name, derived.key, f"FROM shadow.touched_{name}")
        return self.lake.snapshot_id

    def _replace(self, name: str, key: str, keys: str) -> None:
        self._execute(f"DELETE FROM lake.{name} WHERE {key} IN ({keys})")
        self._execute(f"INSERT INTO lake.{name} BY NAME {_new(name)}")

    def _insert(self, name: str, rows: pa.Table) -> None:
        if rows.num_rows:
            self.lake.connection.from_arrow(rows).insert_into(f"shadow.{name}")

    def _execute(self, statement: str) -> None:
        self.lake.connection.execute(statement)


@contextmanager
def shadow_of(lake: Lake, name: str) -> Iterator[Shadow]:
    """An empty shadow beside a lake that is open for writing; gone afterwards.

    Args:
        lake: the lake.
        name: what to call the shadow's folder in the staging area.
    """
    folder = lake.folder / STAGING / name
    connection = lake.connection
    try:
        folder.mkdir()
        connection.execute(f"ATTACH {ddl.literal(str(folder / 'shadow.duckdb'))} AS shadow")
        try:
            connection.execute("CREATE TABLE shadow.pages (document_id VARCHAR)")
            connection.execute(
                "CREATE TABLE shadow.changed (table_name VARCHAR, document_id VARCHAR)"
            )
            for table in OF_A_PAGE:
                connection.execute(f"CREATE TABLE shadow.{table} AS FROM lake.{table} LIMIT 0")
            yield Shadow(lake)
        finally:
            connection.execute("DETACH shadow")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _changed(name: str) -> str:
    """The pages whose rows of a table differ."""
    return f"SELECT document_id FROM shadow.changed WHERE table_name = '{name}'"


def _old(name: str) -> str:
    """The rows of a table that are to go."""
    return _chosen(name, "lake")


def _new(name: str) -> str:
    """The rows of a table that are to come in their place."""
    return _chosen(name, "shadow")


def _chosen(name: str, database: str) -> str:
    if name in _DERIVED:
        key = _DERIVED[name].key
        return f"FROM {database}.{name} SEMI JOIN shadow.touched_{name} USING ({key})"
    return f"FROM {database}.{name} SEMI JOIN ({_changed(name)}) USING (document_id)"
