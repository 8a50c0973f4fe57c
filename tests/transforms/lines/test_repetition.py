from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.lines.fingerprints import fingerprint
from dateline.transforms.lines.label_codes import RULES
from dateline.transforms.lines.repetition import (
    ANYWHERE,
    Repetition,
    count_stories,
    find_boilerplate,
)
from dateline.transforms.lines.splitting import Lines, split_lines
from dateline.transforms.parsing import Parsed, parse_batch
from dateline.transforms.text.page import Page

SAMPLE = sorted(Path(__file__).parents[3].joinpath("seeds/sample").glob("*.txt"))
LONG = ("This line is longer than a hundred characters. " * 3).strip()


@dataclass(frozen=True)
class Line:
    """A line with the line model's score, and how many stories of the outlet and of all have it."""

    text: str
    score: float
    on_outlet: int = 0
    anywhere: int = 0


TEXT = Line("This is what the article tells.", 0.99)
MENU = Line("Home and garden", 0.01)


def boilerplate(*page: Line) -> list[str | None]:
    """The rule that makes each line of a page boilerplate; None for lines that stay as they are."""
    lines = split_lines(["\n\n".join(line.text for line in page)])
    given_to = lines.offsets[-1]
    score, on_outlet, anywhere = np.zeros(given_to, np.float32), *np.zeros((2, given_to), np.int64)
    score[::2] = [line.score for line in page]
    on_outlet[::2] = [line.on_outlet for line in page]
    anywhere[::2] = [line.anywhere for line in page]
    evidence = Repetition(fingerprint([]), on_outlet, anywhere)
    found = find_boilerplate(lines, score, score > 0.5, evidence)
    return [None if rule < 0 else RULES[rule] for rule in found[::2]]


@pytest.mark.parametrize(
    ("line", "stories"),
    [
        (Line("Thank you for reading.", 0.99), 3),
        (Line("Thank you for reading.", 0.6), 3),
        (Line(LONG, 0.99), 5),
    ],
    ids=["short", "short and unsure", "long"],
)
def test_after_the_text_little_evidence_is_enough(line: Line, stories: int) -> None:
    assert boilerplate(TEXT, TEXT, repeated(line, stories - 1)) == [None] * 3
    assert boilerplate(TEXT, TEXT, repeated(line, stories)) == [None, None, "repeated_on_outlet"]


def repeated(line: Line, stories: int) -> Line:
    return Line(line.text, line.score, stories, stories)


@pytest.mark.parametrize("text", [LONG, "What we know so far"])
def test_between_paragraphs_much_evidence_is_needed(text: str) -> None:
    line = Line(text, 0.95)
    assert boilerplate(TEXT, repeated(line, 19), TEXT) == [None] * 3
    assert boilerplate(TEXT, repeated(line, 20), TEXT) == [None, "repeated_on_outlet", None]
    unsure = Line(text, 0.7, 5)
    assert boilerplate(TEXT, unsure, TEXT) == [None, "repeated_on_outlet", None]


def test_a_standing_first_paragraph_stays_and_a_label_above_the_text_goes() -> None:
    assert boilerplate(MENU, Line(LONG, 0.95, 12), TEXT) == [None] * 3
    label = Line("Our weekly column", 0.95, 12)
    assert boilerplate(MENU, label, TEXT) == [None, "repeated_on_outlet", None]


def test_other_pages_of_the_batch_are_no_neighbours() -> None:
    texts = [LONG + "\n" + TEXT.text, TEXT.text + "\n" + LONG, LONG, TEXT.text]
    lines = split_lines(texts)
    score = np.full(len(lines), 0.99, np.float32)
    counts = np.where([text == LONG for text in lines.texts], 5, 0)
    found = find_boilerplate(lines, score, score > 0.5, Repetition(fingerprint([]), counts, counts))
    assert (found >= 0).tolist() == [False, False, False, True, True, False]


def test_all_pages_together_take_three_times_the_evidence() -> None:
    for stories, expected in ((14, None), (15, "repeated_anywhere")):
        assert boilerplate(TEXT, Line(LONG, 0.99, anywhere=stories)) == [None, expected]


def test_what_is_too_short_repeats_by_chance() -> None:
    assert boilerplate(TEXT, Line("Conclusion", 0.6, 64, 64)) == [None, None]
    assert boilerplate(TEXT, Line("Read it to the end", 0.6, 2, 64)) == [None, None]


COUNTS = st.integers(0, 64)
LINES = st.builds(
    Line, st.sampled_from([LONG, TEXT.text, MENU.text, "7"]), st.floats(0, 1), COUNTS, COUNTS
)


@given(st.lists(LINES, min_size=1, max_size=8), st.integers(1, 64))
def test_more_evidence_never_makes_less_boilerplate(page: Sequence[Line], more: int) -> None:
    before = boilerplate(*page)
    after = boilerplate(
        *(Line(x.text, x.score, x.on_outlet + more, x.anywhere + more) for x in page)
    )
    assert all(then is not None for now, then in zip(before, after, strict=True) if now)
    assert not any(boilerplate(*(Line(x.text, x.score) for x in page)))


def evidence(pages: Sequence[Page], rows: Sequence[tuple[str, str, int]]) -> Repetition:
    """What `rows` of outlet, text and number of stories tell about the lines of pages."""
    (hashes,) = fingerprint([Page("", "\n".join(text for _, text, _ in rows))])[
        "line_hashes"
    ].to_pylist()
    table = pa.table(
        {
            "host": [host for host, _, _ in rows],
            "line_hash": pa.array(hashes, pa.int64()),
            "story_count": [count for _, _, count in rows],
        }
    )
    return count_stories(fingerprint(pages), table)


def test_evidence_counts_for_its_outlet_and_for_all() -> None:
    pages = [
        Page("a", "One\n\nTwo\n", "https://www.a.example/1"),
        Page("b", "Two\nOne", "https://b.example"),
        Page("c", "One"),
    ]
    found = evidence(
        pages, [("a.example", "One", 3), ("b.example", "Two", 4), (ANYWHERE, "One", 9)]
    )
    assert found.on_outlet.tolist() == [3, 0, 0, 4, 0, 0]
    assert found.anywhere.tolist() == [9, 0, 0, 0, 9, 9]


@pytest.fixture(scope="module")
def sample() -> list[Page]:
    return [
        Page(f"{number}", path.read_text(), "https://news.example")
        for number, path in enumerate(SAMPLE)
    ]


@pytest.fixture(scope="module")
def without_evidence(sample: list[Page]) -> Parsed:
    return parse_batch(sample)


def test_no_evidence_changes_nothing(sample: list[Page], without_evidence: Parsed) -> None:
    assert parse_batch(sample, evidence(sample, [])) == without_evidence


def test_a_paragraph_that_every_story_has_leaves_the_article_and_says_why(
    sample: list[Page], without_evidence: Parsed
) -> None:
    lines: Lines = split_lines([page.text for page in sample])
    was_body = without_evidence.lines["is_body"].to_pylist()
    last = max(place for place, is_body in enumerate(was_body) if is_body)
    text = lines.texts[last]
    parsed = parse_batch(sample, evidence(sample, [("news.example", text, 40)]))
    row = parsed.lines.slice(last, 1).to_pylist()[0]
    assert (row["is_body"], row["rule"]) == (False, "repeated_on_outlet")
    assert row["score"] == pytest.approx(40 / 41)
    bodies = parsed.articles["article_body"].to_pylist()
    assert not any(text in body for body in bodies)
    assert any(text in body for body in without_evidence.articles["article_body"].to_pylist())
