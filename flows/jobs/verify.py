"""`dateline verify`: recompute what can be derived, and compare it with what is stored.

Hashes are made from the texts, offsets are looked up in them, counts are counted. Whether the code
of today would read a page otherwise is not asked: `dateline replay` shows that.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import duckdb
import pyarrow as pa

from dateline.expectations import ALL_RULES
from dateline.expectations.candidates import candidates, failing_rows_query
from dateline.flows.inputs.batches import batch_sizes
from dateline.flows.jobs.open_lakes import open_to_read
from dateline.flows.jobs.progress import Progress, no_progress
from dateline.flows.jobs.serialization import to_json
from dateline.flows.jobs.transform import pages_of
from dateline.flows.settings import Settings
from dateline.transforms.lines.fingerprints import fingerprint
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.content import Article
from dateline.transforms.schema.pages import Document, Fingerprint
from dateline.transforms.text.decode import AMBIGUOUS_ENCODINGS, Decoded, encode
from dateline.warehouse.catalog.ddl import stored as stored_name
from dateline.warehouse.catalog.derived_tables import compared_of, entities_of
from dateline.warehouse.catalog.measures import MEASURED, measures_of
from dateline.warehouse.catalog.name_forms import all_forms
from dateline.warehouse.catalog.records import records
from dateline.warehouse.catalog.snapshots import registered
from dateline.warehouse.publish.replacing import OF_A_PAGE
from dateline.warehouse.read.differences import compare
from dateline.warehouse.read.page_parts import LOCATION, located, page_parts, without_location
from dateline.warehouse.read.repetition import repeated_lines_of
from dateline.warehouse.read.stories import Origins, all_stories
from dateline.warehouse.read.story_changes import all_changes
from dateline.warehouse.read.whole_tables import damage_told

_EXAMPLES = 5
_BY_PAGE = (*OF_A_PAGE, "fingerprints")


_RULES = tuple(
    rule
    for rule in ALL_RULES
    if rule.severity == "critical"
    and rule.scope == "row"
    and rule.table in {"documents", *_BY_PAGE}
)


# Fields that repeat a stretch of the text, to which their evidence points.
_QUOTED_FIELDS = frozenset(
    {
        *("headline", "alternative_headline", "article_section", "author", "publisher"),
        *("source_organization", "dateline", "location_created"),
    }
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One kind of thing that was compared with what is stored.

    `untold_count` counts those that cannot be derived again, such as the hash of a page whose bytes
    had to be mended; `examples` are the first few that differ.
    """

    name: str
    checked_count: int
    differing_count: int
    untold_count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared, as of a snapshot."""

    snapshot_id: int
    page_count: int
    compared: tuple[Compared, ...]

    @property
    def differs(self) -> bool:
        """Whether anything is not as it is stored."""
        return any(part.differing_count for part in self.compared)


def verify(settings: Settings, *, progress: Progress = no_progress) -> Verification:
    """Compare the lake's last snapshot with what can be derived from its texts and rows.

    Raises:
        LakeError: the lake can't be used.
    """
    with open_to_read(settings) as lake, damage_told(lake):
        # All is read from one snapshot, whatever is published meanwhile.
        snapshot_id = lake.snapshot_id
        stored = {
            name: f"lake.{stored_name(table)} AT (VERSION => {snapshot_id})"
            for name, table in TABLES.items()
        }
        ((page_count, total_bytes),) = lake.connection.execute(
            f"SELECT count(*), coalesce(sum(byte_count), 0)::BIGINT FROM {stored['documents']}"
        ).fetchall()
        found: dict[str, Compared] = {}
        with progress(total_bytes) as advance:
            for batch in _batches(lake.connection, stored, settings):
                documents = records(Document, batch.documents)
                for part in _of_pages(documents, batch):
                    found[part.name] = _sum(found[part.name], part) if part.name in found else part
                advance(len(documents), sum(document.byte_count for document in documents))
        over_all = (*_counts(lake.connection, stored), *_derived(lake.connection, stored))
    return Verification(snapshot_id, page_count, (*found.values(), *over_all))


def _sum(one: Compared, other: Compared) -> Compared:
    return Compared(
        one.name,
        one.checked_count + other.checked_count,
        one.differing_count + other.differing_count,
        one.untold_count + other.untold_count,
        (*one.examples, *other.examples)[:_EXAMPLES],
    )


def _batches(
    connection: duckdb.DuckDBPyConnection, stored: Mapping[str, str], settings: Settings
) -> Iterator[BatchTables]:
    """All rows of some pages at a time."""
    tables = {name: located(stored[name]) for name in ("documents", *_BY_PAGE)}
    pages = connection.execute(
        f"SELECT document_id, byte_count FROM {tables['documents']} ORDER BY {LOCATION}"
    ).to_arrow_table()
    cut = batch_sizes(
        pages["byte_count"].to_numpy(),
        page_limit=settings.batch_pages,
        byte_limit=settings.batch_bytes,
    )
    sizes = [page_count for page_count, _ in cut]
    for rows in page_parts(
        connection, tables, pages, sizes, lambda _, rows: f"FROM {without_location(rows)}"
    ):
        yield BatchTables(**rows)


def _of_pages(documents: Sequence[Document], batch: BatchTables) -> Iterator[Compared]:
    """What can be told of pages by their own rows."""
    yield _bytes(documents)
    yield _fingerprints(documents, batch.fingerprints)
    yield _evidence(documents, batch.articles)
    rows = {name: table.arrow_schema.empty_table() for name, table in TABLES.items()}
    rows |= batch.by_name()
    with candidates(rows) as connection:
        for rule in _RULES:
            failing = connection.sql(failing_rows_query(rule)).to_arrow_table()
            examples = tuple(to_json(row) for row in failing.slice(0, _EXAMPLES).to_pylist())
            yield Compared(rule.name, rows[rule.table].num_rows, failing.num_rows, 0, examples)


def _bytes(documents: Sequence[Document]) -> Compared:
    """Each page's bytes, spelled from its text: their hash and their number."""
    differing, untold_count = [], 0
    for document in documents:
        payload = encode(Decoded(document.text, document.encoding, document.repairs))
        if payload is not None and (
            hashlib.sha256(payload).hexdigest() == document.document_id
            and len(payload) == document.byte_count
        ):
            continue
        if payload is None or document.encoding in AMBIGUOUS_ENCODINGS:
            untold_count += 1
        else:
            differing.append(document.document_id)
    return _compared("documents.document_id: SHA-256", len(documents), differing, untold_count)


def _fingerprints(documents: Sequence[Document], stored: pa.Table) -> Compared:
    made = records(Fingerprint, fingerprint(pages_of(documents)))
    derived = {row.document_id: row for row in made}
    found = {row.document_id: row for row in records(Fingerprint, stored)}
    differing = [key for key in derived if derived[key] != found.get(key)]
    return _compared("fingerprints: hashes of lines", len(derived), differing)


def _evidence(documents: Sequence[Document], articles: pa.Table) -> Compared:
    """The fields that repeat a stretch of the text, where their evidence says it stands."""
    texts = {document.document_id: document.text for document in documents}
    checked_count, differing = 0, []
    for article in records(Article, articles):
        for evidence in article.evidence:
            if evidence.field not in _QUOTED_FIELDS or evidence.start is None:
                continue
            checked_count += 1
            excerpt = texts[article.document_id][evidence.start : evidence.end]
            value = getattr(article, evidence.field)
            if excerpt not in (value if isinstance(value, tuple) else [value]):
                differing.append(f"{article.document_id} {evidence.field}")
    return _compared("articles.evidence: text at the offsets", checked_count, differing)


def _compared(
    name: str, checked_count: int, differing: Sequence[str], untold_count: int = 0
) -> Compared:
    examples = tuple(differing[:_EXAMPLES])
    return Compared(name, checked_count, len(differing), untold_count, examples)


def _counts(connection: duckdb.DuckDBPyConnection, stored: Mapping[str, str]) -> Iterator[Compared]:
    """Keys and counts that only the whole lake tells."""
    pages = stored["documents"]
    runs, batches, sightings, quarantine = (
        stored[f"ops.{name}"] for name in ("runs", "batches", "sightings", "quarantine")
    )
    queries = {
        "documents: each page once": (
            f"SELECT document_id AS example, count(*) = 1 AS same FROM {pages} GROUP BY document_id"
        ),
        "documents: each page was sighted": (
            "SELECT document_id AS example, document_id IN "
            f"(SELECT document_id FROM {stored['ops.sightings']}) AS same FROM {pages}"
        ),
        "ops.batches: pages and bytes loaded": (
            "SELECT run_id AS example, (d.pages, d.bytes) = (b.pages, b.bytes) AS same FROM "
            "(SELECT run_id, count(*) AS pages, sum(byte_count) AS bytes "
            f"FROM {pages} GROUP BY run_id) d FULL JOIN "
            "(SELECT run_id, sum(loaded_count) AS pages, sum(byte_count) AS bytes "
            f"FROM {batches} GROUP BY run_id HAVING sum(loaded_count) > 0) b USING (run_id)"
        ),
        "ops.runs: pages loaded": (
            "SELECT run_id AS example, loaded_count = coalesce(pages, 0) AS same "
            f"FROM (FROM {runs}) LEFT JOIN "
            f"(SELECT run_id, count(*) AS pages FROM {pages} GROUP BY run_id) USING (run_id)"
        ),
        "ops.runs: sums of their batches": (
            "SELECT run_id AS example, (batch_count, loaded_count) = (batches, loaded) "
            "AND already_known_count >= known AND quarantined_count >= quarantined "
            "AND rejected_count >= rejected AS same "
            f"FROM (FROM {runs}) JOIN (SELECT run_id, count(*) AS batches, "
            "sum(loaded_count) AS loaded, sum(already_known_count) AS known, "
            "sum(quarantined_count) AS quarantined, sum(rejected_count) AS rejected "
            f"FROM {batches} GROUP BY run_id) USING (run_id)"
        ),
        "ops.batches: pages sighted as loaded": (
            "SELECT batch_id AS example, loaded_count = coalesce(sighted, 0) AS same "
            f"FROM (FROM {batches}) LEFT JOIN (SELECT batch_id, count(*) AS sighted "
            f"FROM {sightings} WHERE outcome = 'loaded' GROUP BY batch_id) USING (batch_id)"
        ),
        "ops.batches: pages quarantined": (
            "SELECT batch_id AS example, quarantined_count >= coalesce(quarantined, 0) "
            "AND rejected_count >= coalesce(rejected, 0) AS same "
            f"FROM (FROM {batches}) FULL JOIN (SELECT batch_id, "
            "count_if(outcome = 'quarantined') AS quarantined, "
            "count_if(outcome = 'rejected') AS rejected "
            f"FROM {quarantine} GROUP BY batch_id) USING (batch_id)"
        ),
        "ops.quarantine: SHA-256 of what is kept": (
            "SELECT quarantine_id AS example, sha256(payload) = document_id AS same "
            f"FROM {quarantine} WHERE payload IS NOT NULL"
        ),
        "ops.quarantine: each row once": (
            "SELECT quarantine_id AS example, count(*) = 1 AS same "
            f"FROM {quarantine} GROUP BY quarantine_id"
        ),
        "ops.quarantine: states": (
            "SELECT quarantine_id AS example, CASE coalesce(state, 'open') "
            "WHEN 'open' THEN resolved_run_id IS NULL "
            "AND (outcome = 'rejected') = (payload IS NULL) "
            "WHEN 'resolved' THEN resolved_run_id IN (SELECT run_id "
            f"FROM {pages}) ELSE payload IS NULL END AS same FROM {quarantine}"
        ),
        **{
            f"{name}: accounts balance": (
                f"SELECT {key} AS example, sighting_count = "
                "loaded_count + already_known_count + quarantined_count + rejected_count AS same "
                f"FROM {stored[name]}"
            )
            for name, key in (("ops.runs", "run_id"), ("ops.batches", "batch_id"))
        },
        **{
            f"{name}: rows belong to a page": (
                "SELECT document_id AS example, document_id IN "
                f"(SELECT document_id FROM {pages}) AS same "
                f"FROM (SELECT DISTINCT document_id FROM {stored[name]})"
            )
            for name in _BY_PAGE
        },
    }
    for name, query in queries.items():
        ((checked_count, differing_count, examples),) = connection.execute(
            "SELECT count(*), count(*) FILTER (same IS NOT TRUE), "
            f"min(example, {_EXAMPLES}) FILTER (same IS NOT TRUE) FROM ({query})"
        ).fetchall()
        yield Compared(name, checked_count, differing_count, 0, tuple(examples or ()))


def _derived(
    connection: duckdb.DuckDBPyConnection, stored: Mapping[str, str]
) -> Iterator[Compared]:
    """The tables that are made of others, made once more."""
    documents = f"(FROM {stored['documents']})"
    queries = {
        "entities": entities_of("told_forms"),
        "ops.measures": measures_of({name: f"(FROM {stored[name]})" for name in MEASURED}),
        "repeated_lines": repeated_lines_of(f"(FROM {stored['fingerprints']})", documents),
    }
    forms = all_forms(connection, f"(FROM {stored['mentions']})", documents)
    told = all_stories(
        connection, Origins(*(f"(FROM {stored[kind.name]})" for kind in fields(Origins)))
    )
    with registered(
        connection, told_forms=forms, told_stories=told.stories, told_members=told.members
    ):
        changes = all_changes(
            connection,
            compared_of("told_stories", "told_members"),
            articles=f"(FROM {stored['articles']})",
            documents=documents,
            quotes=f"(FROM {stored['quotes']})",
        )
        with registered(connection, told_changes=changes):
            yield from _recomputed(
                connection,
                stored,
                {name: f"({query})" for name, query in queries.items()}
                | {
                    "name_forms": "told_forms",
                    "stories": "told_stories",
                    "story_members": "told_members",
                    "story_changes": "told_changes",
                },
            )


def _recomputed(
    connection: duckdb.DuckDBPyConnection,
    stored: Mapping[str, str],
    recomputed: Mapping[str, str],
) -> Iterator[Compared]:
    """Tables as they are stored, beside what FROM takes for them recomputed."""
    for name, rows in recomputed.items():
        difference = compare(connection, TABLES[name], stored[name], rows)
        ((checked_count,),) = connection.execute(f"SELECT count(*) FROM {stored[name]}").fetchall()
        if difference is None:
            yield _compared(f"{name}: recomputed", checked_count, ())
            continue
        parts = (difference.added, difference.removed, *difference.fields.values())
        examples = (to_json(example.row) for part in parts for example in part.examples)
        yield Compared(
            f"{name}: recomputed",
            checked_count,
            difference.added.row_count + difference.removed.row_count + difference.changed_count,
            0,
            tuple(dict.fromkeys(examples))[:_EXAMPLES],
        )
