"""The data contract of a lake: its tables, columns and rules in the Open Data Contract Standard.

https://bitol-io.github.io/open-data-contract-standard/v3.1.0/ has the standard.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import pyarrow as pa
import yaml

from dateline.expectations.rules import (
    InSet,
    RowCondition,
    Rule,
    TableCondition,
    UniqueKey,
)
from dateline.expectations.scope import stands_alone, tables_needed
from dateline.flows.version import RELEASE
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import Severity
from dateline.transforms.schema.columns import Column, Table
from dateline.warehouse.catalog.ddl import duckdb_type, identifier, qualified
from dateline.warehouse.catalog.views import VIEWS

# A value of YAML: what `yaml.safe_dump` takes.
Yaml: TypeAlias = "str | int | float | bool | Sequence[Yaml] | dict[str, Yaml]"

_STANDARD = "v3.1.0"
_SEVERITIES = {Severity.CRITICAL: "error", Severity.WARNING: "warning"}
_LOGICAL_TYPES: dict[pa.DataType, tuple[str, dict[str, Yaml]]] = {
    pa.string(): ("string", {}),
    pa.int64(): ("integer", {"format": "i64"}),
    pa.float64(): ("number", {"format": "f64"}),
    pa.bool_(): ("boolean", {}),
    pa.binary(): ("string", {"format": "binary"}),
    pa.date32(): ("date", {}),
    pa.timestamp("us", tz="UTC"): ("timestamp", {"timezone": True, "defaultTimezone": "UTC"}),
}


def as_odcs(tables: Iterable[Table], rules: Sequence[Rule]) -> str:
    """The contract for some tables and views, as YAML.

    A rule that follows from a declaration is a property of its column. A written rule is a query
    that counts what breaks it, where its table is all that it looks at; otherwise it is text, with
    its condition as Dateline evaluates it.

    Args:
        tables: the tables and views, as declared.
        rules: the rules; those on other tables are left out.
    """
    contract: dict[str, Yaml] = {
        "apiVersion": _STANDARD,
        "kind": "DataContract",
        "id": "dateline",
        "name": "Dateline",
        "version": RELEASE,
        "status": "active",
        "description": {
            "purpose": "News pages as rows: documents, their lines, their article and what it says",
            "usage": "Query the tables of `main` with SQL; those of `ops` are the run ledger",
            "limitations": "An unknown value is null; an inferred one carries its basis",
        },
        "schema": [_object(table, rules) for table in tables],
    }
    dumped: str = yaml.safe_dump(contract, sort_keys=False, allow_unicode=True, width=100)
    return dumped


def _object(table: Table, rules: Sequence[Rule]) -> dict[str, Yaml]:
    is_view = table.name in VIEWS
    own = [rule for rule in rules if rule.table == table.qualified_name and not is_view]
    written = [rule for rule in own if rule.written_at is not None]
    found: dict[str, Yaml] = {
        "name": table.name,
        "physicalName": table.qualified_name,
        "logicalType": "object",
        "physicalType": "view" if is_view else "table",
        "description": f"A row is: {table.meaning}.",
        "properties": [_top_property(table, column, own) for column in table.columns],
    }
    if written:
        found["quality"] = [_quality(rule) for rule in written]
    return found


def _top_property(table: Table, column: Column, rules: Sequence[Rule]) -> dict[str, Yaml]:
    found = _property(column)
    if column.declared.key:
        found |= {"primaryKey": True, "primaryKeyPosition": table.key.index(column.name) + 1}
    target = column.declared.references
    if target is not None and target != f"{table.qualified_name}.{column.name}":
        name, _, referenced = target.rpartition(".")
        found["relationships"] = [{"to": f"{TABLES[name].name}.{referenced}"}]
    quality = [
        _quality(rule)
        for rule in rules
        if isinstance(rule.check, InSet) and rule.check.column == column.name
    ]
    if quality:
        found["quality"] = quality
    return found


def _property(column: Column) -> dict[str, Yaml]:
    declared = column.declared
    found: dict[str, Yaml] = {
        "name": column.name,
        "description": f"{declared.meaning}.",
        "physicalType": duckdb_type(column.annotation),
        "required": not column.nullable,
        **_logical(column.arrow),
    }
    limits: dict[str, Yaml] = {}
    if declared.minimum is not None:
        limits["minimum"] = declared.minimum
    if declared.maximum is not None:
        limits["maximum"] = declared.maximum
    if declared.pattern is not None:
        limits["pattern"] = f"^(?:{declared.pattern})$"
    if limits:
        options = found.get("logicalTypeOptions")
        found["logicalTypeOptions"] = (options if isinstance(options, dict) else {}) | limits
    if declared.unit is not None:
        found["customProperties"] = [{"property": "unit", "value": declared.unit}]
    return found


def _logical(arrow: pa.DataType) -> dict[str, Yaml]:
    """The logical type, and that of what a list or a struct is made of."""
    if pa.types.is_list(arrow):
        return {"logicalType": "array", "items": _logical(arrow.value_type)}
    if pa.types.is_struct(arrow):
        members: list[Yaml] = [
            {"name": member.name, "required": not member.nullable, **_logical(member.type)}
            for member in arrow
        ]
        return {"logicalType": "object", "properties": members}
    logical, options = _LOGICAL_TYPES[arrow]
    found: dict[str, Yaml] = {"logicalType": logical}
    return found | {"logicalTypeOptions": dict(options)} if options else found


def _quality(rule: Rule) -> dict[str, Yaml]:
    found: dict[str, Yaml] = {
        "name": rule.name,
        "description": rule.meaning,
        "severity": _SEVERITIES[rule.severity],
    }
    match rule.check:
        case InSet(_, values):
            arguments: dict[str, Yaml] = {"validValues": [str(value) for value in values]}
            return found | _metric("invalidValues", arguments)
        case UniqueKey(columns):
            return found | _metric("duplicateValues", {"properties": list(columns)})
        case RowCondition() | TableCondition() if not _looks_further(rule):
            return found | {"type": "sql", "query": _count_query(rule), "mustBe": 0}
        case _:
            condition: Yaml = {"property": "condition", "value": rule.check.condition}
            return found | {"type": "text", "customProperties": [condition]}


def _metric(name: str, arguments: dict[str, Yaml]) -> dict[str, Yaml]:
    return {"type": "library", "metric": name, "arguments": arguments, "mustBe": 0}


def _looks_further(rule: Rule) -> bool:
    """Whether a condition looks at more than its table as it is stored."""
    if isinstance(rule.check, TableCondition):
        return tables_needed(rule) != {rule.table}
    return not stands_alone(rule)


def _count_query(rule: Rule) -> str:
    table = TABLES[rule.table]
    rows = f"{qualified(table)} AS {identifier(table.name)}"
    # On a line of its own, so that a comment at the condition's end ends there too.
    checked = f"SELECT ({rule.check.condition}\n) AS holds FROM {rows}"
    return f"SELECT count(*) FROM ({checked}) WHERE NOT holds"
