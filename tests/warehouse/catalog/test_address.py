"""An address is a folder or a database, and never holds or shows a password."""

from pathlib import Path

import pytest

from dateline.warehouse.catalog.address import (
    PostgresAddress,
    data_path_of,
    lake_address,
    without_password,
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("lake", Path("lake")),
        ("/srv/a:b", Path("/srv/a:b")),
        ("postgres://u@h/db", PostgresAddress("postgres://u@h/db", "/data")),
        ("postgresql:///db?host=/run", PostgresAddress("postgresql:///db?host=/run", "/data")),
        ("postgres://h1:1,h2:2/db", PostgresAddress("postgres://h1:1,h2:2/db", "/data")),
    ],
)
def test_a_folder_or_a_database(text: str, address: Path | PostgresAddress) -> None:
    assert lake_address(text, "/data") == address
    assert str(address) == text


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "name a folder"),
        ("s3://bucket/lake", "object storage is for the setting data_path"),
        ("mysql://h/db", "use a folder"),
        ("postgres://h", "name a database"),
        ("postgres://h/", "name a database"),
        ("postgres:/h/db", "name a database"),
        ("postgres://h/db#more", "name a database"),
        ("postgres://h/db\x1b", "name a database"),
        ("postgres://u:hush@h/db", "PGPASSWORD"),
        ("postgres://u:@h/db", "PGPASSWORD"),
        ("postgres://h/db?password=hush", "PGPASSWORD"),
        ("postgres://h/db?sslmode=require&SSLPASSWORD=hush", "PGPASSWORD"),
    ],
)
def test_what_is_no_address_is_told_with_a_remedy(text: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy) as raised:
        lake_address(text)
    assert "hush" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "path"),
    [("/mnt/lake", "/mnt/lake"), ("s3://bucket/", "s3://bucket"), ("s3://b-1/a/b=c", None)],
)
def test_a_data_path_is_a_folder_or_a_bucket(text: str, path: str | None) -> None:
    assert data_path_of(text) == (path or text)


def test_a_data_folder_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert data_path_of("files") == str(tmp_path / "files")


@pytest.mark.parametrize(
    "text",
    [
        *("", "s3://", "s3:/bucket", "S3://bucket", "s3://k:hush@bucket", "s3://bucket/*"),
        *("gs://bucket", "s3://bucket/a?s3_endpoint=elsewhere", "s3://bucket/../other"),
    ],
)
def test_another_data_path_is_rejected(text: str) -> None:
    with pytest.raises(ValueError, match="s3://bucket/prefix") as raised:
        data_path_of(text)
    assert "hush" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("lake", "lake"),
        ("postgres://u:hush@h/db", "postgres://u@h/db"),
        ("postgres://u:hu@sh@h/db", "postgres://u@h/db"),
        ("postgres://h/db?a=b&password=hush", "postgres://h/db?a=b"),
        ("postgres://u:hush@[h/db", "postgres://…"),
    ],
)
def test_what_is_shown_of_an_address(text: str, shown: str) -> None:
    assert without_password(text) == shown
