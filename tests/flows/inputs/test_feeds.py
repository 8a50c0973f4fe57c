import gzip
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_files import everything_in, pages_of, reasons

from dateline.flows.inputs.pages import RawPage

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour Post</title><language>en</language>
<item><title>Sea wall</title><link>https://example.org/a</link><guid>a-1</guid>
<author>ida@example.org (Ida Koch)</author><pubDate>Fri, 03 May 2024 08:00:00 GMT</pubDate>
<description>In short.</description>
<content:encoded><![CDATA[<p>Work on the wall begins.</p><p>At last.</p>]]></content:encoded></item>
<item><title>Ferry</title><description>Only &lt;b&gt;this&lt;/b&gt;.</description></item>
<item><title>Nothing</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post</title>
<entry><id>urn:1</id><title>Sea wall</title><updated>2024-05-03T08:00:00Z</updated>
<author><name>Ida Koch</name></author><content type="text">Work begins.</content></entry></feed>"""
BOMB = """<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">{entities}]>
<rss version="2.0"><channel><item><title>x</title>
<description>&{last};</description></item></channel></rss>"""


def written(folder: Path, content: str, name: str = "a.rss") -> Path:
    (folder / name).write_text(content)
    return folder / name


def test_an_entry_is_a_page_that_the_feed_speaks_of(tmp_path: Path) -> None:
    page, short, empty = pages_of(written(tmp_path, RSS))
    assert isinstance(page, RawPage)
    assert page.payload == b"Work on the wall begins.\n\nAt last."
    assert (page.origin.url, page.origin.source_id) == ("https://example.org/a", "a-1")
    stated = page.origin.page_metadata
    assert (stated.title, stated.authors, stated.publisher) == (
        *("Sea wall", ("Ida Koch",), "Harbour Post"),
    )
    assert (stated.in_language, stated.date_published) == ("en", "Fri, 03 May 2024 08:00:00 GMT")
    assert short.payload == b"Only this."
    assert reasons([empty]) == ["missing_text"]


@pytest.mark.parametrize(
    "reference", ["&#xD800;", "&#x110000;", "&#99999999999999999999;", "&#x00dfff;"]
)
def test_a_reference_to_no_character_is_replaced(tmp_path: Path, reference: str) -> None:
    broken = RSS.replace("Only &lt;b&gt;", f"Only &#x42f;{reference}{reference} &lt;b&gt;")
    page, short, _ = pages_of(written(tmp_path, broken))
    assert page.payload == b"Work on the wall begins.\n\nAt last."
    assert short.payload == "Only Я\ufffd\ufffd this.".encode()
    assert short.repairs == ("2 references to no character replaced with U+FFFD",)


def test_a_feed_that_its_parser_fails_on_is_unreadable(tmp_path: Path) -> None:
    broken = RSS.replace("In short.", "&#xD800;").encode("utf-16")
    (tmp_path / "a.rss").write_bytes(broken)
    assert reasons(everything_in(tmp_path / "a.rss")) == ["unreadable"]


def test_atom(tmp_path: Path) -> None:
    (page,) = pages_of(written(tmp_path, ATOM, "a.xml"))
    assert page.payload == b"Work begins."
    assert page.origin.page_metadata.authors == ("Ida Koch",)


def test_xml_that_is_no_feed_is_left_alone(tmp_path: Path) -> None:
    assert reasons(everything_in(written(tmp_path, "<urlset/>", "a.xml"))) == ["left alone"]
    assert reasons(everything_in(written(tmp_path, "no feed"))) == ["unreadable"]


@pytest.mark.parametrize("content", ["<urlset/>", "<a", "no feed"])
def test_packed_xml_that_is_no_feed_is_left_alone(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(content.encode()))
    assert reasons(everything_in(tmp_path / "a.xml.gz")) == ["left alone"]


def test_an_address_is_not_fetched(tmp_path: Path) -> None:
    assert reasons(everything_in(written(tmp_path, "http://127.0.0.1:9/feed"))) == ["unreadable"]


def test_entities_do_not_multiply(tmp_path: Path) -> None:
    names = "abcdefghijkl"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    bomb = BOMB.format(entities=entities, last=names[-1])
    for page in pages_of(written(tmp_path, bomb)):
        assert len(page.payload or b"") < 1_000


@given(st.binary(max_size=200))
def test_any_bytes_are_pages_or_have_a_reason(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("feed") / "a.atom"
    path.write_bytes(ATOM.encode()[:150] + content)
    assert all(reasons(everything_in(path)))


@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf"])
def test_an_empty_feed_is_unreadable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.rss").write_bytes(content)
    (tmp_path / "a.xml").write_bytes(content)
    assert reasons(everything_in(tmp_path / "a.rss")) == ["unreadable"]
    assert reasons(everything_in(tmp_path / "a.xml")) == ["left alone"]
