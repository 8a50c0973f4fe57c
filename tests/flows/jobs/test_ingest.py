"""Whole runs over made-up inputs, the steps as they are, without Prefect."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from made_pages import ARTICLE, ask, json_lines, rows_of_the_lake, run

from dateline.flows.jobs.ingest import STEPS, Result, Steps, ingest
from dateline.flows.settings import Settings
from dateline.transforms.schema.batch import BatchTables


def accounts(result: Result) -> tuple[int, ...]:
    run = result.run
    return (
        run.sighting_count,
        run.loaded_count,
        run.already_known_count,
        run.quarantined_count,
        run.rejected_count,
    )


def bad_inputs(folder: Path) -> Path:
    """A folder with one good page and everything that a crawler can leave beside it."""
    folder.mkdir()
    (folder / "good.txt").write_text(ARTICLE)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_text("\n \n\u00a0\n")
    (folder / "nul.txt").write_bytes(bytes(5000))
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 50)
    (folder / "bad-utf8.txt").write_bytes(ARTICLE.encode().replace(b"Lund", b"Lund\xff"))
    (folder / "utf-16.txt").write_bytes(("Tunnel news\n\n" + ARTICLE).encode("utf-16"))
    (folder / "no-article.txt").write_text("Home\nNews\nSport\nContact\nShare\nLogin\n")
    (folder / "one-line.txt").write_bytes(b"word " * 4_000_000)
    (folder / "many-lines.txt").write_text("".join(f"{n}\n" for n in range(20_000)))
    (folder / "outside.txt").symlink_to("/etc/hostname")
    (folder / "broken.jsonl").write_text('{"id": "x", "text": \n{"id": "y"}\n')
    json_lines(
        folder / "same-id.jsonl",
        [{"id": "page", "text": ARTICLE + text} for text in ("One.", "Two.")],
    )
    return folder


@pytest.fixture(scope="module")
def bad_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Result]:
    """A lake, the bad inputs that it is made of, and the run that made it in small batches."""
    folder = tmp_path_factory.mktemp("bad")
    inbox = bad_inputs(folder / "inbox")
    return folder / "lake", inbox, run(folder / "lake", inbox, batch_pages=3)


def test_bad_input_is_set_aside_and_the_rest_goes_on(bad_run: tuple[Path, Path, Result]) -> None:
    lake, inbox, result = bad_run
    set_aside = dict(ask(lake, "SELECT source_id, reason FROM ops.quarantine"))
    assert set_aside == {
        "empty.txt": "empty",
        "nul.txt": "binary",
        "binary.txt": "binary",
        "one-line.txt": "too_large",
        "outside.txt": "link_outside",
        "line 1": "broken_json",
        "y": "missing_text",
    }
    loaded = {name for (name,) in ask(lake, "SELECT source_id FROM documents")}
    without_article = {"blank.txt", "no-article.txt"}
    assert loaded == without_article | {
        "good.txt",
        "bad-utf8.txt",
        "utf-16.txt",
        "many-lines.txt",
        "page",
    }
    assert accounts(result) == (15, 8, 0, 5, 2)
    assert result.run.status == "degraded"
    kept = dict(ask(lake, "SELECT source_id, payload FROM ops.quarantine WHERE payload NOT NULL"))
    assert kept["nul.txt"] == bytes(5000)
    assert kept["line 1"] == b'{"id": "x", "text": \n'
    encodings = dict(ask(lake, "SELECT source_id, encoding FROM documents"))
    assert encodings["utf-16.txt"].startswith("utf-16")
    articles = ask(lake, "SELECT source_id FROM articles JOIN documents USING (document_id)")
    assert not without_article & {name for (name,) in articles}
    again = run(lake, inbox)
    assert accounts(again) == (15, 0, 8, 5, 2)
    assert ask(lake, "SELECT count(*) FROM ops.quarantine") == [(7,)]


def test_a_page_whose_name_is_no_utf8_can_be_named(tmp_path: Path) -> None:
    page = tmp_path / os.fsdecode(b"caf\xe9.txt")
    page.write_text("")
    assert run(tmp_path / "lake", page).run.inputs == (f"{tmp_path}/caf\\xe9.txt",)


def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    result = run(tmp_path / "lake", tmp_path / "inbox")
    assert accounts(result) == (0, 0, 0, 0, 0)
    assert result.run.status == "completed"


def test_a_rerun_adds_nothing_and_other_places_are_sightings(tmp_path: Path) -> None:
    lake, first, second = tmp_path / "lake", tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(ARTICLE)
    second.write_text(ARTICLE)
    assert accounts(run(lake, first)) == (1, 1, 0, 0, 0)
    before = ask(lake, "SELECT * FROM lines ORDER BY line_number")
    assert accounts(run(lake, first)) == (1, 0, 1, 0, 0)
    assert accounts(run(lake, first, second)) == (2, 0, 2, 0, 0)
    assert ask(lake, "SELECT * FROM lines ORDER BY line_number") == before
    assert ask(lake, "SELECT count(*) FROM documents") == [(1,)]
    seen = ask(lake, "SELECT source_id, outcome FROM ops.sightings ORDER BY source_id")
    assert seen == [("a.txt", "loaded"), ("b.txt", "already_known")]
    assert ask(lake, "SELECT count(*) FROM ops.runs") == [(3,)]


@pytest.mark.soak
def test_batches_and_order_change_nothing(tmp_path: Path) -> None:
    records = [
        {"id": str(number), "text": ARTICLE.replace("two weeks", f"{number} weeks")}
        for number in range(3, 10)
    ]
    forth = json_lines(tmp_path / "forth.jsonl", records)
    back = json_lines(tmp_path / "back.jsonl", records[::-1])
    run(tmp_path / "one", forth)
    result = run(tmp_path / "many", back, batch_pages=2)
    assert result.run.batch_count == 4
    assert rows_of_the_lake(tmp_path / "one") == rows_of_the_lake(tmp_path / "many")


def test_every_run_balances_in_the_books(bad_run: tuple[Path, Path, Result]) -> None:
    lake, _, result = bad_run
    unbalanced = ask(
        lake,
        "SELECT * FROM ops.batches WHERE sighting_count <> loaded_count + already_known_count "
        "+ quarantined_count + rejected_count",
    )
    assert unbalanced == []
    totals = "sum(sighting_count), sum(loaded_count), sum(quarantined_count), sum(rejected_count)"
    of_run = f"WHERE run_id = '{result.run.run_id}'"
    assert ask(lake, f"SELECT {totals} FROM ops.batches {of_run}") == ask(
        lake, f"SELECT {totals} FROM ops.runs {of_run}"
    )


@pytest.mark.parametrize("name", ["O'Brien", 'a "quoted" lake', "søk; DROP TABLE lines"])
def test_hostile_names_of_folders(tmp_path: Path, name: str) -> None:
    inbox = tmp_path / name / "inbox"
    inbox.mkdir(parents=True)
    (inbox / f"{name}.txt").write_text(ARTICLE)
    assert accounts(run(tmp_path / name / "lake", inbox)) == (1, 1, 0, 0, 0)
    assert ask(tmp_path / name / "lake", "SELECT source_id FROM documents") == [(f"{name}.txt",)]


def with_broken_rows(table: str, column: str, value: Any, document_place: int | None) -> Steps:
    """The pipeline's steps, but for one column that comes out wrong."""

    def transform(*arguments: Any) -> BatchTables:
        batch = STEPS.transform(*arguments)
        documents = batch.documents["document_id"].to_pylist()
        broken = documents if document_place is None else documents[document_place]
        schema = getattr(batch, table).schema
        rows = getattr(batch, table).to_pylist()
        for row in rows:
            if row["document_id"] in broken:
                row[column] = value
        return replace(batch, **{table: pa.Table.from_pylist(rows, schema=schema)})

    return replace(STEPS, transform=transform)


def three_pages(path: Path) -> Path:
    texts = [ARTICLE.replace("two weeks", f"{number} weeks") for number in range(3)]
    return json_lines(path, [{"id": str(n), "text": text} for n, text in enumerate(texts)])


def test_a_page_that_breaks_a_critical_rule_is_set_aside_with_its_rows(tmp_path: Path) -> None:
    lake, file = tmp_path / "lake", three_pages(tmp_path / "pages.jsonl")
    broken = with_broken_rows("lines", "label", "nonsense", 1)
    result = ingest([str(file)], Settings(lake=lake), broken)
    assert accounts(result) == (3, 2, 0, 1, 0)
    assert result.run.status == "degraded"
    quarantine = ask(lake, "SELECT source_id, reason, rule, payload FROM ops.quarantine")
    payload = json.loads(file.read_text().splitlines()[1])["text"].encode()
    assert quarantine == [("1", "failed_check", "lines.label.in_set", payload)]
    for table in ("documents", "lines", "articles", "quotes", "mentions", "ops.sightings"):
        documents = ask(lake, f"SELECT count(DISTINCT document_id) FROM {table}")
        assert documents == [(2,)], table
    failed = ask(lake, "SELECT rule, failed_count > 0 FROM ops.checks WHERE NOT passed")
    assert failed == [("lines.label.in_set", True)]


def test_a_batch_that_no_page_can_be_blamed_for_is_set_aside_whole(tmp_path: Path) -> None:
    lake, file = tmp_path / "lake", three_pages(tmp_path / "pages.jsonl")

    def transform(*arguments: Any) -> BatchTables:
        batch = STEPS.transform(*arguments)
        return replace(batch, documents=batch.documents.slice(1))

    result = ingest([str(file)], Settings(lake=lake), replace(STEPS, transform=transform))
    assert accounts(result) == (3, 0, 0, 3, 0)
    for table in ("documents", "lines", "articles", "quotes", "mentions", "entities", "stories"):
        assert ask(lake, f"FROM {table}") == []
    assert len(ask(lake, "FROM ops.quarantine WHERE payload NOT NULL")) == 3
