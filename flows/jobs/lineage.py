"""Who is told of a run as it goes: nobody, or whatever collects its lineage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline.flows.inputs.discovery import Discovery
from dateline.flows.jobs.run_ledger import BatchLedger
from dateline.flows.settings import Settings
from dateline.transforms.schema.operations import Run
from dateline.warehouse.catalog.lake import Lake

LOGGER_NAME = "dateline.lineage"


@dataclass(frozen=True, slots=True)
class ParentRun:
    """The run of an orchestrator inside which a run goes, with its job; `run_id` is a UUID."""

    run_id: str
    job_namespace: str
    job_name: str


class RunObserver:
    """Is told what a run does; this one makes nothing of it."""

    def began(self, lake: Lake, run_id: str, version: str, at: datetime) -> None:
        """A run begins, with a lake open for writing."""

    def published(self, noted: BatchLedger, row_counts: Mapping[str, int]) -> None:
        """A batch is done; its rows, so many of each table, can be seen."""

    def finished(self, lake: Lake, run: Run) -> None:
        """The run is written down."""

    def stopped(self, error: BaseException) -> None:
        """An error or an interruption ended the run."""

    def close(self) -> None:
        """Wait until all of it is delivered; nobody need wait for the lake meanwhile."""


def observer_of_ingest(
    settings: Settings, inputs: Sequence[str], found: Discovery, parent: ParentRun | None
) -> RunObserver:
    """What the settings want told of a run that reads files."""
    if settings.lineage is None:
        return RunObserver()
    from dateline.flows.jobs.openlineage import LineageObserver, files_read

    address = settings.lineage.get_secret_value()
    return LineageObserver(address, "ingest", files_read(inputs, found.input_files), parent)


def observer_of_retry(settings: Settings) -> RunObserver:
    """What the settings want told of a run that reads the quarantine."""
    if settings.lineage is None:
        return RunObserver()
    from dateline.flows.jobs.openlineage import LineageObserver

    return LineageObserver(settings.lineage.get_secret_value(), "retry")
