"""The evidence of repetition: which lines stand on pages of several stories, and on how many.

`fingerprints` has what each page brings; `repeated_lines` is made of it. Both are functions of the
pages' texts, addresses and times alone: how the pages are labelled makes no difference to the
evidence, so that a lake that is replayed with its own evidence comes to rest at once, and what it
comes to does not depend on the order or the size of batches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from dateline.transforms.lines.fingerprints import fingerprint
from dateline.transforms.lines.repetition import (
    ANYWHERE,
    LEAST_STORIES,
    MOST_STORIES,
    Repetition,
    count_stories,
)
from dateline.transforms.text.page import Page
from dateline.warehouse.catalog.ddl import literal
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.snapshots import registered
from dateline.warehouse.lookup.pages import KnownPages

# What Python's `str.strip` takes off, as the fingerprints do; DuckDB's `trim` knows only blanks.
_WHITE_SPACE = literal("".join(filter(str.isspace, map(chr, range(0x3001)))))
_ANYWHERE = literal(ANYWHERE)


def _sighted(fingerprints: str, documents: str) -> str:
    """The query for every line of some pages, once for its host and once for all pages."""
    return f"""
        SELECT DISTINCT document_id, unnest(list_distinct([host, {_ANYWHERE}])) AS host,
            story_signature, seen_at, line_hash
        FROM (
            SELECT document_id, host, story_signature, unnest(line_hashes) AS line_hash,
                coalesce(d.fetched_at, d.ingested_at) AS seen_at
            FROM {fingerprints} JOIN {documents} d USING (document_id)
        )
        WHERE line_hash IS NOT NULL
    """


def _counted(sightings: str) -> str:
    """The query for how often each line was sighted, and on pages of which stories."""
    return f"""
        SELECT host, line_hash, count(*) AS page_count,
            list(DISTINCT story_signature) AS story_signatures,
            min(seen_at) AS first_seen_at, max(seen_at) AS last_seen_at
        FROM {sightings} GROUP BY host, line_hash
    """


def _merged(parts: str) -> str:
    """The query for what several counts come to, where more than one story has the line.

    The least marks of a union are the least of the parts' least marks: any order of batches gives
    the same row.
    """
    return f"""
        SELECT host, line_hash, sum(page_count)::BIGINT AS page_count,
            list_sort(list_distinct(flatten(list(story_signatures))))[:{MOST_STORIES}]
                AS story_signatures,
            min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at
        FROM {parts} GROUP BY host, line_hash
        HAVING len(list_distinct(flatten(list(story_signatures)))) > 1
    """


def _worded(lines: str, fingerprints: str, documents: str) -> str:
    """The query for the texts of lines, by their hash, as some pages have them."""
    return f"""
        SELECT line_hash, min(trim(text, {_WHITE_SPACE})) AS text
        FROM (
            SELECT unnest(string_split_regex(d.text, '\\r\\n|\\r|\\n')) AS text,
                unnest(line_hashes) AS line_hash
            FROM {fingerprints} JOIN {documents} d USING (document_id)
        )
        SEMI JOIN {lines} USING (line_hash)
        GROUP BY line_hash
    """


_REPEATED_LINE_COLUMNS = (
    "host, line_hash, text, page_count, len(story_signatures) AS story_count, story_signatures, "
    "first_seen_at, last_seen_at"
)


def repeated_lines_of(fingerprints: str, documents: str) -> str:
    """The query for all lines that whole pages repeat, with the columns of `repeated_lines`.

    Args:
        fingerprints: what FROM takes for the fingerprints of all pages.
        documents: the same for their documents.
    """
    return f"""
        WITH sighting AS ({_sighted(fingerprints, documents)}),
        counted AS ({_counted("sighting")}),
        merged AS ({_merged("counted")}),
        wording AS ({_worded("merged", fingerprints, documents)})
        SELECT {_REPEATED_LINE_COLUMNS} FROM merged JOIN wording USING (line_hash)
    """


_BROUGHT = _sighted("read_parquet($fingerprints)", "read_parquet($documents)")
_KNOWN = """
    SELECT * EXCLUDE (text, story_count) FROM repeated_lines SEMI JOIN brought
    USING (host, line_hash)
"""
_RENEWED = f"""
    WITH sighting AS (
        SELECT host, line_hash, document_id, story_signature, seen_at FROM brought
        UNION ALL
        SELECT u.host, line_hash, document_id, story_signature, seen_at
        FROM (
            SELECT DISTINCT host, line_hash FROM brought ANTI JOIN known USING (host, line_hash)
        ) u
        JOIN earlier p USING (line_hash) WHERE u.host IN (p.host, {_ANYWHERE})
    ),
    counted AS ({_counted("sighting")} UNION ALL BY NAME FROM known),
    merged AS ({_merged("counted")}),
    wording AS ({_worded("merged", "read_parquet($fingerprints)", "read_parquet($documents)")})
    SELECT {_REPEATED_LINE_COLUMNS} FROM merged JOIN wording USING (line_hash)
    ORDER BY line_hash, host
"""


def renew_repeated_lines(
    connection: duckdb.DuckDBPyConnection, fingerprints: Path, documents: Path, pages: KnownPages
) -> None:
    """Bring `repeated_lines` up to date with a batch, inside the transaction that publishes it.

    A line that is repeated already is counted on; only for one that is not are its earlier pages
    looked up.

    Args:
        connection: The lake's connection.
        fingerprints: The batch's file of fingerprints.
        documents: The batch's file of documents.
        pages: The pages that the lake had before the batch.
    """
    parameters = {"fingerprints": str(fingerprints), "documents": str(documents)}
    brought = connection.execute(_BROUGHT, parameters).to_arrow_table()
    with registered(connection, brought=brought):
        known = connection.execute(_KNOWN).to_arrow_table()
        with registered(connection, known=known):
            unknown = connection.execute(
                "SELECT DISTINCT line_hash FROM brought ANTI JOIN known USING (host, line_hash)"
            ).fetchall()
            earlier = pages.pages_with_lines(line_hash for (line_hash,) in unknown)
            with registered(connection, earlier=earlier):
                renewed = connection.execute(_RENEWED, parameters).to_arrow_table()
    with registered(connection, renewed=renewed):
        connection.execute(
            "DELETE FROM repeated_lines USING renewed WHERE "
            "repeated_lines.line_hash = renewed.line_hash "
            "AND repeated_lines.host = renewed.host"
        )
        connection.execute("INSERT INTO repeated_lines BY NAME FROM renewed")


@dataclass(frozen=True, slots=True)
class LineEvidence:
    """What the lake's pages told about lines at one snapshot; it never changes.

    `repeated_lines` has the `host`, `line_hash` and `story_count` of the lines that are repeated
    often enough to count.
    """

    snapshot_id: int
    repeated_lines: pa.Table

    def of(self, pages: Sequence[Page]) -> Repetition:
        """What is known about the lines of a batch of pages, those of the lake itself or new."""
        fingerprints = fingerprint(pages)
        hashes = fingerprints["line_hashes"].combine_chunks().flatten().drop_null().unique()
        told = pc.is_in(self.repeated_lines["line_hash"], value_set=hashes)
        return count_stories(fingerprints, self.repeated_lines.filter(told))


def evidence_of(lake: Lake) -> LineEvidence:
    """The evidence as of the lake's last snapshot."""
    snapshot_id = lake.snapshot_id
    found = lake.connection.execute(
        "SELECT host, line_hash, story_count FROM repeated_lines "
        f"WHERE story_count >= {LEAST_STORIES}"
    )
    return LineEvidence(snapshot_id, found.to_arrow_table())


def write_evidence(evidence: LineEvidence, path: Path) -> None:
    """Write evidence to a file that other processes read."""
    with (
        path.open("wb") as sink,
        pyarrow.ipc.new_file(sink, evidence.repeated_lines.schema) as writer,
    ):
        writer.write_table(evidence.repeated_lines)


def read_evidence(path: Path, snapshot_id: int) -> LineEvidence:
    """LineEvidence from its file, which stays where it is on disk until it is looked at."""
    with pa.memory_map(str(path)) as source:
        return LineEvidence(snapshot_id, pyarrow.ipc.open_file(source).read_all())
