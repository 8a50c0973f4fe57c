"""A file is written whole, or the one that was there stays."""

from pathlib import Path

import pytest

from dateline.warehouse.files import complete


def test_a_file_takes_its_name_once_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("old")
    with complete(path) as aside:
        aside.write_text("new")
        assert aside.parent == path.parent
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_halfway_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError), complete(path) as aside:
        aside.write_text("n" * 9_999 + "\udcff", encoding="utf-8")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_where_nothing_is_written_nothing_takes_the_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), complete(tmp_path / "rows.csv"):
        pass
    assert list(tmp_path.iterdir()) == []
