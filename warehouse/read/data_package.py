"""What an export holds, as a Data Package: `datapackage.json` beside the files.

https://datapackage.org/ has the standard; tools that read it know the columns, types, keys and
constraints of CSV and JSON Lines as they do those of Parquet.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Column, Table
from dateline.warehouse.catalog.errors import ExportError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.views import VIEWS, as_tables, views_in
from dateline.warehouse.files import complete

# A value of JSON.
Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json]"

FILE_NAME = "datapackage.json"
_MEDIA_TYPES = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
}
_TYPES: dict[pa.DataType, str] = {
    pa.string(): "string",
    pa.int64(): "integer",
    pa.float64(): "number",
    pa.bool_(): "boolean",
    pa.binary(): "string",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "datetime",
}


def write_data_package(lake: Lake, files: Sequence[Path], out: Path) -> Path:
    """Describe files that were exported from a lake; the same files have the same description.

    Args:
        lake: the lake, pinned to the snapshot that was exported.
        files: what `export` wrote, all in one format.
        out: the folder that they are in.

    Returns:
        The file `datapackage.json` in that folder.

    Raises:
        ExportError: it can't be written.
    """
    views = as_tables(lake.connection, views_in(lake.connection))
    tables = {**{table.qualified_name: table for table in lake.tables.values()}, **views}
    exported = {file.name.removesuffix(file.suffix) for file in files}
    # A view's column may hold JSON, which Arrow has as text.
    found = lake.connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE data_type = 'JSON'"
    )
    json_columns = set() if files[0].suffix == ".parquet" else set(found.fetchall())
    package: dict[str, Json] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "dateline",
        "title": "News pages as rows, by Dateline",
        "snapshot_id": lake.snapshot_id,
        "resources": [
            _resource(file, tables[file.name.removesuffix(file.suffix)], exported, json_columns)
            for file in files
        ],
    }
    path = out / FILE_NAME
    try:
        with complete(path) as aside:
            aside.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise ExportError(
            f"cannot write {path}: {error.strerror or error}; make room, or choose another folder"
        ) from error
    return path


def _resource(
    file: Path, table: Table, exported: set[str], json_columns: set[tuple[str, str]]
) -> Json:
    file_format = file.suffix.removeprefix(".")
    fields = [
        _field(column, file_format, table.key)
        | ({"type": "object"} if (table.name, column.name) in json_columns else {})
        for column in table.columns
    ]
    schema: dict[str, Json] = {"fields": fields}
    if table.key:
        schema["primaryKey"] = list(table.key)
    keys = [] if table.name in VIEWS else list(_foreign_keys(table, exported))
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table.qualified_name,
        "type": "table",
        "description": f"A row is: {table.meaning}.",
        "path": file.name,
        "format": file_format,
        "mediatype": _MEDIA_TYPES[file_format],
        "encoding": "utf-8",
        "schema": schema,
    }


def _foreign_keys(table: Table, exported: set[str]) -> list[Json]:
    found: list[Json] = []
    for column in table.columns:
        target = column.declared.references
        if target is None or target == f"{table.qualified_name}.{column.name}":
            continue
        name, _, referenced = target.rpartition(".")
        if name in exported and TABLES[name].key == (referenced,):
            reference: Json = {"resource": name, "fields": [referenced]}
            found.append({"fields": [column.name], "reference": reference})
    return found


def _field(column: Column, file_format: str, key: tuple[str, ...]) -> dict[str, Json]:
    declared, arrow = column.declared, column.arrow
    found: dict[str, Json] = {
        "name": column.name,
        "type": _type(arrow),
        "description": f"{declared.meaning}."
        if declared.unit is None
        else f"{declared.meaning}, in {declared.unit}.",
    }
    if pa.types.is_binary(arrow):
        found["format"] = "binary"
    elif pa.types.is_timestamp(arrow) and file_format != "parquet":
        found["format"] = "%Y-%m-%dT%H:%M:%S.%fZ"
    limits: dict[str, Json] = {}
    if not column.nullable:
        limits["required"] = True
    if key == (column.name,):
        limits["unique"] = True
    if declared.values is not None:
        limits["enum"] = [str(value) for value in declared.values]
    if declared.minimum is not None:
        limits["minimum"] = declared.minimum
    if declared.maximum is not None:
        limits["maximum"] = declared.maximum
    if declared.pattern is not None:
        limits["pattern"] = f"^(?:{declared.pattern})$"
    if limits:
        found["constraints"] = limits
    return found


def _type(arrow: pa.DataType) -> str:
    if pa.types.is_list(arrow):
        return "array"
    return "object" if pa.types.is_struct(arrow) else _TYPES[arrow]
