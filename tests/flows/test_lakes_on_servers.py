"""The README's way on a lake in PostgreSQL: data in a folder, and on S3-compatible storage."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from in_process import dateline
from lake_servers import PASSWORD, SECRET_KEY, postgres_server, storage_server
from made_pages import ARTICLE, ask, json_lines, rows_of_the_lake, run
from servers import BIN

from dateline.flows.jobs import workforce
from dateline.flows.jobs.verify import verify
from dateline.flows.settings import Settings
from dateline.warehouse.catalog.address import PostgresAddress

SAMPLE = Path(__file__).parents[2] / "seeds/sample"
pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, PostgresAddress]]:
    """An address for each kind of data path, of a lake that is not there yet."""
    home = tmp_path_factory.mktemp("home")
    with (
        postgres_server() as postgres,
        storage_server() as storage,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("PGPASSWORD", PASSWORD)
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
        patch.setenv("AWS_ENDPOINT_URL", storage.endpoint)
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        yield {
            "folder": PostgresAddress(postgres.with_database("a"), str(home / "data")),
            "bucket": PostgresAddress(postgres.with_database("b"), storage.with_bucket("bucket")),
            "workers": PostgresAddress(postgres.with_database("d"), storage.with_bucket("workers")),
            "turns": PostgresAddress(postgres.with_database("c"), str(home / "turns")),
        }


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_the_readme_s_way(servers: dict[str, PostgresAddress], kind: str, tmp_path: Path) -> None:
    address = servers[kind]
    said = []

    def command(*arguments: str, code: int = 0) -> str:
        ended = dateline(*arguments, "--lake", address.url, home=tmp_path)
        said.append(ended.stdout + ended.stderr)
        assert ended.returncode == code, said[-1]
        return ended.stdout

    (tmp_path / "dateline.toml").write_text(f'data_path = "{address.data_path}"')
    command("run", str(SAMPLE), "--inline")
    (tmp_path / "dateline.toml").unlink()
    assert "5 already known" in command("run", str(SAMPLE), "--inline")
    page = next(iter(SAMPLE.glob("*.txt"))).name
    for arguments in (
        ("sql", "SELECT speaker, text FROM quotes LIMIT 3"),
        ("search", "the"),
        ("explain", page),
        ("export", str(tmp_path / "export")),
        ("runs",),
        ("snapshots",),
        ("check",),
        ("verify",),
        ("report", str(tmp_path / "report.html")),
        ("replay",),
        ("quarantine",),
        ("migrate",),
        ("compact",),
    ):
        assert command(*arguments).strip()
    first = ask(address, "SELECT min(snapshot_id) FROM lake.snapshots() WHERE schema_version > 0")
    assert command("sql", "SELECT count(*) FROM documents", "--at", str(first[0][0]), "--csv")
    command("sql", "FROM duckdb_secrets()", code=2)
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for secret in (PASSWORD, SECRET_KEY):
        assert secret not in "".join(said)
        assert not any(secret.encode() in content for content in written)


def test_worker_processes_read_for_a_lake_on_servers(
    servers: dict[str, PostgresAddress], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workforce, "FEW_PAGES", 3)
    texts = [ARTICLE.replace("two weeks", f"{number} weeks") for number in range(12)]
    records = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    file, address = json_lines(tmp_path / "pages.jsonl", records), servers["workers"]
    first = run(address, file, workers=2, batch_pages=2).run
    again = run(address, file, workers=2, batch_pages=2).run
    run(tmp_path / "alone", file, workers=1, batch_pages=2)
    assert (first.loaded_count, again.already_known_count) == (12, 12)
    assert rows_of_the_lake(address) == rows_of_the_lake(tmp_path / "alone")
    assert not verify(Settings(lake=address)).differs


def test_runs_of_several_processes_take_turns(
    servers: dict[str, PostgresAddress], tmp_path: Path
) -> None:
    address = servers["turns"]
    environment = os.environ | {
        "DATELINE_LAKE": address.url,
        "DATELINE_DATA_PATH": str(address.data_path),
        "DATELINE_WAIT_SECONDS": "300",
    }
    processes = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        for page in (0, number + 1):
            (folder / f"{page}.txt").write_text(ARTICLE.replace("two weeks", f"{page} weeks"))
        command = [str(BIN / "dateline"), "run", str(folder), "--inline"]
        processes.append(subprocess.Popen(command, env=environment, cwd=tmp_path))
    assert [process.wait() for process in processes] == [0, 0]
    assert ask(address, "SELECT count(*), count(DISTINCT document_id) FROM documents") == [(3, 3)]
    assert ask(address, "SELECT sum(already_known_count) FROM ops.runs") == [(1,)]
    assert run(address, tmp_path).run.already_known_count == 4
