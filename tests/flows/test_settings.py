from pathlib import Path

import pytest

from dateline.flows.settings import SettingsError, load_settings


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


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("batch_pages = 'many'", "batch_pages = 'many'"),
        ("batch_pages = 0", "batch_pages = 0"),
        ("bach_pages = 5", "bach_pages = 5"),
        ("batch_pages = ", "invalid TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_its_value(here: Path, content: str, named: str) -> None:
    (here / "dateline.toml").write_text(content)
    with pytest.raises(SettingsError) as raised:
        load_settings(None)
    assert named in str(raised.value)
    assert "dateline.toml" in str(raised.value)
    assert "http" not in str(raised.value)
