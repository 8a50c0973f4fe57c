"""Where a lake is stored follows from its address."""

from pathlib import Path

from dateline.warehouse.catalog.address import PostgresAddress
from dateline.warehouse.catalog.folder import CATALOG
from dateline.warehouse.catalog.postgres import PostgresStore
from dateline.warehouse.catalog.store import may_be_new, store_of


def test_a_folder_and_a_database_have_stores_of_their_own(tmp_path: Path) -> None:
    folder = store_of(tmp_path / "x" / ".." / "lake")
    assert folder.address == folder.local == tmp_path / "lake"
    assert isinstance(store_of(PostgresAddress("postgres://h/db")), PostgresStore)


def test_a_folder_without_a_catalog_may_be_a_new_lake(tmp_path: Path) -> None:
    assert may_be_new(tmp_path)
    (tmp_path / CATALOG).write_text("something")
    assert not may_be_new(tmp_path)
    assert not may_be_new(PostgresAddress("postgres://h/db")), "only the server could tell"
