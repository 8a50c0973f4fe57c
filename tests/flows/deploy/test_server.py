"""The flows against a Prefect server that is already there."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from made_pages import ARTICLE, ask
from servers import BIN, PATIENCE_SECONDS, free_port, prefect_server, rows, until

from dateline.warehouse.catalog.lake import Lake

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("prefect")
    with prefect_server(home) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(home))
        patch.setenv("PREFECT_API_URL", url)
        yield url


RULES = """
[[rule]]
name = "articles.headline.length"
meaning = "A headline has at most 3 characters."
severity = "warning"
condition = "length(headline) <= 3"
"""


def test_a_run_shows_up_on_the_configured_server(api: str, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(ARTICLE)
    (tmp_path / "rules.toml").write_text(RULES)
    subprocess.run(
        [str(BIN / "dateline"), "run", "page.txt", "--lake", "lake"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=240,
    )
    (flow_run,) = rows(api, "flow_runs")
    assert flow_run["state_type"] == "COMPLETED"
    assert "publish batch 0: 1 page" in {task["name"] for task in rows(api, "task_runs")}
    artifacts = {artifact["key"]: artifact["data"] for artifact in rows(api, "artifacts")}
    assert artifacts.keys() == {"ingest-summary", "ingest-checks"}
    first, second, *_ = json.loads(artifacts["ingest-checks"])
    assert (first["rule"], first["outcome"]) == ("articles.headline.length", "failed")
    ((document_id,),) = ask(tmp_path / "lake", "SELECT document_id FROM documents")
    assert document_id in first["failing"]
    assert second["outcome"] == "passed"


# What stands before the flow fails in a process of its own, like that of `prefect worker`.
TRIPS = """
import sys
from pathlib import Path

from prefect import flow

from dateline.expectations.rules import RuleError
from dateline.flows.ingest import ingest_flow
from dateline.flows.settings import Settings
from dateline.flows.prefect_runs.tasks import FLOW_RETRIES, without_futile_retries

tries = []

@flow(retries=FLOW_RETRIES, retry_delay_seconds=0)
@without_futile_retries
def trip(settings: Settings, error: str) -> object:
    state = ingest_flow.with_options(retries=0).fn(["page.txt", "bad.txt"], settings)
    tries.append(error)
    if len(tries) == 1:
        raise {"SystemError": SystemError, "RuleError": RuleError}[error]("tripped")
    return state

state = trip(Settings(lake=Path("lake")), sys.argv[1], return_state=True)
print(state.name, len(tries))
"""


@pytest.mark.soak
def test_what_a_flow_trips_over_is_tried_again_and_loads_nothing_twice(
    api: str, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text(ARTICLE)
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    said = {}
    for error in ("SystemError", "RuleError"):
        done = subprocess.run(
            [sys.executable, "-c", TRIPS, error],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        said[error] = done.stdout.splitlines()[-1]
    # The second try quarantines nothing new; people are to hear of what the first one did.
    assert said == {"SystemError": "Degraded 2", "RuleError": "Failed 1"}
    assert ask(tmp_path / "lake", "SELECT loaded_count, already_known_count FROM ops.runs") == [
        (1, 0),
        (0, 1),
        (0, 1),
    ]
    assert ask(tmp_path / "lake", "SELECT count(*) FROM documents") == [(1,)]


class Mailbox(Message):
    """Keeps the e-mails that it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Any] = []

    def prepare_message(self, session: Any, envelope: Any) -> Any:
        return message_from_bytes(envelope.content, policy=policy.default)

    def handle_message(self, message: Any) -> None:
        self.mails.append(message)


@pytest.fixture
def mailbox() -> Iterator[tuple[str, list[Any]]]:
    """An SMTP server on this machine: an address of Apprise's for it, and what it got."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    people = "from=dateline@example.org&to=desk@example.org"
    yield f"mailto://127.0.0.1:{server.port}?{people}", box.mails
    server.stop()


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[Any]]]:
    """A webhook on this machine: its address, and what it got."""
    got: list[Any] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", got
    server.shutdown()
    server.server_close()


def prefect(*arguments: str, **environment: str) -> None:
    done = subprocess.run(
        [str(BIN / "prefect"), "--no-prompt", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_deployments_run_through_a_worker_and_a_degraded_run_reaches_people(
    api: str,
    tmp_path: Path,
    mailbox: tuple[str, list[Any]],
    webhook: tuple[str, list[Any]],
) -> None:
    inbox, lake = tmp_path / "inbox", tmp_path / "lake"
    inbox.mkdir()
    (inbox / "page.txt").write_text(ARTICLE)
    (inbox / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    declared = subprocess.run(
        [str(BIN / "dateline"), "alerts"],
        env={**os.environ, "DATELINE_ALERTS": json.dumps([mailbox[0], webhook[0]])},
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    assert declared.stdout == "alerts go to 2 addresses\n"

    httpx.post(
        f"{api}/work_pools/", json={"name": "dateline", "type": "process"}, timeout=30
    ).raise_for_status()
    prefect("deploy", "--all", DATELINE_INBOX=str(inbox), DATELINE_LAKE=str(lake))
    deployments = {row["name"]: row for row in rows(api, "deployments")}
    assert deployments.keys() == {"check", "ingest", "maintain", "replay"}
    for row in deployments.values():
        assert row["tags"] == ["dateline"]
        assert row["description"]
        assert row["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        assert row["parameters"]["settings"]["lake"] == str(lake)

    refused = httpx.post(
        f"{api}/deployments/{deployments['maintain']['id']}/create_flow_run",
        json={"parameters": {"settings": {"lake": str(lake)}, "keep_days": "many"}},
        timeout=30,
    )
    assert refused.is_client_error
    # Both at once: whichever comes second waits for the lake.
    Lake.open(lake).close()
    report = tmp_path / "report.html"
    for name, settings in (("ingest", {"report": str(report)}), ("maintain", {"wait_seconds": 99})):
        parameters = deployments[name]["parameters"]
        httpx.post(
            f"{api}/deployments/{deployments[name]['id']}/create_flow_run",
            json={"parameters": {**parameters, "settings": {"lake": str(lake), **settings}}},
            timeout=30,
        ).raise_for_status()
    prefect("worker", "start", "--pool", "dateline", "--run-once")

    ended = {
        row["state_name"]: row
        for row in rows(api, "flow_runs")
        if row["deployment_id"] and row["state_type"] == "COMPLETED"
    }
    assert ended.keys() == {"Degraded", "Completed"}
    assert "1 loaded" in ended["Degraded"]["state"]["message"]
    assert "nothing differs" in ended["Completed"]["state"]["message"]
    assert ask(lake, "SELECT source_id FROM documents") == [("page.txt",)]
    assert ask(lake, "SELECT source_id FROM ops.quarantine") == [("bad.txt",)]
    assert report.is_file()
    artifacts = {row["key"]: row["data"] for row in rows(api, "artifacts")}
    logged = {row["message"] for row in rows(api, "logs")}
    assert any(line.startswith("Quarantined bad.txt of ") for line in logged)
    assert ended["Degraded"]["name"] in [run for (run,) in ask(lake, "SELECT run_id FROM ops.runs")]
    assert report.as_uri() in artifacts["ingest-report"]

    (called,) = until(lambda: webhook[1])
    assert called["flow"] == "ingest"
    assert called["state"] == "Degraded"
    assert "1 quarantined" in called["text"]
    assert called["url"].endswith(ended["Degraded"]["id"])
    (mail,) = until(lambda: mailbox[1])
    assert mail["To"] == "desk@example.org"
    assert mail["Subject"] == "Dateline: ingest degraded"
    assert "1 quarantined" in mail.get_body(("plain", "html")).get_content()


@pytest.mark.soak
def test_a_server_that_does_not_answer_is_the_environments_failure(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(ARTICLE)
    refused = subprocess.run(
        [str(BIN / "dateline"), "run", "page.txt", "--lake", "lake"],
        cwd=tmp_path,
        env={**os.environ, "PREFECT_API_URL": "http://127.0.0.1:1/api"},
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert refused.returncode == 3
    assert refused.stderr.splitlines()[-1].startswith("dateline: the Prefect server")
    assert not (tmp_path / "lake").exists()
