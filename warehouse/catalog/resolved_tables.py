"""The tables that views show with what only all pages together tell.

A page says whom its mentions and speakers name as far as the page knows. Their rows are stored as
the page has them, and never rewritten: whom a surname means can change with each batch, on pages
that came long before. `name_forms` says it form by form, and the views put it in.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import IdentityBasis
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog import ddl

_FORMS_JOINED = f"""
    SELECT DISTINCT form_id, entity_id, resolved_by, entity_confidence FROM {{name_forms}}
    WHERE entity_id <> name_id OR resolved_by = '{IdentityBasis.LEXICON}'
"""
# By table, what the form tells of it, and which of its columns has the form: the first not null.
_TOLD: Mapping[str, tuple[Mapping[str, str], tuple[str, str]]] = {
    "mentions": (
        {
            "entity_id": "entity_id",
            "resolved_by": "resolved_by",
            "entity_confidence": "entity_confidence",
        },
        ("form_id", "entity_id"),
    ),
    "quotes": (
        {"speaker_entity_id": "entity_id"},
        ("speaker_form_id", "speaker_entity_id"),
    ),
}


def forms_joined(name_forms: str) -> str:
    """The query for the forms that mean somebody else than a page by itself says."""
    return _FORMS_JOINED.format(name_forms=name_forms)


def resolved(table: Table, rows: str, forms: str) -> str:
    """The query for rows of a table with what all pages together tell.

    Args:
        table: a table of `RESOLVED_TABLES`.
        rows: what FROM takes for its rows as they are stored.
        forms: what FROM takes for `forms_joined`.
    """
    told, form_columns = _TOLD[table.name]
    form = f"coalesce({', '.join(f'row.{column}' for column in form_columns)})"

    def value(name: str) -> str:
        column = f"row.{ddl.identifier(name)}"
        return f"coalesce(form.{told[name]}, {column}) AS {name}" if name in told else column

    columns = ", ".join(value(column.name) for column in table.columns)
    return f"SELECT {columns} FROM {rows} AS row LEFT JOIN {forms} AS form ON form.form_id = {form}"


def resolve(
    table: str,
    rows: Sequence[dict[str, Any]],
    forms_of: Callable[[Set[str]], Mapping[str, Mapping[str, Any]]],
) -> None:
    """Put into rows what all pages together tell, as the query `resolved` does.

    Args:
        table: the name of a table of `RESOLVED_TABLES`.
        rows: its rows as they are stored, by the names of their columns.
        forms_of: gives those of some forms that `forms_joined` has, by `form_id`.
    """
    told, (first, second) = _TOLD[table]
    form_ids = [row[second] if row[first] is None else row[first] for row in rows]
    forms = forms_of({form_id for form_id in form_ids if form_id is not None})
    for row, form_id in zip(rows, form_ids, strict=True):
        if form_id in forms:
            form = forms[form_id]
            row.update({name: form[column] for name, column in told.items()})


def _query(table: Table) -> str:
    forms = f"({forms_joined('name_forms')})"
    return resolved(table, ddl.identifier(table.stored_as or ""), forms)


RESOLVED_TABLES: Mapping[str, str] = {name: _query(TABLES[name]) for name in _TOLD}
"""The query of the view that shows a table, by the table's name."""
