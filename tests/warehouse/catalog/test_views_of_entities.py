"""Who said what about whom, who is named beside whom, and when: the rows of these views."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.resolved_tables import RESOLVED_TABLES
from dateline.warehouse.catalog.views import VIEWS, statements

TEXT = "“Oslo agrees,” Lee told Reuters, “with Kim.” Lee said that Kim trusts Lee. Kim left."
LEE, KIM, OSLO, REUTERS = "person/lee", "person/kim", "place/oslo", "organisation/reuters"
NAMES = {LEE: "Ann Lee", KIM: "Bo Kim", OSLO: "Oslo", REUTERS: "Reuters"}
PAGES = {"a": (date(2024, 5, 2), "s1"), "b": (date(2024, 5, 2), "s1"), "c": (None, "s2")}


def span(text: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(text, start + 1)
    return start, start + len(text)


@pytest.fixture(scope="module")
def views() -> Iterator[duckdb.DuckDBPyConnection]:
    """Pages a and b, with the same text, tell one story; page c another, of Kim alone."""
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA ops")
    for table in TABLES.values():  # a row of a few columns is enough for a view
        connection.execute(ddl.create_table(table).replace(" NOT NULL", ""))
    for statement in statements((*RESOLVED_TABLES, *VIEWS)):
        connection.execute(statement)
    for page, (day, story) in PAGES.items():
        connection.execute(
            "INSERT INTO documents BY NAME SELECT ? AS document_id, ? AS text", [page, TEXT]
        )
        connection.execute(
            "INSERT INTO articles BY NAME SELECT ? AS document_id, ? AS date_published, "
            "'The Star ' || ? AS publisher",
            [page, day, page],
        )
        connection.execute(
            "INSERT INTO story_members BY NAME SELECT ? AS document_id, ? AS story_id",
            [page, story],
        )
    mentioned = [(OSLO, *span("Oslo")), (REUTERS, *span("Reuters"))]
    mentioned += [(LEE, *span("Lee", n)) for n in range(3)]
    mentioned += [(KIM, *span("Kim", n)) for n in range(3)]
    for entity, start, end in mentioned:
        for page in "ab":
            connection.execute(
                "INSERT INTO page_mentions BY NAME SELECT ? AS document_id, ? AS entity_id, "
                '? AS start, ? AS "end", ? AS country',
                [page, entity, start, end, "NOR" if entity == OSLO else None],
            )
    connection.execute(
        "INSERT INTO page_mentions BY NAME SELECT 'c' AS document_id, ? AS entity_id, 0 AS start, "
        '3 AS "end"',
        [KIM],
    )
    for entity, name in NAMES.items():
        connection.execute(
            "INSERT INTO entities BY NAME SELECT ? AS entity_id, ? AS name, ? AS kind",
            [entity, name, entity.split("/")[0]],
        )
    parts = [span("Oslo agrees"), span("with Kim.")]
    segments = [{"start": start, "end": end} for start, end in parts]
    said = span("that Kim trusts Lee")
    for page in "ab":
        connection.execute(
            "INSERT INTO page_quotes BY NAME SELECT ? AS document_id, 0 AS quote_number, "
            "'direct' AS kind, ? AS segments, ? AS start, ? AS \"end\", 'Lee' AS speaker, "
            "? AS speaker_entity_id, ? AS speaker_start, ? AS speaker_end",
            [page, segments, parts[0][0], parts[1][1], LEE, *span("Lee")],
        )
        connection.execute(
            "INSERT INTO page_quotes BY NAME SELECT ? AS document_id, 1 AS quote_number, "
            "'indirect' AS kind, [] AS segments, ? AS start, ? AS \"end\", 'Lee' AS speaker, "
            "? AS speaker_entity_id, ? AS speaker_start, ? AS speaker_end",
            [page, *said, LEE, *span("Lee", 2)],
        )
    yield connection
    connection.close()


def test_a_quotation_is_about_what_it_names_itself(views: duckdb.DuckDBPyConnection) -> None:
    rows = views.execute(
        "SELECT quote_number, speaker, about, country, mention_count, story_id "
        "FROM quotations_about WHERE document_id = 'a' ORDER BY ALL"
    ).fetchall()
    # Neither the speaker's own name nor who was told is what the words are about.
    assert rows == [
        (0, "Ann Lee", "Bo Kim", None, 1, "s1"),
        (0, "Ann Lee", "Oslo", "NOR", 1, "s1"),
        (1, "Ann Lee", "Bo Kim", None, 1, "s1"),
    ]


def test_pages_of_one_story_are_one_story_beside_each_other(
    views: duckdb.DuckDBPyConnection,
) -> None:
    rows = views.execute(
        "SELECT entity, with_entity, document_count, story_count, first_published FROM co_mentions"
    ).fetchall()
    pairs = {(entity, other) for entity, other, *_ in rows}
    assert pairs == {(a, b) for a in NAMES.values() for b in NAMES.values() if a != b}
    assert {row[2:] for row in rows} == {(2, 1, date(2024, 5, 2))}


def test_a_timeline_has_a_row_a_day(views: duckdb.DuckDBPyConnection) -> None:
    rows = views.execute(
        "SELECT entity, date_published, mention_count, document_count, story_count, outlet_count, "
        "quotation_count FROM entity_timeline WHERE kind = 'person' ORDER BY ALL"
    ).fetchall()
    day = date(2024, 5, 2)
    assert rows == [
        ("Ann Lee", day, 6, 2, 1, 2, 4),
        ("Bo Kim", day, 6, 2, 1, 2, 0),
        ("Bo Kim", None, 1, 1, 1, 1, 0),
    ]
    ((pages, stories),) = views.execute(
        "SELECT document_count, story_count FROM country_mentions WHERE country = 'NOR'"
    ).fetchall()[:1]
    assert (pages, stories) == (1, 1)
