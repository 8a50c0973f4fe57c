"""The graph of who speaks about whom: whole, and readable whatever stands in names."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_batches import load

from dateline.warehouse.catalog.errors import ExportError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.snapshots import transaction
from dateline.warehouse.read.graph import _escaped, _id, export_graph

HOSTILE = "A<b> & \"c\" 'd' ]]></data>\x00\x1b\r\n\ufffe&#0;"


def graph_of(folder: Path) -> Any:
    with Lake.open(folder, read_only=True) as lake:
        return networkx.read_graphml(export_graph(lake, folder.parent / "graph/all.graphml"))


def edges(graph: Any, relation: str) -> set[tuple[str, str, int, int]]:
    label = graph.nodes(data="label")
    return {
        (label[source], label[target], values["stories"], values["pages"])
        for source, target, values in graph.edges(data=True)
        if values["relation"] == relation
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four pages of one made outlet, two of them of one story, which credit an agency."""
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(4))
        ((speaker, entity),) = lake.connection.execute(
            "SELECT speaker_entity_id, (SELECT min(entity_id) FROM entities "
            "WHERE entity_id <> speaker_entity_id) FROM quotes "
            "WHERE speaker_entity_id IS NOT NULL LIMIT 1"
        ).fetchall()
        with transaction(lake.connection, "made"):
            for statement, values in (
                (
                    "UPDATE page_quotes SET speaker_form_id = NULL, speaker_entity_id = ?, "
                    "kind = 'indirect', speaker_start = NULL",
                    [speaker],
                ),
                (
                    "UPDATE page_mentions SET form_id = NULL, entity_id = ?, start = q.start, "
                    '"end" = q."end" '
                    "FROM quotes AS q WHERE q.document_id = page_mentions.document_id",
                    [entity],
                ),
                ("UPDATE entities SET name = ? WHERE entity_id = ?", [HOSTILE, entity]),
                ("UPDATE articles SET publisher = ?, source_organization = 'Wire'", [HOSTILE]),
                (
                    "UPDATE page_quotes SET via_links = [{'text': 'Wire', 'kind': 'agency', "
                    "'start': 0, 'end': 4}, {'text': 'a note', 'kind': 'document', 'start': 0, "
                    "'end': 4}]",
                    [],
                ),
            ):
                lake.connection.execute(statement, values)
    return tmp_path / "lake"


def test_every_edge_counts_its_stories(folder: Path) -> None:
    graph = graph_of(folder)
    with Lake.open(folder, read_only=True) as lake:
        ((stories, speaker),) = lake.connection.execute(
            "SELECT (SELECT count(DISTINCT story_id) FROM story_members), "
            "(SELECT any_value(e.name) FROM quotes JOIN entities e "
            "ON entity_id = speaker_entity_id)"
        ).fetchall()
    assert stories < 4
    named = "A<b> & \"c\" 'd' ]]></data>\ufffd\ufffd\r\n\ufffd&#0;"
    assert edges(graph, "about") == {(speaker, named, stories, 4)}
    assert edges(graph, "published_by") == {(speaker, named, stories, 4)}
    assert edges(graph, "via") == {(speaker, "Wire", stories, 4)}
    assert edges(graph, "credits") == {(named, "Wire", stories, 4)}
    for _, _, values in graph.edges(data=True):
        assert values["weight"] == values["stories"]


def test_an_outlet_is_the_organisation_of_its_name(folder: Path) -> None:
    with Lake.open(folder) as lake, transaction(lake.connection, "named"):
        lake.connection.execute(
            "UPDATE entities SET kind = 'organisation', aliases = ['Wire'] WHERE entity_id = "
            "(SELECT max(entity_id) FROM entities)"
        )
    wires = [values for _, values in graph_of(folder).nodes(data=True) if values["label"] == "Wire"]
    assert wires == []


def test_an_empty_lake_is_an_empty_graph(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake"):
        pass
    graph = graph_of(tmp_path / "lake")
    assert (graph.number_of_nodes(), graph.is_directed()) == (0, True)


def test_a_graph_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Lake.open(tmp_path / "lake") as lake, pytest.raises(ExportError, match="cannot write"):
        export_graph(lake, tmp_path / "file/graph.graphml")


@given(st.text())
def test_any_text_is_well_formed(text: str) -> None:
    line = f'<a b="{_id("outlet/" + text)}">{_escaped(text)}</a>'
    read = ElementTree.fromstring(line.encode())  # noqa: S314  # of our own making
    assert len(read.text or "") == len(text)


@given(st.text(), st.text())
def test_two_names_never_share_an_id(one: str, other: str) -> None:
    assert (_id(f"outlet/{one}") == _id(f"outlet/{other}")) == (one == other)
