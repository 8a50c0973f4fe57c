"""The lake's past by day, as the charts of a report: pages, the shape of each source, failures."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flows.show.report.charts import Chart, Row, Series, bars, lines, stacked
from warehouse.catalog.lake import Lake

_DAYS = 90
_SOURCES = 8
_RULES = 12

_OUTCOMES = {
    "loaded_count": ("loaded", "#3b7a57"),
    "known_count": ("already known", "#9aa5b1"),
    "quarantined_count": ("set aside", "#d08b2c"),
    "rejected_count": ("refused", "#b3403a"),
}
_SHAPES = {
    "page_count": "pages",
    "without_headline_share": "without headline",
    "without_date_share": "without date",
    "without_body_share": "without body",
    "body_share": "body share",
    "quotations_per_page": "quotations a page",
}

_VOLUME = """
    FROM daily_accounts
    WHERE day > (SELECT max(day) FROM daily_accounts) - $1::INTEGER
    ORDER BY day
"""
_SOURCE_SHAPES = """
    WITH recent AS (
        FROM daily_sources WHERE day > (SELECT max(day) FROM daily_sources) - $1::INTEGER
    ),
    chosen AS (
        SELECT source, sum(page_count) AS total FROM recent
        GROUP BY source ORDER BY total DESC, source LIMIT $2
    )
    SELECT recent.* FROM recent JOIN chosen USING (source) ORDER BY total DESC, source, day
"""
_FAILED = """
    WITH failed AS (
        FROM daily_rules
        WHERE failed_count > 0 AND day > (SELECT max(day) FROM daily_rules) - $1::INTEGER
    ),
    chosen AS (
        SELECT rule, max(day) AS last_day, sum(failed_count) AS total FROM failed
        GROUP BY rule ORDER BY last_day DESC, total DESC, rule LIMIT $2
    )
    SELECT rule, day, sum(failed_count)::BIGINT AS failed_count
    FROM failed JOIN chosen USING (rule)
    GROUP BY rule, day, last_day, total ORDER BY last_day DESC, total DESC, rule, day
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
                Series(said, _by_day(rows, column), colour=colour)
                for column, (said, colour) in _OUTCOMES.items()
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
                        Series(name, _by_day(members, column), is_share=column.endswith("_share"))
                        for column, name in _SHAPES.items()
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
                Series(rule, _by_day(members, "failed_count"))
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
