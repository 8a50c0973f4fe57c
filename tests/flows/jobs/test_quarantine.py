"""What was set aside: listed, shown, tried again, accepted for a while, let go."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from made_pages import ARTICLE, ask, rows_of_the_lake
from made_quarantine import BROKEN, MENDED, inbox
from typer.testing import CliRunner

from dateline.flows.cli.commands import app
from dateline.flows.jobs.ingest import Result, ingest
from dateline.flows.jobs.quarantine import expire_rows, retry, waive
from dateline.flows.jobs.quarantined_pages import QuarantineError
from dateline.flows.jobs.verify import verify
from dateline.flows.settings import Settings
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.quarantine import waivers_on

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
STATES = "SELECT source_id, state FROM ops.quarantine"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the inbox and the lake that a broken version made of it."""
    home = tmp_path_factory.mktemp("quarantine")
    result = ingest([str(inbox(home / "in"))], Settings(lake=home / "lake"), BROKEN)
    assert result.run.status == "degraded"
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    shutil.copytree(filled / "lake", tmp_path / "lake")
    return tmp_path


def again(home: Path, filled: Path, steps: Any = BROKEN) -> Result:
    return ingest([str(filled / "in")], Settings(lake=home / "lake"), steps)


def command(home: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["quarantine", *arguments, "--lake", str(home / "lake")])
    if isinstance(result.exception, QuarantineError):
        return 2, str(result.exception)
    return result.exit_code, result.output


def listed(home: Path, *arguments: str) -> list[dict[str, Any]]:
    code, output = command(home, *arguments, "--json")
    assert code == 0, output
    rows: list[dict[str, Any]] = json.loads(output)
    return rows


def named(home: Path, source_id: str) -> str:
    ((quarantine_id,),) = ask(
        home / "lake", f"SELECT quarantine_id FROM ops.quarantine WHERE source_id = '{source_id}'"
    )
    return str(quarantine_id)


def settings(home: Path) -> Settings:
    return Settings(lake=home / "lake")


def snapshot(home: Path) -> int:
    ((number,),) = ask(home / "lake", "FROM lake.current_snapshot()")
    return int(number)


def test_the_list_is_by_reason_file_and_age(filled: Path) -> None:
    rows = listed(filled)
    assert {row["source_id"]: row["reason"] for row in rows} == {
        "lund.txt": "failed_check",
        "empty.txt": "empty",
        "binary.txt": "binary",
        "outside.txt": "link_outside",
        "no text": "missing_text",
        "line 2": "broken_json",
    }
    assert [row["reason"] for row in rows] == sorted(row["reason"] for row in rows)
    assert all(row["age_days"] == 0 and "payload" not in row for row in rows)
    code, output = command(filled)
    assert code == 0
    assert "failed_check" in output
    assert "\x1b" not in output


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["--reason", "empty"], 1),
        (["--file-path", "records.jsonl"], 2),
        (["--file-path", "%"], 0),
        (["--older-than", "1"], 0),
        (["--older-than", "0"], 6),
        (["--state", "resolved"], 0),
        (["--state", "all"], 6),
        (["--reason", "empty", "--file-path", "empty.txt", "--state", "open"], 1),
    ],
)
def test_the_list_is_narrowed(filled: Path, arguments: list[str], count: int) -> None:
    assert len(listed(filled, *arguments)) == count


@pytest.mark.parametrize(
    "arguments",
    [
        ["--reason", "emtpy"],
        ["--state", "closed"],
        ["show", "ffffff"],
        ["show", "0"],
        ["retry"],
        ["retry", "--all", "--reason", "empty"],
        ["retry", "--reason", "emtpy"],
        ["retry", "ffffff"],
        ["waive", "emtpy", "--until", "2999-01-01", "--by", "Ana"],
        ["waive", "empty", "--until", "2020-01-01", "--by", "Ana"],
        ["waive", "empty", "--until", "tomorrow", "--by", "Ana"],
        ["waive", "empty", "--until", "2999-01-01", "--by", " "],
        ["waive", "empty", "--by", "Ana"],
        ["waive", "empty", "--until", "2999-01-01", "--by", "\udcff"],
        ["waive", "empty", "--until", "2999-01-01", "--by", "Ana", "--note", "\udcff"],
        ["--file-path", "\udcff"],
        ["show", "\udcff"],
        ["retry", "\udcff"],
        ["--older-than", "9" * 9],
        ["expire", "--older-than", "9" * 99],
        ["--reason", "empty", "retry", "--all"],
    ],
)
def test_what_cannot_be_done_is_wrong_usage_and_changes_nothing(
    filled: Path, arguments: list[str]
) -> None:
    before = snapshot(filled)
    assert command(filled, *arguments)[0] == 2
    assert snapshot(filled) == before


def test_a_wrong_reason_is_told_the_right_ones(filled: Path) -> None:
    for reason, said in (("emtpy", "did you mean 'empty'?"), ("spoilt", "missing_text")):
        message = command(filled, "waive", reason, "--until", "2999-01-01", "--by", "Ana")[1]
        assert f"invalid reason {reason!r}" in message
        assert said in message


def test_bytes_are_shown_so_that_they_cannot_steer_the_terminal(filled: Path) -> None:
    _, text = command(filled, "show", named(filled, "line 2")[:8])
    assert r'       0  {"id": "z", "text": "Home \x1b[31mNews"}' in text
    assert "\x1b" not in text
    _, dump = command(filled, "show", named(filled, "binary.txt"))
    assert "       0  00 01 1b 5b 33 31 6d 07 00 01 1b 5b 33 31 6d 07  ...[31m....[31m." in dump
    assert "      16  00 01" in dump
    assert "2,944 more bytes" in dump
    assert "No bytes are stored" in command(filled, "show", named(filled, "outside.txt"))[1]


def test_the_bytes_themselves_go_to_a_pipe(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = named(filled, "binary.txt")
    result = CliRunner().invoke(
        app, ["quarantine", "show", name, "--raw", "--lake", str(filled / "lake")]
    )
    assert result.stdout_bytes == (filled / "in/binary.txt").read_bytes()
    assert command(filled, "show", named(filled, "outside.txt"), "--raw")[0] == 2


def test_what_fails_again_keeps_its_row_and_says_why_now(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ask(home / "lake", "SELECT * EXCLUDE (retries) FROM ops.quarantine ORDER BY ALL")
    first = retry(settings(home), steps=BROKEN)
    second = retry(settings(home), steps=BROKEN)
    assert first is not None
    assert second is not None
    for run in (first.run, second.run):
        assert (run.sighting_count, run.quarantined_count, run.status) == (5, 5, "degraded")
    assert {problem.reason: problem.page_count for problem in second.problems} == {
        **dict.fromkeys(("binary", "empty", "failed_check", "missing_text", "broken_json"), 1)
    }
    rows = ask(home / "lake", "SELECT * EXCLUDE (retries) FROM ops.quarantine ORDER BY ALL")
    assert rows == before
    said = "SELECT DISTINCT list_transform(retries, lambda r: r.run_id) FROM ops.quarantine"
    assert sorted(ask(home / "lake", said)) == [([],), ([second.run.run_id],)]
    # Another version says it in other words.
    monkeypatch.setattr("dateline.flows.jobs.lexicons.version", lambda: "99")
    third = retry(settings(home), names=[named(home, "binary.txt")], steps=BROKEN)
    assert third is not None
    versions = "SELECT list_transform(retries, lambda r: r.version) FROM ops.quarantine "
    ((found,),) = ask(home / "lake", versions + "WHERE source_id = 'binary.txt'")
    assert found == [first.run.version, "99"]
    assert not verify(settings(home)).differs


def test_a_mended_version_loads_what_a_run_would(
    home: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lenient(line: bytes) -> dict[str, object]:
        record: dict[str, object] = json.loads(line, strict=False)
        return record

    monkeypatch.setattr("dateline.flows.inputs.readers.orjson.loads", lenient)
    retried = retry(settings(home), steps=MENDED)
    assert retried is not None
    run = retried.run
    assert (run.sighting_count, run.loaded_count, run.quarantined_count) == (5, 2, 3)
    assert dict(ask(home / "lake", STATES)) == {
        **dict.fromkeys(("empty.txt", "binary.txt", "outside.txt", "no text"), "open"),
        **dict.fromkeys(("lund.txt", "line 2"), "resolved"),
    }
    resolved = "SELECT DISTINCT resolved_run_id FROM ops.quarantine WHERE state = 'resolved'"
    assert ask(home / "lake", resolved) == [(run.run_id,)]
    ingest([str(filled / "in")], Settings(lake=home / "at once"), MENDED)
    assert rows_of_the_lake(home / "lake") == rows_of_the_lake(home / "at once")
    assert not verify(settings(home)).differs
    # What has been loaded is not tried once more, not even by its name.
    with pytest.raises(QuarantineError, match="it is resolved"):
        retry(settings(home), names=[named(home, "lund.txt")], steps=MENDED)
    with pytest.raises(QuarantineError, match="none of its bytes"):
        retry(settings(home), names=[named(home, "outside.txt")], steps=MENDED)
    monkeypatch.undo()
    assert again(home, filled).run.already_known_count == 2


def test_a_retry_of_one_reason_or_of_nothing(home: Path) -> None:
    one = retry(settings(home), reason="failed_check", steps=MENDED)
    assert one is not None
    assert (one.run.sighting_count, one.run.loaded_count) == (1, 1)
    assert one.run.status == "completed"
    before = snapshot(home)
    assert retry(settings(home), reason="failed_check", steps=MENDED) is None
    assert snapshot(home) == before
    assert command(home, "retry", "--reason", "failed_check")[1].startswith("Nothing to retry")


def test_a_newer_version_that_meets_a_page_again_tries_it_again(
    home: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert again(home, filled, MENDED).run.loaded_count == 0
    monkeypatch.setattr("dateline.flows.jobs.lexicons.version", lambda: "99")
    run = again(home, filled, MENDED).run
    assert (run.loaded_count, run.already_known_count, run.quarantined_count) == (1, 1, 4)
    assert len(ask(home / "lake", "FROM ops.quarantine")) == 6
    ((state, run_id),) = ask(
        home / "lake",
        "SELECT state, resolved_run_id FROM ops.quarantine WHERE source_id = 'lund.txt'",
    )
    assert (state, run_id) == ("resolved", run.run_id)


def test_the_same_bytes_elsewhere_are_resolved_with_them(home: Path, filled: Path) -> None:
    (filled / "copy").mkdir(exist_ok=True)
    (filled / "copy/copy.txt").write_text(ARTICLE)
    (filled / "copy/copy2.txt").write_text(ARTICLE)
    copies = ingest([str(filled / "copy")], settings(home), BROKEN).run
    assert copies.quarantined_count == 2
    assert len(ask(home / "lake", "FROM ops.quarantine")) == 8
    retried = retry(settings(home), names=[named(home, "copy.txt")], steps=MENDED)
    assert retried is not None
    assert retried.run.loaded_count == 1
    states = dict(ask(home / "lake", STATES))
    assert {states[name] for name in ("copy.txt", "copy2.txt", "lund.txt")} == {"resolved"}


def waived(home: Path, *reasons: str, until: datetime = NOW, now: datetime = NOW) -> None:
    for reason in reasons:
        waive(
            settings(home), reason=reason, until=f"{until:%Y-%m-%d}", by="Ana", note=None, now=now
        )


def run_of_two(home: Path, filled: Path) -> tuple[str, int, int]:
    """A run over two pages that are set aside: its status, and how many were and are waived."""
    inputs = [str(filled / "in" / name) for name in ("empty.txt", "binary.txt")]
    run = ingest(inputs, settings(home), BROKEN).run
    return run.status, run.quarantined_count, run.waived_count


def test_a_waived_reason_fails_no_run_until_its_day_is_over(home: Path, filled: Path) -> None:
    waived(home, "binary")
    assert run_of_two(home, filled) == ("degraded", 2, 1)
    until = f"{NOW:%Y-%m-%d}"
    code, output = command(home, "waive", "empty", "--until", until, "--by", "Ana \x1b[31m")
    assert code == 0
    assert "\x1b" not in output
    assert run_of_two(home, filled) == ("completed", 2, 2)
    assert {row["reason"] for row in listed(home) if row["waived_by"]} == {"empty", "binary"}
    retried = retry(settings(home), reason="binary", steps=BROKEN)
    assert retried is not None
    assert retried.run.status == "completed"
    assert (retried.problems[0].waived_by, retried.problems[0].waived_until) == ("Ana", NOW.date())
    with Lake.open(home / "lake", read_only=True) as lake:
        assert set(waivers_on(lake, NOW.date())) == {"empty", "binary"}
        assert waivers_on(lake, NOW.date() + DAY) == {}


def test_the_last_waiver_of_a_reason_holds(home: Path, filled: Path) -> None:
    earlier = NOW - 2 * DAY
    waived(home, "empty", "binary", until=NOW + 9 * DAY, now=earlier)
    waived(home, "empty", until=earlier, now=earlier + timedelta(microseconds=1))
    assert run_of_two(home, filled) == ("degraded", 2, 1)
    assert len(ask(home / "lake", "FROM ops.waivers")) == 3


def kept(home: Path) -> dict[str, bytes]:
    return dict(
        ask(home / "lake", "SELECT source_id, payload FROM ops.quarantine WHERE payload NOT NULL")
    )


def test_bytes_are_let_go_only_when_confirmed_and_rows_stay(home: Path) -> None:
    retry(settings(home), reason="failed_check", steps=MENDED)
    rows = ask(
        home / "lake",
        "SELECT * EXCLUDE (payload, state, state_at) FROM ops.quarantine ORDER BY ALL",
    )
    before = snapshot(home)
    code, output = command(home, "expire")
    assert code == 0
    assert "1 page would expire" in output
    assert (snapshot(home), len(kept(home))) == (before, 5)
    assert command(home, "expire", "--older-than", "1", "--yes")[0] == 0
    assert set(kept(home)) == {"empty.txt", "binary.txt", "no text", "line 2"}
    assert expire_rows(settings(home), older_than=timedelta(), confirmed=True, now=NOW + DAY).rows
    assert kept(home) == {}
    assert set(dict(ask(home / "lake", STATES)).values()) == {"expired"}
    after = ask(
        home / "lake",
        "SELECT * EXCLUDE (payload, state, state_at) FROM ops.quarantine ORDER BY ALL",
    )
    assert after == rows
    assert "Nothing to expire" in command(home, "expire", "--older-than", "0", "--yes")[1]
    with pytest.raises(QuarantineError, match="it is expired"):
        retry(settings(home), names=[named(home, "empty.txt")])
    assert not verify(settings(home)).differs


def test_what_expired_is_kept_again_where_a_newer_version_sets_it_aside(
    home: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expire_rows(settings(home), older_than=timedelta(), confirmed=True, now=NOW + DAY)
    again(home, filled)
    assert kept(home) == {}
    monkeypatch.setattr("dateline.flows.jobs.lexicons.version", lambda: "99")
    again(home, filled)
    assert len(ask(home / "lake", "FROM ops.quarantine")) == 6
    assert kept(home)["binary.txt"] == (filled / "in/binary.txt").read_bytes()
    assert not verify(settings(home)).differs


def test_what_was_tampered_with_is_found(home: Path) -> None:
    with Lake.open(home / "lake") as lake:
        for change in (
            "UPDATE ops.quarantine SET payload = 'other' WHERE source_id = 'empty.txt'",
            "UPDATE ops.quarantine SET state = 'resolved' WHERE source_id = 'binary.txt'",
            "INSERT INTO ops.quarantine FROM ops.quarantine WHERE source_id = 'no text'",
            "UPDATE ops.batches SET loaded_count = 0, already_known_count = 1",
        ):
            lake.connection.execute(change)
    assert {part.name for part in verify(settings(home)).compared if part.differing_count} >= {
        "ops.quarantine: SHA-256 of what is kept",
        "ops.quarantine: states",
        "ops.quarantine: each row once",
        "ops.batches: pages quarantined",
        "ops.batches: pages sighted as loaded",
        "ops.runs: sums of their batches",
    }


def test_there_is_no_quarantine_where_there_is_no_lake(tmp_path: Path) -> None:
    for arguments in (["retry", "--all"], ["expire", "--yes"], []):
        result = CliRunner().invoke(
            app, ["quarantine", *arguments, "--lake", str(tmp_path / "none")]
        )
        assert result.exit_code == 1
        assert type(result.exception).__name__ == "LakeMissingError"
    assert not list(tmp_path.iterdir())


def test_fields_that_a_reader_has_named_are_not_mapped_in_a_retry(tmp_path: Path) -> None:
    """A mapping is of a user's records; the title of a feed's entry is no text by it."""
    item = "<item><title>Ferry</title><guid>f</guid></item>"
    feed = f'<rss version="2.0"><channel><title>Post</title>{item}</channel></rss>'
    (tmp_path / "a.rss").write_text(feed)
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "r", "title": "Ferry sails again"}))
    lake = tmp_path / "lake"
    ingest([str(tmp_path / name) for name in ("a.rss", "a.jsonl")], Settings(lake=lake), MENDED)
    retry(Settings(lake=lake, text_field="title"), steps=MENDED)
    assert sorted(ask(lake, STATES)) == [("f", "open"), ("r", "resolved")]
