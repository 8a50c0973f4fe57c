"""The lake's `name_forms` and `entities`, brought up to date in the transaction of a batch.

Whom a name means can change with a batch that brings another of its bearers. Then forms of earlier
pages change, too: those with a key that the batch brings are read and resolved again, and no
others.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from dateline.warehouse.catalog.ddl import list_literal, literal
from dateline.warehouse.catalog.derived_tables import entities_of
from dateline.warehouse.catalog.name_forms import (
    counted_forms_of,
    keys_in,
    merged_forms_of,
    resolved,
)
from dateline.warehouse.catalog.snapshots import insert, registered


def renew_identity(connection: duckdb.DuckDBPyConnection, mentions: Path, documents: Path) -> None:
    """Bring `name_forms` and `entities` up to date.

    Args:
        connection: The lake's connection.
        mentions: The batch's mentions.
        documents: The batch's documents.
    """
    files = (f"read_parquet({literal(str(path))})" for path in (mentions, documents))
    brought = connection.execute(counted_forms_of(*files)).to_arrow_table()
    brought = brought.append_column("name_key", pa.array(keys_in(brought), pa.string()))
    with registered(connection, brought_forms=brought):
        known = connection.execute(
            "FROM name_forms WHERE name_key IN (SELECT name_key FROM brought_forms) "
            "OR form_id IN (SELECT form_id FROM brought_forms)"
        ).to_arrow_table()
        with registered(connection, known_forms=known):
            counted = connection.execute(
                merged_forms_of("known_forms", "brought_forms")
            ).to_arrow_table()
            _replace(connection, resolved(counted))


def _replace(connection: duckdb.DuckDBPyConnection, forms: pa.Table) -> None:
    """Put in the forms that are others than they were, and what entities are by them.

    `known_forms` has the forms as they were.
    """
    columns = ", ".join(forms.column_names)
    with registered(connection, forms_now=forms):
        changed = connection.execute(
            f"SELECT {columns} FROM forms_now EXCEPT SELECT {columns} FROM known_forms"
        ).to_arrow_table()
    with registered(connection, changed_forms=changed):
        entities = connection.execute(
            "SELECT entity_id FROM changed_forms UNION SELECT entity_id FROM known_forms "
            "SEMI JOIN changed_forms USING (form_id, name)"
        ).to_arrow_table()
        connection.execute(
            "DELETE FROM name_forms WHERE (form_id, name) IN (SELECT form_id, name "
            "FROM changed_forms)"
        )
    insert(connection, "name_forms", changed)
    touched = f"(SELECT unnest({list_literal(entities['entity_id'].to_pylist())}))"
    connection.execute(f"DELETE FROM entities WHERE entity_id IN {touched}")
    rows = connection.execute(
        entities_of(f"(FROM name_forms WHERE entity_id IN {touched})")
    ).to_arrow_table()
    insert(connection, "entities", rows)
