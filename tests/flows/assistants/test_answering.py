"""The process that answers: what it must not do, it cannot, and what is too much ends it."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from made_batches import load
from sql_escapes import BLOCKED, HARMLESS, SECRET, Outside

from dateline.flows.assistants.answering import LakeAnswering
from dateline.flows.assistants.exchange import Answer, Question
from dateline.flows.assistants.limits import AnswerLimits
from dateline.warehouse.catalog.lake import Lake

LIMITS = AnswerLimits(timedelta(minutes=1), 256 << 20, 500, 100_000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("answering") / "lake"
    with Lake.open(folder) as lake:
        load(lake, range(3))
    return folder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files lie."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def answer(answering: LakeAnswering, query: str) -> Answer:
    return answering.ask(Question("sql", None, {"query": query, "limit": 100}))


@pytest.fixture
def answering(folder: Path, temporary: Path) -> Iterator[LakeAnswering]:
    answering = LakeAnswering(folder, LIMITS)
    yield answering
    answering.stop()
    assert not list(temporary.iterdir())


def test_no_escape_gets_an_answer(
    folder: Path, answering: LakeAnswering, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = Outside(folder, monkeypatch)
    for sql in outside.filled(BLOCKED):
        said = answer(answering, sql)
        assert said.is_error, sql
        assert SECRET not in said.content, sql
    for sql in outside.filled(HARMLESS):
        assert SECRET not in answer(answering, sql).content, sql
    assert outside.changed() == []


def test_what_takes_too_much_is_ended_and_the_next_question_answered(
    folder: Path, temporary: Path
) -> None:
    answering = LakeAnswering(folder, AnswerLimits(timedelta(seconds=1), 256 << 20, 500, 100_000))
    for query, message in {
        "SELECT repeat('a', 3000000000)": "takes too much memory; ask for less",
        "SELECT count(*) FROM range(100000000000) a, range(100000) b": "longer than 1 seconds",
        "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))": "no answer: it took more",
    }.items():
        said = answer(answering, query)
        assert said.is_error
        assert message in said.content
    assert not answer(answering, "SELECT 1").is_error
    answering.stop()
    assert not list(temporary.iterdir())


def test_a_question_is_cancelled_and_those_behind_it_are_answered(answering: LakeAnswering) -> None:
    endless = "SELECT count(*) FROM range(100000000000) a, range(100000) b"
    first, second, third = (
        Question("sql", None, {"query": query, "limit": 1})
        for query in (endless, endless, "SELECT 1")
    )
    answer(answering, "SELECT 1")
    with ThreadPoolExecutor(3) as pool:
        asked = []
        for question in (first, second, third):
            asked.append(pool.submit(answering.ask, question))
            time.sleep(0.2)
        answering.cancel(second)  # which waits for its turn
        assert not asked[0].done()
        answering.cancel(first)
        assert [one.result(timeout=60).is_error for one in asked] == [True, True, False]


def test_what_is_published_meanwhile_is_read_by_the_next_question(
    folder: Path, answering: LakeAnswering
) -> None:
    query = "SELECT count(*) AS document_id FROM documents"
    before = json.loads(answer(answering, query).content)
    with Lake.open(folder) as lake:
        load(lake, range(3, 5), batch_id="later")
    after = json.loads(answer(answering, query).content)
    counts = [one["untrusted_page_text"]["rows"] for one in (before, after)]
    assert counts == [[[3]], [[5]]]
    assert after["snapshot_id"] > before["snapshot_id"]
    question = Question("sql", before["snapshot_id"], {"query": query, "limit": 1})
    assert json.loads(answering.ask(question).content) == before


def test_a_lake_that_is_not_there_is_an_error_of_the_question(tmp_path: Path) -> None:
    answering = LakeAnswering(tmp_path / "none", LIMITS)
    said = answer(answering, "SELECT 1")
    answering.stop()
    assert said.is_error
    assert "does not exist" in said.content
