"""The lake as a graph for Gephi, Cytoscape or networkx: who speaks about whom, through whom, where.

Nodes are entities and outlets, and whoever else passes words on; edges say with `relation` what
they are. Values come from pages: what XML can't hold is replaced,
and the rest is escaped. The writer is here because networkx, 19 MB, leaves in what XML can't hold.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

import duckdb

from dateline.warehouse.catalog.errors import ExportError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.views import VIEWS
from dateline.warehouse.files import complete

_EDGES_AT_A_TIME = 2_048
# A link that is a document ("a statement") is no node: each is another one. Outlets, agencies and
# links are the organisations of their names, where one alone bears it, else nodes of their own.
_FOUND = f"""
    WITH quotations AS ({VIEWS["quotations"].query}),
    quotations_about AS ({VIEWS["quotations_about"].query}),
    named AS (
        SELECT name, min(entity_id) AS entity_id
        FROM (
            SELECT entity_id, unnest(list_append(aliases, name)) AS name
            FROM entities WHERE kind = 'organisation'
        )
        GROUP BY name HAVING min(entity_id) = max(entity_id)
    ),
    said AS (
        SELECT document_id, quote_number, speaker_entity_id AS source, outlet,
            coalesce(story_id, document_id) AS story, date_published
        FROM quotations WHERE speaker_entity_id IS NOT NULL
    ),
    links AS (
        SELECT document_id, quote_number, unnest(via_links, recursive := true) FROM quotes
    ),
    passed_on AS (
        SELECT l.document_id, l.quote_number, l.kind, l.text, max(m.entity_id) AS entity_id
        FROM links AS l
        LEFT JOIN mentions AS m
            ON m.document_id = l.document_id AND l.start <= m.start AND m."end" <= l."end"
            AND m.kind = if(l.kind = 'person', 'person', 'organisation')
        WHERE l.kind <> 'document'
        GROUP BY l.document_id, l.quote_number, l.kind, l.text, l.start
    ),
    credited AS (
        SELECT a.document_id, coalesce(a.publisher, f.host) AS outlet, a.source_organization,
            coalesce(m.story_id, a.document_id) AS story, a.date_published
        FROM articles AS a
        LEFT JOIN fingerprints AS f USING (document_id)
        LEFT JOIN story_members AS m USING (document_id)
    ),
    found AS (
        SELECT 'about' AS relation, s.source, a.about_entity_id AS target, s.story, s.document_id,
            s.quote_number, s.date_published
        FROM said AS s JOIN quotations_about AS a USING (document_id, quote_number)
        UNION ALL
        SELECT 'via', s.source,
            coalesce(
                p.entity_id,
                n.entity_id,
                if(p.kind IN ('outlet', 'agency'), 'outlet/', p.kind || '/') || p.text
            ),
            s.story, s.document_id, s.quote_number, s.date_published
        FROM said AS s
        JOIN passed_on AS p USING (document_id, quote_number)
        LEFT JOIN named AS n ON n.name = p.text AND p.kind <> 'person'
        UNION ALL
        SELECT 'published_by', s.source, coalesce(n.entity_id, 'outlet/' || s.outlet), s.story,
            s.document_id, s.quote_number, s.date_published
        FROM said AS s LEFT JOIN named AS n ON n.name = s.outlet
        WHERE s.outlet IS NOT NULL
        UNION ALL
        SELECT 'credits', coalesce(n.entity_id, 'outlet/' || c.outlet),
            coalesce(o.entity_id, 'outlet/' || c.source_organization), c.story, c.document_id,
            NULL, c.date_published
        FROM credited AS c
        LEFT JOIN named AS n ON n.name = c.outlet
        LEFT JOIN named AS o ON o.name = c.source_organization
        WHERE c.outlet IS NOT NULL AND c.source_organization IS NOT NULL
    )
"""
_EDGES = f"""{_FOUND}
    SELECT source, target, relation,
        count(DISTINCT story) AS stories,
        count(DISTINCT document_id) AS pages,
        count(DISTINCT (document_id, quote_number)) FILTER (quote_number IS NOT NULL),
        strftime(min(date_published), '%Y-%m-%d'),
        strftime(max(date_published), '%Y-%m-%d')
    FROM found WHERE source <> target
    GROUP BY source, target, relation ORDER BY source, target, relation
"""
_NODES = f"""{_FOUND}
    SELECT n.node, coalesce(e.name, substr(n.node, strpos(n.node, '/') + 1)),
        coalesce(e.kind, split_part(n.node, '/', 1)), e.document_count, e.entity_id
    FROM (
        SELECT source AS node FROM found WHERE source <> target
        UNION SELECT target FROM found WHERE source <> target
    ) AS n
    LEFT JOIN entities AS e ON e.entity_id = n.node
    ORDER BY n.node
"""
# In the order of the columns behind the ids. Gephi takes `label` and `weight` for its own.
_NODE_VALUES = {"label": "string", "kind": "string", "pages": "long", "entity_id": "string"}
_EDGE_VALUES = {
    "relation": "string",
    "stories": "long",
    "pages": "long",
    "quotations": "long",
    "first_published": "string",
    "last_published": "string",
    "weight": "double",
}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What GraphML's schema lets stand in an id; `_` begins what stands for another character.
_NO_ID = re.compile(
    "[^-.:0-9A-Za-z\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u3001-\ud7ff\uf900-\ufdcf]"
)


def export_graph(lake: Lake, out: Path) -> Path:
    """Write the graph of a lake's snapshot to one GraphML file, which appears when it is complete.

    Args:
        lake: an open lake.
        out: the file; its folder is made where it is missing, a file of its name is replaced.

    Returns:
        `out`.

    Raises:
        ExportError: the file can't be written, or the snapshot is of a version without a table.
        SnapshotForgottenError: the snapshot was forgotten meanwhile.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with (
            complete(out) as aside,
            lake.pinned() as pinned,
            aside.open("w", encoding="utf-8", newline="\n") as file,
        ):
            _write(pinned.connection, file)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise ExportError(
            "the lake had not all the tables of a graph at this snapshot; export a later one"
        ) from error
    except OSError as error:
        raise ExportError(
            f"cannot write the graph to {out}: {error.strerror or error}; make room, or choose "
            "another path"
        ) from error
    return out


def _write(connection: duckdb.DuckDBPyConnection, file: IO[str]) -> None:
    file.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    )
    for kind, names in (("node", _NODE_VALUES), ("edge", _EDGE_VALUES)):
        file.writelines(
            f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{value_type}"/>\n'
            for name, value_type in names.items()
        )
    file.write('<graph edgedefault="directed">\n')
    for node, *values in _rows(connection, _NODES):
        file.write(f'<node id="{_id(node)}">\n')
        file.writelines(_data("node", _NODE_VALUES, values))
        file.write("</node>\n")
    for number, (source, target, *values) in enumerate(_rows(connection, _EDGES)):
        _, stories, *_ = values
        file.write(f'<edge id="e{number}" source="{_id(source)}" target="{_id(target)}">\n')
        file.writelines(_data("edge", _EDGE_VALUES, [*values, stories]))
        file.write("</edge>\n")
    file.write("</graph>\n</graphml>\n")


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[object, ...]]:
    result = connection.execute(query)
    while rows := result.fetchmany(_EDGES_AT_A_TIME):
        yield from rows


def _data(kind: str, names: Mapping[str, str], values: Sequence[object]) -> Iterable[str]:
    for name, value in zip(names, values, strict=True):
        if value is not None:
            yield f'<data key="{kind}-{name}">{_escaped(str(value))}</data>\n'


def _escaped(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _id(node: object) -> str:
    """An id in which GraphML's schema has nothing to say against any character."""
    kind, _, name = str(node).partition("/")
    return f"{kind}:{_NO_ID.sub(lambda match: f'_{ord(match[0]):x}.', name)}"
