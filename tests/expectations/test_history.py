"""A past is made up, a day after it judged: what is unusual is told, and chance is not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.expectations.history import HISTORY_RULES, HistoryResult, audit_history
from dateline.expectations.past import history_of
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.operations import Measure

DAY = date(2026, 11, 20)  # a Friday
SHAPES: dict[str, dict[str, Any]] = {
    "history.without_headline": {"without_headline_count": 40},
    "history.without_date": {"without_date_count": 40},
    "history.without_body": {"without_body_count": 40},
    "history.body_share": {"body_share_total": 8.0},
    "history.unknown_lines": {"other_share_total": 20.0},
    "history.quotations": {"quotation_count": 0},
}


def measure(day: date, source: str = "a.example", page_count: int = 40, **changed: Any) -> Measure:
    baseline = Measure(
        batch_id=f"{day}",
        source=source,
        run_id=f"{day:%Y%m%d}",
        day=day,
        page_count=page_count,
        without_headline_count=page_count // 20,
        without_date_count=page_count // 4,
        without_body_count=0,
        body_share_total=page_count * 0.75,
        other_share_total=page_count * 0.0625,
        quotation_count=page_count * 3,
    )
    return replace(baseline, **changed)


def days_before(count: int, day: date = DAY) -> list[date]:
    return [day - timedelta(days=ago) for ago in range(count, 0, -1)]


def judged(
    rows: Iterable[Measure], day: date = DAY, run_id: str | None = None
) -> dict[str, HistoryResult]:
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA ops")
        connection.register("rows", to_arrow(Measure, rows))
        connection.execute("CREATE TABLE ops.measures AS FROM rows")
        results = audit_history(connection, day, run_id=run_id)
    assert [result.rule for result in results] == list(HISTORY_RULES)
    return {result.rule.name: result for result in results}


def anomalies(results: dict[str, HistoryResult]) -> dict[str, list[str]]:
    return {
        name: [anomaly.source for anomaly in result.anomalies]
        for name, result in results.items()
        if not result.passed
    }


@pytest.mark.parametrize("day_count", [7, 20, 30, 60])
@pytest.mark.parametrize(("rule", "changed"), SHAPES.items())
def test_a_shape_that_breaks_is_told_on_the_same_day(
    rule: str, changed: dict[str, Any], day_count: int
) -> None:
    past = [measure(day) for day in days_before(day_count)]
    results = judged([*past, measure(DAY, **changed)])
    assert anomalies(results) == {rule: ["a.example", "*"]}
    assert results[rule].anomalies[0].day == DAY


def test_one_source_of_ten_is_named_before_all_together() -> None:
    sources = [f"{number}.example" for number in range(10)]
    rows = [measure(day, source) for day in days_before(30) for source in sources]
    rows += [measure(DAY, source) for source in sources[1:]]
    rows.append(measure(DAY, sources[0], without_headline_count=40))
    result = judged(rows)["history.without_headline"]
    assert result.checked_count == 11
    assert result.anomalies[0].source == sources[0]
    assert (
        '"source": "0.example", "said": "100 % of pages without a headline on'
        in (result.examples()[0])
    )


@pytest.mark.parametrize(
    "better", ["without_headline_count", "without_date_count", "other_share_total"]
)
def test_less_that_is_missing_is_good_news(better: str) -> None:
    much: dict[str, Any] = {better: 30}
    none: dict[str, Any] = {better: 0}
    rows = [measure(day, **much) for day in days_before(30)]
    assert anomalies(judged([*rows, measure(DAY, **none)])) == {}


@given(st.integers(0, 6), st.integers(0, 200), st.integers(0, 200))
@settings(deadline=None, max_examples=25)
def test_too_little_of_a_past_is_silent(day_count: int, page_count: int, missing: int) -> None:
    rows = [measure(day) for day in days_before(day_count)]
    if page_count:
        worst = min(missing, page_count)
        rows.append(measure(DAY, page_count=page_count, without_headline_count=worst))
    for day in (DAY, DAY + timedelta(days=1)):
        assert anomalies(judged(rows, day)) == {}


@given(st.integers(1, 4), st.sampled_from(sorted(SHAPES)))
@settings(deadline=None, max_examples=25)
def test_a_few_pages_do_not_alarm(page_count: int, rule: str) -> None:
    changed = {name: min(value, page_count) for name, value in SHAPES[rule].items()}
    rows = [measure(day, page_count=3) for day in days_before(30)]
    assert anomalies(judged([*rows, measure(DAY, page_count=page_count, **changed)])) == {}


def test_trifles_do_not_alarm_however_regular_the_past() -> None:
    rows = [measure(day, page_count=10_000) for day in days_before(30)]
    rows.append(
        measure(
            DAY,
            page_count=12_000,
            without_headline_count=1_500,
            body_share_total=12_000 * 0.7,
            quotation_count=12_000 * 3 + 8_000,
        )
    )
    assert anomalies(judged(rows)) == {}


def test_a_day_that_goes_on_is_not_too_quiet_yet() -> None:
    rows = [*(measure(day) for day in days_before(30)), measure(DAY, page_count=2)]
    assert anomalies(judged(rows)) == {}
    tomorrow = judged(rows, DAY + timedelta(days=1))
    assert anomalies(tomorrow) == {"history.too_few_pages": ["a.example", "*"]}
    assert tomorrow["history.too_few_pages"].anomalies[0].day == DAY


def test_too_many_pages_are_told_while_the_day_goes_on() -> None:
    rows = [*(measure(day) for day in days_before(30)), measure(DAY, page_count=200)]
    assert anomalies(judged(rows)) == {"history.too_many_pages": ["a.example", "*"]}


def two_sources(silent_days: int, page_count: int, day_count: int = 30) -> list[Measure]:
    """A source that fell silent some days ago, and one that goes on."""
    days = days_before(day_count)
    rows = [measure(day, "b.example") for day in days]
    return rows + [measure(day, page_count=page_count) for day in days[: day_count - silent_days]]


@pytest.mark.parametrize(
    ("silent_days", "page_count", "day_count", "told"),
    [
        (0, 40, 30, False),
        (1, 40, 30, True),
        (1, 40, 8, True),
        (1, 2, 30, False),
        (2, 2, 30, True),
        (7, 40, 30, True),
        (8, 40, 30, False),
        (2, 2, 9, False),
        (3, 2, 10, True),
    ],
)
def test_a_source_that_falls_silent_is_missing(
    silent_days: int, page_count: int, day_count: int, told: bool
) -> None:
    found = anomalies(judged(two_sources(silent_days, page_count, day_count)))
    assert found.get("history.missing_source", []) == (["a.example"] if told else [])


def test_a_lake_without_any_page_is_one_warning() -> None:
    rows = [measure(day, source) for day in days_before(30)[:-1] for source in ("a", "b", "c")]
    assert anomalies(judged(rows)) == {"history.missing_source": ["*"]}


def test_a_lake_that_is_filled_now_and_then_is_left_alone() -> None:
    irregular = [0, 1, 4, 6, 13, 15, 22, 23, 31, 40, 41, 48]
    days = [DAY - timedelta(days=50 - place) for place in irregular]
    for day in (DAY, days[-1] + timedelta(days=1)):
        assert anomalies(judged([measure(one) for one in days], day)) == {}


@pytest.mark.parametrize("day_count", range(7, 45, 3))
def test_weekends_without_pages_do_not_alarm(day_count: int) -> None:
    days = [day for day in days_before(day_count) if day.weekday() < 5]
    rows = [measure(day, source) for day in days for source in ("a", "b")]
    rows += [measure(day, "daily") for day in days_before(day_count)]
    for ahead in range(7):
        day = DAY + timedelta(days=ahead)
        if ahead:
            rows.append(measure(day - timedelta(days=1), "daily"))
            if (day - timedelta(days=1)).weekday() < 5:
                rows += [measure(day - timedelta(days=1), source) for source in ("a", "b")]
        assert anomalies(judged(rows, day)) == {}, day


def test_a_quiet_monday_is_told_among_louder_mondays() -> None:
    days = days_before(56)
    rows = [measure(day, page_count=400 if day.weekday() == 0 else 20) for day in days]
    monday = DAY + timedelta(days=3)
    rows += [measure(day, page_count=20) for day in days_before(4, monday + timedelta(days=1))]
    found = judged(rows, monday + timedelta(days=1))
    assert anomalies(found) == {"history.too_few_pages": ["a.example", "*"]}
    assert "(median of 7 Mondays)" in found["history.too_few_pages"].anomalies[0].said


def test_new_sources_are_one_warning_for_the_run_that_saw_them_first() -> None:
    rows = [measure(day) for day in days_before(30)]
    new = [measure(DAY, f"new-{number}.example", 1 + number % 3) for number in range(1000)]
    result = judged([*rows, *new], run_id=f"{DAY:%Y%m%d}")["history.new_source"]
    assert result.failed_count == 1000
    assert len(result.examples()) == 5
    again = [replace(row, batch_id="later", run_id="later") for row in new]
    assert "history.new_source" not in anomalies(judged([*rows, *new, *again], run_id="later"))
    assert "history.new_source" not in anomalies(judged(new)), "in a new lake all are new"


@given(st.randoms(use_true_random=False), st.integers(1, 4))
@settings(deadline=None, max_examples=20)
def test_neither_order_nor_size_of_batches_matters(random: Random, parts: int) -> None:
    generator = np.random.default_rng(7)
    rows = [
        measure(day, source, int(generator.integers(20, 60)), without_headline_count=int(missing))
        for day in [*days_before(30), DAY]
        for source, missing in zip("abc", generator.integers(0, 20, 3), strict=True)
    ]
    shuffled = [part for row in rows for part in _parts(row, parts)]
    random.shuffle(shuffled)
    assert judged(shuffled) == judged(rows)


def _parts(row: Measure, count: int) -> Iterator[Measure]:
    """A day's pages as several batches; the shares stay multiples of 2^-20, as they are stored."""
    columns = [name for name in SUMS if getattr(row, name) >= count]
    for number in range(count):
        share: dict[str, Any] = {
            name: getattr(row, name) - (count - 1) * _piece(row, name, count)
            if number == 0
            else _piece(row, name, count)
            for name in columns
        }
        rest: dict[str, Any] = {
            name: getattr(row, name) if number == 0 else 0 for name in SUMS if name not in columns
        }
        yield replace(row, batch_id=f"{row.batch_id}-{number}", **share, **rest)


SUMS = [
    "page_count",
    "without_headline_count",
    "without_date_count",
    "without_body_count",
    "body_share_total",
    "other_share_total",
    "quotation_count",
]


def _piece(row: Measure, name: str, count: int) -> float:
    value: float = getattr(row, name)
    return type(value)(value // count)


def ordinary(generator: np.random.Generator, mean: float) -> dict[str, Any]:
    """A day of a source of which chance alone decides: Poisson pages, binomial shares."""
    page_count = int(generator.poisson(mean))
    quotations = generator.negative_binomial(0.8, 0.8 / 4.8, page_count)
    return {
        "page_count": page_count,
        "without_headline_count": int(generator.binomial(page_count, 0.1)),
        "without_date_count": int(generator.binomial(page_count, 0.4)),
        "without_body_count": int(generator.binomial(page_count, 0.02)),
        "body_share_total": float(generator.beta(3, 1, page_count).sum()),
        "other_share_total": float(generator.beta(1, 15, page_count).sum()),
        "quotation_count": int(quotations.sum()),
    }


def noisy_rows(days: Sequence[date], source_count: int, seed: int) -> Iterator[Measure]:
    generator = np.random.default_rng(seed)
    for number in range(source_count):
        mean = (2, 8, 30, 120)[number % 4]
        for day in days:
            made = ordinary(generator, mean)
            if made["page_count"]:
                yield measure(day, f"{number}.example", **made)


@pytest.mark.parametrize("day_count", [8, 30, 56])
def test_chance_alone_seldom_alarms(day_count: int) -> None:
    rows = noisy_rows([*days_before(day_count), DAY], 400, seed=day_count)
    results = judged(rows)
    false_alarms = sum(result.failed_count for result in results.values())
    judgements = sum(result.checked_count for result in results.values())
    assert judgements > 2_000
    assert false_alarms <= judgements / 1_000


def test_the_window_is_eight_weeks() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA ops")
        connection.register("rows", to_arrow(Measure, [measure(day) for day in days_before(90)]))
        connection.execute("CREATE TABLE ops.measures AS FROM rows")
        history = history_of(connection, DAY)
    assert history.sources == ("*", "a.example")
    assert (history.days[0], history.days[-1]) == (DAY - timedelta(days=56), DAY)
    assert history.pages[1].tolist() == [40.0] * 56 + [0.0]
