"""Pages in WARC records of the type `response`: what a server answered, with its header."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse
from io import BytesIO
from typing import Any

from dateline.flows.inputs.web_pages import declared_text, page_values
from dateline.warehouse.errors import EnvironmentFailedError

_HTML = ("text/html", "application/xhtml+xml")
_TEXT = "text/plain"
# What zlib is told to take: a header of gzip or of zlib.
_ANY_HEADER = 32 + zlib.MAX_WBITS


class BrokenResponseError(EnvironmentFailedError):
    """A response that cannot be read as HTTP says."""


@dataclass(frozen=True, slots=True)
class _Answered:
    """A response as `http.client` takes it: a connection whose bytes are all there."""

    block: bytes

    def makefile(self, mode: str) -> BytesIO:
        return BytesIO(self.block)


def response_values(block: bytes, byte_limit: int) -> Mapping[str, Any] | None:
    """The page in a response, as the fields of a record; None if it is none.

    Redirects, errors, images and the like are no pages.

    Args:
        block: the response as the server gave it, or as the crawler wrote it down.
        byte_limit: the largest body, unpacked.

    Raises:
        BrokenResponseError: it breaks off, or is packed in a way that is not known.
    """
    response = HTTPResponse(_Answered(block))  # type: ignore[arg-type]
    try:
        response.begin()
        kind = response.headers.get_content_type()
        if response.status != 200 or kind not in (*_HTML, _TEXT):
            return None
        body = _unpacked(_body(response, block), response.headers, byte_limit)
    except (HTTPException, OSError, ValueError, zlib.error) as error:
        detail = f"{type(error).__name__} {error}".strip()
        raise BrokenResponseError(f"it is no whole HTTP response: {detail}") from error
    encoding = response.headers.get_content_charset()
    if kind == _TEXT:
        return {"text": declared_text(body, encoding)}
    return page_values(body, encoding)


def _body(response: HTTPResponse, block: bytes) -> bytes:
    """The body; of a crawler that has joined its parts and kept the header, as it stands."""
    if response.chunked:
        start = block.partition(b"\r\n\r\n")[2]
        size = start.partition(b"\r\n")[0].partition(b";")[0].strip()
        if not size or not all(digit in b"0123456789abcdefABCDEF" for digit in size):
            return start
    return response.read()


def _unpacked(body: bytes, headers: HTTPMessage, byte_limit: int) -> bytes:
    packing = (headers.get("Content-Encoding") or "").strip().lower()
    if packing in ("", "identity"):
        return body
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"packed as {packing!r}")
    if packing != "deflate" and not body.startswith(b"\x1f\x8b"):
        return body  # unpacked by the crawler, which kept the header
    unpacker = zlib.decompressobj(_ANY_HEADER)
    unpacked = unpacker.decompress(body, byte_limit)
    if not unpacker.eof:
        raise ValueError("its packed body breaks off, or is larger than a page may be")
    return unpacked
