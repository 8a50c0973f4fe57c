"""A connection has the extensions of the wheels, and none of its user's."""

from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest

from dateline.warehouse.catalog.connection import connect
from dateline.warehouse.catalog.sandbox import limit_memory

EXTENSIONS = ("sqlite_scanner", "ducklake")
LARGE = "SELECT md5(range::VARCHAR) AS hash FROM range(2000000) ORDER BY hash"


def test_the_extensions_are_those_of_the_wheels() -> None:
    with ExitStack() as held:
        connection = connect(held, EXTENSIONS)
        rows = connection.execute(
            "SELECT extension_name FROM duckdb_extensions() WHERE loaded AND NOT installed"
        ).fetchall()
        assert {name for (name,) in rows} == set(EXTENSIONS)
        for sql in (
            "SET allow_unsigned_extensions = true",
            "FROM 'https://example.org/x.parquet'",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)


def test_secrets_of_the_home_folder_are_for_whoever_is_trusted() -> None:
    home = str(Path.home())
    for is_trusted in (False, True):
        with ExitStack() as held:
            connection = connect(held, EXTENSIONS, is_trusted=is_trusted)
            ((folder,),) = connection.execute(
                "SELECT current_setting('secret_directory')"
            ).fetchall()
            assert folder.startswith(home) == is_trusted
            assert connection.execute("FROM duckdb_secrets()").fetchall() == []


def test_without_a_folder_nothing_goes_on_beyond_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with ExitStack() as held:
        connection = connect(held, EXTENSIONS)
        limit_memory(connection, 40_000_000)
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(LARGE).fetchall()
    assert not list(tmp_path.iterdir())
