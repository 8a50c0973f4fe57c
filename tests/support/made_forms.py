"""Mentions of made people, one on each made page, and batches that bring them."""

from collections.abc import Sequence

import pyarrow as pa
from made_batches import tables

# By page: the identity by name alone, the name and the form.
FORMS = (
    ("person/ludek-vrana", "Ludek Vrana", "person/ludek-vrana|president/|SVK|SVK"),
    ("person/vrana", "Vrana", "person/vrana|president/"),
    ("person/vrana", "Vrana", "person/vrana|||SVK||||0a1b"),
    ("person/ludek-vrana", "Ludek Vrána", "person/ludek-vrana|||SVK"),
    ("person/milena-vrana", "Milena Vrana", "person/milena-vrana|novelist/||SVK"),
    ("organisation/hpa", "HPA", "organisation/hpa"),
    ("organisation/harbour-port", "Harbour Port", "organisation/harbour-port|||||HPA"),
    ("person/ann-bek", "Ann Bek", "person/ann-bek"),
)


def mentions_of(pages: Sequence[int]) -> pa.Table:
    """The mentions of some pages."""
    rows = tables(pages)["mentions"]
    columns = {name: rows[name].to_pylist() for name in rows.column_names}
    forms = [FORMS[page] for page in pages]
    columns["entity_id"] = [name_id for name_id, _, _ in forms]
    columns["name"] = [name for _, name, _ in forms]
    columns["form_id"] = [form_id for _, _, form_id in forms]
    columns["kind"] = [name_id.partition("/")[0] for name_id, _, _ in forms]
    return pa.table(columns, schema=rows.schema)


def batch_of_forms(pages: Sequence[int], batch_id: str) -> dict[str, pa.Table]:
    """A batch of some pages, ready to be staged."""
    return tables(pages, batch_id=batch_id) | {"mentions": mentions_of(pages)}
