from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from dateline.flows.inputs.record_fields import (
    NO_MAPPING,
    FieldMapping,
    RecordField,
    mapping_of,
    metadata_in,
    moment_of,
)
from dateline.flows.settings import RecordLayout, Settings
from dateline.transforms.text.page import Metadata

TEXT = "The ferry sails again."
ADDRESS = "https://harbour.example/ferry"
MAY_3 = datetime(2024, 5, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("layout", "record", "fetched_at", "metadata"),
    [
        (
            RecordLayout.NEWS_PLEASE,
            {
                "maintext": TEXT,
                "url": ADDRESS,
                "title": "Ferry",
                "authors": ["Ida Koch"],
                "date_publish": "2024-05-02 06:30:00",
                "date_download": "2024-05-03 10:00:00",
                "language": "en",
                "description": "It sails.",
                "source_domain": "harbour.example",
            },
            MAY_3,
            Metadata("Ferry", ("Ida Koch",), "2024-05-02 06:30:00", None, "en", "It sails."),
        ),
        (
            RecordLayout.CC_NEWS,
            {
                "text": TEXT,
                "url": ADDRESS,
                "title": "Ferry",
                "domain": "harbour.example",
                "date": "2024-05-02 06:30:00",
            },
            None,
            Metadata("Ferry", date_published="2024-05-02 06:30:00"),
        ),
        (
            RecordLayout.NEWSAPI,
            {
                "source": {"id": None, "name": "The Harbour Post"},
                "author": "Ida Koch",
                "title": "Ferry",
                "url": ADDRESS,
                "publishedAt": "2024-05-02T06:30:00Z",
                "content": TEXT,
            },
            None,
            Metadata(
                "Ferry",
                ("Ida Koch",),
                "2024-05-02T06:30:00Z",
                publisher="The Harbour Post",
            ),
        ),
        (
            RecordLayout.DOLMA,
            {
                "id": ADDRESS,
                "text": TEXT,
                "source": "common-crawl",
                "added": "2024-06-01T00:00:00Z",
                "created": "2024-05-03T10:00:00Z",
                "metadata": {"length": 22},
            },
            None,
            Metadata(),
        ),
        (
            RecordLayout.C4,
            {"text": TEXT, "timestamp": "2024-05-03T10:00:00Z", "url": ADDRESS},
            MAY_3,
            Metadata(),
        ),
        (
            RecordLayout.DATATROVE,
            {
                "text": TEXT,
                "id": "<urn:uuid:1>",
                "metadata": {"url": ADDRESS, "date": "2024-05-03T10:00:00Z", "language": "en"},
            },
            MAY_3,
            Metadata(in_language="en"),
        ),
        (
            RecordLayout.DATATROVE,
            {
                "text": TEXT,
                "id": "<urn:uuid:1>",
                "dump": "CC-MAIN-2024-22",
                "url": ADDRESS,
                "date": "2024-05-03T10:00:00Z",
                "file_path": "s3://crawl/1.warc.gz",
            },
            MAY_3,
            Metadata(),
        ),
    ],
)
def test_a_layout_is_known_by_its_name_and_by_its_fields(
    layout: RecordLayout, record: dict[str, Any], fetched_at: datetime | None, metadata: Metadata
) -> None:
    for mapping in (FieldMapping({}, layout), NO_MAPPING):
        found = mapping.describe(record)
        assert (found.text, found.url, found.fetched_at) == (TEXT, ADDRESS, fetched_at)
        assert found.page_metadata == metadata


def test_every_layout_has_its_fields() -> None:
    record = {"text": TEXT, "maintext": TEXT, "content": TEXT}
    assert {FieldMapping({}, layout).describe(record).text for layout in RecordLayout} == {TEXT}


def test_names_of_a_users_own_go_before_the_usual_ones() -> None:
    record = {"text": "no", "data": {"body": TEXT, "url": ADDRESS}, "data.title": "Ferry", "n": 7}
    mapping = FieldMapping(
        {
            RecordField.TEXT: "data.body",
            RecordField.URL: "data.url",
            RecordField.TITLE: "data.title",
            RecordField.ID: "n",
        }
    )
    found = mapping.describe(record)
    assert (found.text, found.url, found.identity) == (TEXT, ADDRESS, "7")
    assert found.page_metadata.title == "Ferry"
    assert found.rest == {"text": "no", "data.title": "Ferry"}


def test_a_field_that_is_named_has_no_other_name() -> None:
    mapping = FieldMapping({RecordField.TEXT: "words"})
    assert mapping.describe({"text": TEXT}).text is None


def test_what_is_not_used_is_kept() -> None:
    found = NO_MAPPING.describe(
        {"text": TEXT, "id": 5, "url": 6, "fetched_at": "soon", "title": "Ferry", "empty": None}
    )
    assert (found.identity, found.url, found.fetched_at) == ("5", None, None)
    assert found.rest == {"url": 6, "fetched_at": "soon", "title": "Ferry"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["Ida Koch", {"name": "Bo Lind"}, 5, None, " "], ("Ida Koch", "Bo Lind")),
        ("Ida Koch", ("Ida Koch",)),
        ("['Ida Koch', \"Bo O'Lind\"]", ("Ida Koch", "Bo O'Lind")),
        ({"name": "Ida Koch"}, ("Ida Koch",)),
        (5, ()),
        ("x" * 20_000, ()),
    ],
)
def test_authors_in_every_form(value: object, expected: tuple[str, ...]) -> None:
    record = {"text": TEXT, "authors": value}
    assert NO_MAPPING.describe(record).page_metadata.authors == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-05-03T12:00:00+02:00", MAY_3),
        ("2024-05-03 10:00", MAY_3),
        (1714730400, MAY_3),
        (1714730400000, MAY_3),
        (MAY_3.replace(tzinfo=None), MAY_3),
        (5, None),
        (True, None),
        (float("nan"), None),
        ("soon", None),
        (None, None),
    ],
)
def test_moments_in_every_form(value: object, expected: datetime | None) -> None:
    assert moment_of(value) == expected


def test_a_date_in_figures_is_a_date() -> None:
    record = {"text": TEXT, "date": 1714730400}
    found = NO_MAPPING.describe(record).page_metadata.date_published
    assert found == "2024-05-03T10:00:00+00:00"


@pytest.mark.parametrize("rest", ["no json", "[1]", '"title"', "", None])
def test_the_rest_of_an_older_row_may_state_nothing(rest: str | None) -> None:
    assert metadata_in(rest) == Metadata()


def test_the_rest_of_an_older_row_states_what_a_record_does() -> None:
    assert metadata_in('{"pubDate": "2024-05-03", "title": "Ferry"}') == Metadata(
        "Ferry", date_published="2024-05-03"
    )


def test_every_setting_that_names_a_field_is_mapped() -> None:
    settings = [name for name in Settings.model_fields if name.endswith("_field")]
    given = Settings(**{name: name for name in settings}, layout=RecordLayout.C4)  # type: ignore[arg-type]
    mapping = mapping_of(given)
    assert sorted(mapping.names.values()) == sorted(settings)
    assert mapping.layout is RecordLayout.C4
    assert mapping_of(Settings()) == NO_MAPPING


@pytest.mark.parametrize(
    ("value", "identity"),
    [
        ("a", "a"),
        (12, "12"),
        (b"a1", "a1"),
        (b"\xff\x00", "ff00"),
        (UUID(int=1), str(UUID(int=1))),
        ({"$oid": "5f0c"}, "5f0c"),
        (1e40, None),
        (1.0, None),
        (True, None),
        ({"name": "a"}, None),
        (["a"], None),
    ],
)
def test_an_identity_is_a_text_or_a_whole_number(value: object, identity: str | None) -> None:
    found = NO_MAPPING.describe({"text": TEXT, "id": value})
    assert found.identity == identity
    assert found.rest == ({} if identity else {"id": value})
