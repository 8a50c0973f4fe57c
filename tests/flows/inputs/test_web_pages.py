from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_files import LIMIT, pages_of, reasons

from dateline.flows.inputs.pages import RawPage
from dateline.flows.inputs.record_fields import FieldMapping, RecordField
from dateline.flows.inputs.web_pages import page_values, plain_text
from dateline.transforms.parsing import parse
from dateline.transforms.text.page import Page

SAMPLE = Path(__file__).parents[3] / "seeds/sample"
LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
    {"@type": "WebSite", "headline": "The Harbour Post"},
    {"@type": ["NewsArticle"], "headline": "Sea wall to be rebuilt", "datePublished": "2024-05-03",
     "author": [{"@type": "Person", "name": "Ida Koch"}, {"name": "Ola Berg"}],
     "publisher": {"name": "Harbour Post"}, "articleSection": ["Town", "Sea"]}]}</script>"""


def html(head: str = "", body: str = "<p>Work on the wall begins.</p>") -> bytes:
    return f'<html lang="en-GB"><head>{head}</head><body>{body}</body></html>'.encode()


def test_a_page_is_rendered_whole_and_line_by_line() -> None:
    body = "<nav><ul><li>Home<li>News</ul></nav><h1>Sea wall</h1><p>First<br>second</p><p>Third"
    text = page_values(html(body=f"{body}<script>var x</script><img alt='A wall'>"))["text"]
    assert [line.strip() for line in text.splitlines() if line.strip()] == [
        *("• Home", "• News", "Sea wall", "First", "second", "Third")
    ]


def test_what_json_ld_states_goes_before_what_elements_state() -> None:
    head = '<meta property="og:title" content="Wall"><meta name="description" content="In short.">'
    values = page_values(html(head + LINKED))
    assert values["title"] == "Sea wall to be rebuilt"
    assert [author["name"] for author in values["authors"]] == ["Ida Koch", "Ola Berg"]
    assert (values["date_published"], values["section"]) == ("2024-05-03", "Town")
    assert (values["description"], values["language"]) == ("In short.", "en-GB")


@pytest.mark.parametrize(
    ("head", "field", "expected"),
    [
        ('<meta property="article:published_time" content="2024-05-03">', "date_published", 1),
        ('<meta property="article:modified_time" content="2024-05-03">', "date_published", 0),
        ('<meta name="Author" content="Ida Koch">', "authors", 1),
        ('<meta property="article:author" content="https://example.org/ida">', "authors", 0),
        ('<link rel="canonical" href="https://example.org/a">', "url", 1),
        ('<link rel="canonical" href="javascript:alert(1)">', "url", 0),
        ("<title>Sea wall | Post</title>", "title", 1),
        ('<title>Post</title><meta property="og:type" content="website">', "title", 0),
        ('<script type="application/ld+json">{"headline": </script>', "title", 0),
        ('<script type="application/ld+json">[[1], {"@type": 3}]</script>', "title", 0),
    ],
)
def test_what_elements_state(head: str, field: str, expected: int) -> None:
    assert (field in page_values(html(head))) == bool(expected)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_the_encoding_is_told_by_the_page(encoding: str) -> None:
    page = html(
        '<meta charset="windows-1251">' if encoding == "cp1251" else "", "<p>Стена"
    ).decode()
    assert page_values(page.encode(encoding))["text"] == "Стена"


def test_the_encoding_that_came_with_a_page_goes_first() -> None:
    assert page_values("<p>Стена".encode("koi8-r"), "koi8-r")["text"] == "Стена"


@pytest.mark.parametrize("encoding", ["no such encoding", "undefined", "unicode_escape", "a\0b"])
def test_what_is_no_encoding_of_pages_is_passed_over(encoding: str) -> None:
    assert page_values(b"<p>wall \\ud800", encoding)["text"] == "wall \\ud800"


@pytest.mark.parametrize("piece", ["<div>", "<ul><li>", "<table><tr><td>", "<", "&", "<a b='"])
def test_pieces_without_end_cost_little(piece: str) -> None:
    assert isinstance(page_values((piece * 20_000).encode())["text"], str)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_page(payload: bytes) -> None:
    assert isinstance(page_values(payload)["text"], str)
    assert isinstance(plain_text(payload.decode("latin-1")), str)


def test_a_file_is_a_page_whose_head_speaks_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(html(LINKED))
    mapping = FieldMapping({RecordField.TEXT: "content"})  # of records, and so not of this
    (page,) = pages_of(tmp_path / "a.html", mapping)
    assert isinstance(page, RawPage)
    assert page.payload == b"Work on the wall begins."
    assert page.origin.page_metadata.authors == ("Ida Koch", "Ola Berg")
    assert page.origin.page_metadata.publisher == "Harbour Post"


def test_an_article_that_nests_too_deep_to_be_kept_states_nothing(tmp_path: Path) -> None:
    author = "[" * 300 + "]" * 300
    script = f'{{"@type": "NewsArticle", "headline": "Wall", "author": {author}}}'
    head = f'<script type="application/ld+json">{script}</script>'
    (tmp_path / "a.html").write_bytes(html(head))
    (page,) = pages_of(tmp_path / "a.html")
    assert page.payload == b"Work on the wall begins."
    assert page.origin.page_metadata.title is None


def test_a_page_that_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.htm").write_bytes(html(body="x" * 5 * LIMIT))
    assert reasons(pages_of(tmp_path / "a.htm")) == ["too_large"]


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.txt")), ids=lambda path: path.stem)
def test_an_article_in_html_is_the_article_in_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())
    rendered = page_values(html(body=lines))["text"]
    expected, found = (
        parse(Page("0" * 64, it)).articles["article_body"].to_pylist() for it in (text, rendered)
    )
    assert [body.split() for body in found] == [body.split() for body in expected]
