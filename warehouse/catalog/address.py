"""Where a lake lives: in a folder, or in a PostgreSQL database and a data path.

An address holds no password: credentials come from the environment, and appear nowhere.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_SCHEMES = frozenset({"postgres", "postgresql"})
# As libpq calls them; a link of a password is as good as the password.
_SECRET_PARAMETERS = frozenset({"password", "sslpassword"})
# Nothing in it means anything to a URL or to a pattern of files.
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]+(/[A-Za-z0-9_.=-]+)*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """A lake whose catalog is a PostgreSQL database.

    Attributes:
        url: the database, such as `postgres://dateline@db.example.org/lake`.
        data_path: where its data files lie, a folder or `s3://bucket/prefix`; None where the
            catalog tells it, as that of a lake that was made does.
    """

    url: str
    data_path: str | None = None

    def __str__(self) -> str:
        return self.url

    @property
    def database(self) -> str:
        """The database's name, as the address gives it."""
        return urlsplit(self.url).path.strip("/")


LakeAddress: TypeAlias = Path | PostgresAddress


def lake_address(text: str, data_path: str | None = None) -> LakeAddress:
    """The address that a setting gives.

    Args:
        text: a folder, or the address of a PostgreSQL database.
        data_path: where the data files of a lake in PostgreSQL lie, as `data_path_of` gives it.

    Raises:
        ValueError: it is no address of a lake, or holds a password; the message has the remedy and
            not the address.
    """
    if not text:
        raise ValueError("name a folder, such as lake")
    if not _SCHEME.match(text):
        return Path(text)
    parts = urlsplit(text)
    if parts.scheme not in _SCHEMES:
        raise ValueError(
            "use a folder, or the address of a PostgreSQL database, such as "
            "postgres://dateline@db.example.org/lake (object storage is for the setting data_path)"
        )
    if text != without_password(text):
        raise ValueError(
            "leave the password out of the address; set PGPASSWORD, or write it to ~/.pgpass"
        )
    if not re.fullmatch(r"/[^/\s\x00]+", parts.path) or parts.fragment or not text.isprintable():
        raise ValueError("name a database, as in postgres://dateline@db.example.org/lake")
    return PostgresAddress(text, data_path)


def data_path_of(text: str) -> str:
    """A data path without a slash at its end; a folder's is absolute.

    Raises:
        ValueError: it is neither a folder nor a bucket; the message has the remedy.
    """
    if not text:
        raise ValueError("name a folder, or s3://bucket/prefix")
    if is_object_storage(text):
        path = text.rstrip("/")
        if not _BUCKET.fullmatch(path) or ".." in path:
            raise ValueError(
                "use s3://bucket/prefix, of letters, digits and _ . = - (credentials belong in "
                "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)"
            )
        return path
    if _SCHEME.match(text):
        raise ValueError("use a folder, or s3://bucket/prefix")
    return str(Path(text).absolute())


def is_object_storage(data_path: str) -> bool:
    """Whether a data path is a bucket, and not a folder."""
    return data_path.lower().startswith("s3:/")


def without_password(text: str) -> str:
    """What may be shown of an address that someone wrote, whatever it is."""
    if not _SCHEME.match(text):
        return text
    try:
        parts = urlsplit(text)
        parameters = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return f"{text.partition(':')[0]}://…"
    user, at, host = parts.netloc.rpartition("@")
    netloc = f"{user.partition(':')[0]}{at}{host}"
    query = parts.query
    if any(name.lower() in _SECRET_PARAMETERS for name, _ in parameters):
        query = urlencode([it for it in parameters if it[0].lower() not in _SECRET_PARAMETERS])
    # Put together by hand: urlunsplit drops the slashes of an address without a host.
    if (netloc, query) == (parts.netloc, parts.query):
        return text
    return urlunsplit(parts._replace(netloc=netloc, query=query))
