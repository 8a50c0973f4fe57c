import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.flows.inputs.web_responses import BrokenResponseError, response_values

LIMIT = 10_000
PAGE = b"<html lang=en><p>Work on the wall begins."


def response(body: bytes = PAGE, status: str = "200 OK", **headers: str) -> bytes:
    stated = {"Content_Type": "text/html", "Content_Length": str(len(body))}
    pairs = {**stated, **headers}.items()
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in pairs if value]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:9], body[9:], b""))


@pytest.mark.parametrize(
    "block",
    [
        response(),
        response(Content_Length=""),
        response(gzip.compress(PAGE), Content_Encoding="gzip"),
        response(zlib.compress(PAGE), Content_Encoding="deflate"),
        response(PAGE, Content_Encoding="gzip"),  # unpacked by the crawler
        response(chunked(PAGE), Content_Length="", Transfer_Encoding="chunked"),
        response(PAGE, Content_Length="", Transfer_Encoding="chunked"),  # joined by the crawler
    ],
    ids=["plain", "no length", "gzip", "deflate", "unpacked", "chunked", "joined"],
)
def test_a_page_however_it_was_sent(block: bytes) -> None:
    values = response_values(block, LIMIT)
    assert values == {"text": "Work on the wall begins.", "language": "en"}


def test_plain_text_is_kept_as_it_is() -> None:
    assert response_values(response(b"a < b", Content_Type="text/plain"), LIMIT) == {
        "text": b"a < b"
    }


def test_the_encoding_of_the_header_counts() -> None:
    block = response("<p>Стена".encode("koi8-r"), Content_Type="text/html; charset=koi8-r")
    assert response_values(block, LIMIT) == {"text": "Стена"}


RUSSIAN = "Стена будет восстановлена."


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("koi8-r", RUSSIAN.encode("koi8-r"), RUSSIAN),
        ("utf-16", RUSSIAN.encode("utf-16"), RUSSIAN),
        ("koi8-r", RUSSIAN.encode(), RUSSIAN.encode()),
        ("gb18030", b"wall \xff", b"wall \xff"),
        ("us-ascii", b"caf\xe9", b"caf\xe9"),
        ("undefined", b"caf\xe9", b"caf\xe9"),
    ],
    ids=["declared", "with a mark", "UTF-8", "not as declared", "a default", "no encoding"],
)
def test_plain_text_is_read_as_declared_where_that_can_be(
    charset: str, body: bytes, text: str | bytes
) -> None:
    block = response(body, Content_Type=f"text/plain; charset={charset}")
    assert response_values(block, LIMIT) == {"text": text}


@pytest.mark.parametrize(
    "block",
    [
        response(status="301 Moved Permanently"),
        response(status="404 Not Found"),
        response(b"\x89PNG", Content_Type="image/png"),
    ],
)
def test_redirects_errors_and_images_are_no_pages(block: bytes) -> None:
    assert response_values(block, LIMIT) is None


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (b"no response", "BadStatusLine"),
        (response(Content_Length="9999"), "IncompleteRead"),
        (response(PAGE, Content_Encoding="br"), "packed as 'br'"),
        (response(gzip.compress(PAGE)[:-9], Content_Encoding="gzip"), "breaks off"),
        (response(gzip.compress(b"x" * 10**6), Content_Encoding="gzip"), "larger than a page"),
    ],
)
def test_a_broken_response_is_said(block: bytes, problem: str) -> None:
    with pytest.raises(BrokenResponseError, match=problem):
        response_values(block, LIMIT)


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda body: response(body)))
def test_any_bytes_are_a_page_or_none_or_broken(block: bytes) -> None:
    try:
        values = response_values(block, LIMIT)
    except BrokenResponseError:
        return
    assert values is None or "text" in values
