"""The baseline of a source on a day, and how far the day is from it.

A day is compared with the median of earlier days, and its distance is counted in robust standard
deviations: 1.4826 times the median absolute deviation (MAD), but never less than what chance alone
makes of so few pages. The formulas, their sources and the choice of numbers are explained in
docs/explanation/history.md.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dateline.expectations.history import LEAST_DAYS, Scale

Grid: TypeAlias = NDArray[np.float64]
"""A number for each source (row) and day (column)."""
Mask: TypeAlias = NDArray[np.bool_]

LEAST_SAME_WEEKDAYS = 4
LEAST_PAGES = 5
# Iglewicz and Hoaglin (1993) call 3.5 an outlier where one value is looked at; here it is hundreds
# of sources by nine measures, every day.
ANOMALOUS_DISTANCE = 5.0
# Less than this is a trifle, however regular the past was.
LEAST_SHARE = 0.1
LEAST_CHANGE = 0.25
RAREST_SILENCE = 1 / 2000

_TO_STANDARD_DEVIATION = 1.4826
_PRIOR_DAYS = 4


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of one day, for every source.

    `value` is the day's rate or share and `baseline` the median it is compared with; `distance` is
    signed, in robust standard deviations; `day_count` says how many days `baseline` is the median
    of, and `is_by_weekday` whether they are days of the same weekday only.
    `is_far` marks the sources that are both far from their baseline and off by more than a trifle;
    where there is too little to compare with, `is_compared` is false and `is_far` too.
    """

    value: NDArray[np.float64]
    baseline: NDArray[np.float64]
    distance: NDArray[np.float64]
    day_count: NDArray[np.int64]
    is_by_weekday: Mask
    is_compared: Mask
    is_far: Mask


def compare(
    hits: Grid, trials: Grid, is_past: Mask, weekdays: NDArray[np.int64], day: int, *, scale: Scale
) -> Comparison:
    """Compare one day with the days before it.

    Where four days of the same weekday are known, their median is the baseline. Else that of
    all days is; but if the few days of the same weekday say otherwise, what is nearer to the day
    counts: the first Saturdays are not measured by working days alone.

    Args:
        hits: what is counted, such as pages without a headline.
        trials: of how many, such as pages; 1 where the hits are counted a day.
        is_past: the days to compare with; no trial of theirs is 0.
        weekdays: the weekday of each column.
        day: the column of the day to compare.
        scale: `rate` for hits without a limit, `share` for at most one hit a trial.
    """
    same = is_past & (weekdays == weekdays[day])
    all_count, same_count = is_past.sum(axis=1), same.sum(axis=1)
    today = hits[:, day], trials[:, day]
    ratios = ratio(hits, trials)
    baseline = _median(ratios, is_past)
    weekday_baselines = np.column_stack(
        [
            _median(ratios[:, weekdays == weekday], is_past[:, weekdays == weekday])
            for weekday in range(7)
        ]
    )
    weekday_baseline = weekday_baselines[:, weekdays[day]]

    noise = _noise(hits, trials, baseline[:, None], is_past, all_count, scale)
    distance = _distance(today, baseline, noise, scale)
    noise = _noise(hits, trials, weekday_baselines[:, weekdays], is_past, same_count, scale)
    distance_same = _distance(today, weekday_baseline, noise, scale)
    is_by_weekday = same_count >= LEAST_SAME_WEEKDAYS
    # A median of few days is itself some way off.
    distance /= _uncertainty(all_count)
    distance_same /= _uncertainty(np.where(is_by_weekday, same_count, all_count))

    agree = np.sign(distance) == np.sign(distance_same)
    nearer = np.where(agree, np.sign(distance), 0) * np.fmin(abs(distance), abs(distance_same))
    both = np.where(same_count > 0, nearer, distance)
    distance = np.nan_to_num(np.where(is_by_weekday, distance_same, both))
    baseline = np.nan_to_num(np.where(is_by_weekday, weekday_baseline, baseline))
    value = ratios[:, day]
    trifle = LEAST_SHARE if scale == "share" else LEAST_CHANGE * baseline
    is_compared = (all_count >= LEAST_DAYS) & (today[1] > 0)
    is_far = is_compared & (abs(distance) > ANOMALOUS_DISTANCE) & (abs(value - baseline) >= trifle)
    day_count = np.where(is_by_weekday, same_count, all_count)
    return Comparison(value, baseline, distance, day_count, is_by_weekday, is_compared, is_far)


def silence(pages: Grid, is_known: Mask, weekdays: NDArray[np.int64], day: int) -> Grid:
    """How likely it is for a source to be silent for as long as it is on a day, by its own past.

    A day's chance of silence is the share of silent days among those of its weekday; where few are
    known it leans on the share among all days. It is 1 where the day brought pages.

    Args:
        pages: pages by source and day.
        is_known: the days since the source was first seen on which any source brought pages.
        weekdays: the weekday of each column.
        day: the column of the last day of the silence.

    Returns:
        For each source, the product of the chances of its silent days.
    """
    brought = pages[:, : day + 1] > 0
    last = np.where(brought.any(axis=1), day - brought[:, ::-1].argmax(axis=1), -1)
    columns = np.arange(pages.shape[1])
    before = is_known & (columns <= last[:, None])
    silent = before & (pages == 0)
    share = (silent.sum(axis=1) + 0.5) / (before.sum(axis=1) + 1)
    chance = np.ones(len(pages))
    for column in range(day + 1):
        same = weekdays == weekdays[column]
        of_weekday = (silent[:, same].sum(axis=1) + _PRIOR_DAYS * share) / (
            before[:, same].sum(axis=1) + _PRIOR_DAYS
        )
        chance *= np.where((column > last) & is_known[:, column], of_weekday, 1)
    return chance


def ratio(hits: Grid, trials: Grid) -> Grid:
    """Hits a trial; 0 where there was no trial."""
    return np.divide(hits, trials, out=np.zeros_like(hits), where=trials > 0)


def _median(values: Grid, chosen: Mask) -> Grid:
    """The median of each row's chosen values; NaN where there are none."""
    ordered = np.sort(np.where(chosen, values, np.inf), axis=1)
    count = chosen.sum(axis=1)
    rows = np.arange(len(values))
    lower, upper = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, values.shape[1] - 1)
    median = (ordered[rows, lower] + ordered[rows, upper]) / 2
    return np.where(count > 0, median, np.nan)


def _steadied(hits: Grid, trials: Grid, scale: Scale) -> Grid:
    """Values whose chance variation does not depend on their size (Anscombe, 1948)."""
    if scale == "rate":
        return np.sqrt((hits + 0.375) / trials)
    steadied: Grid = np.arcsin(np.sqrt((hits + 0.375) / (trials + 0.75)))
    return steadied


def _chance(trials: Grid, scale: Scale) -> Grid:
    """The standard deviation of a steadied value by chance alone: Poisson or binomial."""
    chance: Grid = 0.5 / np.sqrt(trials if scale == "rate" else trials + 0.5)
    return chance


def _noise(
    hits: Grid,
    trials: Grid,
    baseline: Grid,
    is_past: Mask,
    day_count: NDArray[np.int64],
    scale: Scale,
) -> tuple[Grid, Grid]:
    """How far days are from the baseline: as it is, and in multiples of chance, at least one.

    `day_count` is how many days each `baseline` was found by.
    """
    hits, trials = np.where(is_past, hits, 0), np.where(is_past, trials, 1)
    off = abs(_steadied(hits, trials, scale) - _steadied(baseline * trials, trials, scale))
    # The MAD of few values comes out too small: by about this much, for three and more
    # (Croux and Rousseeuw, 1992).
    factor = _TO_STANDARD_DEVIATION * day_count / np.maximum(day_count - 1, 1)
    return (
        factor * _median(off, is_past),
        np.maximum(1, factor * _median(off / _chance(trials, scale), is_past)),
    )


def _distance(
    today: tuple[Grid, Grid], baseline: Grid, noise: tuple[Grid, Grid], scale: Scale
) -> Grid:
    hits, trials = today[0], np.where(today[1] > 0, today[1], 1)
    off = _steadied(hits, trials, scale) - _steadied(baseline * trials, trials, scale)
    as_it_is, in_chances = noise
    distance: Grid = off / np.maximum(as_it_is, in_chances * _chance(trials, scale))
    return distance


def _uncertainty(day_count: NDArray[np.int64]) -> Grid:
    """By how much a median of so many days adds to the noise of the day itself."""
    uncertainty: Grid = np.sqrt(1 + np.pi / 2 / np.maximum(day_count, 1))
    return uncertainty
