"""A connection has the extensions of the wheels, and none of its user's."""

from pathlib import Path

import duckdb
import pytest

from dateline.warehouse.catalog.connection import connect


def test_the_extensions_are_those_of_the_wheels() -> None:
    with connect() as connection:
        rows = connection.execute(
            "SELECT extension_name FROM duckdb_extensions() WHERE loaded AND NOT installed"
        ).fetchall()
        assert {name for (name,) in rows} == {"ducklake", "sqlite_scanner"}
        with pytest.raises(duckdb.Error):
            connection.execute("SET allow_unsigned_extensions = true")


def test_secrets_of_the_home_folder_are_for_whoever_is_trusted() -> None:
    setting = "SELECT current_setting('allow_persistent_secrets')"
    for is_trusted in (False, True):
        with connect(is_trusted=is_trusted) as connection:
            assert connection.execute(setting).fetchall() == [(is_trusted,)]


def test_without_a_folder_nothing_goes_on_beyond_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    large = "SELECT md5(range::VARCHAR) AS hash FROM range(2000000) ORDER BY hash"
    with connect() as connection:
        connection.execute("SET memory_limit = '40MB'")
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(large).fetchall()
    assert not list(tmp_path.iterdir())
