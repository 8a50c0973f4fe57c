"""Dates that lines near the article state, for the day of publication or of the last change."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dateline.transforms.article.date_clues import DateClues
from dateline.transforms.article.reading import DateReading, Excerpt
from dateline.transforms.article.zones import Zones
from dateline.transforms.lines.label_codes import label_codes
from dateline.transforms.lines.shapes import is_stamp
from dateline.transforms.schema.closed_sets import Basis, DatePrecision, LineLabel
from dateline.transforms.text.dates import date_words, find_dates, weekday_in, words_in

_DATED_LABELS = label_codes(LineLabel.DATE, LineLabel.BYLINE)
_LOOSE_LABELS = label_codes(
    LineLabel.OTHER,
    LineLabel.NAVIGATION,
    LineLabel.SUBHEADLINE,
    LineLabel.CREDIT,
    LineLabel.COMMENTS,
)
_LONGEST_DATED_LINE = 200
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
# The words of a place, a country or an agency that may stand before a paragraph's opening date.
_MOST_OPENING_WORDS = 6
_DAYS_IN_A_WEEK = 7
# A date without its year, or that can be read two ways, is taken only where there is no other, and
# a day of the week only where there is no date at all. What stands far below the headline may date
# anything: it counts where nothing near the headline does.
_VAGUE, _FAR, _WEEKDAY_ALONE = 100, 200, 400


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date that a line states: of role `published` or `modified`, likelier the lower its rank."""

    reading: DateReading
    role: str
    rank: int


def find_stated_dates(
    lines: Sequence[Excerpt], far: Sequence[Excerpt], clues: DateClues
) -> tuple[StatedDate, ...]:
    """Find the dates that lines state, the likeliest line first.

    Args:
        lines: The lines near the article's headline, the likeliest first.
        far: Those below its text.
        clues: What shows which days are meant.
    """
    ranked = (*enumerate(lines), *enumerate(far, _FAR))
    return tuple(date for rank, line in ranked for date in _dates_in(line, rank, clues))


def date_line_indices(
    texts: Sequence[str], label: NDArray[np.int8], zones: Zones
) -> tuple[list[int], list[int]]:
    """The indices of the lines that may date an article: near its headline, and below its text.

    The likeliest come first.

    Args:
        texts: The lines of the batch.
        label: The codes of their labels.
        zones: The zones of the page.
    """

    def labelled(zone: Sequence[int], labels: frozenset[int]) -> Iterator[int]:
        return (i for i in zone if label[i] in labels and len(texts[i]) <= _LONGEST_DATED_LINE)

    near = [
        *labelled(zones.between, _DATED_LABELS),
        *labelled(zones.between, _LOOSE_LABELS),
        *labelled(zones.opening, _DATED_LABELS),
        *(i for i in labelled(zones.opening, _LOOSE_LABELS) if is_stamp(texts[i])),
        *labelled(zones.above, _DATED_LABELS),
        *labelled(zones.above, _LOOSE_LABELS),
    ]
    loose = (i for i in labelled(zones.below, _LOOSE_LABELS) if _states_role(texts[i]))
    return near, [*labelled(zones.below, _DATED_LABELS), *loose]


def opening_date_end(paragraph: str, dateline_end: int) -> int:
    """Where the date that opens a paragraph ends; 0 for none.

    It stands in the dateline, or before it are only words in capitals and words that announce a
    date: `06.11.23 - The town hall …`, `OSLO, 13 May 2021 (AP) …`. `In May 2019 the town hall …`
    dates what is told.
    """
    mention = next(find_dates(paragraph), None)
    if mention is None:
        return 0
    is_opening = mention.start < dateline_end or _announces_date(paragraph[: mention.start])
    return mention.end if is_opening else 0


def _announces_date(before: str) -> bool:
    words = words_in(before)
    roles = [date_words().get(word.casefold()) for word in words]
    return not words or (
        len(words) <= _MOST_OPENING_WORDS
        and all(word.isupper() or role for word, role in zip(words, roles, strict=True))
        and any(role != "filler" for role in roles)
    )


def _dates_in(line: Excerpt, rank: int, clues: DateClues) -> Iterator[StatedDate]:
    """The dates that a line states; what stands before a date says its role."""
    role, behind = "published", 0
    for mention in find_dates(line.text):
        role = _role_in(line.text[behind : mention.start]) or role
        behind = mention.end
        settled = clues.settle(mention)
        reading = DateReading(
            settled.value,
            Basis.STATED,
            ((line.start + mention.start, line.start + mention.end),),
            settled.edtf,
            settled.precision,
        )
        day = None if clues.address else clues.infer_day(settled, line.text)
        yield StatedDate(
            inferred(reading, day) if day else reading,
            role,
            rank + (_VAGUE if settled.value is None else 0),
        )
    weekday = _weekday_alone(line.text) if behind == 0 and clues.fetched else None
    if weekday and clues.fetched:
        day = clues.fetched - timedelta((clues.fetched.isoweekday() - weekday) % _DAYS_IN_A_WEEK)
        undated = DateReading(None, "", ((line.start, line.end),))
        yield StatedDate(inferred(undated, day), _role_in(line.text) or role, rank + _WEEKDAY_ALONE)


def inferred(reading: DateReading, day: date) -> DateReading:
    """The same reading, its day known by inference."""
    return replace(
        reading, value=day, basis=Basis.INFERRED, edtf=day.isoformat(), precision=DatePrecision.DAY
    )


def _states_role(text: str) -> bool:
    """Whether a line says what happened on its date: `Page last modified Jan. 17, 2025`."""
    mention = next(find_dates(text), None)
    return mention is not None and _role_in(text[: mention.start]) is not None


def _role_in(text: str) -> str | None:
    """The role that the last word with one gives to the date behind a text."""
    for word in reversed(text.casefold().replace(":", " ").split()):
        role = date_words().get(word.strip(".,|()"))
        if role in ("published", "modified"):
            return role
    return None


def _weekday_alone(text: str) -> int | None:
    """The day of the week in a line that tells when and nothing else: `Posted Tuesday 4:10 pm`."""
    if not all(word in date_words() for word in words_in(text.casefold())):
        return None
    return weekday_in(text) if _CLOCK.search(text) or _role_in(text) else None
