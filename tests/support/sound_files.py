"""A small sound file of each format, to be damaged."""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq

_TEXT = "The ferry sails at nine. \u201cNot today,\u201d said Kari Lund."


def _table() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": [_TEXT, None], "x": [[1], []]}), sink)
    return sink.getvalue()


def _zip() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", _TEXT)
        archive.writestr("b/c.jsonl", _RECORDS * 3)
    return sink.getvalue()


def _tar() -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for name in ("a.txt", "b" * 120 + ".txt", "c.html"):
            member = tarfile.TarInfo(name)
            member.size = len(_TEXT.encode())
            archive.addfile(member, io.BytesIO(_TEXT.encode()))
    return sink.getvalue()


def _warc(kind: str, block: bytes) -> bytes:
    header = f"WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    return (header.encode() + block + b"\r\n\r\n") * 2


_RECORDS = json.dumps({"id": "a", "text": _TEXT, "authors": ["A B"], "date": "2024-05-03"}) + "\n"
_HTML = (
    "<html lang=en><head><meta property='og:title' content='Ferry'><title>Ferry</title>"
    '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "A B"}}'
    "</script>"
    f"</head><body><ul><li>Home</ul><p>{_TEXT}</body></html>"
)
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _HTML.encode()
_MAIL = (
    "From: A B <a@example.org>\nSubject: =?utf-8?q?Ferry?=\nDate: Fri, 03 May 2024 08:00:00 +0200\n"
    "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
    f"{_TEXT}\n--b\nContent-Type: text/html\n\n{_HTML}\n--b--\n"
)
_FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Ferries</title><item><title>Ferry'
    "</title><pubDate>Fri, 03 May 2024 08:00:00 GMT</pubDate>"
    f"<description>&lt;p&gt;{_TEXT}&#8212;</description></item></channel></rss>"
)
SOUND: Mapping[str, bytes] = {
    ".txt": _TEXT.encode(),
    ".jsonl": _RECORDS.encode() * 3,
    ".json": json.dumps([json.loads(_RECORDS)] * 3).encode(),
    ".csv": f'id,text\n1,"{_TEXT}"\n2,b\n'.encode(),
    ".tsv": f"id\ttext\n1\t{_TEXT}\n".encode("utf-16"),
    ".parquet": _table(),
    ".wet": _warc("conversion", _TEXT.encode()),
    ".warc": _warc("response", _ANSWER),
    ".zip": _zip(),
    ".tar": _tar(),
    ".html": _HTML.encode(),
    ".eml": _MAIL.encode(),
    ".rss": _FEED.encode(),
}
