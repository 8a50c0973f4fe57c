"""Inputs among which every member of every closed set occurs."""

import os
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from made_pages import ARTICLE, json_lines

BYTE_LIMIT = 10_000
_NO_ENCODING = bytes.fromhex(
    "bca1def99083f8c2bbb1f8f9e5a6bba6e38390a88acd87c4f9e3ede5f1a2"
    "dd9889a2feb7c2efcdebe2d9e8bbd687c7a9d39ab6c4c89f90fbfb96d891"
)
_DATED = "Harbour bridge to close\n\n{date}\n\n" + ARTICLE.split("\n\n", 1)[1]
_MORE_THAN_A_SMALL_ARCHIVE_UNPACKS_TO = 65 << 20
_WET = (
    b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    b"Content-Length: 90\r\n\r\nThe page breaks off"
)


def rejected_and_quarantined(folder: Path) -> Path:
    """One page that loads, its copies, and one for each reason; `Lund` is to fail a check."""
    folder.mkdir()
    (folder / "good.txt").write_text(ARTICLE.replace("Kari Lund", "Ola Berg"))
    (folder / "same.txt").write_text(ARTICLE.replace("Kari Lund", "Ola Berg"))
    (folder / "reprint.txt").write_text(ARTICLE.replace("Kari Lund", "Ola Berg") + "\n")
    (folder / "lund.txt").write_text(ARTICLE)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (folder / "large.txt").write_bytes(b"word " * BYTE_LIMIT)
    (folder / "undecodable.txt").write_bytes(_NO_ENCODING)
    (folder / "not.parquet").write_bytes(b"no Parquet")
    (folder / "nowhere.txt").symlink_to("nothing")
    (folder / "outside.txt").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe.txt")
    (folder / "cut.wet").write_bytes(_WET)
    json_lines(folder / "records.jsonl", [{"id": "no text"}])
    with (folder / "records.jsonl").open("a") as file:
        file.write('{"id": "z", "text": \n')
    values = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xe9"], pa.binary()).buffers())
    pq.write_table(pa.table({"id": ["a"], "text": ["x"], "url": values}), folder / "value.parquet")
    (folder / "rows.csv").write_text("id,text\na,b,c\n")
    with zipfile.ZipFile(folder / "files.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../up.txt", "x")
        archive.writestr("inner.zip", "x")
        archive.writestr("large.jsonl", b" " * _MORE_THAN_A_SMALL_ARCHIVE_UNPACKS_TO)
    return folder


def dated(folder: Path) -> Path:
    """Articles whose dates rest on each basis, with each precision."""
    folder.mkdir()
    texts = {
        "stated": "May 2, 2024",
        "changed": "Updated May 3, 2024",
        "month": "May 2024",
        "changed month": "Updated May 2024",
    }
    records: list[dict[str, object]] = [
        {"id": name, "text": _DATED.format(date=date)} for name, date in texts.items()
    ]
    records += [
        {"id": "url", "text": ARTICLE, "url": "https://a.example/2024/05/02/bridge"},
        {"id": "metadata", "text": ARTICLE, "date_published": "2024-05-02"},
        {"id": "changed metadata", "text": ARTICLE, "date_modified": "2024-05-02"},
        {
            "id": "inferred",
            "text": _DATED.format(date="Updated Thursday"),
            "fetched_at": "2024-05-03T10:00:00Z",
        },
        # Times that are counted from each day that an article can speak from.
        {
            "id": "dateline",
            "text": ARTICLE.replace("TROMSØ", "TROMSØ, April 30").replace(
                "Drivers", "Every day drivers"
            ),
            "date_published": "2024-05-02",
        },
        {"id": "newsroom", "text": _DATED.format(date="By Harbour Times Staff")},
        {"id": "fetched", "text": ARTICLE, "fetched_at": "2024-05-03T10:00:00Z"},
        {
            "id": "told",
            "text": ARTICLE.replace("in June", "in March 2021 and again the following month"),
        },
        # Places of each kind, meant for each reason.
        {
            "id": "places",
            "text": ARTICLE.replace("TROMSØ", "ATLANTA, Ga.")
            + "\nTravellers from Kenya, Texas, the Balkans and Asia met in Travis County, near"
            " Austin, Texas, in Columbus and in Paris.\n",
        },
        {
            "id": "context",
            "text": ARTICLE + "\nBridges in Ohio, Toledo, Dayton and Columbus were closed, too.\n",
        },
    ]
    for record in records:
        record["text"] = f"{record['text']}\n{record['id']}"
    json_lines(folder / "dated.jsonl", records)
    return folder


_TOLD = """
The harbour council approved a new sea wall on Wednesday after two winters of floods.

Engineers will build the first part of the wall in spring and the second part next year.

Residents of the old town had asked for a barrier since the storm of 2019 broke the quay.

The mayor, Ida Koch, said that the town could not wait for a third winter of high water.

Owners of boats fear that the works will keep visitors away from the market on the quay.

The government in Oslo will pay two thirds of what the wall costs, the council said.
"""


def told_again(folder: Path) -> Path:
    """A report, and others that were made of it: cut, extended and in other words."""
    folder.mkdir()
    paragraphs = _TOLD.strip().split("\n\n")
    more = [
        "Fishermen said that they were not asked, and will go to court against the plan.",
        "A similar wall in the north of the country was finished four years ago and has held.",
        "The vote was the last of the council before elections in June, Bo Lind reported.",
    ]
    rewritten = [
        " ".join("indeed" if number % 5 == 4 else word for number, word in enumerate(words))
        for words in (paragraph.split() for paragraph in paragraphs)
    ]
    texts = {
        "origin": paragraphs,
        "cut": paragraphs[:3],
        "extended": [*paragraphs, *more],
        "rewrite": rewritten,
    }
    records: list[dict[str, object]] = [
        {"id": name, "text": "\n\n".join(["Council approves wall", *body]), "fetched_at": at}
        for at, (name, body) in zip(
            (f"2024-05-03T1{hour}:00:00Z" for hour in range(9)), texts.items(), strict=False
        )
    ]
    json_lines(folder / "told.jsonl", records)
    return folder
