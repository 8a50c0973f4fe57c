"""A lake of an older version migrates to this one: its tables follow their declarations.

All of it happens in one transaction. Tables and columns that are missing are added, columns get
their new names (`FORMER_NAMES`), those that are not declared any more are dropped (`_DROPPED`), and
values of closed sets get their new names (`_FORMER_VALUES`). A column that may be null now may be
null in the catalog; views and comments follow their declarations. Data files keep the old names:
DuckLake finds a column in them by its identity. Snapshots from before keep the old names, too.

DuckLake cannot add a column that must not be null, so that an added one may be null in the catalog;
new rows are held to the declaration when they are staged. Older rows are null there until a replay
recomputes them, or get what `_FILLED` says where no replay does.

The schemas `main` and `ops` are Dateline's. A table or a column in them that is neither declared
nor named here was made by a newer version: to write on without it would leave holes there.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache

import duckdb

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import PageOutcome
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.derived_tables import (
    entities_of,
    ranked_of,
    stories_of,
    story_members_of,
)
from dateline.warehouse.catalog.errors import LakeVersionError
from dateline.warehouse.catalog.measures import MEASURED, measures_of
from dateline.warehouse.catalog.snapshots import insert, transaction
from dateline.warehouse.catalog.stored_tables import StoredTable
from dateline.warehouse.catalog.views import VIEWS, outdated, views_in
from dateline.warehouse.catalog.views import statements as view_statements

_NAMED = 4
# What older rows have in an added column, in SQL on their other columns.
_FILLED = {
    "stories.topic_id": "story_id",
    "ops.runs.waived_count": "0",
    "ops.quarantine.repairs": "[]",
    "ops.quarantine.state": "'open'",
    "ops.quarantine.state_at": "quarantined_at",
    "ops.quarantine.retries": "[]",
}

# By column, the name that it had in an older version.
FORMER_NAMES: Mapping[str, str] = {
    "articles.text_id": "story_id",
    "fingerprints.host": "outlet",
    "fingerprints.story_signature": "story_mark",
    "repeated_lines.host": "outlet",
    "repeated_lines.story_signatures": "story_marks",
    "ops.runs.already_known_count": "known_count",
    "ops.batches.already_known_count": "known_count",
    "ops.quarantine.file_path": "source",
    "ops.quarantine.quarantined_at": "set_aside_at",
    "ops.sightings.file_path": "source",
}
_DROPPED = frozenset({"stories.similarity", "stories.role", "ops.quarantine.severity"})
# By table and column, the new values by their former ones; they changed together with a name.
_FORMER_VALUES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "ops.sightings": {"outcome": {"known": PageOutcome.ALREADY_KNOWN}},
}


def name_in(found: Collection[str], table: str, column: str) -> str | None:
    """The name that a declared column has among those of a lake's table; None where it lacks it."""
    names = (column, FORMER_NAMES.get(f"{table}.{column}"))
    return next((name for name in names if name in found), None)


def tables_as_found(found: Mapping[str, StoredTable]) -> dict[str, Table]:
    """The declared tables as a lake has them, by qualified name.

    Those that it lacks are left out, and so are columns; a column has the name that it has in the
    lake, and is nullable where the catalog lets it be.
    """
    by_name = _by_declared_name(found)
    return {
        name: replace(
            table,
            columns=tuple(
                replace(column, name=there, nullable=by_name[name].columns[there].nullable)
                for column in table.columns
                if (there := name_in(by_name[name].columns, name, column.name)) is not None
            ),
            stored_as=table.stored_as if table.stored_as in found else None,
        )
        for name, table in TABLES.items()
        if name in by_name
    }


def _by_declared_name(found: Mapping[str, StoredTable]) -> dict[str, StoredTable]:
    """The tables of a lake by the names that they are declared with, not as they are stored."""
    declared = {table.stored_as: name for name, table in TABLES.items()}
    return {declared.get(name, name): table for name, table in found.items()}


def changes(
    found: Mapping[str, StoredTable], found_views: Collection[str], lake: str
) -> tuple[str, ...]:
    """What a migration would change of a lake: tables, columns and views, each in a few words.

    Raises:
        LakeVersionError: the lake has what is not declared, or a column of another type.
    """
    renamed = (
        f"{name} renamed to {table.stored_as}" for name, table in _stored_otherwise(found).items()
    )
    found = _by_declared_name(found)
    _require_known(found, lake)
    made = []
    for name, table in TABLES.items():
        if name not in found:
            made.append(f"{name} added")
            continue
        columns = found[name].columns
        for column in table.columns:
            there = name_in(columns, name, column.name)
            declared = _normal(ddl.duckdb_type(column.annotation))
            if there is None:
                made.append(f"{name}.{column.name} added")
            elif columns[there].duckdb_type != declared:
                raise LakeVersionError(
                    f"the column {name}.{there} of the lake {lake} holds "
                    f"{columns[there].duckdb_type}, which this version of Dateline cannot turn "
                    f"into {declared}; use the version that made the lake, or take the pages' "
                    "texts out with it and run them into a new folder (docs/how-to/upgrade.md)"
                )
            elif there != column.name:
                made.append(f"{name}.{there} renamed to {column.name}")
        made += (f"{name}.{column} dropped" for column in columns if _is_dropped(name, column))
    return (*made, *renamed, *(f"{name} added" for name in VIEWS if name not in found_views))


@cache
def _normal(duckdb_type: str) -> str:
    """A type in the form in which DuckDB writes it."""
    return str(duckdb.sqltype(duckdb_type))


def require_current(changed: tuple[str, ...], lake: str) -> None:
    """Say what a reader, which cannot migrate a lake, is to do about an older one.

    Raises:
        LakeVersionError: something would change.
    """
    if changed:
        raise LakeVersionError(
            f"an older version of Dateline made the lake {lake} ({_listed(changed)} since); "
            f"migrate it with `dateline migrate --lake {lake}`, as the next run does"
        )


def migrate(
    connection: duckdb.DuckDBPyConnection, found: Mapping[str, StoredTable], lake: str
) -> tuple[str, ...]:
    """Bring a lake to the tables that are declared, in one transaction, or make those of a new one.

    Args:
        connection: where the lake is attached for writing.
        found: what the lake has; nothing in a new one.
        lake: how it is named to a person.

    Returns:
        What was changed, in words; nothing in a new lake.

    Raises:
        LakeVersionError: the lake has what is not declared, or a column of another type.
    """
    there = views_in(connection)
    changed = changes(found, there, lake)
    by_name = _by_declared_name(found)
    renamed = _as_renamed(by_name)
    statements = [
        *(
            f"ALTER TABLE {ddl.qualified(table)} RENAME TO {ddl.identifier(table.stored_as or '')}"
            for table in _stored_otherwise(found).values()
        ),
        *_renaming(by_name),
        *_statements(renamed),
        *view_statements(outdated(there)),
    ]
    if statements:
        with transaction(connection, "tables migrated" if found else "tables made"):
            connection.execute(";\n".join(statements))
            if found and "name_forms" not in found:
                _find_forms(connection)
    return changed if found else ()


def _stored_otherwise(found: Mapping[str, StoredTable]) -> dict[str, Table]:
    """The tables that a view shows now, and that an older lake has under the view's name."""
    return {
        name: table
        for name, table in TABLES.items()
        if table.stored_as is not None and name in found
    }


def _find_forms(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `name_forms`, and `entities` by it: until a replay, forms are nothing but names."""
    # Imports Arrow and NumPy, which only an older lake that is migrated needs.
    from dateline.warehouse.catalog.name_forms import all_forms

    insert(connection, "name_forms", all_forms(connection, "page_mentions", "documents"))
    connection.execute("DELETE FROM entities")
    connection.execute(f"INSERT INTO entities BY NAME {entities_of('name_forms')}")


def _is_dropped(table: str, column: str) -> bool:
    return f"{table}.{column}" in _DROPPED


def _require_known(found: Mapping[str, StoredTable], lake: str) -> None:
    unknown = [name for name in found if name not in TABLES]
    for name, table in _as_renamed(found).items():
        if name in TABLES:
            declared = {column.name for column in TABLES[name].columns}
            unknown += [f"{name}.{column}" for column in table.columns if column not in declared]
    if unknown:
        raise LakeVersionError(
            f"a newer version of Dateline made the lake {lake}, which has "
            f"{_listed(tuple(unknown))}; use that version, or another folder (a table of your own "
            "belongs in a schema of its own)"
        )


def _as_renamed(found: Mapping[str, StoredTable]) -> dict[str, StoredTable]:
    """The tables of a lake once their columns are renamed and dropped."""
    new_names = {
        (name.rpartition(".")[0], former): name.rpartition(".")[2]
        for name, former in FORMER_NAMES.items()
    }
    return {
        name: StoredTable(
            table.comment,
            {
                new_names.get((name, column), column): there
                for column, there in table.columns.items()
                if not _is_dropped(name, column)
            },
        )
        for name, table in found.items()
    }


def _renaming(found: Mapping[str, StoredTable]) -> Iterator[str]:
    """The statements that rename and drop columns, and rename the values that changed with them."""
    for name, table in TABLES.items():
        columns = found[name].columns if name in found else {}
        alter = f"ALTER TABLE {ddl.stored(table)}"
        renamed = {
            there: column.name
            for column in table.columns
            if (there := name_in(columns, name, column.name)) not in (None, column.name)
        }
        for former, new in renamed.items():
            yield f"{alter} RENAME COLUMN {ddl.identifier(former)} TO {ddl.identifier(new)}"
        for column in columns:
            if _is_dropped(name, column):
                yield f"{alter} DROP COLUMN {ddl.identifier(column)}"
        if renamed:
            yield from _renaming_values(table)


def _renaming_values(table: Table) -> Iterator[str]:
    for column, values in _FORMER_VALUES.get(table.qualified_name, {}).items():
        quoted = ddl.identifier(column)
        for former, new in values.items():
            yield (
                f"UPDATE {ddl.stored(table)} SET {quoted} = {ddl.literal(new)} "
                f"WHERE {quoted} = {ddl.literal(former)}"
            )


def _statements(found: Mapping[str, StoredTable]) -> Iterator[str]:
    schemas = {"main", *(TABLES[name].schema for name in found)}
    for schema in sorted({table.schema for table in TABLES.values()} - schemas):
        yield f"CREATE SCHEMA {ddl.identifier(schema)}"
    for name, table in TABLES.items():
        if name in found:
            yield from _alterations(table, found[name])
        else:
            yield from ddl.table_statements(table)
    if found and "ops.measures" not in found:
        tables = {name: ddl.stored(TABLES[name]) for name in MEASURED}
        yield f"INSERT INTO ops.measures BY NAME {measures_of(tables)}"
    if found and "story_members" not in found:
        yield from _stories_of_equal_texts()


def _stories_of_equal_texts() -> Iterator[str]:
    """The statements that fill the tables of stories as long as there are no sketches.

    Until then, `stories` had a row for each article, and put equal texts together.
    """
    texts = "(SELECT DISTINCT text_id, text_id AS cluster FROM articles WHERE text_id IS NOT NULL)"
    ranked = f"({ranked_of(texts, 'articles', 'documents')})"
    nothing = (
        "(SELECT '' AS text_id, '' AS origin_text_id, '' AS role, 0.0 AS similarity, "
        "0.0 AS containment, 0.0 AS origin_containment WHERE false)"
    )
    yield f"INSERT INTO story_members BY NAME {story_members_of(ranked, nothing)}"
    yield "DELETE FROM stories"
    yield f"INSERT INTO stories BY NAME {stories_of(ranked)}"


def _alterations(table: Table, found: StoredTable) -> Iterator[str]:
    name = ddl.stored(table)
    if found.comment != table.meaning:
        yield ddl.comment_on_table(table)
    for column in table.columns:
        there = found.columns.get(column.name)
        quoted = ddl.identifier(column.name)
        if there is None:
            yield f"ALTER TABLE {name} ADD COLUMN {quoted} {ddl.duckdb_type(column.annotation)}"
        elif column.nullable and not there.nullable:
            yield f"ALTER TABLE {name} ALTER COLUMN {quoted} DROP NOT NULL"
        if there is None or there.comment != ddl.column_comment(column):
            yield ddl.comment_on_column(table, column)
    filled = [
        f"{ddl.identifier(column.name)} = {_FILLED[f'{table.qualified_name}.{column.name}']}"
        for column in table.columns
        if column.name not in found.columns and f"{table.qualified_name}.{column.name}" in _FILLED
    ]
    if filled:
        yield f"UPDATE {name} SET {', '.join(filled)}"


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
