"""Recomputed rows, beside the lake until they replace the old ones in one transaction.

A shadow is a DuckDB database in the lake's staging area. It holds the rows of pages that were
understood once more; comparing, choosing and replacing are joins between it and the lake, so that
memory does not grow with either. A shadow that a killed process left is swept by the next writer.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.connection import using_threads
from dateline.warehouse.catalog.derived_tables import compared_of, entities_of
from dateline.warehouse.catalog.folder import STAGING
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.measures import MEASURED, measures_of
from dateline.warehouse.catalog.name_forms import all_forms
from dateline.warehouse.catalog.snapshots import insert, transaction
from dateline.warehouse.lookup.index import keep_pages_known
from dateline.warehouse.publish.staging import DERIVED
from dateline.warehouse.read.differences import TableDifference, compare, differing
from dateline.warehouse.read.stories import Origins, all_stories
from dateline.warehouse.read.story_changes import all_changes
from dateline.warehouse.search.index import keep_up

# What understanding a page makes, and is replaced by page. A fingerprint is of the text alone.
OF_A_PAGE: Mapping[str, Table] = {
    name: table
    for name, table in TABLES.items()
    if table.schema == "main" and name not in {"documents", "fingerprints", *DERIVED}
}


# What is made of the rows of all pages, and by whose values its rows are replaced.
_OF_ALL_PAGES: Mapping[str, str] = {
    "name_forms": "form_id",
    "entities": "entity_id",
    "stories": "story_id",
    "story_members": "document_id",
    "story_changes": "document_id",
}
_REPLACED = (*OF_A_PAGE, *_OF_ALL_PAGES)


@dataclass(frozen=True, slots=True)
class Shadow:
    """Rows of the tables `OF_A_PAGE`, recomputed for some pages of the lake."""

    lake: Lake

    def add(self, batch: BatchTables) -> None:
        """Put in the rows of a batch of pages: their documents and all that is made of them."""
        self._insert("pages", batch.documents.select(["document_id"]))
        tables = batch.by_name()
        for name in OF_A_PAGE:
            self._insert(name, tables[name])

    def settle(self) -> int:
        """Find out what differs, once all pages are in; returns how many pages do.

        What is made of all pages is recomputed, so that it also comes up to date where only the
        way in which it is made is another one now.
        """
        for name in OF_A_PAGE:
            rows = f"(FROM {_stored(name)} SEMI JOIN shadow.pages USING (document_id))"
            self._note_changed(name, rows)
        self._settle_identity()
        self._settle_stories()
        changed = " UNION ".join(f"FROM shadow.changed_{name}" for name in OF_A_PAGE)
        # A batch is measured by all of its pages.
        loaded = "(FROM lake.ops.sightings WHERE outcome = 'loaded')"
        self._execute(
            f"CREATE TABLE shadow.measured AS SELECT batch_id, document_id FROM {loaded} "
            f"WHERE batch_id IN (SELECT batch_id FROM {loaded} SEMI JOIN ({changed}) "
            "USING (document_id))"
        )
        ((count,),) = self.lake.connection.execute(f"SELECT count(*) FROM ({changed})").fetchall()
        return int(count)

    def _settle_identity(self) -> None:
        connection = self.lake.connection
        forms = all_forms(connection, self._replaced("mentions"), "lake.documents")
        self._fill("name_forms", forms)
        entities = connection.execute(entities_of("shadow.name_forms")).to_arrow_table()
        self._fill("entities", entities.cast(TABLES["entities"].arrow_schema))

    def _settle_stories(self) -> None:
        told = all_stories(
            self.lake.connection,
            Origins(self._replaced("articles"), "lake.documents", self._replaced("sketches")),
        )
        self._fill("stories", told.stories)
        self._fill("story_members", told.members)
        changes = all_changes(
            self.lake.connection,
            compared_of("shadow.stories", "shadow.story_members"),
            articles=self._replaced("articles"),
            documents="lake.documents",
            quotes=self._replaced("quotes"),
        )
        self._fill("story_changes", changes)

    def _fill(self, name: str, rows: pa.Table) -> None:
        """Put all rows of a table that is made of whole tables, and note which differ."""
        self._execute(f"CREATE TABLE shadow.{name} AS FROM lake.{name} LIMIT 0")
        self._insert(name, rows)
        self._note_changed(name, f"lake.{name}")

    def _replaced(self, name: str) -> str:
        """What FROM takes for a table as it is to be."""
        return (
            f"(FROM {_stored(name)} ANTI JOIN shadow.changed_{name} USING (document_id) "
            f"UNION ALL BY NAME {_new(name)})"
        )

    def differences(self) -> tuple[TableDifference, ...]:
        """What replacing would change, by table; known once it is settled."""
        found = (
            compare(self.lake.connection, TABLES[name], f"({_old(name)})", f"({_new(name)})")
            for name in _REPLACED
        )
        return tuple(difference for difference in found if difference is not None)

    def replace(self, message: str) -> int:
        """Replace the rows that differ by the new ones, in one transaction.

        Afterwards entities, stories and `ops.measures` are as if all pages had been loaded as
        they are now: an entity that nothing names any more is gone.

        Args:
            message: the snapshot's commit message.

        Returns:
            The snapshot that holds the new rows.

        Raises:
            duckdb.Error: the database failed; nothing was published.
        """
        with transaction(self.lake.connection, message):
            for name in _REPLACED:
                self._execute(
                    f"DELETE FROM {_stored(name)} "
                    f"WHERE {_key(name)} IN (FROM shadow.changed_{name})"
                )
                self._execute(f"INSERT INTO {_stored(name)} BY NAME {_new(name)}")
            self._execute(
                "DELETE FROM lake.ops.measures WHERE batch_id IN "
                "(SELECT batch_id FROM shadow.measured)"
            )
            tables = {
                name: f"(FROM lake.{name} SEMI JOIN shadow.measured USING (document_id))"
                for name in MEASURED
            }
            self._execute(f"INSERT INTO lake.ops.measures BY NAME {measures_of(tables)}")
        keep_pages_known(self.lake)
        keep_up(self.lake)
        return self.lake.snapshot_id

    def _note_changed(self, name: str, old: str) -> None:
        query = differing(TABLES[name], _key(name), old, f"shadow.{name}")
        self._execute(f"CREATE TABLE shadow.changed_{name} AS {query}")

    def _insert(self, name: str, rows: pa.Table) -> None:
        if rows.num_rows:
            insert(self.lake.connection, f"shadow.{name}", rows)

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
            for table in OF_A_PAGE:
                connection.execute(f"CREATE TABLE shadow.{table} AS FROM {_stored(table)} LIMIT 0")
            with using_threads(connection):
                yield Shadow(lake)
        finally:
            connection.execute("DETACH shadow")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _stored(name: str) -> str:
    """The lake's own rows of a table, as pages have them."""
    return f"lake.{ddl.stored(TABLES[name])}"


def _key(name: str) -> str:
    """The column by whose values the rows of a table are replaced."""
    return _OF_ALL_PAGES.get(name, "document_id")


def _old(name: str) -> str:
    """The rows of a table that are to go."""
    return f"FROM {_stored(name)} SEMI JOIN shadow.changed_{name} USING ({_key(name)})"


def _new(name: str) -> str:
    """The rows of a table that are to replace them."""
    return f"FROM shadow.{name} SEMI JOIN shadow.changed_{name} USING ({_key(name)})"
