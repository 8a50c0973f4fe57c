"""The servers of lakes that are not in a folder; each is started once, where a test needs it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lake_servers import (
    PASSWORD,
    SECRET_KEY,
    PostgresServer,
    StorageServer,
    postgres_server,
    storage_server,
)


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def storage() -> Iterator[StorageServer]:
    with storage_server() as storage:
        yield storage


@pytest.fixture(scope="module")
def storage_credentials(credentials: Path, storage: StorageServer) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
        patch.setenv("AWS_ENDPOINT_URL", storage.endpoint)
        yield


@pytest.fixture(scope="module")
def credentials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The password of the server, and a home for what of lakes lies on this machine."""
    with pytest.MonkeyPatch.context() as patch:
        cache = tmp_path_factory.mktemp("cache")
        patch.setenv("PGPASSWORD", PASSWORD)
        patch.setenv("XDG_CACHE_HOME", str(cache))
        yield cache
