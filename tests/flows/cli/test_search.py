"""Hits as a person and a machine see them."""

import io
import json
from pathlib import Path

import pytest
from made_pages import ARTICLE, run
from rich.console import Console

from dateline.flows.jobs.search import snippet_of
from dateline.flows.show.search import hits_as_json, print_hits
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.search.query import Filters, Hit, Hits, search
from dateline.warehouse.search.words import parse_query


def hit(body: str, quotation: str | None = None, headline: str | None = "A headline") -> Hit:
    number = None if quotation is None else 0
    return Hit("d", number, "d.txt", headline, None, None, "Kari Lund", quotation, body, "en", -1.0)


def shown(hits: Hits, typed: str, *, width: int = 100) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, highlight=False, force_terminal=True)
    print_hits(console, hits, parse_query(typed), typed=typed)
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "typed", "sentence"),
    [
        ("First one. The U.S. said so. Last.", "said", "The U.S. said so."),
        ("Mr. Smith left. He said “go.” Then all went.", "smith", "Mr. Smith left."),
        ("One bridge. A bridge and a harbour. Both.", "bridge harbour", "A bridge and a harbour."),
        ("No such word. Another.", "headline", "No such word."),
        ("line one\nline two\n\nline three", "two", "line two"),
        ("It began. They negotiated. So it was.", "negotiation", "They negotiated."),
        ("和平。条约今天签署。完", "条约", "条约今天签署。"),
        ("", "headline", ""),
    ],
)
def test_a_hit_is_shown_in_its_sentence(body: str, typed: str, sentence: str) -> None:
    snippet = snippet_of(hit(body), parse_query(typed))
    assert snippet.text == sentence
    for match in snippet.matches:
        assert snippet.text[match.start : match.end].casefold()[:6] in typed.casefold()


def test_a_quotation_is_shown_in_its_sentence() -> None:
    body = "Before. She called it “a bold voice” at home. After."
    snippet = snippet_of(hit(body, "a bold voice"), parse_query("bold"))
    assert snippet.text == "She called it “a bold voice” at home."
    apart = snippet_of(hit(body, "words that\nare not there"), parse_query("words"))
    assert apart.text == "words that\nare not there"


def test_a_long_sentence_is_cut_around_the_words() -> None:
    snippet = snippet_of(hit("early " * 200 + "needle " + "late " * 200), parse_query("needle"))
    assert snippet.text.startswith("…early")
    assert snippet.text.endswith("late…")
    assert len(snippet.text) <= 322
    (match,) = snippet.matches
    assert snippet.text[match.start : match.end] == "needle"


def test_text_from_pages_only_is_text() -> None:
    evil = "\x1b]0;owned\x07[bold red]needle[/] \u202egnp.exe"
    output = shown(Hits((hit(evil, headline=evil),), 1, 1), "needle")
    assert "\x1b]0;" not in output
    assert "\x07" not in output
    assert "\u202e" not in output
    assert "[bold red]" in output


def test_no_hit_is_said(tmp_path: Path) -> None:
    assert "no hits for \\x1b[31mthis" in shown(Hits((), 0, 1), "\x1b[31mthis")


def test_it_is_said_where_nothing_has_all_the_words() -> None:
    found = Hits((hit("A bridge."),), 1, 1, has_all=False)
    said = "nothing has all the words; with any of them, 1 hit"
    assert said in shown(found, "bridge harbour")
    assert "nothing has all the words" not in shown(Hits(found.hits, 1, 1), "bridge harbour")
    assert json.loads(hits_as_json(found, parse_query("bridge")))["has_all_words"] is False


def test_a_run_can_be_searched(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/bridge.txt").write_text(ARTICLE)
    run(tmp_path / "lake", tmp_path / "in")
    query = parse_query("tromso bridge")
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        found = search(lake, query, Filters(kind="article"), limit=10)
        quoted = search(lake, parse_query("long"), Filters(speaker="kari lund"), limit=10)
    (row,) = json.loads(hits_as_json(found, query))["hits"]
    assert row["source_id"] == "bridge.txt"
    assert [row["passage"][start:end] for start, end in row["matches"]] == ["bridge"]
    assert quoted.hits[0].quotation == "We have put this off for too long"
    assert "Kari Lund" in shown(quoted, "long")
