"""Quotations of made-up sentences in each language, with whom they must be attributed to."""

import csv
from pathlib import Path

import pytest

from dateline.seeds import lexicon
from dateline.transforms.quotes import find_quotes
from dateline.transforms.schema.content import Quote
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind

MADE = Path(__file__).parents[3] / "support" / "told_quotations.csv"
PAGES = MADE.with_name("pages_of_languages.csv")
ROWS = list(csv.DictReader(MADE.read_text(encoding="utf-8").splitlines()))


def article(language: str, text: str) -> ArticleText:
    """An article whose paragraphs are the lines of a text."""
    passages: list[Passage] = []
    at = 0
    for line in text.split("\n"):
        passages.append(Passage(at, at + len(line), PassageKind.PARAGRAPH))
        at += len(line) + 1
    return ArticleText("page", text, tuple(passages), language)


def told(row: dict[str, str]) -> list[Quote]:
    return find_quotes(article(row["language"], row["text"].replace("¶", "\n")), [])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['language']} {row['text'][:30]}")
def test_a_quotation_is_found_with_its_speaker(row: dict[str, str]) -> None:
    quotes = told(row)
    if not row["quotation"]:
        assert quotes == []
        return
    (quote,) = (quote for quote in quotes if quote.text.startswith(row["quotation"]))
    assert (quote.speaker or "") == row["speaker"]
    assert row["speaker_text"] in (quote.speaker_text or "")
    assert bool(row["speaker_text"]) == bool(quote.speaker_text)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['language']} {row['text'][:30]}")
def test_offsets_are_true(row: dict[str, str]) -> None:
    text = row["text"].replace("¶", "\n")
    for quote in told(row):
        assert text[quote.start : quote.end] == quote.text
        if quote.speaker_start is not None:
            assert text[quote.speaker_start : quote.speaker_end] == quote.speaker_text
        if quote.cue_start is not None:
            assert text[quote.cue_start : quote.cue_end] == quote.cue
        assert all(quote.start <= part.start < part.end <= quote.end for part in quote.segments)


PAGE_ROWS = list(csv.DictReader(PAGES.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", PAGE_ROWS, ids=lambda row: f"{row['language']} {row['luck']}")
def test_a_page_of_good_and_of_bad_luck(row: dict[str, str]) -> None:
    """Bad luck: two scripts or languages, marks that do not match or are never closed."""
    expected = [pair.split("=") for pair in row["quotations"].split("|") if pair]
    found = told(row)
    assert [quote.speaker or "" for quote in found] == [speaker for _, speaker in expected]
    assert all(q.text.startswith(start) for q, (start, _) in zip(found, expected, strict=True))


def test_every_language_has_a_page_of_each() -> None:
    languages = {row["language"] for row in lexicon("quoting_languages")} - {"sv"}
    assert {(row["language"], row["luck"]) for row in PAGE_ROWS} == {
        (language, luck) for language in languages for luck in ("good", "bad")
    }
