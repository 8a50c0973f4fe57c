import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from read_files import LIMIT, pages_of, reasons

from dateline.flows.inputs.pages import RawPage, UnusablePage


def test_a_text_file_is_one_page(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xff\xfeh\x00i\x00")
    (page,) = pages_of(path)
    assert isinstance(page, RawPage)
    assert page.payload == b"\xff\xfeh\x00i\x00"
    assert (page.origin.file_path, page.origin.source_id) == (str(path), "a.txt")


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_json_lines_plain_and_compressed(tmp_path: Path, suffix: str) -> None:
    records = [
        {"id": "one", "text": "First", "url": "https://a.example/1", "fetched_at": "2024-05-02"},
        {"id": 2, "text": "Zweite", "fetched_at": "2024-05-02T10:00:00+02:00", "feed": {"x": [1]}},
        {"text": "no id"},
    ]
    content = "".join(json.dumps(record) + "\r\n\r\n" for record in records).encode()
    path = tmp_path / f"pages.jsonl{suffix}"
    with pa.output_stream(path, compression={"": None, ".gz": "gzip", ".zst": "zstd"}[suffix]) as f:
        f.write(content)
    first, second, third = (page for page in pages_of(path) if isinstance(page, RawPage))
    assert first.payload == b"First"
    assert first.origin.url == "https://a.example/1"
    assert first.origin.fetched_at == datetime(2024, 5, 2, tzinfo=UTC)
    assert first.origin.metadata is None
    assert second.origin.source_id == "2"
    assert second.origin.fetched_at == datetime(2024, 5, 2, 8, tzinfo=UTC)
    assert second.origin.metadata == '{"feed":{"x":[1]}}'
    assert third.origin.source_id == "line 5"


def test_broken_lines_are_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        b'{"id": "good", "text": "x"}',
        b'{"id": "cut", "text": "x',
        b"[1, 2]",
        b'{"id": "no text"}',
        b'{"id": "list", "text": ["x"]}',
        b'{"id": "bytes", "text": "\xff"}',
        b"[" * 100_000,
        b'{"id": "deep", "text": "x", "feed": ' + b"[" * 600 + b"]" * 600 + b"}",
        b'{"id": "large", "text": "' + b"x" * (LIMIT + 1) + b'"}',
        b'{"id": "largest", "text": "' + b"x" * (9 * LIMIT) + b'"}',
        b'{"id": "last", "text": "y"}',
    ]
    path = tmp_path / "pages.jsonl"
    path.write_bytes(b"\n".join(lines))
    pages = pages_of(path)
    assert reasons(pages) == [
        "read",
        "broken_json",
        "broken_json",
        "missing_text",
        "missing_text",
        "broken_json",
        "too_large",
        "broken_json",
        "too_large",
        "too_large",
        "read",
    ]
    cut = pages[1]
    assert isinstance(cut, UnusablePage)
    assert cut.payload == lines[1] + b"\n"
    assert cut.origin.source_id == "line 2"


def test_half_a_surrogate_pair_is_mended_and_recorded(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_bytes(rb'{"id": "a", "text": "cut \ud83d off, whole \ud83d\ude00, literal \\ud83d"}')
    (page,) = pages_of(path)
    assert isinstance(page, RawPage)
    assert page.payload.decode() == "cut \ufffd off, whole 😀, literal \\ud83d"
    assert page.repairs == ("half of a surrogate pair replaced by U+FFFD",)


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_parquet_rows(tmp_path: Path, suffix: str) -> None:
    not_utf8 = pa.Array.from_buffers(
        pa.string(), 3, pa.array([b"good", b"caf\xe9", None], pa.binary()).buffers()
    )
    table = pa.table(
        {
            "id": ["a", "b", "c"],
            "text": not_utf8,
            "url": [None, "https://b.example/", None],
            "fetched_at": [datetime(2024, 5, 2, 10), None, None],
        }
    )
    plain = tmp_path / "plain.parquet"
    pq.write_table(table, plain)
    path = tmp_path / f"pages.parquet{suffix}"
    path.write_bytes(gzip.compress(plain.read_bytes()) if suffix else plain.read_bytes())
    pages = pages_of(path)
    assert reasons(pages) == ["read", "read", "missing_text"]
    assert [page.payload for page in pages[:2]] == [b"good", b"caf\xe9"]
    assert pages[0].origin.fetched_at == datetime(2024, 5, 2, 10, tzinfo=UTC)
    assert pages[1].origin.url == "https://b.example/"


@pytest.mark.parametrize(
    "kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
)
def test_parquet_text_of_every_kind_of_string(tmp_path: Path, kind: pa.DataType) -> None:
    not_utf8 = pa.Array.from_buffers(
        pa.string(), 2, pa.array([b"good", b"caf\xe9"], pa.binary()).buffers()
    )
    path = tmp_path / "pages.parquet"
    text = not_utf8.dictionary_encode() if pa.types.is_dictionary(kind) else not_utf8.cast(kind)
    pq.write_table(pa.table({"id": ["a", "b"], "text": text}), path)
    assert [page.payload for page in pages_of(path)] == [b"good", b"caf\xe9"]


NOT_UTF8 = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xe9"], pa.binary()).buffers())


@pytest.mark.parametrize(
    "value",
    [
        NOT_UTF8,
        pa.array([2**62], pa.timestamp("us")),
        pa.array([2**62], pa.timestamp("us", tz="No/Where")),
        pa.array([[2**62]], pa.list_(pa.timestamp("us"))),
    ],
    ids=lambda value: str(value.type),
)
@pytest.mark.parametrize("column", ["url", "other"])
def test_a_parquet_row_with_a_value_that_cannot_be_had_is_set_aside_alone(
    tmp_path: Path, column: str, value: pa.Array
) -> None:
    nothing = pa.nulls(1, value.type)
    table = pa.table(
        {
            "id": ["a", "b", "c"],
            "text": ["x", "y", "z"],
            column: pa.chunked_array([nothing, value, nothing]),
        }
    )
    path = tmp_path / "pages.parquet"
    pq.write_table(table, path)
    pages = pages_of(path)
    assert reasons(pages) == ["read", "broken_value", "read"]
    assert [page.payload for page in (pages[0], pages[2])] == [b"x", b"z"]
    broken = pages[1]
    assert isinstance(broken, UnusablePage)
    assert broken.origin.source_id == "row 2"
    assert f"`{column}`" in broken.detail
    assert broken.payload is not None
    kept = pa.ipc.open_stream(broken.payload).read_all()
    assert kept["text"].to_pylist() == [b"y"]
    assert kept[column].combine_chunks().equals(value)


def test_a_parquet_row_whose_text_is_a_number_is_kept_for_a_look(tmp_path: Path) -> None:
    path = tmp_path / "pages.parquet"
    pq.write_table(pa.table({"id": ["a"], "text": [5]}), path)
    (page,) = pages_of(path)
    assert isinstance(page, UnusablePage)
    assert (page.reason, page.payload) == ("missing_text", b'{"id":"a","text":5}')


def test_json_lines_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n')
    assert reasons(pages_of(path)) == ["read", "read"]


WET = (
    b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n"
    b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/1\r\n"
    b"WARC-Date: 2024-05-02T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    b"WARC-Identified-Content-Language: eng\r\nContent-Length: 9\r\n\r\nHello\nyou\r\n\r\n"
)


def test_a_wet_archive(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.wet.gz"
    path.write_bytes(gzip.compress(WET) + gzip.compress(WET))
    pages = pages_of(path)
    assert reasons(pages) == ["read", "read"]
    assert pages[0].payload == b"Hello\nyou"
    assert pages[0].origin.url == "https://a.example/1"
    assert pages[0].origin.fetched_at == datetime(2024, 5, 2, 10, tzinfo=UTC)
    assert pages[0].origin.source_id == "<urn:uuid:1>"
    assert pages[0].origin.metadata == '{"language":"eng"}'


def test_a_wet_record_without_its_length_is_read_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wet"
    path.write_bytes(b"WARC/1.0\r\nWARC-Type: conversion\r\n\r\nHello")
    (page,) = pages_of(path)
    assert page.payload == b"Hello"


def test_files_that_break_off_keep_what_came_before(tmp_path: Path) -> None:
    wet = tmp_path / "cut.wet"
    wet.write_bytes(WET + WET[:-9])
    assert reasons(pages_of(wet)) == ["read", "truncated"]
    lines = b"".join(b'{"id": %d, "text": "%d"}\n' % (n, n) for n in range(40_000))
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(lines)[:-20_000])
    cut_reasons = reasons(pages_of(cut))
    assert cut_reasons.count("read") > 100
    assert cut_reasons[-1] == "unreadable"


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.txt.zst", "a.parquet", "a.parquet.gz", "a.wet"])
def test_files_that_are_not_what_they_are_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"this is none of it " * 20)
    assert reasons(pages_of(path)) == ["unreadable"]


def test_a_large_file_is_not_held(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.txt.gz"
    bomb.write_bytes(gzip.compress(b"x" * 10_000_000))
    (page,) = pages_of(bomb)
    assert isinstance(page, UnusablePage)
    assert (page.reason, page.payload) == ("too_large", None)


def test_parquet_whose_columns_have_names_that_are_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["a"], "column": ["b"]}), path)
    path.write_bytes(path.read_bytes().replace(b"column", b"col\xffmn"))
    assert reasons(pages_of(path)) == ["unreadable"]
