"""Where the data files of a lake in PostgreSQL lie: in a folder, or on S3-compatible storage.

    <data path>/dateline.json              of which lake the files are
    <data path>/data/<schema>/<table>/     the rows

Two lakes with one data path would each remove the other's files as what a stopped run left. So a
data path is marked with its lake's identity, and no other lake takes it.
"""

import json
import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from dateline.warehouse.catalog.address import is_object_storage
from dateline.warehouse.catalog.ddl import literal
from dateline.warehouse.catalog.errors import (
    LakeNotWritableError,
    LakeUnreachableError,
    NotALakeError,
)
from dateline.warehouse.files import sync_folder

_MARKER = "dateline.json"
_DATA_FORMAT = 1


class DataFiles(ABC):
    """The data files of one lake."""

    def __init__(self, path: str) -> None:
        self.path = path

    @property
    def prefix(self) -> str:
        """What the paths of the files begin with, up to a slash."""
        return f"{self.path}/data/"

    @property
    def _marker(self) -> str:
        return f"{self.path}/{_MARKER}"

    def lake_id(self) -> str | None:
        """The identity of the lake whose files they are; None where nobody's are there.

        Raises:
            NotALakeError: other files are there.
            LakeUnreachableError: the storage can't be read.
        """
        text = self._read_marker()
        if text is None:
            found = self._any_file()
            if found is not None:
                raise NotALakeError(
                    f"the data path {self.path} holds {found} and no {_MARKER}; choose an empty "
                    "folder or prefix"
                )
            return None
        try:
            made = json.loads(text)
            lake_id, made_format = str(made["lake"]), made["format"]
        except (ValueError, TypeError, KeyError):
            raise NotALakeError(
                f"{self._marker} is not what Dateline writes there; restore it, or choose another "
                "data path"
            ) from None
        if made_format != _DATA_FORMAT:
            raise NotALakeError(
                f"the data path {self.path} has format {made_format}, and this version of Dateline "
                f"needs format {_DATA_FORMAT}; use the version that made it"
            )
        return lake_id

    def mark(self, lake_id: str) -> None:
        """Note of which lake the files are.

        Raises:
            LakeNotWritableError: it can't be written.
        """
        self._write_marker(json.dumps({"format": _DATA_FORMAT, "lake": lake_id}) + "\n")

    @abstractmethod
    def put(self, file: Path, target: str) -> None:
        """Copy a file to the target, whole or in a way that no catalog names it.

        Raises:
            LakeNotWritableError: it can't be written.
        """

    @abstractmethod
    def _read_marker(self) -> str | None: ...
    @abstractmethod
    def _write_marker(self, text: str) -> None: ...
    @abstractmethod
    def _any_file(self) -> str | None: ...


class DataFolder(DataFiles):
    """Data files in a folder, such as one on a file server that several machines mount."""

    def put(self, file: Path, target: str) -> None:
        """Copy a file, and see that it outlasts a loss of power."""
        there = Path(target)
        try:
            there.parent.mkdir(parents=True, exist_ok=True)
            with file.open("rb") as source, there.open("wb") as sink:
                shutil.copyfileobj(source, sink)
                sink.flush()
                os.fsync(sink.fileno())
            sync_folder(there.parent)
        except OSError as error:
            raise _not_written(self.path, error.strerror or str(error)) from error

    def _read_marker(self) -> str | None:
        try:
            return Path(self._marker).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise _not_read(self.path, str(error)) from error

    def _write_marker(self, text: str) -> None:
        aside = Path(f"{self._marker}.new")
        try:
            Path(self.prefix).mkdir(parents=True, exist_ok=True)
            aside.write_text(text, encoding="utf-8")
            aside.replace(self._marker)
        except OSError as error:
            raise _not_written(self.path, error.strerror or str(error)) from error

    def _any_file(self) -> str | None:
        ours = {Path(f"{self._marker}.new").name}
        folder = Path(self.path)
        if not folder.is_dir():
            return None
        found = (path for path in folder.rglob("*") if path.is_file() and path.name not in ours)
        first = next(found, None)
        return None if first is None else first.name


class ObjectStorage(DataFiles):
    """Data files in a bucket, written and read by DuckDB's httpfs.

    A file is there whole or not at all, and a failed request is tried again by httpfs.
    """

    def __init__(self, path: str, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(path)
        self._connection = connection

    def put(self, file: Path, target: str) -> None:
        """Upload the bytes of a file."""
        self._upload(f"SELECT content FROM read_blob({literal(str(file))})", target)

    def _read_marker(self) -> str | None:
        # A missing file would be an error like any other, and a mere name is not looked up.
        listed = f"SELECT file FROM glob({literal(f'{self._marker}*')})"
        try:
            if (self._marker,) not in self._connection.execute(listed).fetchall():
                return None
            query = f"SELECT content FROM read_text({literal(self._marker)})"
            ((text,),) = self._connection.execute(query).fetchall()
        except duckdb.Error as error:
            raise _not_read(self.path, str(error)) from error
        return str(text)

    def _write_marker(self, text: str) -> None:
        self._upload(f"SELECT encode({literal(text)})", self._marker)

    def _any_file(self) -> str | None:
        files = f"FROM glob({literal(f'{self.path}/**')}) LIMIT 1"
        try:
            first = self._connection.execute(files).fetchone()
        except duckdb.Error as error:
            raise _not_read(self.path, str(error)) from error
        return None if first is None else str(first[0]).rpartition("/")[2]

    def _upload(self, query: str, target: str) -> None:
        try:
            self._connection.execute(f"COPY ({query}) TO {literal(target)} (FORMAT blob)")
        except duckdb.Error as error:
            raise _not_written(self.path, str(error)) from error


def data_files(
    path: str, connection: duckdb.DuckDBPyConnection, environment: Mapping[str, str]
) -> DataFiles:
    """The data files at a data path.

    Args:
        path: a data path as `data_path_of` gives it.
        connection: what reads and writes there; it gets the credentials.
        environment: what has the credentials, by the names that AWS's own tools read.

    Raises:
        LakeUnreachableError: the credentials are missing.
    """
    if not is_object_storage(path):
        return DataFolder(path)
    connection.execute(f"CREATE SECRET lake_data ({_secret(path, environment)})")
    return ObjectStorage(path, connection)


def _secret(path: str, environment: Mapping[str, str]) -> str:
    """What CREATE SECRET takes, for this data path alone."""

    def first_of(*names: str) -> str | None:
        return next((environment[name] for name in names if environment.get(name)), None)

    key, secret = first_of("AWS_ACCESS_KEY_ID"), first_of("AWS_SECRET_ACCESS_KEY")
    if key is None or secret is None:
        raise LakeUnreachableError(
            f"no credentials for {path}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )
    token = first_of("AWS_SESSION_TOKEN")
    endpoint = first_of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    options = {
        "TYPE": "s3",
        "SCOPE": literal(f"{path}/"),
        "KEY_ID": literal(key),
        "SECRET": literal(secret),
        "REGION": literal(first_of("AWS_REGION", "AWS_DEFAULT_REGION") or "us-east-1"),
    }
    if token is not None:
        options["SESSION_TOKEN"] = literal(token)
    if endpoint is not None:
        parts = urlsplit(endpoint)
        # Storage of one's own has one name for all of its buckets.
        options["ENDPOINT"] = literal((parts.netloc or endpoint).rpartition("@")[2])
        options["URL_STYLE"] = "'path'"
        options["USE_SSL"] = str(parts.scheme != "http").lower()
    return ", ".join(f"{name} {value}" for name, value in options.items())


def _not_read(path: str, reason: str) -> LakeUnreachableError:
    return LakeUnreachableError(
        f"cannot read the data path {path}: {_first_line(reason)}; check the name, the credentials "
        "and the network"
    )


def _not_written(path: str, reason: str) -> LakeNotWritableError:
    return LakeNotWritableError(
        f"cannot write to the data path {path}: {_first_line(reason)}; check the room, the "
        "credentials and the network, then run again"
    )


def _first_line(text: str) -> str:
    return text.partition("\n")[0]
