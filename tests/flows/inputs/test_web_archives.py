from pathlib import Path

from read_files import pages_of, payloads, reasons

from dateline.flows.inputs.pages import RawPage

HTTP = "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{body}"


def record(kind: str, block: str, number: int = 1) -> bytes:
    lines = [
        *("WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: <{number}>"),
        *("WARC-Target-URI: https://example.org/a", "WARC-Date: 2024-05-03T07:00:00Z"),
        f"Content-Length: {len(block.encode())}",
    ]
    return "\r\n".join([*lines, "", block, "", ""]).encode()


def response(status: str = "200 OK", kind: str = "text/html", number: int = 1) -> bytes:
    body = "<html lang=en><title>Wall</title><p>Work begins."
    return record("response", HTTP.format(status=status, kind=kind, body=body), number)


def archive(folder: Path, *records: bytes) -> Path:
    path = folder / "crawl.warc"
    path.write_bytes(b"".join(records))
    return path


def test_a_response_is_a_page_with_its_address_and_time(tmp_path: Path) -> None:
    (page,) = pages_of(archive(tmp_path, record("warcinfo", "software: x"), response()))
    assert isinstance(page, RawPage)
    assert page.payload == b"Work begins."
    assert (page.origin.url, page.origin.source_id) == ("https://example.org/a", "<1>")
    assert page.origin.fetched_at is not None
    assert page.origin.page_metadata.title == "Wall"


def test_what_is_no_page_is_not_read(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        record("request", "GET / HTTP/1.1"),
        response("301 Moved", number=2),
        response(kind="image/png", number=3),
        record("conversion", "Plain text", 4),
        response(number=5),
    )
    assert payloads(pages_of(path)) == [b"Plain text", b"Work begins."]


def test_a_broken_response_is_quarantined_and_the_next_one_read(tmp_path: Path) -> None:
    path = archive(tmp_path, record("response", "no response"), response(number=2))
    broken, page = pages_of(path)
    assert reasons([broken, page]) == ["truncated", "read"]
    assert broken.payload == b"no response"


def test_an_archive_without_pages_is_unreadable(tmp_path: Path) -> None:
    assert reasons(pages_of(archive(tmp_path, record("request", "GET /")))) == ["unreadable"]
