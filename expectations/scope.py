"""How far a rule looks: to each row, to the rows of a page, or to a whole table; and to which.

A batch is audited as a whole. What is larger than memory is audited in parts, each of whole
pages or of some rows; only a rule that looks no further can be evaluated so.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, TypeAlias

import duckdb

from dateline.expectations.rules import RowCondition, Rule, TableCondition, UniqueKey
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Table

Reach: TypeAlias = Literal["row", "page", "table"]

# By column of `page`, the tables that `expectations.candidates` makes it of, besides documents.
_PAGE_ORIGINS = {
    "line_count": {"lines"},
    "body_line_count": {"lines"},
    "body_share": {"lines"},
    "article_count": {"articles"},
}


def is_of_pages(table: Table) -> bool:
    """Whether each row of a table belongs to a page."""
    return any(column.name == "document_id" for column in table.columns)


def reach(rule: Rule) -> Reach:
    """How far a rule looks.

    A written condition on rows looks at its own row and, in a table of pages, at most at others of
    the same page.
    """
    match rule.check:
        case TableCondition():
            return "table"
        case UniqueKey(columns) if "document_id" not in columns:
            return "table"
        case _:
            return "page" if is_of_pages(TABLES[rule.table]) else "row"


def tables_needed(rule: Rule) -> frozenset[str]:
    """The tables that a rule can't be evaluated without, by qualified name.

    Raises:
        duckdb.Error: its condition is no SQL.
    """
    needed = {rule.table}
    if isinstance(rule.check, RowCondition | TableCondition):
        for node in _nodes(_parsed(rule.check.condition)):
            match node:
                case {"type": "COLUMN_REF", "column_names": ["page", column]}:
                    needed |= {"documents", *_PAGE_ORIGINS.get(column, ())}
                case {"type": "COLUMN_REF", "column_names": ["line", _]}:
                    needed.add("lines")
                case {"type": "COLUMN_REF", "column_names": [*_, str(column)]}:
                    if column.endswith("_excerpt"):
                        needed.add("documents")
                case {"type": "BASE_TABLE", "schema_name": schema, "table_name": name}:
                    needed.add(f"{schema}.{name}" if schema not in {"", "main"} else name)
    return frozenset(needed)


def stands_alone(rule: Rule) -> bool:
    """Whether a rule's condition can be evaluated on its table as it is stored, nothing joined."""
    table = TABLES[rule.table]
    declared = {column.name for column in table.columns}
    for node in _nodes(_parsed(rule.check.condition)):
        match node:
            case {"type": "COLUMN_REF", "column_names": [str(column)]} | {
                "type": "COLUMN_REF",
                "column_names": [table.name, str(column)],
            } if column not in declared:
                return False
    return tables_needed(rule) == {rule.table}


@cache
def _parsed(condition: str) -> Any:
    query = f"SELECT (\n{condition}\n)"
    ((parsed,),) = duckdb.execute("SELECT json_serialize_sql(?::VARCHAR)", [query]).fetchall()
    return json.loads(parsed)


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in a parsed statement, however deep."""
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            yield item
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
