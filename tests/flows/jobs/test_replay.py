"""Stored pages read again: what would change, what is refused, what is published and verified."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from made_pages import ARTICLE, ask, json_lines, rows_of_the_lake
from rich.console import Console
from typer.testing import CliRunner

from dateline.flows.cli.commands import app
from dateline.flows.jobs.diff import diff
from dateline.flows.jobs.ingest import STEPS, ingest
from dateline.flows.jobs.replay import replay
from dateline.flows.jobs.stored_documents import ConditionError
from dateline.flows.jobs.verify import Verification, verify
from dateline.flows.settings import Settings
from dateline.flows.show.replay import print_replay
from dateline.transforms.article.own_fields import OwnFields
from dateline.transforms.lines.repetition import Repetition
from dateline.transforms.own_lexicons import OwnLexicons
from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.pages import Document
from dateline.warehouse.catalog.errors import (
    LakeMissingError,
    StatementRejectedError,
    UnknownSnapshotError,
)
from dateline.warehouse.catalog.lake import Lake

SECOND = ARTICLE.replace("Kari Lund", "Ola Berg").replace("Harbour", "Bypass")
THIRD = ARTICLE.replace("Harbour", "Old \x1b[31m town")


def with_column(rows: pa.Table, name: str, values: pa.Array) -> pa.Table:
    place = rows.schema.get_field_index(name)
    return rows.set_column(place, rows.schema.field(place), values)


def older(
    documents: Sequence[Document], repetition: Repetition, lexicons: OwnLexicons, fields: OwnFields
) -> BatchTables:
    """A version that named nobody Kari, and shouted headlines."""
    batch = STEPS.transform(documents, repetition, lexicons, fields)
    kept = pc.invert(pc.match_substring(batch.mentions["text"], "Kari"))
    headlines = pc.utf8_upper(batch.articles["headline"])
    return replace(
        batch,
        mentions=batch.mentions.filter(kept),
        articles=with_column(batch.articles, "headline", headlines),
    )


def broken(
    documents: Sequence[Document], repetition: Repetition, lexicons: OwnLexicons, fields: OwnFields
) -> BatchTables:
    """A version that takes Ola's words out of order."""
    batch = STEPS.transform(documents, repetition, lexicons, fields)
    quotes = batch.quotes
    is_hers = pc.fill_null(pc.equal(quotes["speaker"], "Ola Berg"), False)
    texts = pc.if_else(is_hers, pc.utf8_reverse(quotes["text"]), quotes["text"])
    return replace(batch, quotes=with_column(quotes, "text", texts))


# The audit costs most of the time; it is left out where a test is not about it.
UNCHECKED = replace(STEPS, audit=lambda batch, _: STEPS.audit(batch, ()))


def filled(
    folder: Path,
    transform: Callable[[Sequence[Document], Repetition, OwnLexicons, OwnFields], BatchTables],
) -> Settings:
    """Settings with a lake of three pages, each loaded in a batch of its own."""
    records = [{"id": f"{n}", "text": text} for n, text in enumerate((ARTICLE, SECOND, THIRD))]
    inputs = [str(json_lines(folder / "in.jsonl", records))]
    one_by_one = Settings(lake=folder / "lake", batch_pages=1)
    ingest(inputs, one_by_one, replace(UNCHECKED, transform=transform))
    return Settings(lake=folder / "lake")


def copied(settings: Settings, folder: Path) -> Settings:
    shutil.copytree(str(settings.lake), folder / "lake")
    return Settings(lake=folder / "lake")


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return filled(tmp_path_factory.mktemp("current"), STEPS.transform)


@pytest.fixture(scope="module")
def outdated(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return filled(tmp_path_factory.mktemp("outdated"), older)


def snapshot_of(settings: Settings) -> int:
    with Lake.open(settings.lake, read_only=True) as lake:
        return lake.snapshot_id


def printed(settings: Settings, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*arguments, "--lake", str(settings.lake)])
    return result.exit_code, result.output


def test_the_same_code_changes_nothing_and_publishes_nothing(current: Settings) -> None:
    before = snapshot_of(current)
    code, output = printed(current, "replay", "--publish")
    assert code == 0
    assert "3 pages reprocessed: 0 changed, 3 unchanged, 0 rejected" in output
    assert "Nothing to publish" in output
    assert snapshot_of(current) == before


def test_what_would_change_is_shown_and_not_done(outdated: Settings) -> None:
    before = snapshot_of(outdated), rows_of_the_lake(outdated.lake)
    found = replay(outdated, steps=UNCHECKED)
    by_table = {difference.table: difference for difference in found.differences}
    headlines = by_table["articles"].fields["headline"]
    assert (found.page_count, found.changed_count, found.snapshot_id) == (3, 3, None)
    assert headlines.row_count == 3
    assert {(example.old, example.new) for example in headlines.examples} > {
        ("HARBOUR BRIDGE TO CLOSE FOR REPAIRS", "Harbour bridge to close for repairs"),
    }
    assert {example.new for example in by_table["entities"].added.examples} == {"Kari Lund"}
    assert by_table["mentions"].added.row_count == 2
    assert "lines" not in by_table
    assert (snapshot_of(outdated), rows_of_the_lake(outdated.lake)) == before


def test_text_from_pages_cannot_steer_the_terminal(outdated: Settings) -> None:
    console = Console(record=True, width=250, highlight=False)
    replayed = replay(outdated, condition="source_id = '2'", steps=UNCHECKED)
    print_replay(console, replayed, publish=False)
    shown = console.export_text()
    assert "\x1b" not in shown
    assert r"Old \x1b[31m town" in shown


def test_pages_are_chosen_by_a_condition(outdated: Settings) -> None:
    second = replay(outdated, condition="source_id = '1' -- the second", steps=UNCHECKED)
    assert (second.page_count, second.changed_count) == (1, 1)
    assert replay(outdated, condition="false").page_count == 0


def test_a_condition_is_nothing_more_than_a_condition(outdated: Settings) -> None:
    before = rows_of_the_lake(outdated.lake)
    for condition in ("no_such_column = 1", "true); DELETE FROM documents; --", "source_id ="):
        with pytest.raises((ConditionError, StatementRejectedError)):
            replay(outdated, condition=condition, publish=True)
    with pytest.raises(StatementRejectedError):
        replay(outdated, condition="EXISTS (FROM read_text('/etc/hostname'))")
    assert rows_of_the_lake(outdated.lake) == before


def test_there_is_nothing_to_replay_where_there_is_no_lake(tmp_path: Path) -> None:
    with pytest.raises(LakeMissingError):
        replay(Settings(lake=tmp_path / "none"))
    assert not list(tmp_path.iterdir())


def test_a_lake_that_was_replayed_is_as_if_loaded_anew(
    tmp_path: Path, outdated: Settings, current: Settings
) -> None:
    settings = copied(outdated, tmp_path)
    before = snapshot_of(settings)
    # One page first, then all, in other batches than they were loaded in.
    replay(settings, condition="source_id = '0'", publish=True)
    published = replay(settings, publish=True, steps=UNCHECKED).snapshot_id
    assert published == snapshot_of(settings) == before + 2
    assert rows_of_the_lake(settings.lake) == rows_of_the_lake(current.lake)
    stories = "SELECT * FROM stories ORDER BY ALL"
    assert ask(settings.lake, stories) == ask(current.lake, stories)
    assert not verify(settings).differs
    with Lake.open(settings.lake, read_only=True) as lake:
        (articles, *_) = diff(lake, before, before + 1)
        assert (articles.table, articles.fields["headline"].row_count) == ("articles", 1)
        assert diff(lake, before, before) == ()
        with pytest.raises(UnknownSnapshotError):
            diff(lake, 0, before)


def test_a_page_that_breaks_a_critical_rule_keeps_its_old_rows(
    tmp_path: Path, outdated: Settings
) -> None:
    settings = copied(outdated, tmp_path)
    quotes = ask(settings.lake, "FROM quotes ORDER BY ALL")
    found = replay(settings, publish=True, steps=replace(STEPS, transform=broken))
    (rejected,) = found.rejected
    assert (rejected.rule, rejected.page_count) == ("quotes.text.excerpt", 1)
    assert rejected.example == "1"
    assert found.changed_count == 2
    headlines = dict(
        ask(settings.lake, "SELECT source_id, headline FROM articles NATURAL JOIN documents")
    )
    assert headlines["0"] == "Harbour bridge to close for repairs"
    assert headlines["1"] == "BYPASS BRIDGE TO CLOSE FOR REPAIRS"
    assert ask(settings.lake, "FROM quotes ORDER BY ALL") == quotes


def differing(verification: Verification) -> set[str]:
    return {part.name for part in verification.compared if part.differing_count}


def test_what_was_tampered_with_is_found(tmp_path: Path, current: Settings) -> None:
    settings = copied(current, tmp_path)
    assert not verify(settings).differs
    with Lake.open(settings.lake) as lake:
        for change in (
            "UPDATE documents SET text = replace(text, 'two weeks', 'six weeks') "
            "WHERE source_id = '0'",
            "UPDATE page_quotes SET start = start + 1 WHERE speaker = 'Ola Berg'",
            "UPDATE articles SET headline = 'Other' WHERE headline LIKE 'Bypass%'",
            "UPDATE entities SET mention_count = 7 WHERE name = 'Kari Lund'",
            "DELETE FROM stories WHERE document_id = (SELECT min(document_id) FROM documents)",
            "UPDATE repeated_lines SET page_count = page_count + 1",
            "UPDATE ops.runs SET loaded_count = 2",
        ):
            lake.connection.execute(change)
    assert differing(verify(settings)) >= {
        "documents.document_id: SHA-256",
        "fingerprints: hashes of lines",
        "quotes.text.excerpt",
        "articles.evidence: text at the offsets",
        "entities: recomputed",
        "stories: recomputed",
        "repeated_lines: recomputed",
        "ops.runs: pages loaded",
        "ops.runs: accounts balance",
    }
    assert printed(settings, "verify")[0] == 1


def test_a_hash_that_cannot_be_made_again_is_said_to_be_untold(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "mended.txt").write_bytes(ARTICLE.encode().replace(b"Lund", b"Lund\xff"))
    (inbox / "marked.txt").write_bytes(SECOND.encode("utf-16"))
    settings = Settings(lake=tmp_path / "lake")
    ingest([str(inbox)], settings, UNCHECKED)
    found = {part.name: part for part in verify(settings).compared}
    hashes = found["documents.document_id: SHA-256"]
    assert (hashes.checked_count, hashes.differing_count, hashes.untold_count) == (2, 0, 1)
