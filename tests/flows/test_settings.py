from pathlib import Path

import pytest

from dateline.flows.settings import Settings, SettingsError, load_settings
from dateline.warehouse.catalog.address import PostgresAddress


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_passed_wins_over_the_environment_and_that_over_the_file(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings(None).lake == Path("lake")
    (here / "dateline.toml").write_text('lake = "file"\nbatch_pages = 7\n')
    assert load_settings(None).lake == Path("file")
    monkeypatch.setenv("DATELINE_LAKE", "environment")
    assert load_settings(None).lake == Path("environment")
    assert load_settings(Path("passed")).lake == Path("passed")
    assert load_settings(None).batch_pages == 7


def message() -> str:
    with pytest.raises(SettingsError) as raised:
        load_settings(None)
    return str(raised.value)


IN_THE_FILE = {
    "batch_pages = 'many'": "invalid setting batch_pages = 'many' in dateline.toml; use a whole n",
    "batch_pages = 0": "invalid setting batch_pages = 0 in dateline.toml; use 1 or more",
    "wait_seconds = '5m'": "invalid setting wait_seconds = '5m' in dateline.toml; use a number",
    "lake = 5": "invalid setting lake = 5 in dateline.toml; use a path in quotation marks",
    "lake = ''": "invalid setting lake = '' in dateline.toml; name a folder",
    "rules = 5": "invalid setting rules = 5 in dateline.toml; use a list",
    "lineage = ''": "invalid setting lineage in dateline.toml; name a file, such as lineage.jsonl",
    "lineage = 5": "invalid setting lineage in dateline.toml; use a text in quotation marks",
    "bach_pages = 5": "unknown setting 'bach_pages' in dateline.toml; did you mean 'batch_pages'?",
    "zzzzz = 5": "unknown setting 'zzzzz' in dateline.toml; use one of data_path, lake, batch",
    "batch_pages = ": "dateline.toml is not valid TOML: Invalid value",
}


@pytest.mark.parametrize(("content", "said"), IN_THE_FILE.items())
def test_a_wrong_setting_in_the_file_is_told_with_a_remedy(
    here: Path, content: str, said: str
) -> None:
    (here / "dateline.toml").write_text(content)
    assert message().startswith(said)


IN_THE_ENVIRONMENT = {
    ("DATELINE_BATCH_PAGES", "many"): (
        "invalid setting DATELINE_BATCH_PAGES = 'many' in the environment; use a whole number"
    ),
    ("dateline_batch_pages", "0"): (
        "invalid setting dateline_batch_pages = '0' in the environment; use 1 or more"
    ),
    ("DATELINE_LAKE", ""): "invalid setting DATELINE_LAKE = '' in the environment; name a folder",
    ("DATELINE_ALERTS", "x"): "DATELINE_ALERTS in the environment is not JSON; use a list",
    ("DATELINE_BACH_PAGES", "5"): (
        "unknown setting DATELINE_BACH_PAGES in the environment; did you mean DATELINE_BATCH_PAGES?"
    ),
}


@pytest.mark.parametrize(("variable", "said"), IN_THE_ENVIRONMENT.items())
def test_a_wrong_setting_in_the_environment_is_told_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str], said: str
) -> None:
    monkeypatch.setenv(*variable)
    assert message().startswith(said)


def test_a_variable_that_is_like_no_setting_is_somebody_elses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATELINE_INBOX", "inbox")
    assert load_settings(None).lake == Path("lake")


def test_every_wrong_setting_has_its_line(here: Path) -> None:
    (here / "dateline.toml").write_text("batch_pages = 0\nlak = 'x'")
    assert len(message().splitlines()) == 2


def test_no_address_of_an_alert_is_shown(here: Path) -> None:
    (here / "dateline.toml").write_text("alerts = 'mailto://user:secret@example.org'")
    assert "secret" not in message()


def test_a_file_in_another_encoding_is_told(here: Path) -> None:
    (here / "dateline.toml").write_bytes(b'lake = "\xff"')
    assert "dateline.toml is not valid TOML" in message()


def test_a_long_value_is_shortened(here: Path) -> None:
    (here / "dateline.toml").write_text(f"batch_pages = '{'x' * 500}'")
    assert "x…" in message()
    assert len(message()) < 200


def test_a_lake_is_a_folder_or_a_database(here: Path) -> None:
    database = "postgres://user@host/db"
    (here / "dateline.toml").write_text(f'lake = "{database}"\ndata_path = "s3://bucket/lake/"')
    assert load_settings(None).lake == PostgresAddress(database, "s3://bucket/lake")
    assert load_settings("folder").lake == Path("folder")
    dumped = load_settings(None).model_dump(mode="json")
    assert dumped["lake"] == database
    assert Settings.model_validate(dumped).lake == PostgresAddress(database, "s3://bucket/lake")


def test_object_storage_alone_is_no_lake(here: Path) -> None:
    with pytest.raises(SettingsError, match="or the address of a PostgreSQL database"):
        load_settings(Path("s3://bucket/lake"))
    (here / "dateline.toml").write_text('lake = "s3://bucket/lake"')
    assert message().startswith(
        "invalid setting lake = 's3://bucket/lake' in dateline.toml; use a folder, or the address"
    )


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ('lake = "postgres://user:hush@host/db"', "postgres://user@host/db"),
        ('lake = "postgres://host/db?passw%6Frd=hush&sslmode=require"', "host/db?sslmode=require"),
        ('data_path = "s3://key:hush@bucket/lake"', "s3://key@bucket/lake"),
    ],
)
def test_a_password_in_an_address_is_rejected_and_not_shown(
    here: Path, setting: str, shown: str
) -> None:
    (here / "dateline.toml").write_text(setting)
    assert f"{shown}' in dateline.toml; " in message()
    assert "hush" not in message()


def test_the_names_of_fields_come_from_the_file(here: Path) -> None:
    (here / "dateline.toml").write_text('layout = "c4"\ntext_field = "content"\n')
    settings = load_settings(None)
    assert (settings.layout, settings.text_field, settings.url_field) == ("c4", "content", None)
    (here / "dateline.toml").write_text('layout = "c5"')
    with pytest.raises(SettingsError, match="layout"):
        load_settings(None)


@pytest.mark.parametrize(
    "address",
    [
        "https://dana:s3cret@",
        "http://dana:s3cret@host:port",
        "http://dana:s3cret@host/a b",
        "kafka://dana:s3cret@host",
        "s3://s3cret/lineage.jsonl",
    ],
)
def test_a_wrong_address_for_lineage_is_told_without_its_secrets(here: Path, address: str) -> None:
    (here / "dateline.toml").write_text(f'lineage = "{address}"')
    said = message()
    assert said.startswith("invalid setting lineage in dateline.toml; use the path of a file, or")
    assert "s3cret" not in said


def test_memory_is_given_as_people_write_it(here: Path) -> None:
    (here / "dateline.toml").write_text('memory_limit = "2GB"')
    assert load_settings(None).memory_limit == 2_000_000_000
    for value in ("2 apples", "1MB"):
        (here / "dateline.toml").write_text(f'memory_limit = "{value}"')
        assert message().startswith(f"invalid setting memory_limit = '{value}'")
