import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.flows.inputs.discovery import UnknownInputError, discover
from dateline.flows.inputs.formats import Format
from dateline.warehouse.catalog.data_files import DataFolder
from dateline.warehouse.catalog.lake import Lake


def test_a_folder_gives_its_readable_files_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.jsonl.gz", "sub/c.parquet", "sub/d.warc.wet.gz", "notes.md", "e.TXT"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = discover([str(tmp_path)])
    assert [(file.path.name, file.format, file.compression) for file in found.input_files] == [
        ("a.jsonl.gz", Format.JSON_LINES, "gzip"),
        ("b.txt", Format.TEXT, None),
        ("e.TXT", Format.TEXT, None),
        ("c.parquet", Format.PARQUET, None),
        ("d.warc.wet.gz", Format.WARC, "gzip"),
    ]
    assert [path.name for path in found.ignored] == ["notes.md"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    found = discover([str(tmp_path), str(tmp_path / "a.txt"), str(tmp_path / "*.txt")])
    assert len(found.input_files) == 1


def test_links_stay_inside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.txt").write_text("secret")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "page.txt").write_text("page")
    (inbox / "to-file.txt").symlink_to(tmp_path / "outside/secret.txt")
    (inbox / "to-folder").symlink_to(tmp_path / "outside")
    (inbox / "nowhere.txt").symlink_to(inbox / "gone.txt")
    (inbox / "inside.txt").symlink_to(inbox / "page.txt")
    found = discover([str(inbox)])
    assert [file.path.name for file in found.input_files] == ["inside.txt", "page.txt"]
    assert {page.origin.source_id: page.reason for page in found.rejected} == {
        "nowhere.txt": "broken_link",
        "to-file.txt": "link_outside",
        "to-folder": "link_outside",
    }


def test_a_link_that_leads_back_to_itself_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("page")
    (tmp_path / "one.txt").symlink_to("other.txt")
    (tmp_path / "other.txt").symlink_to("one.txt")
    (tmp_path / "itself").symlink_to(".")
    found = discover([str(tmp_path)])
    assert [file.path.name for file in found.input_files] == ["page.txt"]
    assert {page.origin.source_id: page.reason for page in found.rejected} == {
        "one.txt": "broken_link",
        "other.txt": "broken_link",
    }
    assert [page.reason for page in discover([str(tmp_path / "one.txt")]).rejected] == [
        "broken_link"
    ]


def test_a_file_that_vanishes_meanwhile_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("gone.txt", "page.txt"):
        (tmp_path / name).write_text("page")
    listed = os.walk

    def walk_then_remove(*arguments: Any, **options: Any) -> Iterator[Any]:
        found = list(listed(*arguments, **options))
        (tmp_path / "gone.txt").unlink()
        return iter(found)

    monkeypatch.setattr(os, "walk", walk_then_remove)
    found = discover([str(tmp_path)])
    assert [file.path.name for file in found.input_files] == ["page.txt"]
    assert [page.reason for page in found.rejected] == ["unreadable"]


def test_a_lake_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("page")
    with Lake.open(tmp_path / "lake") as lake:
        record = lake.folder / "data/main/documents/batch.parquet"
        record.parent.mkdir(parents=True)
        record.write_bytes(b"PAR1")
    DataFolder(str(tmp_path / "of a lake in PostgreSQL")).mark("a lake")
    found = discover([str(tmp_path)])
    assert [file.path.name for file in found.input_files] == ["page.txt"]
    assert [path.name for path in found.ignored] == ["lake", "of a lake in PostgreSQL"]


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert discover([str(tmp_path)]).input_files == ()


@pytest.mark.parametrize("name", ["missing.txt", "missing/*.txt", "page.pdf"])
def test_what_cannot_be_meant_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF")
    with pytest.raises(UnknownInputError, match=name.split("/")[0].replace(".", r"\.")):
        discover([str(tmp_path / name)])


def test_a_name_that_is_no_utf8_can_be_stored(tmp_path: Path) -> None:
    folder = bytes(tmp_path)
    with open(folder + b"/caf\xe9.txt", "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(b"x")
    (tmp_path / "link.txt").symlink_to("/etc")
    found = discover([str(tmp_path)])
    assert found.rejected[0].origin.file_path.encode()
    assert len(found.input_files) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_may_not_be_listed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("x")
    (tmp_path / "closed").mkdir(mode=0)
    found = discover([str(tmp_path)])
    assert len(found.input_files) == 1
    assert [page.reason for page in found.rejected] == ["unreadable"]


def test_hidden_files_are_left_alone_unless_they_are_named(tmp_path: Path) -> None:
    (tmp_path / ".page.txt").write_text("x")
    assert discover([str(tmp_path)]).input_files == ()
    assert [path.name for path in discover([str(tmp_path)]).ignored] == [".page.txt"]
    assert len(discover([str(tmp_path / ".page.txt")]).input_files) == 1


def test_a_file_that_grows_is_left_for_the_next_run(tmp_path: Path) -> None:
    grown, settled, old = (tmp_path / name for name in ("grown.txt", "settled.txt", "old.txt"))
    for path in (grown, settled, old):
        path.write_text("x")
    os.utime(old, (0, 0))
    in_the_future = 1 << 33
    os.utime(settled, (in_the_future, in_the_future))
    ended = threading.Event()

    def write() -> None:
        while not ended.wait(0.02):
            with grown.open("a") as out:
                out.write("x")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = discover([str(tmp_path)], settle_seconds=1)
    finally:
        ended.set()
        writer.join()
    assert [file.path.name for file in found.input_files] == ["old.txt", "settled.txt"]
    assert found.unsettled == (grown,)
    again = discover([str(tmp_path)], settle_seconds=0.2)
    assert again.unsettled == ()
    assert len(again.input_files) == 3


def test_a_file_that_goes_away_is_left_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.txt").write_text("x")
    monkeypatch.setattr(
        "dateline.flows.inputs.discovery.time.sleep", lambda _: (tmp_path / "page.txt").unlink()
    )
    found = discover([str(tmp_path)], settle_seconds=60)
    assert found.input_files == ()
    assert [path.name for path in found.unsettled] == ["page.txt"]
