"""An export is a valid Data Package, by the validator of Frictionless: description and rows."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from frictionless import Package, Resource, Schema, validate
from made_pages import run

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.views import VIEWS
from dateline.warehouse.read.data_package import write_data_package
from dateline.warehouse.read.export import Format, export

SAMPLE = Path(__file__).parents[3] / "seeds/sample"


@pytest.fixture(scope="module")
def sample_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lake = tmp_path_factory.mktemp("sample") / "lake"
    run(lake, SAMPLE)
    return lake


def written(lake: Path, out: Path, file_format: Format, *, with_views: bool = False) -> Path:
    with Lake.open(lake, read_only=True) as opened, opened.pinned() as pinned:
        files = export(pinned, out, file_format, with_views=with_views)
        return write_data_package(pinned, files, out)


def problems(package: Path) -> list[Any]:
    """What Frictionless finds wrong: table, kind and column."""
    return [
        (task.name, error.type, getattr(error, "field_name", None))
        for task in validate(str(package)).tasks
        for error in task.errors
    ]


def test_the_description_is_valid_for_every_format(sample_lake: Path, tmp_path: Path) -> None:
    for file_format in get_args(Format):
        package = written(sample_lake, tmp_path / file_format, file_format)
        described = json.loads(package.read_text())
        assert list(Package.metadata_validate(described)) == []
        assert [resource["name"] for resource in described["resources"]] == list(TABLES)
        for resource in described["resources"]:
            assert (package.parent / resource["path"]).is_file()
            assert list(Resource.metadata_validate(resource)) == []
            assert list(Schema.metadata_validate(resource["schema"])) == []
    assert list(Package.metadata_validate({**described, "resources": 1}))


def test_rows_as_text_are_valid_and_one_that_is_not_allowed_is_found(
    sample_lake: Path, tmp_path: Path
) -> None:
    package = written(sample_lake, tmp_path, "csv")
    assert problems(package) == []
    lines = tmp_path / "lines.csv"
    lines.write_text(lines.read_text().replace('"headline"', '"heading"'))
    assert set(problems(package)) == {("lines", "constraint-error", "label")}


def test_views_have_their_columns_and_an_export_one_description(
    sample_lake: Path, tmp_path: Path
) -> None:
    first = written(sample_lake, tmp_path / "first", "jsonl", with_views=True)
    again = written(sample_lake, tmp_path / "again", "jsonl", with_views=True)
    assert first.read_bytes() == again.read_bytes()
    names = [resource["name"] for resource in json.loads(first.read_text())["resources"]]
    assert names == [*TABLES, *VIEWS]
    # Frictionless 5.21 can't read JSON Lines without a line.
    empty = {file.stem for file in first.parent.glob("*.jsonl") if not file.stat().st_size}
    assert {table for table, *_ in problems(first)} <= empty < {*TABLES, *VIEWS}
