import codecs
from pathlib import Path

import pytest
from read_files import LIMIT, pages_of, payloads, reasons

from dateline.flows.inputs.pages import UnusablePage
from dateline.flows.inputs.record_fields import FieldMapping, RecordField

ROWS = 'id,title,content\n1,"Wall, sea","first ""line""\nsecond é"\n2,Ferry,ahoy\n'
TEXTS = ['first "line"\nsecond é', "ahoy"]


def written(folder: Path, content: bytes, name: str = "pages.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (ROWS.encode(), "utf-8"),
        (codecs.BOM_UTF8 + ROWS.replace("\n", "\r\n").encode(), "utf-8"),
        (ROWS.encode("cp1252"), "cp1252"),
        (ROWS.encode("utf-16"), "utf-8"),
    ],
)
def test_a_row_is_a_record_in_the_bytes_it_came_in(
    tmp_path: Path, content: bytes, encoding: str
) -> None:
    pages = pages_of(written(tmp_path, content))
    texts = [(payload or b"").decode(encoding).replace("\r\n", "\n") for payload in payloads(pages)]
    assert texts == TEXTS
    assert [page.origin.source_id for page in pages] == ["1", "2"]
    assert [page.origin.page_metadata.title for page in pages] == ["Wall, sea", "Ferry"]


@pytest.mark.parametrize(("delimiter", "suffix"), [(";", "csv"), ("|", "csv"), ("\t", "tsv")])
def test_values_between_other_marks(tmp_path: Path, delimiter: str, suffix: str) -> None:
    content = f"id{delimiter}text\na{delimiter}one, two\n".encode()
    (page,) = pages_of(written(tmp_path, content, f"pages.{suffix}"))
    assert (page.origin.source_id, page.payload) == ("a", b"one, two")


def test_a_row_with_too_many_values_is_alone(tmp_path: Path) -> None:
    pages = pages_of(written(tmp_path, b"id,text\na,x\nb,y,z\n\nc\nd,w\n"))
    assert reasons(pages) == ["read", "broken_row", "missing_text", "read"]
    assert isinstance(pages[1], UnusablePage)
    assert pages[1].payload == b'["b","y","z"]'


def test_a_file_without_a_field_for_the_text_says_which_it_has(tmp_path: Path) -> None:
    (page,) = pages_of(written(tmp_path, b"key,words\na,x\n"))
    assert isinstance(page, UnusablePage)
    assert page.reason == "missing_text"
    assert "`key`, `words`" in page.detail
    assert page.payload == b'{"key":"a","words":"x"}'
    mapping = FieldMapping({RecordField.TEXT: "words"})
    assert payloads(pages_of(written(tmp_path, b"key,words\na,x\n"), mapping)) == [b"x"]


@pytest.mark.parametrize("text", ["x" * (5 * LIMIT), '"' + "x\n" * (5 * LIMIT)])
def test_a_value_that_is_too_large_ends_the_file(tmp_path: Path, text: str) -> None:
    content = f"id,text\na,x\nb,{text}\nc,y\n".encode()
    assert reasons(pages_of(written(tmp_path, content))) == ["read", "unreadable"]


def test_nothing_is_no_table(tmp_path: Path) -> None:
    assert pages_of(written(tmp_path, b"")) == []


@pytest.mark.parametrize("content", [b"\xfe\xff~", b"\xff\xfea\0\0\xd8", b"\xff\xfet", b"\xff\xfe"])
def test_utf_16_that_breaks_off_in_its_first_row(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert reasons(pages_of(tmp_path / "a.csv")) in (["unreadable"], [])
