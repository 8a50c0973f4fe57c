import io

import pytest

from dateline.flows.inputs.warc import WarcRecord, warc_records

LIMIT = 500


def record(number: int, text: str | None = None, length: int | str | None = None) -> bytes:
    block = (text or f"Page {number} tells of the ferry.\nIt sails at {number}.").encode()
    stated = len(block) if length is None else length
    header = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <{number}>\r\n"
    header += f"Content-Length: {stated}\r\n\r\n" if stated != "" else "\r\n"
    return header.encode() + block + b"\r\n\r\n"


def found(archive: bytes) -> list[WarcRecord]:
    return list(warc_records(io.BufferedReader(io.BytesIO(archive)), LIMIT))


def summary(archive: bytes) -> list[tuple[str | None, bool]]:
    return [(each.headers.get("warc-record-id"), each.problem is None) for each in found(archive)]


def test_whole_records_in_order() -> None:
    records = found(record(1) + record(2))
    assert [each.headers["warc-record-id"] for each in records] == ["<1>", "<2>"]
    assert records[0].block == b"Page 1 tells of the ferry.\nIt sails at 1."
    assert {each.problem for each in records} == {None}


@pytest.mark.parametrize("length", [10, 60, 10**9, 10**15])
def test_a_record_of_another_length_than_it_says_ends_at_the_next_one(length: int) -> None:
    archive = record(1) + record(2, length=length) + record(3)
    assert summary(archive) == [("<1>", True), ("<2>", False), ("<3>", True)]
    assert found(archive)[1].block == b"Page 2 tells of the ferry.\nIt sails at 2."


def test_a_record_without_its_length_is_read_up_to_the_next_one() -> None:
    records = found(record(1, length="") + record(2))
    assert records[0].block == b"Page 1 tells of the ferry.\nIt sails at 1."
    assert records[0].repairs == ("record without a length read up to the next one",)
    assert len(records) == 2


def test_a_header_that_breaks_off_is_a_record_of_its_own() -> None:
    cut = record(2)[:60]
    assert summary(record(1) + cut + b"\r\n" + record(3)) == [
        ("<1>", True),
        (None, False),
        ("<3>", True),
    ]


def test_an_archive_that_breaks_off() -> None:
    (whole, cut) = found(record(1) + record(2)[:-20])
    assert whole.problem is None
    assert cut.problem == "the archive breaks off in this record"


def test_bytes_before_a_record_are_told() -> None:
    (stray, first, last) = found(b"\x00\x01 lost\r\n" + record(1) + record(2))
    assert (stray.block, stray.problem) == (b"\x00\x01 lost", "bytes that belong to no record")
    assert [each.headers["warc-record-id"] for each in (first, last)] == ["<1>", "<2>"]


@pytest.mark.parametrize("length", [5, 12])
def test_a_length_that_ends_at_a_blank_line_of_the_text_is_as_wrong(length: int) -> None:
    archive = record(1, "first\n\nsecond\n\nthird", length) + record(2)
    (cut, whole) = found(archive)
    assert cut.problem == f"it has 20 bytes up to the next record and not {length}, as it says"
    assert (cut.block, whole.problem) == (b"first\n\nsecond\n\nthird", None)


def test_a_length_that_ends_at_a_blank_line_of_the_next_record_takes_nothing_from_it() -> None:
    second = record(2, "one\n\ntwo")
    length = len("zero" + "\r\n\r\n") + second.index(b"\n\ntwo")
    archive = record(1, "zero", length) + second + record(3)
    assert summary(archive) == [("<1>", False), ("<2>", True), ("<3>", True)]


def test_a_text_that_quotes_a_record_is_one_page() -> None:
    quoting = record(1, text="So it begins:\nWARC/1.0\nWARC-Type: conversion\n\nand so on")
    assert summary(quoting + record(2)) == [("<1>", True), ("<2>", True)]


def test_a_large_record_is_not_held() -> None:
    large, after = found(record(1, text="x" * (3 * LIMIT)) + record(2))
    assert (large.block, large.byte_count, large.problem) == (None, 3 * LIMIT, None)
    assert after.headers["warc-record-id"] == "<2>"


@pytest.mark.parametrize("archive", [b"", b"\r\n\r\n"])
def test_nothing_holds_no_record(archive: bytes) -> None:
    assert found(archive) == []
