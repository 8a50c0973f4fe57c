"""What else may lie in an inbox: odd names, pipes, devices, changing files, very many of them."""

import gzip
import os
import zipfile
from pathlib import Path

import pytest
from read_files import everything_in, reasons

from dateline.flows.inputs.discovery import discover
from dateline.flows.inputs.pages import RawPage
from dateline.flows.inputs.readers import read
from dateline.flows.inputs.sources import ReadOptions

OPTIONS = ReadOptions(1000)


def read_all(folder: Path) -> list[str]:
    """What becomes of the files of a folder, in order."""
    found = discover([str(folder)])
    pages = [page for file in found.input_files for page in read(file, OPTIONS)]
    return reasons([*found.rejected, *pages])


@pytest.mark.parametrize(
    "name",
    [
        b"a\nb.txt",
        b"\x1b[2J\x1b]0;title\x07.txt",
        b"\xff\xfe.txt",
        "\u202etxt.exe.txt".encode(),
        b"%s{0}${HOME}.txt",
        b"'; DROP TABLE documents; --.txt",
        b"=HYPERLINK(a).txt",
        b"<script>.txt",
        b"-rf.txt",
        b" .txt",
        b"x" * 251 + b".txt",
    ],
)
def test_any_name_is_read_and_can_be_stored(tmp_path: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"page")
    (file,) = discover([str(tmp_path)]).input_files
    (page,) = read(file, OPTIONS)
    assert isinstance(page, RawPage)
    assert page.payload == b"page"
    page.origin.source_id.encode()


def test_pipes_devices_and_sockets_are_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to("/dev/zero")
    (tmp_path / "c.txt").write_text("page")
    assert sorted(read_all(tmp_path)) == ["link_outside", "not_a_file", "read"]
    (rejected,) = discover([str(tmp_path / "b.txt")]).rejected
    assert rejected.reason == "not_a_file"


def test_a_file_that_becomes_a_pipe_meanwhile_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("page")
    (file,) = discover([str(tmp_path)]).input_files
    path.unlink()
    os.mkfifo(path)
    assert reasons(read(file, OPTIONS)) == ["unreadable"]


def test_files_that_vanish_shrink_or_grow_meanwhile(tmp_path: Path) -> None:
    names = ["gone.txt", "grown.jsonl", "shrunk.jsonl", "swapped.jsonl"]
    for name in names:
        (tmp_path / name).write_text('{"text": "a"}\n' * 3)
    files = {file.path.name: file for file in discover([str(tmp_path)]).input_files}
    (tmp_path / "gone.txt").unlink()
    (tmp_path / "shrunk.jsonl").write_text('{"text": "a"}\n{"te')
    (tmp_path / "swapped.jsonl").unlink()
    (tmp_path / "swapped.jsonl").mkdir()
    with (tmp_path / "grown.jsonl").open("a") as growing:
        growing.write('{"text": "a"}\n{"te')
    assert {name: reasons(read(files[name], OPTIONS)) for name in names} == {
        "gone.txt": ["unreadable"],
        "grown.jsonl": ["read"] * 4 + ["broken_json"],
        "shrunk.jsonl": ["read", "broken_json"],
        "swapped.jsonl": ["unreadable"],
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read what is forbidden to all others")
def test_a_file_that_may_not_be_read_is_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("page")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b.txt").write_text("page")
    assert sorted(read_all(tmp_path)) == ["read", "unreadable"]


def test_very_many_tiny_files_are_read_one_at_a_time(tmp_path: Path) -> None:
    for number in range(500):
        (tmp_path / f"{number}.txt").write_text("")
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(2000):
            archive.writestr(f"{number}.txt", "")
    assert read_all(tmp_path) == ["read"] * 2500


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.json.gz", "a.html.gz", "a.eml.gz"])
def test_a_bomb_is_never_held(tmp_path: Path, name: str) -> None:
    with gzip.open(tmp_path / name, "wb", compresslevel=1) as packed:
        for _ in range(80):
            packed.write(b"\n" * (1 << 20))
    found = reasons(everything_in(tmp_path / name))
    assert found in (["too_large"], ["archive_limit"])
