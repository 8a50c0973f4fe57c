"""The lineage of a run as OpenLineage events: one as it begins, one as it ends.

The specification is at https://openlineage.io/spec; a facet names the version of its own schema.
"""

import logging
import os
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, is_dataclass
from datetime import UTC, datetime
from functools import partial
from glob import has_magic
from pathlib import Path
from typing import Any

import duckdb
import orjson

from dateline.flows.escaping import one_line
from dateline.flows.inputs.discovery import InputFile
from dateline.flows.inputs.sources import printable_name
from dateline.flows.jobs.lineage import LOGGER_NAME, ParentRun, RunObserver
from dateline.flows.jobs.lineage_sinks import UndeliveredError, sink_to
from dateline.flows.jobs.run_ledger import BatchLedger
from dateline.flows.version import RELEASE
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import Severity
from dateline.transforms.schema.columns import Column, Table, columns_of, item_type
from dateline.transforms.schema.operations import Run
from dateline.warehouse.catalog.ddl import duckdb_type
from dateline.warehouse.catalog.lake import Lake

NAMESPACE_VARIABLE = "OPENLINEAGE_NAMESPACE"
PRODUCER = f"https://github.com/dateline-news/dateline/tree/v{RELEASE}"
_SPECIFICATION = "https://openlineage.io/spec"
_DEFAULT_NAMESPACE = "dateline"
_MESSAGE_WIDTH = 500
# What a person decides, and no run writes.
_NOT_OF_RUNS = frozenset({"ops.waivers"})
_JOBS = {
    "ingest": "Reads pages from files, parses and checks them, and publishes them to the lake.",
    "retry": "Tries quarantined pages again, and publishes those that are good to the lake.",
}
_ASSERTION_SEVERITIES = {Severity.CRITICAL: "error", Severity.WARNING: "warn"}
_CHECKS = """
    SELECT table_name, rule, severity, bool_and(passed) AS passed
    FROM ops.checks WHERE run_id = $1 GROUP BY ALL ORDER BY ALL
"""


@dataclass(slots=True)
class FilesRead:
    """An input, a file or a folder, with what was found in it; pages count as they are read."""

    path: Path
    file_count: int = 0
    byte_count: int = 0
    page_count: int | None = None

    def holds(self, path: Path) -> bool:
        """Whether a path is this one, or below it."""
        return path == self.path or self.path in path.parents


def files_read(inputs: Sequence[str], found: Iterable[InputFile]) -> list[FilesRead]:
    """The inputs of a run with what was found in each; of a glob, the folder that it begins in."""
    by_path = {path: FilesRead(path) for path in map(_fixed_part, inputs)}
    for file in found:
        path = Path(os.path.abspath(file.path))  # noqa: PTH100 - links stay as they are named
        of = next((it for it in by_path.values() if it.holds(path)), None)
        if of is not None:
            of.file_count += 1
            of.byte_count += file.byte_count
    return list(by_path.values())


def _fixed_part(argument: str) -> Path:
    path = Path(os.path.abspath(argument))  # noqa: PTH100 - links stay as they are named
    if path.exists() or not has_magic(argument):
        return path
    return next(parent for parent in path.parents if not has_magic(str(parent)))


@dataclass
class LineageObserver(RunObserver):
    """Sends the events of one run; what cannot be sent is warned of, once, and stops nothing.

    They are sent in their order by a thread, so that the run, which holds the lake, waits for none.
    """

    target: str
    job: str
    files: Sequence[FilesRead] = ()
    parent: ParentRun | None = None
    _lake_name: str = ""
    _lake_uri: str = ""
    _run: dict[str, Any] = field(default_factory=dict)
    _rows: Counter[str] = field(default_factory=Counter)
    _of_file: dict[str, FilesRead | None] = field(default_factory=dict)
    _pages: int | None = None
    _warned: bool = False
    _sender: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1, "lineage"))

    def began(self, lake: Lake, run_id: str, version: str, at: datetime) -> None:
        """Send START."""
        self._lake_name = printable_name(lake.store.name)
        address = lake.address
        self._lake_uri = (
            f"ducklake{address.as_uri().removeprefix('file')}"
            if isinstance(address, Path)
            else f"ducklake:{address}"
        )
        facets = {
            "processing_engine": _facet(
                "1-1-1/ProcessingEngineRunFacet",
                name="Dateline",
                version=version,
                openlineageAdapterVersion=RELEASE,
            ),
            "tags": _facet(
                "1-0-0/TagsRunFacet",
                tags=[{"key": "run_id", "value": run_id, "source": "DATELINE"}],
            ),
        }
        if self.parent is not None:
            facets["parent"] = _facet(
                "1-2-0/ParentRunFacet",
                run={"runId": self.parent.run_id},
                job={"namespace": self.parent.job_namespace, "name": self.parent.job_name},
            )
        self._run = {"runId": openlineage_id(run_id), "facets": facets}
        self._send("START", at, self._outputs())

    def published(self, noted: BatchLedger, row_counts: Mapping[str, int]) -> None:
        """Count pages and rows."""
        self._rows.update(row_counts)
        self._pages = (self._pages or 0) + len(noted.entries)
        for entry in noted.entries:
            location = entry.page.origin.file_path
            if location not in self._of_file:
                path = Path(location)
                self._of_file[location] = next((it for it in self.files if it.holds(path)), None)
            of = self._of_file[location]
            if of is not None:
                of.page_count = (of.page_count or 0) + 1

    def finished(self, lake: Lake, run: Run) -> None:
        """Send COMPLETE, with the rows of each table and the results of its rules."""
        self._rows["ops.runs"] += 1
        try:
            results = list(lake.rows(_CHECKS, [run.run_id]).dicts())
            snapshot_id = lake.snapshot_id
        except duckdb.Error as error:
            self._warn(f"cannot read the checks of the run for its lineage: {error}")
            results, snapshot_id = [], None
        self._send("COMPLETE", run.finished_at, self._outputs(results, snapshot_id))

    def stopped(self, error: BaseException) -> None:
        """Send FAIL for an error, ABORT for an interruption; rows published by then are told."""
        if not self._run:
            return
        if not isinstance(error, Exception):
            self._send("ABORT", datetime.now(UTC), self._outputs())
            return
        message = one_line(f"{type(error).__name__}: {error}", _MESSAGE_WIDTH)
        facet = _facet("1-0-1/ErrorMessageRunFacet", message=message, programmingLanguage="PYTHON")
        self._run["facets"]["errorMessage"] = facet
        self._send("FAIL", datetime.now(UTC), self._outputs())

    def _send(self, event_type: str, at: datetime, outputs: Sequence[Mapping[str, Any]]) -> None:
        event = {
            "eventType": event_type,
            "eventTime": at.isoformat(),
            "producer": PRODUCER,
            "schemaURL": f"{_SPECIFICATION}/2-0-2/OpenLineage.json#/$defs/RunEvent",
            "run": self._run,
            "job": self._job(),
            "inputs": self._inputs(),
            "outputs": outputs,
        }
        try:
            self._sender.submit(self._deliver, orjson.dumps(event))
        except orjson.JSONEncodeError as error:
            self._warn(str(error))

    def _deliver(self, event: bytes) -> None:
        try:
            sink_to(self.target)(event)
        except UndeliveredError as error:
            self._warn(str(error))

    def close(self) -> None:
        """Wait until the events are sent."""
        self._sender.shutdown()

    def _warn(self, message: str) -> None:
        if not self._warned:
            logging.getLogger(LOGGER_NAME).warning(message)
        self._warned = True

    def _job(self) -> dict[str, Any]:
        return {
            "namespace": os.environ.get(NAMESPACE_VARIABLE) or _DEFAULT_NAMESPACE,
            "name": f"{self._lake_name}.{self.job}",
            "facets": {
                "jobType": _facet(
                    "2-0-4/JobTypeJobFacet",
                    processingType="BATCH",
                    integration="DATELINE",
                    jobType="JOB",
                ),
                "documentation": _facet("1-1-0/DocumentationJobFacet", description=_JOBS[self.job]),
            },
        }

    def _inputs(self) -> list[dict[str, Any]]:
        if self.job == "retry":
            facets = _input_facets(rowCount=self._pages)
            return [self._table(TABLES["ops.quarantine"]) | {"inputFacets": facets}]
        return [_files_dataset(files) for files in self.files]

    def _outputs(
        self, results: Sequence[Mapping[str, Any]] = (), snapshot_id: int | None = None
    ) -> list[dict[str, Any]]:
        outputs = []
        for name, table in TABLES.items():
            if name in _NOT_OF_RUNS:
                continue
            dataset = self._table(table)
            if snapshot_id is not None:
                dataset["facets"]["version"] = _facet(
                    "1-0-1/DatasetVersionDatasetFacet", datasetVersion=str(snapshot_id)
                )
            assertions = [_assertion(row, table) for row in results if row["table_name"] == name]
            if assertions:
                dataset["facets"]["dataQualityAssertions"] = _facet(
                    "1-1-0/DataQualityAssertionsDatasetFacet", assertions=assertions
                )
            if name in self._rows:
                statistics = _facet(
                    "1-0-2/OutputStatisticsOutputDatasetFacet", rowCount=self._rows[name]
                )
                dataset["outputFacets"] = {"outputStatistics": statistics}
            outputs.append(dataset)
        return outputs

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "namespace": self._lake_uri,
            "name": f"{table.schema}.{table.name}",
            "facets": {
                "schema": _facet("1-2-0/SchemaDatasetFacet", fields=_fields(table.columns)),
                "documentation": _facet(
                    "1-1-0/DocumentationDatasetFacet", description=table.meaning
                ),
                "dataSource": _facet(
                    "1-0-1/DatasourceDatasetFacet",
                    name=self._lake_name,
                    uri=self._lake_uri,
                ),
                "storage": _facet(
                    "1-0-1/StorageDatasetFacet", storageLayer="ducklake", fileFormat="parquet"
                ),
            },
        }


def openlineage_id(run_id: str) -> str:
    """The UUID that stands for a run in OpenLineage, which takes nothing else."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://github.com/dateline-news/runs/{run_id}"))


def _facet(schema: str, **content: object) -> dict[str, Any]:
    """A facet, by the version and name of its schema."""
    name = schema.partition("/")[2]
    url = f"{_SPECIFICATION}/facets/{schema}.json#/$defs/{name}"
    return {"_producer": PRODUCER, "_schemaURL": url, **content}


def _files_dataset(files: FilesRead) -> dict[str, Any]:
    name = printable_name(files.path)
    return {
        "namespace": "file",
        "name": name,
        "facets": {
            "dataSource": _facet("1-0-1/DatasourceDatasetFacet", name=name, uri=files.path.as_uri())
        },
        "inputFacets": _input_facets(
            rowCount=files.page_count, size=files.byte_count, fileCount=files.file_count
        ),
    }


def _input_facets(**counts: int | None) -> dict[str, Any]:
    """The counts of an input that are known yet."""
    known = {name: count for name, count in counts.items() if count is not None}
    return {"inputStatistics": _facet("1-0-0/InputStatisticsInputDatasetFacet", **known)}


def _fields(columns: Iterable[Column]) -> list[dict[str, Any]]:
    """Columns as fields; a list of structs shows the members of one."""
    fields = []
    for position, column in enumerate(columns, 1):
        item = item_type(column.annotation)
        described: dict[str, Any] = {
            "name": column.name,
            "type": duckdb_type(column.annotation),
            "description": column.declared.meaning,
            "ordinal_position": position,
        }
        members = column.annotation if item is None else item
        if is_dataclass(members) and isinstance(members, type):
            described["fields"] = _fields(columns_of(members))
        fields.append(described)
    return fields


def _assertion(row: Mapping[str, Any], table: Table) -> dict[str, Any]:
    rule = str(row["rule"])
    assertion = {
        "assertion": rule,
        "success": row["passed"],
        "severity": _ASSERTION_SEVERITIES[row["severity"]],
    }
    column = rule.removeprefix(f"{table.qualified_name}.").partition(".")[0]
    if column in {it.name for it in table.columns}:
        assertion["column"] = column
    return assertion
