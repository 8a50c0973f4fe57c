"""Years and days of other calendars than the Gregorian one, and figures of other scripts.

The Persian calendar (Solar Hijri) is that of Iran and Afghanistan. The Buddhist era of Thailand and
Laos counts 543 years more and is otherwise the Gregorian calendar; eras of Japan and Taiwan count
from the year that `seeds/eras.csv` has for them.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache

from dateline import seeds

_BUDDHIST_YEARS = 543
_BUDDHIST_LANGUAGES = frozenset({"th", "lo"})
_LETTER = "ʼ"  # one that stands in no name of a month


def comparable(text: str) -> str:
    """A text of the same length with ASCII figures, and a letter for each mark on a letter.

    In the scripts of South and South-East Asia, vowels are marks, which no pattern for letters has.
    """
    return text if text.isascii() else text.translate(_plain_characters())


@cache
def _plain_characters() -> Mapping[int, str]:
    characters = map(chr, range(0x300, 0x1900))
    return {
        ord(character): str(int(character)) if character.isdecimal() else _LETTER
        for character in characters
        if character.isdecimal() or unicodedata.category(character) in {"Mn", "Mc"}
    }


@cache
def persian_months() -> dict[str, int]:
    """Names of the months of the Persian calendar, to the number of the month."""
    return {row["name"]: int(row["month"]) for row in seeds.lexicon("persian_months")}


@cache
def buddhist_months() -> frozenset[str]:
    """Names of months in the languages whose years are of the Buddhist era."""
    rows = seeds.lexicon("months")
    return frozenset(row["name"] for row in rows if row["language"] in _BUDDHIST_LANGUAGES)


@cache
def era_starts() -> dict[str, int]:
    """Eras, to the Gregorian year that is their first."""
    return {row["name"]: int(row["first_year"]) for row in seeds.lexicon("eras")}


def from_buddhist_era(year: int) -> int:
    """The Gregorian year of one of the Buddhist era."""
    return year - _BUDDHIST_YEARS


def from_persian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of one of the Persian calendar; None where there is no such day."""
    from persiantools.jdatetime import JalaliDate

    try:
        return JalaliDate.to_gregorian(JalaliDate(year, month, day))
    except ValueError:
        return None
