"""What each batch brought of each source, in figures: `ops.measures`, made of the batch's own rows.

The history is made of these few rows a batch, never of the pages themselves.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb

from dateline.warehouse.catalog.parameters import execute

# A year of four digits begins a date, and what follows it is a date or a time; in the name of a
# file of records any number is one of many. So `crawl/2026-11-20/part-0001.jsonl.gz` and the file
# of the day after are one source: `crawl/*/part-*.jsonl.gz`.
_DATED = r"([0-9]+[-_./])*[0-9]{4,}([-_./T]?[0-9]+)*"
_FOLDER = f"regexp_replace(regexp_extract(file_path, '^.*/'), '{_DATED}', '*', 'g')"
_FILE = "regexp_replace(regexp_extract(file_path, '[^/]*$'), '[0-9]+', '*', 'g')"
# A file of text is a page by itself; its folder has others like it.
_IS_PAGE = r"regexp_matches(file_path, '(?i)\.txt(\.gz|\.zst)?$')"

# The pages that a measure does not count.
_NOT_COUNTED = {
    "without_headline_count": "SELECT document_id FROM articles WHERE headline IS NOT NULL",
    "without_date_count": "SELECT document_id FROM articles WHERE date_published_text IS NOT NULL",
    "without_body_count": "SELECT document_id FROM articles WHERE article_body IS NOT NULL",
}
_EXAMPLE_PAGES = 3

MEASURED = ("documents", "fingerprints", "lines", "articles", "quotes", "ops.sightings")


def sourced_pages(tables: Mapping[str, str]) -> str:
    """The query for each page's source and batch: document_id, run_id, batch_id, source, day.

    Args:
        tables: what FROM takes for `documents`, `fingerprints` and `ops.sightings`.
    """
    return f"""
        SELECT document_id, run_id, batch_id, coalesce(host, path) AS source,
            CAST(make_timestamp(epoch_us(ingested_at)) AS DATE) AS day
        FROM (SELECT document_id, run_id, ingested_at FROM {tables["documents"]})
        LEFT JOIN (SELECT document_id, host FROM {tables["fingerprints"]}) USING (document_id)
        JOIN (
            SELECT document_id, batch_id,
                CASE WHEN {_IS_PAGE} THEN {_FOLDER} ELSE {_FOLDER} || {_FILE} END AS path
            FROM {tables["ops.sightings"]} WHERE outcome = 'loaded'
        ) USING (document_id)
    """


def measures_of(tables: Mapping[str, str]) -> str:
    """The query for the measures of some batches, with the columns of `ops.measures`.

    A page's share is rounded to a multiple of 2^-20: sums of such numbers are exact, so the order
    of pages and the size of batches make no difference.

    Args:
        tables: what FROM takes for each of the tables `MEASURED`; where they have a page of a
            batch, they have all of its pages.
    """
    return f"""
        WITH
            page AS ({sourced_pages(tables)}),
            line AS (
                SELECT document_id,
                    coalesce(
                        sum("end" - start) FILTER (WHERE is_body)
                        / sum("end" - start) FILTER (WHERE label <> 'blank'), 0
                    ) AS body_share,
                    coalesce(
                        count_if(label = 'other') / nullif(count_if(label <> 'blank'), 0), 0
                    ) AS other_share
                FROM {tables["lines"]} GROUP BY document_id
            ),
            article AS (
                SELECT document_id, headline IS NOT NULL AS has_headline,
                    date_published_text IS NOT NULL AS has_date,
                    article_body IS NOT NULL AS has_body
                FROM {tables["articles"]}
            ),
            quotation AS (
                SELECT document_id, count(*) AS quotation_count
                FROM {tables["quotes"]} GROUP BY document_id
            )
        SELECT batch_id, source, min(run_id) AS run_id, min(day) AS day, count(*) AS page_count,
            count_if(has_headline IS NOT TRUE)::BIGINT AS without_headline_count,
            count_if(has_date IS NOT TRUE)::BIGINT AS without_date_count,
            count_if(has_body IS NOT TRUE)::BIGINT AS without_body_count,
            coalesce(sum(round(body_share * 1048576)), 0) / 1048576 AS body_share_total,
            coalesce(sum(round(other_share * 1048576)), 0) / 1048576 AS other_share_total,
            coalesce(sum(quotation_count), 0)::BIGINT AS quotation_count
        FROM page
        LEFT JOIN line USING (document_id)
        LEFT JOIN article USING (document_id)
        LEFT JOIN quotation USING (document_id)
        GROUP BY batch_id, source
        ORDER BY batch_id, source
    """


def example_pages(
    connection: duckdb.DuckDBPyConnection, day: date, sources: Sequence[str], measure: str
) -> dict[str, tuple[str, ...]]:
    """A few pages of each source that were loaded on a day, by document_id.

    Args:
        connection: the lake's connection.
        day: the day of loading (UTC).
        sources: the sources, as in `ops.measures`.
        measure: the column of `ops.measures` that counts the pages, or else all are taken.
    """
    loaded = "make_timestamp(epoch_us(ingested_at)) >= $day::DATE"
    pages = sourced_pages(
        {
            "documents": f"(FROM documents WHERE {loaded})",
            "fingerprints": "fingerprints",
            "ops.sightings": "ops.sightings",
        }
    )
    others = _NOT_COUNTED.get(measure)
    counted = f"ANTI JOIN ({others}) USING (document_id)" if others else ""
    rows = execute(
        connection,
        f"SELECT source, list(document_id ORDER BY document_id)[:{_EXAMPLE_PAGES}] FROM ({pages}) "
        f"{counted} WHERE day = $day::DATE AND source IN (SELECT unnest($sources::VARCHAR[])) "
        "GROUP BY source",
        {"day": day, "sources": list(sources)},
    ).fetchall()
    return {source: tuple(document_ids) for source, document_ids in rows}
