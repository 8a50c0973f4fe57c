"""The tables that views show with what only all pages together tell.

A page says whom its mentions and speakers name as far as the page knows. Their rows are stored as
the page has them, and never rewritten: whom a surname means can change with each batch, on pages
that came long before. `name_forms` says it form by form, and the views put it in.
"""

from collections.abc import Mapping

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import IdentityBasis
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog import ddl

# The forms that mean somebody else than the page by itself says.
_FORMS_JOINED = f"""
    SELECT DISTINCT form_id, entity_id, resolved_by, entity_confidence FROM name_forms
    WHERE entity_id <> name_id OR resolved_by = '{IdentityBasis.LEXICON}'
"""
# By table, what the form tells of it, and which of its columns have the form.
_TOLD: Mapping[str, tuple[Mapping[str, str], str]] = {
    "mentions": (
        {
            "entity_id": "entity_id",
            "resolved_by": "resolved_by",
            "entity_confidence": "entity_confidence",
        },
        "coalesce(row.form_id, row.entity_id)",
    ),
    "quotes": (
        {"speaker_entity_id": "entity_id"},
        "coalesce(row.speaker_form_id, row.speaker_entity_id)",
    ),
}


def _query(table: Table) -> str:
    told, form = _TOLD[table.name]

    def value(name: str) -> str:
        column = f"row.{ddl.identifier(name)}"
        return f"coalesce(form.{told[name]}, {column}) AS {name}" if name in told else column

    columns = ", ".join(value(column.name) for column in table.columns)
    return (
        f"SELECT {columns} FROM {ddl.identifier(table.stored_as or '')} AS row "
        f"LEFT JOIN ({_FORMS_JOINED}) AS form ON form.form_id = {form}"
    )


RESOLVED_TABLES: Mapping[str, str] = {name: _query(TABLES[name]) for name in _TOLD}
"""The query of the view that shows a table, by the table's name."""
