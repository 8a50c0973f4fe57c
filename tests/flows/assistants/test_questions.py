"""What the tools look up: within their limits, with a note where something was cut."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from made_batches import load, page_text

from dateline.flows.assistants import questions
from dateline.flows.assistants.limits import Allowance, AnswerLimits
from dateline.flows.jobs.serialization import to_json
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.errors import UsageError

LIMITS = AnswerLimits(timedelta(seconds=60), 1 << 30, 500, 100_000)
FEW = AnswerLimits(timedelta(seconds=60), 1 << 30, 4, 100_000)
SMALL = AnswerLimits(timedelta(seconds=60), 1 << 30, 500, 700)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    folder = tmp_path_factory.mktemp("questions") / "lake"
    with Lake.open(folder) as lake:
        load(lake, range(12))
    with Lake.open(folder, read_only=True) as lake:
        yield lake


def test_tables_are_described(lake: Lake) -> None:
    every = questions.tables(lake, LIMITS).tables
    assert {"articles", "quotations", "ops.runs"} <= {table.name for table in every}
    (quotes,) = questions.tables(lake, LIMITS, table="quotes").tables
    assert {column.name for column in quotes.columns} >= {"document_id", "start", "end"}
    with pytest.raises(UsageError, match="table 'quote' does not exist; did you mean 'quotes'"):
        questions.tables(lake, LIMITS, table="quote")


def test_rows_are_cut_at_the_limit_and_a_note_says_so(lake: Lake) -> None:
    query = "SELECT document_id FROM articles ORDER BY ALL"
    whole = questions.sql(lake, LIMITS, query=query, limit=100)
    assert (len(whole.untrusted_page_text.rows), whole.notes) == (12, [])
    for limits, limit, count in ((LIMITS, 5, 5), (FEW, 100, 4)):
        part = questions.sql(lake, limits, query=query, limit=limit)
        assert part.untrusted_page_text.rows == whole.untrusted_page_text.rows[:count]
        (note,) = part.notes
        assert note.startswith(f"cut after {count} rows")
    assert questions.sql(lake, LIMITS, query=query, limit=12).notes == []


def test_a_result_that_cannot_be_checked_is_told_of(lake: Lake) -> None:
    (note,) = questions.sql(lake, LIMITS, query="SELECT text FROM quotes", limit=100).notes
    assert note.startswith("no column document_id")


ASKED: list[tuple[Any, dict[str, Any]]] = [
    (questions.sql, {"query": "SELECT text, document_id FROM documents", "limit": 100}),
    (questions.search, {"words": "it", "limit": 100}),
    (questions.document, {"page": "1.txt", "length": 10_000}),
    (questions.explain, {"page": "1.txt", "limit": 100}),
    (questions.quotations, {"speaker": "Lima", "limit": 100}),
    (questions.story, {"story": "1.txt", "limit": 100}),
]


@pytest.mark.parametrize(("ask", "arguments"), ASKED)
def test_an_answer_keeps_to_its_bytes(lake: Lake, ask: Any, arguments: dict[str, Any]) -> None:
    whole, small = ask(lake, LIMITS, **arguments), ask(lake, SMALL, **arguments)
    # Beside rows and text there are notes, and the fields of one page.
    assert len(to_json(small.untrusted_page_text)) < SMALL.byte_count + 1_500
    if len(to_json(whole.untrusted_page_text)) > SMALL.byte_count + 1_500:
        assert small.notes


def test_long_values_are_cut_and_said_to_be(lake: Lake) -> None:
    query = "SELECT repeat('a', 5000) AS document_id"
    answer = questions.sql(lake, LIMITS, query=query, limit=1)
    assert answer.untrusted_page_text.rows == [[f"{'a' * 4000}…"]]
    (note,) = answer.notes
    assert "4,000 characters are cut" in note


def test_what_follows_is_asked_for_as_the_note_says(lake: Lake) -> None:
    text = page_text(1)
    part = questions.document(lake, LIMITS, page="1.txt", start=3, length=5)
    assert part.untrusted_page_text.text == text[3:8]
    assert part.notes == [f"the text goes on: {len(text) - 8} characters from start=8"]
    first = questions.quotations(lake, LIMITS, speaker="Lima", limit=3)
    assert "3 of 4 quotations; go on with offset=3" in first.notes
    rest = questions.quotations(lake, LIMITS, speaker="Lima", limit=3, offset=3)
    assert len(rest.untrusted_page_text.quotations) == 1
    lines = questions.explain(lake, LIMITS, page="1.txt", first_line=1, limit=100)
    assert [line["text"] for line in lines.untrusted_page_text.lines] == [text.split("\n", 1)[1]]


def test_a_search_shows_where_a_passage_stands(lake: Lake) -> None:
    answer = questions.search(lake, LIMITS, words="It's 5", kind="article", limit=10)
    (hit,) = answer.untrusted_page_text.hits
    text = page_text(5)
    assert text[hit.start : hit.end] == hit.passage != ""
    with pytest.raises(UsageError, match="invalid day: '2026-13-01'; write it as"):
        questions.search(lake, LIMITS, words="a", since="2026-13-01", limit=1)


def test_values_become_those_of_json() -> None:
    allowance = Allowance(1_000)
    assert allowance.plain({"a": (1, None, timedelta(1), b"\xff")}) == {
        "a": [1, None, "1 day, 0:00:00", "/w=="]
    }
