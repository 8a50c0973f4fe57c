"""The views: what their files say, what their rows hold, and who sees them."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_batches import load, tables

from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.content import Article
from dateline.transforms.schema.names import Entity, Mention
from dateline.warehouse.catalog.connection import connect
from dateline.warehouse.catalog.errors import LakeVersionError
from dateline.warehouse.catalog.folder import CATALOG, DATA, FolderStore
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.snapshots import insert
from dateline.warehouse.catalog.views import VIEWS, _empty, described

FOLDER = Path(__file__).parents[3] / "warehouse/catalog/views"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("views") / "lake"
    with Lake.open(folder) as lake:
        load(lake, range(4))
    return folder


@pytest.fixture(scope="module")
def lake(folder: Path) -> Iterator[Lake]:
    with Lake.open(folder, read_only=True) as lake:
        yield lake


def test_every_file_is_a_view() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(VIEWS)


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_says_what_its_rows_and_columns_are(lake: Lake, name: str) -> None:
    assert VIEWS[name].purpose.startswith("For ")
    assert [column.name for column in described()[name].columns] == list(VIEWS[name].columns)
    found = lake.query(f"FROM {name}")
    for column in described()[name].columns:
        assert column.nullable or not found[column.name].null_count, column.name
    (comment,) = lake.connection.execute(
        "SELECT comment FROM duckdb_views() WHERE database_name = 'lake' AND view_name = ?", [name]
    ).fetchall()
    assert comment == (VIEWS[name].meaning,)


@pytest.mark.parametrize("name", VIEWS)
def test_an_example_can_be_asked(lake: Lake, name: str) -> None:
    lake.query(VIEWS[name].example)


def test_the_views_count_every_row_once(lake: Lake) -> None:
    (counts,) = lake.query("""
        SELECT (SELECT count(*) FROM quotations) AS quotations,
            (SELECT sum(quotation_count) FROM quoted_speakers)::BIGINT AS quoted,
            (SELECT sum(quotation_count) FROM coverage)::BIGINT AS covered,
            (SELECT sum(article_count) FROM coverage)::BIGINT AS articles,
            (SELECT sum(copy_count) FROM coverage)::BIGINT AS copies,
            (SELECT count(*) FROM news_articles) AS in_json,
            (SELECT max(page_count) FROM promoted_posts) AS promoting,
            (SELECT sum(loaded_count) FROM daily_accounts)::BIGINT AS loaded,
            (SELECT sum(checked_count) FROM daily_rules)::BIGINT AS checked
    """).to_pylist()
    # Pages 0 and 1 share a story.
    assert counts == {
        "quotations": 4,
        "quoted": 4,
        "covered": 4,
        "articles": 4,
        "copies": 1,
        "in_json": 4,
        "promoting": 4,
        "loaded": 4,
        "checked": 4,
    }


def test_other_clients_see_the_views(folder: Path) -> None:
    with ExitStack() as held:
        client = connect(held, FolderStore(folder).extensions)
        client.execute(
            f"ATTACH 'ducklake:sqlite:{folder / CATALOG}' AS news "
            f"(DATA_PATH '{folder / DATA}/', OVERRIDE_DATA_PATH true, READ_ONLY)"
        )
        assert client.execute("SELECT count(*) FROM news.quoted_speakers").fetchall() == [(3,)]


def test_a_writer_brings_the_views_up_to_date(tmp_path: Path) -> None:
    with Lake.open(tmp_path) as lake:
        lake.connection.execute("CREATE OR REPLACE VIEW coverage AS SELECT 1 AS old")
        lake.connection.execute("DROP VIEW quotations")
        lake.connection.execute("CREATE VIEW mine AS SELECT 2 AS own")
    with pytest.raises(LakeVersionError, match="quotations added since"):
        Lake.open(tmp_path, read_only=True)
    with Lake.open(tmp_path) as lake:
        assert lake.migrated == ("quotations added",)
        assert lake.query("FROM coverage").column_names == list(VIEWS["coverage"].columns)
        assert lake.query("FROM mine").to_pylist() == [{"own": 2}]
        snapshot_id = lake.snapshot_id
    with Lake.open(tmp_path) as lake:
        assert lake.snapshot_id == snapshot_id


@cache
def properties_of(schema_type: str) -> dict[str, str]:
    """The properties of a type of schema.org with the types of their values, as their model has."""
    annotations: dict[str, str] = {}
    for parent in lineage_of(schema_type):
        annotations = {**getattr(parent, "__annotations__", {}), **annotations}
    return annotations


def lineage_of(schema_type: str) -> tuple[type, ...]:
    model: type = getattr(import_module(f"pydantic2_schemaorg.{schema_type}"), schema_type)
    return model.__mro__


def check_against_schema_org(thing: dict[str, Any]) -> None:
    schema_type = thing["@type"]
    for name, value in thing.items():
        if name in {"@type", "@context"}:
            continue
        allowed = set(re.findall(r"\w+", properties_of(schema_type)[name]))
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                assert allowed & {parent.__name__ for parent in lineage_of(item["@type"])}, name
                check_against_schema_org(item)
            elif name in {"datePublished", "dateModified"}:
                assert allowed & {"date", "Date"}
                assert re.fullmatch(r"\d{4}(-\d\d){0,2}", item)
            else:
                assert type(item).__name__ in allowed, name


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
DATES = st.sampled_from([None, "2023", "2023-05", "2023-05-04", "XXXX-05-04", "[2023-05,2023-06]"])


def json_ld_of(article: Article, url: str | None) -> dict[str, Any]:
    key = article.document_id
    document = tables([0])["documents"].drop_columns(["document_id", "url"])
    document = document.append_column("document_id", pa.array([key]))
    document = document.append_column("url", pa.array([url], pa.string()))
    kinds = ("person", "organisation", "place")
    connection = _empty().cursor()
    connection.execute("BEGIN")
    try:
        insert(connection, "documents", document)
        insert(connection, "articles", to_arrow(Article, [article]))
        seen = document["ingested_at"][0].as_py()
        for kind in kinds:
            name = article.headline or kind
            entity = Entity(kind, kind, name, (), 1, 1, seen, seen)
            mention = Mention(key, kinds.index(kind), 9, name, kind, name, None, kind, 0.9, "r")
            insert(connection, "entities", to_arrow(Entity, [entity]))
            insert(connection, "page_mentions", to_arrow(Mention, [mention]))
        ((text,),) = connection.execute("SELECT json_ld FROM news_articles").fetchall()
    finally:
        connection.execute("ROLLBACK")
    assert "<" not in text
    found: dict[str, Any] = json.loads(text)
    return found


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.none() | TEXT, min_size=7, max_size=7),
    author=NAMES,
    dates=st.tuples(DATES, DATES),
    body=TEXT,
    url=st.none() | TEXT | TEXT.map("https://example.org/".__add__),
)
def test_an_article_is_a_news_article_of_schema_org(
    texts: list[str | None],
    author: tuple[str, ...],
    dates: tuple[str | None, str | None],
    body: str,
    url: str | None,
) -> None:
    headline, second, section, publisher, source, dateline, place = texts
    article = Article(
        *(
            "page",
            "article",
            0.9,
            headline,
            second,
            section,
            author,
            "person" if author else None,
            publisher,
            source,
            dateline,
            place,
        ),
        *(None, dates[0], None, None, None, dates[1], None, None),
        *("en", 1, body, 3, "story", ()),
    )
    found = json_ld_of(article, url)
    check_against_schema_org(found)
    assert found["@context"] == "https://schema.org"
    assert found["articleBody"] == body
    for name, value in (("headline", headline), ("alternativeHeadline", second)):
        assert found.get(name) == value
    for name, value in (("publisher", publisher), ("locationCreated", place)):
        assert found.get(name, {}).get("name") == value
    assert [person["name"] for person in found.get("author", [])] == list(author)
    assert [thing["@type"] for thing in found["mentions"]] == ["Organization", "Person", "Place"]
    for name, date in zip(("datePublished", "dateModified"), dates, strict=True):
        assert found.get(name) == (date if date and date.startswith("2023") else None)
    assert found.get("url") == (url if url and url.startswith(("https://", "http://")) else None)


def test_what_is_not_of_schema_org_is_seen() -> None:
    for wrong in (
        {"mood": "sad"},
        {"headline": 3},
        {"locationCreated": {"@type": "Person", "name": "x"}},
        {"author": [{"@type": "Place", "name": "x"}]},
    ):
        with pytest.raises((AssertionError, KeyError)):
            check_against_schema_org({"@type": "NewsArticle", **wrong})


def test_views_need_nothing_but_the_tables() -> None:
    assert isinstance(_empty(), duckdb.DuckDBPyConnection)
    for name in VIEWS:
        assert _empty().execute(f"FROM {name}").fetchall() == []
