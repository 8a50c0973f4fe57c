import json
from pathlib import Path

import pytest
from read_files import LIMIT

from dateline.flows.inputs.discovery import discover
from dateline.flows.inputs.mapped_fields import UnknownFieldError, require_mapped_fields
from dateline.flows.inputs.record_fields import FieldMapping, RecordField
from dateline.flows.inputs.sources import ReadOptions


def require(folder: Path, **names: str) -> None:
    mapping = FieldMapping({RecordField(field): name for field, name in names.items()})
    require_mapped_fields(discover([str(folder)]).input_files, ReadOptions(LIMIT, mapping))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    records = [{"content": "a", "meta": {"link": "x"}}, {"content": "b", "when": "2024"}]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (tmp_path / "a.jsonl").write_text("broken\n" + lines)
    (tmp_path / "b.csv").write_text("content,headline\nc,d\n")
    (tmp_path / "c.txt").write_text("a page")
    return tmp_path


def test_fields_that_some_record_has(inbox: Path) -> None:
    require(inbox, text="content", url="meta.link", date_published="when", title="headline")
    require(inbox)


def test_a_field_that_no_record_has_is_named_with_those_that_there_are(inbox: Path) -> None:
    with pytest.raises(UnknownFieldError) as raised:
        require(inbox, text="content", title="titel")
    assert str(raised.value) == (
        "no record has the field 'titel' (title); the fields are content, meta.link, when, headline"
    )


def test_without_records_there_is_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("a page")
    require(tmp_path, text="content")
