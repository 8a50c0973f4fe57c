"""The lineage of whole runs, read by the types of OpenLineage's published specification."""

import base64
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from made_pages import ARTICLE, ask, json_lines
from openlineage_types import event_of

from dateline.flows.jobs import openlineage
from dateline.flows.jobs.ingest import STEPS, Result, Steps, ingest
from dateline.flows.jobs.lineage import ParentRun
from dateline.flows.jobs.openlineage import LineageObserver, files_read
from dateline.flows.jobs.quarantine import retry
from dateline.flows.settings import Settings, lineage_target
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.batch import BatchTables
from dateline.warehouse.catalog.folder import FolderStore
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.staging import StagedBatch

FLOW_RUN = ParentRun("0190a1c3-7d2e-7c52-b6a1-5a8d0f6e2b11", "prefect", "nightly")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with three pages, one of which has no text."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "page.txt").write_text(ARTICLE)
    json_lines(folder / "more.jsonl", [{"id": "1", "text": ARTICLE + "More.\n"}, {"id": "2"}])
    return folder


def run_with_lineage(
    lake: Path, target: str, *inputs: object, steps: Steps = STEPS, **settings: Any
) -> Result:
    """A run with its lineage, as part of a flow run."""
    made = Settings(lake=lake, **settings).model_copy(update={"lineage": lineage_target(target)})
    return ingest([str(it) for it in inputs], made, steps, parent=FLOW_RUN)


def events_in(file: Path) -> list[dict[str, Any]]:
    """The events in a file, each of which the specification has."""
    events = [json.loads(line) for line in file.read_text().splitlines()]
    for event in events:
        event_of(event)
    return events


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("eventType",), "DONE"),
        (("eventTime",), "yesterday"),
        (("producer",), "dateline"),
        (("run", "runId"), "20261126T120000-00000000"),
        (("job", "facets", "jobType", "integration"), None),
        (("inputs", 0, "inputFacets", "inputStatistics", "size"), "12"),
        (("outputs", 0, "facets", "schema", "fields", 0, "kind"), "VARCHAR"),
        (("outputs", 0, "facets", "storage", "_schemaURL"), "https://openlineage.io/spec/x"),
    ],
)
def test_the_types_accept_nothing_else(
    tmp_path: Path, inbox: Path, path: tuple[str | int, ...], value: object
) -> None:
    file = tmp_path / "lineage.jsonl"
    observer = LineageObserver(str(file), "ingest", files_read([str(inbox)], ()))
    store = FolderStore(tmp_path)
    lake = cast("Lake", SimpleNamespace(store=store, address=store.address))
    observer.began(lake, "run", "0.2.0", datetime.now(UTC))
    observer.close()
    (event,) = events_in(file)
    *parents, last = path
    inside: Any = event
    for part in parents:
        inside = inside[part]
    inside[last] = value
    with pytest.raises((TypeError, ValueError, KeyError)):
        event_of(event)


def outputs_of(event: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        it["name"].removeprefix("main."): it["facets"] | it.get("outputFacets", {})
        for it in event["outputs"]
    }


def test_a_run_tells_what_it_read_and_what_it_wrote(tmp_path: Path, inbox: Path) -> None:
    lake, file = tmp_path / "lake", tmp_path / "lineage.jsonl"
    result = run_with_lineage(lake, str(file), inbox)
    start, complete = events_in(file)
    assert [start["eventType"], complete["eventType"]] == ["START", "COMPLETE"]
    assert start["run"] == complete["run"]
    assert start["job"] == complete["job"]
    assert (start["job"]["namespace"], start["job"]["name"]) == ("dateline", "lake.ingest")
    facets = start["run"]["facets"]
    assert facets["processing_engine"]["version"] == result.run.version
    assert facets["tags"]["tags"][0]["value"] == result.run.run_id
    assert facets["parent"]["run"]["runId"] == FLOW_RUN.run_id
    assert facets["parent"]["job"] == {"namespace": "prefect", "name": "nightly"}

    (read,) = complete["inputs"]
    size = sum(path.stat().st_size for path in inbox.iterdir())
    assert (read["namespace"], read["name"]) == ("file", str(inbox))
    counts = {"rowCount": 3, "size": size, "fileCount": 2}
    assert counts.items() <= read["inputFacets"]["inputStatistics"].items()
    assert "rowCount" not in start["inputs"][0]["inputFacets"]["inputStatistics"]

    outputs = outputs_of(complete)
    assert set(outputs) == TABLES.keys() - {"ops.waivers"}
    for name in ("documents", "lines", "quotes", "ops.runs", "ops.quarantine", "ops.sightings"):
        written = outputs[name]["outputStatistics"]["rowCount"]
        assert [(written,)] == ask(lake, f"SELECT count(*) FROM {name}"), name
    assert outputs["articles"]["version"]["datasetVersion"] == str(result.summary.snapshot_id)


def test_tables_have_their_columns_and_the_results_of_their_rules(
    tmp_path: Path, inbox: Path
) -> None:
    lake, file = tmp_path / "lake", tmp_path / "lineage.jsonl"
    run_with_lineage(lake, str(file), inbox)
    outputs = outputs_of(events_in(file)[1])
    columns = {it["name"]: it for it in outputs["articles"]["schema"]["fields"]}
    assert columns["author"]["type"] == "VARCHAR[]"
    assert list(columns) == [column.name for column in TABLES["articles"].columns]
    retries = outputs["ops.quarantine"]["schema"]["fields"][-1]
    assert [it["name"] for it in retries["fields"]][:2] == ["run_id", "version"]
    told = {
        (name, it["assertion"], it["success"])
        for name, facets in outputs.items()
        for it in facets.get("dataQualityAssertions", {}).get("assertions", ())
    }
    results = (
        "SELECT table_name, rule, bool_and(passed) FROM ops.checks "
        "WHERE table_name <> 'ops.waivers' GROUP BY ALL"
    )
    assert told == set(ask(lake, results))
    of_articles = outputs["articles"]["dataQualityAssertions"]["assertions"]
    assert {
        "assertion": "articles.document_id.not_null",
        "success": True,
        "severity": "error",
        "column": "document_id",
    } in of_articles


def stopping(error: BaseException) -> Steps:
    """The steps of a run that an error ends in its second batch."""
    published: list[BatchTables] = []

    def publish(lake: Lake, staged: StagedBatch | None, rows: BatchTables) -> int:
        if published:
            raise error
        published.append(rows)
        return STEPS.publish(lake, staged, rows)

    return replace(STEPS, publish=publish)


@pytest.mark.parametrize(
    ("error", "event_type", "message"),
    [
        (OSError("no space\nleft"), "FAIL", "OSError: no space left"),
        (KeyboardInterrupt(), "ABORT", None),
    ],
)
def test_a_run_that_does_not_end_well_tells_what_it_published(
    tmp_path: Path, inbox: Path, error: BaseException, event_type: str, message: str | None
) -> None:
    lake, file = tmp_path / "lake", tmp_path / "lineage.jsonl"
    with pytest.raises(type(error)):
        run_with_lineage(lake, str(file), inbox, steps=stopping(error), batch_pages=1)
    start, stop = events_in(file)
    assert (start["eventType"], stop["eventType"]) == ("START", event_type)
    assert start["run"]["runId"] == stop["run"]["runId"]
    assert stop["run"]["facets"].get("errorMessage", {}).get("message") == message
    assert outputs_of(stop)["documents"]["outputStatistics"]["rowCount"] == 1
    assert ask(lake, "SELECT count(*) FROM documents") == [(1,)]


def test_a_retry_reads_the_quarantine(tmp_path: Path, inbox: Path) -> None:
    lake, file = tmp_path / "lake", tmp_path / "lineage.jsonl"
    settings = Settings(lake=lake)
    ingest([str(inbox)], settings)
    assert retry(settings.model_copy(update={"lineage": lineage_target(str(file))}))
    _, complete = events_in(file)
    assert complete["job"]["name"] == "lake.retry"
    (read,) = complete["inputs"]
    assert (read["namespace"], read["name"]) == (
        lake.as_uri().replace("file", "ducklake"),
        ("ops.quarantine"),
    )
    assert read["inputFacets"]["inputStatistics"]["rowCount"] == 1


def test_an_input_is_counted_by_the_files_that_it_names(tmp_path: Path, inbox: Path) -> None:
    file = tmp_path / "lineage.jsonl"
    inputs = (inbox / "page.txt", inbox / "*.jsonl", tmp_path / "empty")
    (tmp_path / "empty").mkdir()
    run_with_lineage(tmp_path / "lake", str(file), *inputs)
    counts = {
        it["name"]: (
            it["inputFacets"]["inputStatistics"]["fileCount"],
            it["inputFacets"]["inputStatistics"].get("rowCount"),
        )
        for it in events_in(file)[1]["inputs"]
    }
    assert counts == {
        str(inbox / "page.txt"): (1, 1),
        str(inbox): (1, 2),
        str(tmp_path / "empty"): (0, None),
    }


class Server(ThreadingHTTPServer):
    """A server that keeps what is sent to it, and answers with one status."""

    status = 201
    location: str | None = None

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.received: list[tuple[str, str | None, bytes]] = []


class Handler(BaseHTTPRequestHandler):
    """Answers with the status of its server."""

    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, self.headers["Authorization"], body))
        self.send_response(self.server.status)
        if self.server.location is not None:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""


@contextmanager
def serving(status: int = 201, location: str | None = None) -> Iterator[Server]:
    with Server() as server:
        server.status, server.location = status, location
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


BASIC = f"Basic {base64.b64encode(b'dana:s3cret/').decode()}"


@pytest.mark.parametrize(
    ("user", "path", "expected_path", "authorization"),
    [
        ("dana:s3cret%2F@", "", "/api/v1/lineage", BASIC),
        ("", "/collect?team=news", "/collect?team=news", "Bearer of-the-environment"),
    ],
)
def test_events_are_sent_to_an_address(
    tmp_path: Path,
    inbox: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    user: str,
    path: str,
    expected_path: str,
    authorization: str,
) -> None:
    monkeypatch.setenv("OPENLINEAGE_API_KEY", "of-the-environment")
    monkeypatch.setenv("OPENLINEAGE_NAMESPACE", "news")
    with serving() as server:
        target = f"http://{user}127.0.0.1:{server.server_port}{path}"
        run_with_lineage(tmp_path / "lake", target, inbox)
    events = [json.loads(body) for _, _, body in server.received]
    assert [event["eventType"] for event in events] == ["START", "COMPLETE"]
    assert event_of(events[1]).job.namespace == "news"
    for sent_to, sent_by, body in server.received:
        assert (sent_to, sent_by) == (expected_path, authorization)
        assert b"s3cret" not in body
    assert not caplog.records


def failing_targets(tmp_path: Path) -> Iterator[tuple[str, Sequence[str]]]:
    with serving(500) as server:
        target = f"http://dana:s3cret@127.0.0.1:{server.server_port}"
        yield target, ["127.0.0.1", "500 Internal Server Error"]
    yield target, ["127.0.0.1", "refused"]
    with serving() as elsewhere:
        location = f"http://127.0.0.1:{elsewhere.server_port}/"
        with serving(302, location) as server:
            yield f"http://dana:s3cret@127.0.0.1:{server.server_port}", ["302 Found"]
        assert not elsewhere.received
    yield str(tmp_path / "missing" / "lineage.jsonl"), ["lineage.jsonl", "No such file"]


def test_a_run_goes_on_where_lineage_cannot_be_delivered(
    tmp_path: Path, inbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for target, said in failing_targets(tmp_path):
        caplog.clear()
        result = run_with_lineage(tmp_path / "lake", target, inbox)
        assert result.run.sighting_count == 3
        (record,) = caplog.records
        assert record.levelname == "WARNING"
        assert all(part in record.getMessage() for part in said), record.getMessage()
        assert "setting `lineage`" in record.getMessage()
        assert "s3cret" not in caplog.text


def test_the_lake_is_not_held_until_lineage_is_delivered(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def write_to_the_lake(event: bytes) -> None:
        if json.loads(event)["eventType"] == "COMPLETE":
            with Lake.open(tmp_path / "lake", wait_seconds=60) as lake:
                opened.append(lake.snapshot_id)

    monkeypatch.setattr(openlineage, "sink_to", lambda _: write_to_the_lake)
    run_with_lineage(tmp_path / "lake", "http://127.0.0.1", inbox)
    assert opened
