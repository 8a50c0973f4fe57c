"""The last 90 days of a lake, day by day: page outcomes, sources and failed rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.transforms.schema.closed_sets import PageOutcome
from dateline.warehouse.catalog.lake import Lake

_DAYS = 90
SOURCE_LIMIT = 8
RULE_LIMIT = 12


@dataclass(frozen=True, slots=True)
class DailyOutcomes:
    """How many pages of a day (UTC) had each outcome."""

    day: date
    page_counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DailySource:
    """The pages of a source on a day (UTC); shares are from 0 to 1."""

    source: str
    day: date
    page_count: int
    without_headline_share: float
    without_date_share: float
    without_body_share: float
    body_share: float
    quotations_per_page: float


@dataclass(frozen=True, slots=True)
class DailyFailures:
    """How many rows failed a rule on a day (UTC)."""

    rule: str
    day: date
    failed_count: int


@dataclass(frozen=True, slots=True)
class Trends:
    """The figures by day, those of one source or one rule next to each other."""

    outcomes: Sequence[DailyOutcomes]
    sources: Sequence[DailySource]
    failures: Sequence[DailyFailures]


_OUTCOMES = """
    FROM daily_accounts
    WHERE day > (SELECT max(day) FROM daily_accounts) - $1::INTEGER
    ORDER BY day
"""
_SOURCES = """
    WITH recent AS (
        FROM daily_sources WHERE day > (SELECT max(day) FROM daily_sources) - $1::INTEGER
    ),
    chosen AS (
        SELECT source, sum(page_count) AS total FROM recent
        GROUP BY source ORDER BY total DESC, source LIMIT $2
    )
    SELECT source, day, page_count, without_headline_share, without_date_share, without_body_share,
        body_share, quotations_per_page
    FROM recent JOIN chosen USING (source) ORDER BY total DESC, source, day
"""
_FAILURES = """
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


def trends_of(lake: Lake) -> Trends:
    """The trends of the days up to the last that the lake knows.

    The sources are those with the most pages, the rules those that failed last.
    """
    outcomes = list(lake.rows(_OUTCOMES, [_DAYS]).dicts())
    sources = list(lake.rows(_SOURCES, [_DAYS, SOURCE_LIMIT]).dicts())
    failures = list(lake.rows(_FAILURES, [_DAYS, RULE_LIMIT]).dicts())
    return Trends(
        [
            DailyOutcomes(row["day"], {outcome: row[f"{outcome}_count"] for outcome in PageOutcome})
            for row in outcomes
        ],
        [DailySource(**row) for row in sources],
        [DailyFailures(**row) for row in failures],
    )
