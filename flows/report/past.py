"""The lake's past by day, as the charts of a report: pages, the shape of each source, failures."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flows.report.charts import Chart, Row, Series, bars, lines, stacked
from warehouse.lake import Lake

_DAYS = 90
_SOURCES = 8
_RULES = 12

_OUTCOMES = {
    "loaded": ("loaded", "#3b7a57"),
    "known": ("already known", "#9aa5b1"),
    "quarantined": ("set aside", "#d08b2c"),
    "rejected": ("refused", "#b3403a"),
}
_VOLUME = f"""
    SELECT published_at::DATE AS day,
        {", ".join(f"sum({outcome}_count)::DOUBLE AS {outcome}" for outcome in _OUTCOMES)}
    FROM ops.batches
    WHERE published_at::DATE > (SELECT max(published_at)::DATE FROM ops.batches) - $1::INTEGER
    GROUP BY day ORDER BY day
"""
_FAILED = """
    WITH failed AS (
        SELECT rule, checked_at::DATE AS day, sum(failed_count)::DOUBLE AS row_count
        FROM ops.checks
        WHERE NOT passed
            AND checked_at::DATE > (SELECT max(checked_at)::DATE FROM ops.checks) - $1::INTEGER
        GROUP BY ALL
    ),
    chosen AS (
        SELECT rule, max(day) AS last_day, sum(row_count) AS total FROM failed
        GROUP BY rule ORDER BY last_day DESC, total DESC, rule LIMIT $2
    )
    SELECT rule, day, row_count FROM failed JOIN chosen USING (rule)
    ORDER BY last_day DESC, total DESC, rule, day
"""
_SHAPES = {
    "pages": "sum(page_count)",
    "without headline": "sum(without_headline_count) / sum(page_count)",
    "without date": "sum(without_date_count) / sum(page_count)",
    "without body": "sum(without_body_count) / sum(page_count)",
    "body share": "sum(body_share_total) / sum(page_count)",
    "quotations a page": "sum(quotation_count) / sum(page_count)",
}
_SHARES = {"without headline", "without date", "without body", "body share"}
_SOURCE_SHAPES = f"""
    WITH recent AS (
        FROM ops.measures
        WHERE day > (SELECT max(day) FROM ops.measures) - $1::INTEGER
    ),
    chosen AS (
        SELECT source, sum(page_count) AS total FROM recent
        GROUP BY source ORDER BY total DESC, source LIMIT $2
    )
    SELECT source, day,
        {", ".join(f'({formula})::DOUBLE AS "{name}"' for name, formula in _SHAPES.items())}
    FROM recent JOIN chosen USING (source)
    GROUP BY source, day, total ORDER BY total DESC, source, day
"""


def charts_of(lake: Lake) -> list[Chart]:
    """What there is to draw of the last 90 days that the lake knows."""
    return [*_volume(lake), *_shapes(lake), *_failed(lake)]


def _volume(lake: Lake) -> Iterator[Chart]:
    rows = lake.query(_VOLUME, [_DAYS]).to_pylist()
    if rows:
        yield stacked(
            "Pages",
            "by day and by what became of them.",
            [
                Series(said, _by_day(rows, outcome), colour=colour)
                for outcome, (said, colour) in _OUTCOMES.items()
            ],
        )


def _shapes(lake: Lake) -> Iterator[Chart]:
    rows = lake.query(_SOURCE_SHAPES, [_DAYS, _SOURCES]).to_pylist()
    if rows:
        yield lines(
            "Sources",
            f"by day, the {_SOURCES} with the most pages; shares go from 0 to 1.",
            [
                Row(
                    source,
                    [
                        Series(name, _by_day(members, name), is_share=name in _SHARES)
                        for name in _SHAPES
                    ],
                )
                for source, members in _grouped(rows, "source")
            ],
        )


def _failed(lake: Lake) -> Iterator[Chart]:
    rows = lake.query(_FAILED, [_DAYS, _RULES]).to_pylist()
    if rows:
        yield bars(
            "Rules that failed",
            f"rows that break them, by day; the {_RULES} that failed last.",
            [
                Series(rule, _by_day(members, "row_count"))
                for rule, members in _grouped(rows, "rule")
            ],
        )


def _grouped(
    rows: Sequence[Mapping[str, Any]], column: str
) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    for value, members in groupby(rows, key=lambda row: row[column]):
        yield value, list(members)


def _by_day(rows: Sequence[Mapping[str, Any]], column: str) -> dict[date, float]:
    return {row["day"]: row[column] for row in rows}
