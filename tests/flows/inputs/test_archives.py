import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from read_files import everything_in, pages_of, payloads, reasons

from dateline.flows.inputs import archives, expansion
from dateline.flows.inputs.pages import UnusablePage

LINES = b'{"id": "a", "text": "one"}\n{"id": "b", "text": "two"}\n'
FILES = [
    ("day/one.txt", b"page one"),
    ("day/lines.jsonl", LINES),
    ("day/more.json.gz", gzip.compress(b'[{"id": "c", "text": "three"}]')),
    ("rows.csv", b"id,text\nd,four\n"),
]


def zipped(path: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return path


def tarred(path: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    mode = "w:gz" if path.suffix in {".gz", ".tgz"} else "w"
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def archived(path: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    return zipped(path, files) if path.suffix == ".zip" else tarred(path, files)


NAMES = pytest.mark.parametrize("name", ["p.zip", "p.tar", "p.tar.gz", "p.tgz"])


@NAMES
def test_an_archive_is_read_as_a_folder_is(tmp_path: Path, name: str) -> None:
    path = archived(tmp_path / name, FILES)
    pages = pages_of(path)
    assert payloads(pages) == [b"page one", b"one", b"two", b"three", b"four"]
    assert (pages[0].origin.file_path, pages[0].origin.source_id) == (
        f"{path}/day/one.txt",
        "one.txt",
    )
    assert (pages[2].origin.file_path, pages[2].origin.source_id) == (
        f"{path}/day/lines.jsonl",
        "b",
    )


@NAMES
def test_what_is_not_read_says_why(tmp_path: Path, name: str) -> None:
    files = [
        ("../up.txt", b"x"),
        ("/etc/top.txt", b"x"),
        ("..\\windows.txt", b"x"),
        ("inner.zip", b"x"),
        ("inner.tar.gz", b"x"),
        ("readme.md", b"x"),
        ("__MACOSX/._one.txt", b"x"),
        (".hidden.txt", b"x"),
        ("broken.json.gz", b"no gzip"),
        ("last.txt", b"last"),
    ]
    found = everything_in(archived(tmp_path / name, files))
    assert reasons(found) == [
        *["unsafe_path"] * 3,
        *["nested_archive"] * 2,
        *["left alone"] * 3,
        "unreadable",
        "read",
    ]


def test_links_and_devices_in_a_tar_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "p.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in [("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE)]:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    assert reasons(everything_in(path)) == ["not_a_file", "not_a_file"]


def test_an_entry_with_a_password_is_alone(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip", [("a.txt", b"one"), ("b.txt", b"two")])
    content = bytearray(path.read_bytes())
    # The first bit of the flags, in the entry's own header and in the directory.
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    path.write_bytes(content)
    assert reasons(pages_of(path)) == ["unreadable", "read"]


@NAMES
def test_an_archive_that_unpacks_to_too_much_is_not_read_on(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expansion, "_LEAST_ALLOWANCE", 100_000)
    monkeypatch.setattr(expansion, "_EXPANSION", 2)
    bomb = json.dumps({"id": "x" * 300_000, "text": "x"}).encode()
    files = [("a.txt", b"x"), ("b.jsonl.gz", gzip.compress(bomb)), ("c.txt", b"y")]
    found = everything_in(archived(tmp_path / name, files), limit=10**6)
    assert reasons(found)[:2] == ["read", "archive_limit"]
    limit = found[1]
    assert isinstance(limit, UnusablePage)
    assert limit.origin.source_id == name
    assert len(found) == 2


@NAMES
def test_an_archive_of_too_many_entries_is_not_read_on(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_MOST_ENTRIES", 2)
    files = [(f"{number}.txt", b"x") for number in range(5)]
    assert reasons(everything_in(archived(tmp_path / name, files))) == [
        "read",
        "read",
        "archive_limit",
    ]


def test_a_header_of_a_tar_that_is_too_large_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "p.tar.gz"
    long_name = tarfile.TarInfo("././@LongLink")
    long_name.type, long_name.size = tarfile.GNUTYPE_LONGNAME, 50 << 20
    with gzip.open(path, "wb", compresslevel=1) as out:
        out.write(long_name.tobuf(tarfile.GNU_FORMAT))
        out.write(b"a" * (50 << 20))
    assert reasons(everything_in(path)) == ["archive_limit"]


def test_a_directory_of_a_zip_that_is_too_large_is_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_ZIP_DIRECTORY", 100)
    path = zipped(tmp_path / "p.zip", [(f"{number}.txt", b"x") for number in range(9)])
    assert reasons(everything_in(path)) == ["archive_limit"]


@pytest.mark.parametrize("name", ["p.zip", "p.tar", "p.tar.gz"])
def test_what_is_no_archive(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"none of it " * 100)
    assert reasons(everything_in(tmp_path / name)) == ["unreadable"]


def test_a_tar_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = tarred(tmp_path / "p.tar", [("a.txt", b"one"), ("b.txt", b"two" * 1000)])
    path.write_bytes(path.read_bytes()[:2000])
    found = reasons(everything_in(path))
    assert found[0] == "read"
    assert found[-1] == "unreadable"


@pytest.mark.parametrize("offset", [b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff", b"\x10\0\0\0"])
def test_an_entry_that_lies_nowhere_is_alone(tmp_path: Path, offset: bytes) -> None:
    path = zipped(tmp_path / "p.zip", [("a.txt", b"one"), ("b.txt", b"two")])
    content = bytearray(path.read_bytes())
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = offset
    path.write_bytes(content)
    found = reasons(everything_in(path))
    assert found in (["read", "unreadable"], ["unreadable"])


def test_an_entry_without_a_name_is_left_alone(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip", [("a", b"one"), ("b.txt", b"two")])
    content = bytearray(path.read_bytes())
    lengths = content.index(b"PK\x01\x02") + 28  # of its name, and of what stands behind that
    content[lengths : lengths + 4] = b"\0\0\x01\0"
    path.write_bytes(content)
    assert reasons(everything_in(path)) == ["left alone", "read"]
