"""One batch's candidate rows in an in-memory DuckDB, as the rules see them.

A written condition names the columns of its table by the table's name, and may use two more
relations that `relation` joins to it:

- `page`: the row's document, one row for each `document_id`: `character_count`, `arrived_on` (the
  day it was fetched, or else loaded), `line_count`, `body_line_count`, `body_share` (of the
  characters outside blank lines) and `article_count` (an index of articles is none);
- `line`: for tables with a `start`, the line that holds it: `label` and `is_body`.

Of other rows it may look, by a window, at those of the same page: what is larger than memory is
audited in parts of whole pages (`expectations.scope`).

A column that repeats a stretch of the document's text has a companion, such as `text_excerpt`: what
the document has there, or null where the offsets are missing or lie outside the text. Another one
is `article_body_word_count`: the words of `article_body`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from dateline.expectations.rules import RowCondition, Rule
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Table
from dateline.transforms.text.scripts import count_read_words
from dateline.warehouse.catalog.ddl import identifier, literal, qualified

# Some hundreds of pages. On fewer rows, threads mostly wait for each other.
_ROWS_FOR_THREADS = 20_000
# Arrow tables come without row counts, and DuckDB would loop over each as if it were small.
_BEFORE = ("SET asof_loop_join_threshold = 0", "CREATE SCHEMA ops")
_PAGE = """
CREATE TABLE page AS
WITH
    document AS (
        SELECT
            document_id,
            first(length(text)) AS character_count,
            CAST(make_timestamp(first(epoch_us(coalesce(fetched_at, ingested_at)))) AS DATE)
                AS arrived_on
        FROM documents
        WHERE document_id IS NOT NULL
        GROUP BY document_id
    ),
    document_lines AS (
        SELECT
            document_id,
            count(*) AS line_count,
            count_if(is_body) AS body_line_count,
            sum("end"::HUGEINT - start) FILTER (WHERE is_body)
                / sum("end"::HUGEINT - start) FILTER (WHERE label <> 'blank') AS body_share
        FROM lines
        GROUP BY document_id
    ),
    document_articles AS (
        SELECT document_id, count(article_body) AS article_count
        FROM articles GROUP BY document_id
    )
SELECT
    document.*,
    coalesce(line_count, 0) AS line_count,
    coalesce(body_line_count, 0) AS body_line_count,
    coalesce(body_share, 0) AS body_share,
    coalesce(article_count, 0) AS article_count
FROM document
LEFT JOIN document_lines USING (document_id)
LEFT JOIN document_articles USING (document_id)
"""


def _column_expression(name: str, arrow: pa.DataType) -> str:
    # NaN is no number: like pandas, the rules take it for a missing value.
    column = identifier(name)
    return f"nullif({column}, 'NaN'::DOUBLE) AS {column}" if arrow == pa.float64() else column


# By table, the columns that repeat a stretch of the text, each with the offsets that say where.
_EXCERPTS = {
    "quotes": (
        ("text", "start", "end"),
        ("speaker_text", "speaker_start", "speaker_end"),
        ("cue", "cue_start", "cue_end"),
    ),
    "mentions": (("text", "start", "end"),),
    "times": (("text", "start", "end"),),
}


def _with_companions(name: str, rows: pa.Table, documents: pa.Table) -> pa.Table:
    """A table's rows with what DuckDB would take long to find out.

    It counts to an offset again for every row, and parts words by a regular expression.
    """
    if name == "articles":
        bodies = rows["article_body"].to_pylist()
        counts = (None if body is None else count_read_words(body) for body in bodies)
        return rows.append_column("article_body_word_count", pa.array(counts, pa.int64()))
    if name in _EXCERPTS:
        ids = documents["document_id"].combine_chunks()
        texts = documents["text"].to_pylist()
        indices = pc.index_in(rows["document_id"], value_set=ids).to_pylist()
        row_texts = [None if index is None else texts[index] for index in indices]
        for column, start, end in _EXCERPTS[name]:
            offsets = zip(rows[start].to_pylist(), rows[end].to_pylist(), strict=True)
            excerpts = map(_excerpt, row_texts, offsets)
            rows = rows.append_column(f"{column}_excerpt", pa.array(excerpts, pa.string()))
    return rows


def _excerpt(text: str | None, offsets: tuple[int | None, int | None]) -> str | None:
    start, end = offsets
    if text is None or start is None or end is None or not 0 <= start <= end <= len(text):
        return None
    return text[start:end]


@contextmanager
def candidates(tables: Mapping[str, pa.Table]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that holds the candidate rows as views.

    Args:
        tables: The rows of one batch, by qualified table name; every table of
            `transforms.schema.TABLES` is there, maybe empty.

    Raises:
        KeyError: A table is missing.
    """
    # Conditions may be a user's: they see the rows, and neither files nor variables of Python's.
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": False,
        "python_enable_replacements": False,
    }
    if sum(rows.num_rows for rows in tables.values()) < _ROWS_FOR_THREADS:
        config["threads"] = 1
    connection = duckdb.connect(config=config)
    try:
        statements = []
        for name, table in TABLES.items():
            rows = _with_companions(name, tables[name], tables["documents"])
            columns = [_column_expression(field.name, field.type) for field in rows.schema]
            connection.register(f"candidate {name}", rows)
            statements.append(
                f"CREATE VIEW {qualified(table)} AS"
                f" SELECT {', '.join(columns)} FROM {identifier(f'candidate {name}')}"
            )
        connection.execute(";\n".join((*_BEFORE, *statements, _PAGE)))
        yield connection
    finally:
        connection.close()


def identity(table: Table) -> tuple[str, ...]:
    """The columns that point a person at a row: its key, and its document where it has one."""
    names = {column.name for column in table.columns}
    document = ("document_id",) if "document_id" in names else ()
    return tuple(dict.fromkeys((*document, *table.key)))


def relation(table: Table, *, joined: bool) -> str:
    """The FROM clause that rules are evaluated over, one row for each of the table's.

    `joined` adds `page` and `line`, which only written conditions on rows may use.
    """
    clause = f"{qualified(table)} AS {identifier(table.name)}"
    return clause + _joins(table) if joined else clause


def _joins(table: Table) -> str:
    names = {column.name for column in table.columns}
    name, joins = identifier(table.name), ""
    # The page comes last: an ASOF join sorts all that stands before it, texts included.
    if "start" in names and table.name != "lines":
        joins += (
            f" ASOF LEFT JOIN lines AS line"
            f" ON line.document_id = {name}.document_id AND line.start <= {name}.start"
        )
    if "document_id" in names:
        joins += f" LEFT JOIN page ON page.document_id = {name}.document_id"
    return joins


def evaluated_rows_query(rule: Rule) -> str:
    """The query that evaluates a rule's condition, as `holds`, beside the identity of its rows.

    For a rule on a whole table it gives one row, of `holds` alone.
    """
    table = TABLES[rule.table]
    names = identity(table) if rule.scope == "row" else ()
    columns = [f"{identifier(table.name)}.{identifier(name)}" for name in names]
    # On a line of its own, so that a comment at the condition's end ends there too.
    holds = f"({rule.check.condition}\n) AS holds"
    rows = relation(table, joined=isinstance(rule.check, RowCondition))
    return f"SELECT {', '.join([*columns, holds])} FROM {rows}"


def failing_rows_query(rule: Rule) -> str:
    """The query that finds the rows that break a row-level rule, by their identity."""
    return f"SELECT * EXCLUDE (holds) FROM ({evaluated_rows_query(rule)}) WHERE NOT holds"


# No column of a table is called so.
_BROKEN_RULE = "broken rule"


def failing_rows(
    connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]
) -> Mapping[str, pa.Table]:
    """The rows that break each of some row-level rules, by the rule's name: their identity, sorted.

    Args:
        connection: The candidate rows, as `candidates` lays them out.
        rules: Row-level rules with distinct names.
    """
    if not rules:
        return {}
    found = connection.execute(
        " UNION ALL BY NAME ".join(
            f"SELECT {literal(rule.name)} AS {identifier(_BROKEN_RULE)}, *"
            f" FROM ({failing_rows_query(rule)})"
            for rule in rules
        )
    ).to_arrow_table()
    failing = {}
    for rule in rules:
        names = identity(TABLES[rule.table])
        rows = found.filter(pc.equal(found[_BROKEN_RULE], rule.name)).select(names)
        # A join gives them in any order; examples of a rule are its first rows.
        failing[rule.name] = rows.sort_by([(name, "ascending") for name in names])
    return failing


def message_of(error: duckdb.Error) -> str:
    """What DuckDB says of a condition, without the query that it stands in."""
    return " ".join(str(error).split("\n\nLINE ")[0].split())
